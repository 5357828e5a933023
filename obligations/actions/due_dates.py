"""Which days a service should have on its list: from the clocks of what it owes, and from the
milestones of the regime that concern it. Reads only; `deadlines` writes what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from obligations import language
from obligations.calendar.due import TOGETHER_WITH, Due, Outcome
from obligations.calendar.moments import london_day
from obligations.calendar.ranges import DayRange, Precision, words
from obligations.calendar.timetable import Owed, Timetable, done_as_told
from obligations.calendar.working_days import Jurisdiction
from obligations.law.determinations import Snapshot
from obligations.law.law_rows import AHEAD, HAPPENED, LawRows
from obligations.models import Deadline, Milestone, Obligation, Platform, Progress
from obligations.rules import Situation
from obligations.rules.conditions.grammar import Condition
from obligations.rules.verdict.appeals import last_appeal
from obligations.rules.verdict.decision import current_reading
from obligations.words.reasons import NOT_NOW, after_appeal

UNCONFIRMED_FOR = dt.timedelta(days=366)  # A plan this long past is history, not a coming date.
DATED = (Outcome.DAY, Outcome.OPEN)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row that the list of dates should hold.

    `derivation["slot"]`: the clock has one row at a time, which moves; otherwise one per event.
    `paused`: why it does not run, while an appeal suspends what is owed.
    """

    key: str
    title: str
    due_on: dt.date
    due_at: dt.datetime | None = None
    period: DayRange | None = None
    confirmed: bool = True
    derivation: dict[str, Any] = field(default_factory=dict)
    obligation: Obligation | None = None
    milestone: Milestone | None = None
    paused: str = ""


@dataclass(frozen=True)
class Picture:
    """What a service owes, and the rows it has, read once for one working out."""

    platform: Platform
    obligations: Sequence[Obligation]
    rows: Sequence[Deadline]
    timetable: Timetable

    def outlives_its_partner(self, row: Deadline) -> bool:
        """What was to be done together with something that is done by now is still owed itself."""
        partner = row.derivation.get("inputs", {}).get(TOGETHER_WITH)
        if partner is None:
            return False
        _requirement, _colon, anchor = row.key.partition(":")
        key = f"{partner}:{anchor}"
        return key in closed_keys(self.rows) or any(
            key_of(partner, due) == key and self.timetable.is_closed(partner, due)
            for due in self.timetable.dues(partner)
        )


def picture(now: Snapshot, obligations: Iterable[Obligation], law: LawRows) -> Picture:
    """A service as it is now, what it and its provider owe, and their dates. One query."""
    # The day to look at a position again follows from the position alone (actions.positions).
    dates = Deadline.objects.concerning(now.platform).filter(position=None)
    rows, obligations = list(dates.select_related("milestone")), list(obligations)
    for row in rows:
        row.requirement = law.requirements.get(row.requirement_id or 0)
    for one in obligations:
        if one.is_task or one.progress == Progress.DONE:
            one.requirement = law.requirements[one.requirement_id]
    owed = {requirement_of(one): one for one in obligations if one.is_task}
    clocks = {slug: law.clocks[one.requirement_id] for slug, one in owed.items()}
    done = last_done(obligations, rows, now.situation)
    closed = closed_keys(rows)
    return Picture(
        platform=now.platform,
        obligations=tuple(owed.values()),
        rows=rows,
        timetable=Timetable(
            situation=now.situation,
            owed=clocks,
            where=Jurisdiction(now.platform.provider.nation),
            done=done,
            is_closed=lambda slug, due: (
                key_of(slug, due) in closed or _met(clocks[slug], due, done)
            ),
        ),
    )


def requirement_of(row: Obligation | Deadline) -> str:
    """The id of the requirement a task or date is about; empty for a milestone."""
    return row.requirement.slug if row.requirement else ""


def closed_keys(rows: Iterable[Deadline]) -> set[str]:
    """The keys of the dates that were marked done."""
    return {row.key for row in rows if row.status == Deadline.Status.DONE}


def last_done(
    obligations: Iterable[Obligation], rows: Iterable[Deadline], situation: Situation
) -> dict[str, dt.date]:
    """For each requirement the latest day on which it was done, as dates, tasks and facts say."""
    found: dict[str, dt.date] = {}

    def note(requirement: str, day: dt.date | None) -> None:
        if day is not None and day >= found.get(requirement, day):
            found[requirement] = day

    for row in rows:
        if row.status == Deadline.Status.DONE:
            note(requirement_of(row), done_on(row))
    for one in obligations:
        if one.progress == Progress.DONE:
            note(requirement_of(one), one.assessed_on)
    for requirement, day in done_as_told(situation).items():
        note(requirement, day)
    return found


