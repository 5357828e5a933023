"""When a requirement is due, as the law data writes it: a clock, its rules and their forms.

Rules stand in order: the first whose condition holds gives the day. What cannot be worked out says
why (`unstructured`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    PlainSerializer,
    Tag,
    model_validator,
)

from obligations import language
from obligations.rules.rulebook.record import Condition, Day, Many, Strict


class Pace(StrEnum):
    """How fast something must be done where the law sets no last day."""

    IMMEDIATELY = "immediately"
    WITHOUT_DELAY = "without_delay"
    WITHOUT_UNDUE_DELAY = "without_undue_delay"
    AS_SOON_AS_REASONABLY_PRACTICABLE = "as_soon_as_reasonably_practicable"
    NO_PACE_SET = "no_pace_set"

    def words(self) -> str:
        """ "as soon as reasonably practicable"; for no pace: "no number of days is set"."""
        if self is Pace.NO_PACE_SET:
            return "no number of days is set"
        return self.value.replace("_", " ")


class Basis(StrEnum):
    """Who sets the day: the law, or Ofcom's guidance (which binds nobody)."""

    LAW = "law"
    GUIDANCE = "guidance"


class Sense(StrEnum):
    """Whether something is to be done by the day, or kept until it."""

    DO_BY = "do_by"
    KEEP_UNTIL = "keep_until"


class Period(Strict):
    """A length of time in calendar units; `hours` count from a moment, the rest from a day.

    "Three months beginning with" a day is `{months: 3, days: -1}`.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0

    @model_validator(mode="after")
    def _has_a_unit(self) -> Period:
        if not self.model_fields_set:
            raise ValueError("needs years, months, days or hours")
        return self

    def words(self) -> str:
        """The period as a person says it: "3 months less a day", "48 hours"."""
        units = (("year", self.years), ("month", self.months), ("day", self.days))
        if (self.years or self.months) and self.days == -1:
            return f"{Period(years=self.years, months=self.months).words()} less a day"
        said = [language.counted(n, unit) for unit, n in (*units, ("hour", self.hours)) if n]
        return " and ".join(said) or "no time"


Named: TypeAlias = str | Many[str]
"""One name, or a list of them."""


def _listed(named: str | tuple[str, ...]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named


class FromFact(Strict):
    """A period counted from a dated fact of the service."""

    from_: str = Field(alias="from")
    add: Period


class _PeriodOrPace(Strict):
    add: Period | None = None
    pace: Annotated[Pace | None, Field(strict=False)] = None

    @model_validator(mode="after")
    def _one_of_them(self) -> _PeriodOrPace:
        if self.add is not None and self.pace is not None:
            raise ValueError("has a period or a pace, not both")
        return self


class FromEvent(_PeriodOrPace):
    """A period from an event; of several events from the latest, once all have happened.

    Without a period the clock starts and has no last day: `pace` says how fast.
    """

    from_event: Named

    @property
    def events(self) -> tuple[str, ...]:
        return _listed(self.from_event)


class FromDone(_PeriodOrPace):
    """A period (or pace) from the day on which another duty (of several, any) was last done."""

    from_done: Named

    @property
    def duties(self) -> tuple[str, ...]:
        return _listed(self.from_done)


class BeforeEvent(Strict):
    """Before a planned event: the last day is the day before it."""

    before_event: str


class Initial(Strict):
    """The day that the first of the years, which begins on `from`, has of its own."""

    from_: Day = Field(alias="from")
    due: Day


def _month_day(text: str) -> str:
    try:
        dt.date.fromisoformat(f"2000-{text}")
    except ValueError:
        raise ValueError(f"{text!r} is not a day of the year; write it as MM-DD") from None
    return text


class BeforeChargingYear(Strict):
    """A day of the calendar before a charging year begins (1 April); the first has its own day."""

    before: Literal["charging_year"]
    month_day: Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_month_day)]
    initial: Initial | None = None

    @property
    def month_and_day(self) -> tuple[int, int]:
        month, day = self.month_day.split("-")
        return int(month), int(day)


class InNotice(Strict):
    """The day that a notice itself sets; `at_least` is the shortest time that it may leave."""

    in_notice: str
    at_least: Period | None = None


class TogetherWith(Strict):
    """Done together with other duties: the earliest of their open days."""

    with_: Named = Field(alias="with")

    @property
    def duties(self) -> tuple[str, ...]:
        return _listed(self.with_)


class Continuous(Strict):
    """Binds all the time from its first day; there is no last day."""

    continuous: Literal[True]


FORMS: Mapping[str, type[Strict]] = {
    "from": FromFact,
    "from_event": FromEvent,
    "from_done": FromDone,
    "before_event": BeforeEvent,
    "before": BeforeChargingYear,
    "in_notice": InNotice,
    "with": TogetherWith,
    "continuous": Continuous,
}
"""The forms of a day that is worked out, each by the key that names it."""


def _known(due: object) -> object:
    """A form with no keys but its own; what is none is told with what there is."""
    if not isinstance(due, Mapping):
        return due
    named = [key for key in due if key in FORMS]
    if len(named) != 1:
        raise ValueError(f"needs exactly one of {', '.join(FORMS)}, not {sorted(due)}")
    (form,) = named
    keys = {info.alias or name for name, info in FORMS[form].model_fields.items()}
    for key in sorted(set(due) - keys):
        allowed = ", ".join(sorted(keys - {form})) or "nothing else"
        raise ValueError(f"{form} knows no {key!r}; allowed: {allowed}")
    return due


def _tag(due: object) -> str:
    if isinstance(due, Mapping):
        return next(form.__name__ for key, form in FORMS.items() if key in due)
    return type(due).__name__ if isinstance(due, Strict) else "day"


def _as_written(due: Any) -> Any:
    if isinstance(due, Strict):
        return due.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return due


Form: TypeAlias = (
    FromFact
    | FromEvent
    | FromDone
    | BeforeEvent
    | BeforeChargingYear
    | InNotice
    | TogetherWith
    | Continuous
)
Due = Annotated[
    Annotated[Day, Tag("day")]
    | Annotated[FromFact, Tag("FromFact")]
    | Annotated[FromEvent, Tag("FromEvent")]
    | Annotated[FromDone, Tag("FromDone")]
    | Annotated[BeforeEvent, Tag("BeforeEvent")]
    | Annotated[BeforeChargingYear, Tag("BeforeChargingYear")]
    | Annotated[InNotice, Tag("InNotice")]
    | Annotated[TogetherWith, Tag("TogetherWith")]
    | Annotated[Continuous, Tag("Continuous")],
    Discriminator(_tag),
    BeforeValidator(_known),
    PlainSerializer(_as_written),
]
"""The same calendar day for everyone whom the rule is about, or a form."""


class Rule(Strict):
    """When it holds (null: always), and what day it gives.

    `due` null: there is a day, and the law data does not work it out; the text says why.
    """

    when: Condition | None
    due: Due | None
    not_before: Day | None = None
    text: str
    basis: Annotated[Basis, Field(strict=False)] = Basis.LAW
    sense: Annotated[Sense, Field(strict=False)] = Sense.DO_BY


class Clock(Strict):
    """When a requirement is due: in words, as rules, or why no rule can be written."""

    text: str | None = None
    recurrence: str | None = None
    rules: Many[Rule] = ()
    unstructured: str | None = None
