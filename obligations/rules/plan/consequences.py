"""What each answer to a question leads to: the jobs and the work that it adds, each answer tried.

Only what was tried is said: each answer alone is put in the place of what is known, and the service
is answered again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from obligations.rules.answer.determination import (
    Answer,
    Determination,
    answered_again,
    determine,
)
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
    open_ = _without(determination, key)
    homes = _Homes(open_, jobs)
    tried = [(given, _tasks(open_, key, value)) for given, value in _tries(determination, key)]
    found = []
    for (given, tasks), (_, others) in zip(tried, reversed(tried), strict=True):
        extra = tasks - others
        new = homes.of(tasks) - homes.of(others)
        grown = homes.of(extra) - new
        found.append(
            Consequence(
                given,
                tuple(job for job in jobs if job.id in new),
                len(extra),
                tuple(job for job in jobs if job.id in grown),
            )
        )
    return tuple(found)


def long_jobs_added(
    before: Determination, after: Determination, jobs: Sequence[Job]
) -> tuple[Job, ...]:
    """The jobs of a week or more that there are after answers, and were not before them."""
    had, has = (_Homes(each, jobs).of(_to_work_on(each.answers)) for each in (before, after))
    return tuple(job for job in jobs if job.takes.is_long and job.id in has - had)


def _tries(determination: Determination, key: Key) -> Iterator[tuple[str, Value]]:
    fact = determination.situation.ruleset.facts.get(key.name)
    if fact is not None and fact.type == "boolean":
        yield from ((YES, True), (NO, False))
    elif fact is not None and fact.type == "set":
        yield from ((ANY_OF_THEM, frozenset(fact.choices)), (NONE_OF_THEM, frozenset()))


def _without(determination: Determination, key: Key) -> Determination:
    """The determination as it is while the fact is not known."""
    situation = determination.situation
    facts = dict(situation.subject.facts)
    if facts.pop((key.name, key.side), None) is None:
        return determination
    subject = replace(situation.subject, facts=facts)
    return determine(situation.ruleset, subject, determination.as_at)


def _tasks(open_: Determination, key: Key, value: Value) -> frozenset[str]:
    """The requirements to work on, were this the answer.

    What is settled without the fact stays as it is, so only what turns on it is answered again.
    """
    subject = open_.situation.subject
    told = replace(subject, facts={**subject.facts, (key.name, key.side): value})
    wanted = (key.name, key.side)
    turning = [
        each for each in open_.answers
        if wanted in each.turns_on or wanted in each.acting_turns_on
    ]  # fmt: skip
    rest = {each.id for each in turning}
    settled = (each for each in open_.answers if each.id not in rest)
    return _to_work_on(settled) | _to_work_on(answered_again(open_, told, turning))


def _to_work_on(answers: Iterable[Answer]) -> frozenset[str]:
    return frozenset(each.id for each in answers if is_task(each))


class _Homes:
    """Which job settles which requirement of a determination."""

    def __init__(self, determination: Determination, jobs: Sequence[Job]) -> None:
        self._settled = {settled: job.id for job in jobs for settled in job.settles}
        self._wholes = {each.id: each.part_of for each in determination.answers}

    def of(self, requirements: Iterable[str]) -> frozenset[str]:
        """The ids of the jobs that settle some requirements."""
        found = (self._settled.get(whole_of(each, self._wholes)) for each in requirements)
        return frozenset(job for job in found if job is not None)
