"""The clocks of everything that one service owes, read against what is true of it on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from obligations.calendar.clocks import evaluate
from obligations.calendar.due import Due, Occurrence
from obligations.calendar.working_days import Jurisdiction
from obligations.rules.conditions.grammar import Condition
from obligations.rules.rulebook.clocks import Clock
from obligations.rules.rulebook.names import DESIGNATED, SIDES
from obligations.rules.verdict.situation import Situation

IsClosed = Callable[[str, Due], bool]
# Facts that tell on which day a duty was done.
DONE_FACTS = {"osa-s36-1": "first_access_assessment_completed_on"}


@dataclass(frozen=True, slots=True)
class Owed:
    """A requirement that binds the service, and its clock.

    `side` is u2u, search, platform or provider: the last two read conditions on each side.
    """

    id: str
    clock: Clock
    side: str
    categories: tuple[str, ...] = ()


def _never_closed(requirement: str, due: Due) -> bool:
    return False


def done_as_told(situation: Situation) -> dict[str, dt.date]:
    """For each requirement whose doing is a fact, the day on which it was done on every side."""
    found = {}
    for requirement, fact in DONE_FACTS.items():
        told = [situation.value(fact, side) for side in situation.sides()]
        on_days = [day for day in told if isinstance(day, dt.date)]
        if on_days and len(on_days) == len(told):  # Done for the service once done on each side.
            found[requirement] = max(on_days)
    return found


@dataclass
class Timetable:
    """Works out each clock once; a clock that goes with another reads that one first.

    `done` maps requirement ids to the day on which they were last done. `is_closed` says whether
    a day that a clock gives has been dealt with already.
    """

    situation: Situation
    owed: Mapping[str, Owed]
    where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES
    done: Mapping[str, dt.date] = field(default_factory=dict)
    is_closed: IsClosed = _never_closed
    _found: dict[str, tuple[Due, ...]] = field(default_factory=dict, init=False)

    def dues(self, requirement: str) -> tuple[Due, ...]:
        """What the clock of a requirement says; nothing where the service does not owe it."""
        if requirement not in self.owed:
            return ()
        if requirement not in self._found:
            self._found[requirement] = ()  # Clocks that go with one another end here.
            one = self.owed[requirement]
            self._found[requirement] = evaluate(one.clock, _View(self, one))
        return self._found[requirement]

    def open_dues(self, requirement: str) -> tuple[Due, ...]:
        """The same, without what has been dealt with."""
        dues = self.dues(requirement)
        return tuple(due for due in dues if not self.is_closed(requirement, due))

    def holds(self, condition: Condition, side: str) -> bool | None:
        """The truth of a condition for one side, or on any side of the service."""
        if side in SIDES:
            return self.situation.holds(condition, side)
        return self.situation.holds_on_a_side(condition)


@dataclass(frozen=True, slots=True)
class _View:
    """The timetable as one requirement's clock sees it."""

    timetable: Timetable
    one: Owed

    @property
    def as_at(self) -> dt.date:
        return self.timetable.situation.as_at

    @property
    def where(self) -> Jurisdiction:
        return self.timetable.where

    def holds(self, condition: Condition) -> bool | None:
        return self.timetable.holds(condition, self.one.side)

    def date(self, fact: str) -> dt.date | None:
        """The day, on the requirement's side; of a whole service, the earliest of its sides."""
        situation = self.timetable.situation
        sides = (self.one.side,) if self.one.side in SIDES else situation.sides()
        values = [situation.value(fact, side) for side in sides]
        return min((value for value in values if isinstance(value, dt.date)), default=None)

    def occurrences(self, event: str) -> Sequence[Occurrence]:
        situation = self.timetable.situation
        known = situation.ruleset.events.get(event)
        if known is not None and known.occurred is not None:
            happened = known.occurred <= situation.as_at
            return [Occurrence(event, known.occurred, key=event)] if happened else []
        if event == DESIGNATED:
            return self._designations()
        return self._recorded(event)

    def _designations(self) -> list[Occurrence]:
        found = [
            Occurrence(DESIGNATED, one.since, key=f"{DESIGNATED}:{one.category}:{one.since}")
            for one in self.timetable.situation.subject.designations or ()
            if one.holds(self.as_at)
            and (not self.one.categories or one.category in self.one.categories)
        ]
        return sorted(found, key=lambda one: one.on)

    def _recorded(self, event: str) -> list[Occurrence]:
        """Each record of an event, with a key that tells two of one moment apart by their order."""
        found: list[Occurrence] = []
        keys: set[str] = set()
        for told in sorted(self.timetable.situation.subject.events, key=lambda one: one.on):
            if told.event != event or told.on > self.as_at:
                continue
            moment = told.at.astimezone(dt.UTC) if told.at else told.on
            key, again = f"{event}:{moment.isoformat()}", 1
            while key in keys:
                again += 1
                key = f"{event}:{moment.isoformat()}#{again}"
            keys.add(key)
            found.append(Occurrence(event, told.on, at=told.at, due_on=told.due_on, key=key))
        return found

    def last_done(self, duty: str) -> dt.date | None:
        return self.timetable.done.get(duty)

    def own_done(self) -> dt.date | None:
        return self.timetable.done.get(self.one.id)

    def open_days(self, duty: str) -> Sequence[Due]:
        return self.timetable.open_dues(duty)
