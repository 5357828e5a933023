"""A change planned: the assessments that must come before it, and the dates that come with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from obligations import language
from obligations.calendar.due import Due, Outcome
from obligations.calendar.timetable import Owed, Timetable, done_as_told
from obligations.calendar.working_days import Jurisdiction
from obligations.rules.answer.determination import Answer, Determination, determine
from obligations.rules.facts.subject import RecordedEvent
from obligations.rules.rulebook.clocks import BeforeEvent, Clock, FromEvent
from obligations.rules.verdict.answers import UNSETTLED
from obligations.rules.verdict.predicates import binds, is_task

SIGNIFICANT = "significant_change"


@dataclass(frozen=True, slots=True)
class First:
    """An assessment that the law wants before a significant change is made.

    `by` is the last day for it, where the day of the change is told; `open` says that it is not
    known whether the duty concerns the service, which then settles it first.
    """

    answer: Answer
    rule: str
    by: dt.date | None
    open: bool = False

    @property
    def words(self) -> str:
        """ "by 30 November 2026", "before you launch"."""
        return "before you launch" if self.by is None else f"by {language.day(self.by)}"

    def to_dict(self) -> dict[str, Any]:
        """The assessment as JSON."""
        one = self.answer
        return {
            "ref": one.ref,
            "id": one.id,
            "title": one.title,
            "by": None if self.by is None else self.by.isoformat(),
            "rule": self.rule,
            "not_known": self.open,
            "settled_by": list(one.settled_by),
            "verification": one.verification,
        }


@dataclass(frozen=True, slots=True)
class Gate:
    """What a significant change asks for: assessments before it, and reviews after it."""

    first: tuple[First, ...]
    after: tuple[First, ...]

    def to_dict(self) -> dict[str, Any]:
        """Both lists as JSON."""
        return {
            "first": [each.to_dict() for each in self.first],
            "after": [each.to_dict() for each in self.after],
        }


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that the change brings, moves or takes away. `was` and `due` are that day's two ends.

    `passed`: its day lies before the day of the change.
    """

    answer: Answer
    due: Due | None
    was: Due | None
    on: dt.date

    @property
    def day(self) -> dt.date | None:
        """The last day, as it would be."""
        return None if self.due is None else self.due.last

    @property
    def passed(self) -> bool:
        return self.day is not None and self.day < self.on

    def to_dict(self) -> dict[str, Any]:
        """The date as JSON, with its derivation."""
        return {
            "ref": self.answer.ref,
            "id": self.answer.id,
            "title": self.answer.title,
            "due": None if self.day is None else self.day.isoformat(),
            "was": _iso(self.was),
            "passed": self.passed,
            "derivation": None if self.due is None else self.due.derivation(),
            "verification": self.answer.verification,
        }


def gate(
    before: Determination,
    clocks: Mapping[str, Owed],
    *,
    launch: dt.date | None = None,
    where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES,
) -> Gate:
    """What the law asks for around a significant change to the service as it is (`before`).

    Read from the requirements that stand by for such a change (OSA ss 9(4), 11(4), 26(4), 28(4),
    36(4)) and their clocks, as if the change were planned on the day asked about.
    """
    situation = before.situation
    if SIGNIFICANT not in situation.ruleset.events:
        return Gate((), ())
    planned = RecordedEvent(SIGNIFICANT, before.as_at, due_on=launch)
    others = tuple(each for each in situation.subject.events if each.event != SIGNIFICANT)
    subject = replace(situation.subject, events=(*others, planned))
    supposed = determine(situation.ruleset, subject, before.as_at)
    triggered = {
        each.id for each in situation.ruleset.requirements if each.triggered_by == SIGNIFICANT
    }
    timetable = _timetable(supposed, clocks, where)
    found: dict[bool, list[First]] = {True: [], False: []}
    for answer in supposed.answers:
        clock = clocks[answer.id].clock if answer.id in clocks else None
        if answer.id not in triggered or clock is None or not _may_bind(answer):
            continue
        unknown = answer.answer in UNSETTLED
        dues = timetable.dues(answer.id)
        by = next((each.last for each in dues), None) if launch is not None else None
        comes_first = _waits_for(clock, BeforeEvent)
        if comes_first or _waits_for(clock, FromEvent):
            found[comes_first].append(First(answer, clock.text or "", by, open=unknown))
    return Gate(tuple(found[True]), tuple(found[False]))


def _may_bind(answer: Answer) -> bool:
    return binds(answer) or answer.answer in UNSETTLED


def _waits_for(clock: Clock, form: type[BeforeEvent] | type[FromEvent]) -> bool:
    return any(isinstance(rule.due, form) for rule in clock.rules)


def dates(
    before: Determination,
    after: Determination,
    clocks: Mapping[str, Owed],
    *,
    where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES,
    done: Mapping[str, dt.date] | None = None,
) -> tuple[Dated, ...]:
    """The days owed that the change brings, moves or takes away, the soonest first.

    `done` tells when requirements were last done, beside what facts tell. Only what has a last
    day, or had one that is still to come.
    """
    old = dict(_dues(before, clocks, where, done))
    new = dict(_dues(after, clocks, where, done))
    found = []
    for key in {**new, **old}:
        (answer, due), (told, was) = new.get(key, (None, None)), old.get(key, (None, None))
        days_of = [None if each is None else each.last for each in (was, due)]
        gone_by = due is None and was is not None and was.last and was.last < after.as_at
        shown = answer or told
        if days_of[0] != days_of[1] and shown is not None and not gone_by:
            found.append(Dated(shown, due, was, after.as_at))
    return tuple(sorted(found, key=lambda each: each.day or dt.date.max))


def _dues(
    determination: Determination,
    clocks: Mapping[str, Owed],
    where: Jurisdiction,
    done: Mapping[str, dt.date] | None,
) -> Iterator[tuple[tuple[str, str], tuple[Answer, Due]]]:
    timetable = _timetable(determination, clocks, where, done)
    for answer in determination.answers:
        if answer.id in timetable.owed:
            for due in timetable.dues(answer.id):
                if due.last is not None and due.outcome is Outcome.DAY:
                    yield (answer.id, due.occurrence), (answer, due)


def _timetable(
    determination: Determination,
    clocks: Mapping[str, Owed],
    where: Jurisdiction,
    done: Mapping[str, dt.date] | None = None,
) -> Timetable:
    owed = {each.id: clocks[each.id] for each in determination.answers if _is_owed(each, clocks)}
    known = {**done_as_told(determination.situation), **(done or {})}
    return Timetable(determination.situation, owed, where, known)


def _is_owed(answer: Answer, clocks: Mapping[str, Owed]) -> bool:
    """It binds or will bind from a day, is no permission and has something to act on.

    While an appeal suspends it, no deadline runs (s 167).
    """
    return is_task(answer) and not answer.suspended and answer.id in clocks


def _iso(due: Due | None) -> str | None:
    return None if due is None or due.last is None else due.last.isoformat()
