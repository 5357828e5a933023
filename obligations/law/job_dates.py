"""By when the jobs of a plan are due, for a service of which no task is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from obligations.calendar.due import Due, Outcome
from obligations.calendar.timetable import Owed, Timetable, done_as_told
from obligations.rules import Determination, Situation
from obligations.rules.plan.plan import Bundle
from obligations.rules.rulebook.clocks import Sense
from obligations.rules.rulebook.names import SIDES
from obligations.rules.rulebook.vocabulary import ALL_LOW, HIGHER, NOT_ASSESSED
from obligations.rules.verdict.predicates import is_task

# Facts that tell whether something that is owed was done, without the day of it.
TOLD = {
    "osa-s9-2": "illegal_risk_found",
    "osa-s26-2": "illegal_risk_found",
    "osa-s11-2": "childrens_risk_found",
    "osa-s28-2": "childrens_risk_found",
    "osa-s36-1": "first_access_assessment_done",
}
DONE, UNDONE = (True, ALL_LOW, HIGHER), (False, NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class JobDue:
    """The first day by which something of a job is due; None where nothing of it has a day.

    `late`: the day is past; `told`: it was told that the work was not done. `first`: of what is
    late it is the first. `open`: the day is not known while an answer is missing.
    """

    day: dt.date | None
    late: bool = False
    told: bool = False
    first: bool = False
    open: bool = False


def job_dues(
    determination: Determination, clocks: Mapping[str, Owed], bundles: Iterable[Bundle]
) -> dict[str, JobDue]:
    """By the id of the job, in the order of work."""
    situation = determination.situation
    owed = {
        each.id: clocks[each.id]
        for each in determination.answers
        if is_task(each) and each.id in clocks
    }
    known = {
        name: _told(situation, owed[name].side, fact) for name, fact in TOLD.items() if name in owed
    }
    timetable = Timetable(
        situation, owed, done=done_as_told(situation),
        is_closed=lambda name, due: known.get(name) in DONE,
    )  # fmt: skip
    found: dict[str, JobDue] = {}
    for bundle in bundles:
        if bundle.job is not None:
            due = _due(bundle, timetable, known, determination.as_at)
            first = due.late and not any(each.late for each in found.values())
            found[bundle.job.id] = JobDue(due.day, due.late, due.told, first, due.open)
    return found


def _due(
    bundle: Bundle, timetable: Timetable, known: Mapping[str, object], as_at: dt.date
) -> JobDue:
    dues = [
        (due, line.answer.id)
        for line in bundle.to_do
        for due in timetable.open_dues(line.answer.id)
        if due.sense is Sense.DO_BY
    ]
    dated = [(due.last, name) for due, name in dues if due.last and due.outcome is Outcome.DAY]
    if not dated:
        return JobDue(None, open=any(_waits_for_an_answer(due) for due, _name in dues))
    day, _name = min(dated)
    told = any(known.get(name) in UNDONE for name in _of(bundle))
    return JobDue(day, late=day < as_at, told=told)


def _of(bundle: Bundle) -> Iterator[str]:
    return (line.answer.id for line in bundle.to_do)


def _waits_for_an_answer(due: Due) -> bool:
    return due.outcome is Outcome.NOT_KNOWN and "service_start_date" in due.needs


def _told(situation: Situation, side: str, fact: str) -> object:
    """What was told on the requirement's side; of a whole service, on every side alike."""
    sides = (side,) if side in SIDES else situation.sides()
    values = [
        situation.value(fact, each) if fact in situation.ruleset.facts else None for each in sides
    ]
    same = values and all(each == values[0] for each in values)
    return values[0] if same else None