def done_so_far(platform: Platform, situation: Situation) -> dict[str, dt.date]:
    """For each requirement of a service the latest day on which it was done. Two queries."""
    obligations = Obligation.objects.concerning(platform).filter(progress=Progress.DONE)
    rows = Deadline.objects.concerning(platform).filter(status=Deadline.Status.DONE)
    return last_done(
        obligations.select_related("requirement"), rows.select_related("requirement"), situation
    )


def done_on(row: Deadline) -> dt.date | None:
    """The day a closed date was met: as told when it was closed, else the day of closing."""
    if told := row.derivation.get("done_on"):
        return dt.date.fromisoformat(told)
    return london_day(row.closed_at) if row.closed_at else None


def key_of(requirement: str, due: Due) -> str:
    """What tells one date of a requirement from another: the event, or the day it counts from."""
    anchor = due.occurrence or str(due.first or due.last or "")
    return f"{requirement}:{anchor}"


def from_clocks(found: Picture) -> Iterator[Wanted]:
    """The days that clocks give for what the service owes."""
    for obligation in found.obligations:
        slug = requirement_of(obligation)
        paused = _paused_by(obligation)
        for due in found.timetable.open_dues(slug):
            day = due.first if due.outcome is Outcome.OPEN else due.last
            if day is None or due.outcome not in DATED:
                continue
            yield Wanted(
                key=key_of(slug, due),
                title=obligation.requirement.title,
                due_on=day,
                due_at=due.moment,
                derivation={
                    **due.derivation(),
                    "slot": not due.occurrence,
                    **_appeal(found, slug, due, paused),
                },
                obligation=obligation,
                paused=paused,
            )


def _appeal(found: Picture, slug: str, due: Due, paused: str) -> dict[str, str]:
    """Why the day does not run, or that it did not for a while, where an appeal is or was."""
    if paused:
        return {"paused": paused}
    situation = found.timetable.situation
    requirement = situation.ruleset.by_ref.get(slug.casefold())
    if requirement is None:
        return {}
    reading = current_reading(requirement, situation.as_at)
    if reading is None:
        return {}
    appeal = last_appeal(situation, requirement, reading, due.first)
    return {"appeal": after_appeal(*appeal)} if appeal else {}


def _paused_by(obligation: Obligation) -> str:
    """Why no deadline runs (OSA 2023 s 167): the sentence of the answer that says so."""
    if not obligation.suspended:
        return ""
    return str(obligation.because[-1]) if obligation.because else f"It {NOT_NOW}."


def _met(one: Owed, due: Due, done: Mapping[str, dt.date]) -> bool:
    """A duty owed once per period in scope was done since the period began.

    So correcting the first day does not ask again for an assessment that was made.
    """
    if due.occurrence or one.clock.recurrence:
        return False
    day = done.get(one.id)
    return day is not None and (due.first is None or day >= due.first)


def from_milestones(
    found: Picture, known: Iterable[tuple[Milestone, Condition]]
) -> Iterator[Wanted]:
    """The milestones of the regime that concern this service and are still to come.

    What was planned for a day that has passed stays for a year: due, not confirmed. A deadline of
    the regime whose duties have clocks is left to those clocks: a new service has its own days.
    """
    as_at = found.timetable.situation.as_at
    for one, audience in known:
        last = one.period.upper - ONE_DAY
        gone = last < (as_at - UNCONFIRMED_FOR if one.status in AHEAD else as_at)
        if gone or _left_to_clocks(one):
            continue
        if found.timetable.holds(audience, "platform") is True:
            yield _milestone(one, DayRange(one.period.lower, last), as_at)


def _left_to_clocks(milestone: Milestone) -> bool:
    return milestone.kind == "deadline" and any(
        requirement.clock.get("rules") for requirement in milestone.requirements.all()
    )


def _milestone(one: Milestone, when: DayRange, as_at: dt.date) -> Wanted:
    precision = Precision(one.precision)
    confirmed = one.status == HAPPENED
    said = words(when, precision)
    if not confirmed:
        passed = as_at > when.last
        said = f"planned for {said}: due, not confirmed" if passed else f"{said}, not confirmed"
    return Wanted(
        key=f"milestone:{one.slug}",
        title=one.title,
        due_on=when.last,
        period=None if precision is Precision.DAY else when,
        confirmed=confirmed,
        derivation={
            "rule": one.summary,
            "why": said,
            "inputs": {"status": one.status, "until": language.day(when.last)},
            "outcome": Outcome.DAY.value,
            "precision": one.precision,
        },
        milestone=one,
    )
