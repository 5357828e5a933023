"""The answer of a clock, and what a clock may ask about a service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from obligations.calendar.working_days import Jurisdiction
from obligations.rules.conditions.grammar import Condition
from obligations.rules.rulebook.clocks import Basis, Pace, Sense

TOGETHER_WITH = "together with"  # The input that names the requirement a date goes with.


class Outcome(StrEnum):
    """What kind of answer a clock gives."""

    DAY = "day"  # Owed by the end of a day (`last`), or by a moment of it (`moment`).
    OPEN = "open"  # The clock runs from `first`; the law sets a pace and no last day.
    CONTINUOUS = "continuous"  # Binds all the time.
    AWAITS = "awaits"  # The event, notice or act that starts the clock has not been recorded.
    NOT_KNOWN = "not_known"  # Facts are missing: `needs` names them.
    NOT_WORKED_OUT = "not_worked_out"  # The law data gives no day for this case.
    NONE = "none"  # The requirement has no day; `why` says so in words where the law data does.


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an event happened to a service or its provider.

    `due_on` is the day that the notice sets, or for which a change is planned.
    `key` tells occurrences of one event apart and stays the same for as long as the record exists.
    """

    event: str
    on: dt.date
    at: dt.datetime | None = None
    due_on: dt.date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The answer of one clock for one occurrence, with its derivation (rule, inputs, result)."""

    outcome: Outcome
    rule: str = ""
    why: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    moment: dt.datetime | None = None
    pace: Pace | None = None
    basis: Basis = Basis.LAW
    sense: Sense = Sense.DO_BY
    inputs: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    occurrence: str = ""
    provisional: bool = False
    working_day: dt.date | None = field(default=None, compare=False)

    def derivation(self) -> dict[str, Any]:
        """The JSON stored beside a deadline: rule, inputs, result and what is still open."""
        return {
            "rule": self.rule,
            "why": self.why,
            "inputs": dict(self.inputs),
            "outcome": self.outcome.value,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "moment": self.moment.isoformat() if self.moment else None,
            "pace": self.pace.value if self.pace else None,
            "basis": self.basis.value,
            "sense": self.sense.value,
            "needs": list(self.needs),
            "provisional": self.provisional,
            "last_working_day": self.working_day.isoformat() if self.working_day else None,
        }


class Situation(Protocol):
    """What a clock reads about one service, for one requirement on its side, on one day."""

    @property
    def as_at(self) -> dt.date:
        """The day that the question is about."""

    @property
    def where(self) -> Jurisdiction:
        """Whose bank holidays count."""

    def holds(self, condition: Condition) -> bool | None:
        """Whether a condition holds; None is not known."""

    def date(self, fact: str) -> dt.date | None:
        """The value of a dated fact, or None where it is not known."""

    def occurrences(self, event: str) -> Sequence[Occurrence]:
        """Every recorded time that an event happened, oldest first."""

    def last_done(self, duty: str) -> dt.date | None:
        """The day on which a duty was last done, or None."""

    def own_done(self) -> dt.date | None:
        """The day on which the requirement of this clock was itself last done, or None."""

    def open_days(self, duty: str) -> Sequence[Due]:
        """The answers of another duty's clock that are not done yet."""
