"""The forms in which the law data writes a clock, read into frozen dataclasses.

A clock belongs to one requirement. Its rules stand in order: the first whose condition holds gives
the day. What cannot be computed says why (`unstructured`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from obligations.calendar.days import Period


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


@dataclass(frozen=True, slots=True)
class NotWorkedOut:
    """There is a day, but the law data does not work it out; the rule's text says why."""


@dataclass(frozen=True, slots=True)
class FixedDay:
    """The same calendar day for everyone the rule is about."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class FromFact:
    """A period counted from a dated fact of the service."""

    fact: str
    period: Period


@dataclass(frozen=True, slots=True)
class FromEvent:
    """A period from an event; of several events from the latest, once all have happened.

    Without a period the clock starts and has no last day: `pace` says how fast.
    """

    events: tuple[str, ...]
    period: Period | None
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class FromDone:
    """A period (or pace) from the day on which another duty (of several, any) was last done."""

    duties: tuple[str, ...]
    period: Period | None
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class BeforeEvent:
    """Before a planned event: the last day is the day before it."""

    event: str


@dataclass(frozen=True, slots=True)
class BeforeChargingYear:
    """A day of the calendar before a charging year begins (1 April); the first has its own day."""

    month: int
    day: int
    initial_from: dt.date | None = None
    initial_due: dt.date | None = None


@dataclass(frozen=True, slots=True)
class InNotice:
    """The day that a notice itself sets; `at_least` is the shortest time that it may leave."""

    event: str
    at_least: Period | None = None


@dataclass(frozen=True, slots=True)
class TogetherWith:
    """Done together with other duties: the earliest of their open days."""

    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Continuous:
    """Binds all the time from its first day; there is no last day."""


Form: TypeAlias = (
    NotWorkedOut
    | FixedDay
    | FromFact
    | FromEvent
    | FromDone
    | BeforeEvent
    | BeforeChargingYear
    | InNotice
    | TogetherWith
    | Continuous
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a clock. `when` is a condition tree of the law data; None holds always."""

    when: Mapping[str, Any] | None
    form: Form
    text: str
    not_before: dt.date | None = None
    basis: Basis = Basis.LAW
    sense: Sense = Sense.DO_BY


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one requirement: the law's words, its rules, or why it has none."""

    text: str | None = None
    recurrence: str | None = None
    rules: tuple[Rule, ...] = ()
    unstructured: str | None = None


class ClockError(ValueError):
    """A clock in the law data is not in one of the known forms."""


def read_clock(data: Mapping[str, Any] | None) -> Clock:
    """The clock of a requirement's payload (`clock`); None or {} is a clock without rules."""
    data = data or {}
    return Clock(
        text=data.get("text"),
        recurrence=data.get("recurrence"),
        rules=tuple(_read_rule(rule) for rule in data.get("rules") or ()),
        unstructured=data.get("unstructured"),
    )


def _read_rule(data: Mapping[str, Any]) -> Rule:
    try:
        return Rule(
            when=data.get("when"),
            form=read_form(data.get("due")),
            text=data.get("text") or "",
            not_before=_day(data["not_before"]) if data.get("not_before") else None,
            basis=Basis(data.get("basis") or Basis.LAW),
            sense=Sense(data.get("sense") or Sense.DO_BY),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ClockError(f"clock rule {dict(data)!r} cannot be read: {error!r}") from error


def read_form(due: Any) -> Form:
    """One `due` of the law data; ClockError names what is not understood."""
    match due:
        case None:
            return NotWorkedOut()
        case str() | dt.date():
            return FixedDay(_day(due))
        case {"from": str(fact), "add": Mapping() as add, **rest} if not rest:
            return FromFact(fact, _period(add))
        case {"from_event": events, **rest} if not rest.keys() - {"add", "pace"}:
            return FromEvent(_names(events), *_length(rest))
        case {"from_done": duties, **rest} if not rest.keys() - {"add", "pace"}:
            return FromDone(_names(duties), *_length(rest))
        case {"before_event": str(event), **rest} if not rest:
            return BeforeEvent(event)
        case {"before": "charging_year", "month_day": str(day), **rest}:
            return _before_charging_year(day, rest)
        case {"in_notice": str(event), **rest} if not rest.keys() - {"at_least"}:
            least = rest.get("at_least")
            return InNotice(event, _period(least) if least else None)
        case {"with": duties, **rest} if not rest:
            return TogetherWith(_names(duties))
        case {"continuous": True, **rest} if not rest:
            return Continuous()
    raise ClockError(f"due {due!r} is not in a known form")


def _before_charging_year(month_day: str, rest: Mapping[Any, Any]) -> BeforeChargingYear:
    if rest.keys() - {"initial"}:
        raise ClockError(f"before charging_year: unknown {sorted(rest.keys() - {'initial'})}")
    month, day = (int(part) for part in month_day.split("-"))
    dt.date(2000, month, day)
    initial = rest.get("initial")
    if not initial:
        return BeforeChargingYear(month, day)
    return BeforeChargingYear(month, day, _day(initial["from"]), _day(initial["due"]))


def _length(rest: Mapping[Any, Any]) -> tuple[Period | None, Pace | None]:
    add, pace = rest.get("add"), rest.get("pace")
    if add is not None and pace is not None:
        raise ClockError("a clock has a period or a pace, not both")
    if add is not None:
        return _period(add), None
    return None, Pace(pace or Pace.AS_SOON_AS_REASONABLY_PRACTICABLE)


def _period(add: Any) -> Period:
    try:
        return Period(**add)
    except TypeError as error:
        raise ClockError(f"add {dict(add)!r}: years, months, days or hours, in numbers") from error


def _names(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _day(value: str | dt.date) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
