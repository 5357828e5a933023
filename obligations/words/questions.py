"""What an answer to a question leads to, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from obligations import language
from obligations.rules.plan.consequences import (
    ANY_OF_THEM,
    NO,
    NONE_OF_THEM,
    YES,
    Consequence,
)
from obligations.rules.rulebook.jobs import Job

GIVEN = {YES: "Yes", NO: "No", ANY_OF_THEM: "Naming one or more", NONE_OF_THEM: "None of these"}


@dataclass(frozen=True, slots=True)
class Lead:
    """What one answer leads to; `is_long`: to a job of several days."""

    given: str
    text: str
    is_long: bool


def leads(found: Sequence[Consequence]) -> tuple[Lead, ...]:
    """Each answer that adds something, with what."""
    return tuple(
        Lead(GIVEN[each.given], _adds(each), any(job.takes.is_long for job in each.jobs))
        for each in found
        if each.adds
    )


def jobs_added(jobs: Sequence[Job]) -> str:
    """`a job of 5 to 20 days: Put age checks in place`; several with their times in brackets."""
    if len(jobs) == 1:
        return f"a job of {jobs[0].takes.words}: {jobs[0].title}"
    each = language.listed(f"{job.title} ({job.takes.words})" for job in jobs)
    return f"{language.small(len(jobs))} jobs: {each}"


def _adds(one: Consequence) -> str:
    can = "can add" if one.given == ANY_OF_THEM else "adds"
    if one.jobs:
        return f"{can} {jobs_added(one.jobs)}."
    what = language.counted(one.more, "thing", "things")
    where = language.listed(f"“{job.title}”" for job in one.within[:2])
    within = f" under {where}" if 0 < len(one.within) <= 2 else ""
    return f"{can} {what} to do{within}."
