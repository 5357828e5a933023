"""A plan as its page shows it: a card for each job with the rows under it, then what is not yet.

`rules.plan.planning` says which answer stands where; here each becomes the row that pages draw,
with what is tracked of it. The check and a service show the same plan.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obligations import language
from obligations.calendar.timetable import Owed
from obligations.law.answer_rows import Explained, Row
from obligations.law.job_dates import JobDue, job_dues
from obligations.models import Obligation, Progress
from obligations.rules.plan.plan import Bundle, Card, Line, Plan, plan
from obligations.rules.rulebook.jobs import Job
from obligations.words.plans import due_words

COUNTED = ("to do", "in progress", "done")


@dataclass(frozen=True)
class Work:
    """How far the tasks of a job are: how many of each, who does them, the next day due."""

    counts: Mapping[str, int]
    owners: tuple[str, ...]
    next_due: dt.date | None
    of_provider: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts["done"]

    @property
    def begun(self) -> bool:
        return self.counts["to do"] < self.total

    @property
    def sentence(self) -> str:
        """`3 to do, 1 in progress, 2 done`."""
        return language.listed([f"{count} {name}" for name, count in self.counts.items() if count])


@dataclass(frozen=True)
class JobCard:
    """A job with the rows to work on, those with nothing to act on, and how far its tasks are.

    `due`: by when, where no task is kept that would say so.
    """

    card: Card
    rows: tuple[Row, ...]
    idle: tuple[Row, ...]
    work: Work | None
    due: JobDue | None = None

    @property
    def due_words(self) -> str:
        return due_words(self.due) if self.due else ""


@dataclass(frozen=True)
class StandingBy:
    """What stands by, of one job, by the event that it stands by for."""

    anchor: str
    title: str
    count: int
    events: tuple[tuple[str, tuple[Row, ...]], ...]


@dataclass(frozen=True)
class Coming:
    """What begins on one later day: how much, of which jobs."""

    day: dt.date
    jobs: tuple[tuple[Bundle, int], ...]


@dataclass(frozen=True)
class Planned:
    """Everything the page of a plan shows."""

    plan: Plan
    cards: tuple[JobCard, ...]
    besides: tuple[Row, ...]
    coming: tuple[Coming, ...]
    stands_by: tuple[StandingBy, ...]
    paused: tuple[Row, ...] = ()


def planned(
    found: Explained,
    jobs: Sequence[Job],
    tasks: Iterable[Obligation] | None = None,
    clocks: Mapping[str, Owed] | None = None,
) -> Planned:
    """The plan of what was explained. `tasks` are the tasks of a service as they stand on the day
    (models.standing.tasks_on); without them nothing is said of progress, and `clocks` tell by when
    each job is due."""
    made = plan(found.determination, jobs)
    rows = {(row.answer.id, row.answer.answer): row for row in found.rows}

    def of(lines: Iterable[Line]) -> tuple[Row, ...]:
        return tuple(rows[line.answer.id, line.answer.answer] for line in lines)

    dues = job_dues(found.determination, clocks, made.of_jobs) if clocks else {}
    by_slug = None if tasks is None else {task.requirement.slug: task for task in tasks}
    return Planned(
        plan=made,
        cards=tuple(
            JobCard(
                card,
                of(card.bundle.to_do),
                of(card.bundle.idle),
                None if by_slug is None else _work(card.bundle, by_slug),
                dues.get(card.job.id),
            )
            for card in made.cards
        ),
        besides=of((*made.besides.to_do, *made.besides.idle)),
        coming=tuple(_coming(made)),
        stands_by=tuple(
            _standing_by(bundle, of(bundle.stands_by))
            for bundle in made.bundles
            if bundle.stands_by
        ),
        paused=of(line for bundle in made.bundles for line in bundle.paused),
    )


def _work(bundle: Bundle, tasks: Mapping[str, Any]) -> Work:
    mine = [tasks[line.answer.id] for line in bundle.to_do if line.answer.id in tasks]
    progress = Counter(_far(task) for task in mine)
    owners = Counter(str(task.owner) for task in mine if task.owner)
    return Work(
        counts={name: progress[name] for name in COUNTED},
        owners=tuple(name for name, _ in owners.most_common()),
        next_due=min((task.next_due for task in mine if task.next_due), default=None),
        of_provider=any(task.platform_id is None for task in mine),
    )


def _far(task: Any) -> str:
    """How far a task of `models.standing.tasks_on` is: what is to be done again is to do."""
    if not task.open_now:
        return "done"
    return "in progress" if task.progress in (Progress.IN_PROGRESS, Progress.IN_REVIEW) else "to do"


def _coming(made: Plan) -> Iterable[Coming]:
    days: dict[dt.date, list[tuple[Bundle, int]]] = defaultdict(list)
    for bundle in made.bundles:
        starts = Counter(line.answer.starts_on for line in bundle.coming)
        for day, count in starts.items():
            if day is not None:
                days[day].append((bundle, count))
    return (Coming(day, tuple(days[day])) for day in sorted(days))


def _standing_by(bundle: Bundle, rows: tuple[Row, ...]) -> StandingBy:
    events: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        events[row.event].append(row)
    return StandingBy(
        anchor=f"standsby-{bundle.job.id if bundle.job else 'besides'}",
        title=bundle.title,
        count=len(rows),
        events=tuple((event, tuple(found)) for event, found in events.items()),
    )
