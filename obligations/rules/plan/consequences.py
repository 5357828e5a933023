"""What each answer to a question leads to: the jobs and the work that it adds, each answer tried.

Only what was tried is said: each answer alone is put in the place of what is known, and the service
is answered again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from obligations.rules.answer.determination import Determination, determine
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.key import Key
from obligations.rules.rulebook.jobs import Job, whole_of
from obligations.rules.verdict.predicates import is_task

YES, NO, NONE_OF_THEM, ANY_OF_THEM = "yes", "no", "none", "any"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What one answer adds that the other does not: whole jobs, or more to do in `within`."""

    given: str
    jobs: tuple[Job, ...]
    more: int
    within: tuple[Job, ...]

    @property
    def adds(self) -> bool:
        return bool(self.jobs or self.more)


def consequences(
    determination: Determination, jobs: Sequence[Job], name: str
) -> tuple[Consequence, ...]:
    """What a yes and a no to a fact (`name` or `name@side`) lead to; of a set, naming any or none.

    Nothing for facts of other types.
    """
    key = Key.parse(name)
    tried = [
        (given, _tasks(determination, key, value)) for given, value in _tries(determination, key)
    ]
    homes = {settled: job for job in jobs for settled in job.settles}
    wholes = {each.id: each.part_of for each in determination.answers}
    found = []
    for (given, tasks), (_, others) in zip(tried, reversed(tried), strict=True):
        here, there = (_jobs(each, homes, wholes) for each in (tasks, others))
        extra = tasks - others
        found.append(
            Consequence(
                given,
                tuple(job for job in jobs if job.id in here - there),
                len(extra),
                tuple(job for job in jobs if job.id in _jobs(extra, homes, wholes) & there),
            )
        )
    return tuple(found)


def long_jobs_added(
    before: Determination, after: Determination, jobs: Sequence[Job]
) -> tuple[Job, ...]:
    """The jobs of a week or more that there are after answers, and were not before them."""
    had, has = (_jobs_of(each, jobs) for each in (before, after))
    return tuple(job for job in jobs if job.takes.is_long and job.id in has - had)


def _jobs_of(determination: Determination, jobs: Sequence[Job]) -> frozenset[str]:
    homes = {settled: job for job in jobs for settled in job.settles}
    wholes = {each.id: each.part_of for each in determination.answers}
    tasks = frozenset(each.id for each in determination.answers if is_task(each))
    return _jobs(tasks, homes, wholes)


def _tries(determination: Determination, key: Key) -> Iterator[tuple[str, Value]]:
    fact = determination.situation.ruleset.facts.get(key.name)
    if fact is not None and fact.type == "boolean":
        yield from ((YES, True), (NO, False))
    elif fact is not None and fact.type == "set":
        yield from ((ANY_OF_THEM, frozenset(fact.choices)), (NONE_OF_THEM, frozenset()))


def _tasks(determination: Determination, key: Key, value: Value) -> frozenset[str]:
    """The requirements to work on, were this the answer."""
    situation = determination.situation
    subject = replace(
        situation.subject, facts={**situation.subject.facts, (key.name, key.side): value}
    )
    again = determine(situation.ruleset, subject, determination.as_at)
    return frozenset(each.id for each in again.answers if is_task(each))


def _jobs(
    tasks: frozenset[str], homes: dict[str, Job], wholes: dict[str, str | None]
) -> frozenset[str]:
    found = (homes.get(whole_of(each, wholes)) for each in tasks)
    return frozenset(job.id for job in found if job is not None)
