"""What an answer follows from, as values: `obligations.words.reasons` makes sentences of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from obligations.rules.conditions.grammar import Leaf
from obligations.rules.conditions.truth import Truth, Value
from obligations.rules.facts.subject import Designation, Side
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.decision import CategoryState


@dataclass(frozen=True, slots=True)
class Figure:
    """The one number, day or set from which a yes or no follows."""

    fact: str
    value: Value


@dataclass(frozen=True, slots=True)
class KeptOver:
    """The figure that a service is over, or counts as being over (`StaysOver`).

    `over`: whether it is over it now; `last`: the last month over it, where that alone keeps it so.
    """

    value: Value | None
    over: Truth
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class AccessedSince:
    """The day from which a side is treated as likely to be accessed by children."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class AssessmentDue:
    """The day by which the first access assessment is due."""

    day: dt.date


Basis = Figure | KeptOver | AccessedSince | AssessmentDue


@dataclass(frozen=True, slots=True)
class Told:
    """A test with what was told of it: a value, or (of a kind of harm) the level given.

    `side`: where it is read, if there is more than one; `basis`: what a yes or no follows from.
    """

    leaf: Leaf
    side: Side
    value: Value | None
    truth: Truth
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class InScope:
    """The gate is passed."""

    gate: str


@dataclass(frozen=True, slots=True)
class ScopeUnread:
    """Whom the text concerns is not known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the platform stands towards the categories that a requirement is for."""

    categories: tuple[str, ...]
    state: CategoryState


@dataclass(frozen=True, slots=True)
class ReadingsDiffer:
    """The readings of a contested text come to different answers."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Why somebody reads a contested text in one way, in the words of the law data."""

    why: str


@dataclass(frozen=True, slots=True)
class UnderAppeal:
    """It need not be complied with while the appeals against these entries are pending."""

    entries: tuple[Designation, ...]


@dataclass(frozen=True, slots=True)
class AppealRead:
    """One way (`appeals.WAYS`) to read s 167(4), where only some of its categories are appealed
    against."""

    way: str
    appealed: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextEnded:
    """The text is no longer in force."""


@dataclass(frozen=True, slots=True)
class LeftScope:
    """The service has left the scope of the Act."""


@dataclass(frozen=True, slots=True)
class LastBound:
    """The last day on which it bound."""

    day: dt.date


@dataclass(frozen=True, slots=True)
class NotLaw:
    """The texts are only proposed: each in its state."""

    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Since or from when it binds, or for what it waits or stands by: the answer says it too.

    `day` and `event` as in `Finding`; `as_at` the day asked about.
    """

    verdict: Verdict
    day: dt.date | None
    event: str | None
    as_at: dt.date


class DaySource(StrEnum):
    """Which of the days that an answer starts from its first day is."""

    STARTED = "started"
    CHILD_ACCESSED = "child_accessed"
    REGISTERED = "registered"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DayMoved:
    """Its first day is another now; None: it has none of its own any more."""

    day: dt.date | None
    source: DaySource = DaySource.OTHER


Reason = (
    Told
    | InScope
    | ScopeUnread
    | Standing
    | ReadingsDiffer
    | Reading
    | UnderAppeal
    | AppealRead
    | TextEnded
    | LeftScope
    | LastBound
    | NotLaw
    | When
    | DayMoved
)
"""One of the few things from which an answer, or a difference of two, follows."""
