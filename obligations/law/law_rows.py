"""The law as the rows of one edition, read once per process and made again when one takes over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import Prefetch

from obligations.calendar.timetable import Owed
from obligations.models import Milestone, Release, Requirement
from obligations.rules.conditions.grammar import ALWAYS, Condition, parse
from obligations.rules.rulebook.clocks import Clock

HAPPENED = "past"
AHEAD = ("planned", "estimated")
KEPT = 2
"""Editions whose rows are kept in memory: the current one, and the one before while it is left."""


@dataclass(frozen=True)
class LawRows:
    """What work refers to: requirements, the clocks they run by, and coming dates of the regime.

    Shared by everything that works under the edition: never changed, never saved.
    """

    requirements: Mapping[int, Requirement]
    clocks: Mapping[int, Owed]
    milestones: tuple[tuple[Milestone, Condition], ...]
    """Each with whom it concerns."""

    @cached_property
    def by_id(self) -> dict[str, Requirement]:
        """The requirements by their id in the law data."""
        return {row.slug: row for row in self.requirements.values()}


def law_rows(release: Release) -> LawRows:
    """The rows while this edition is the current one."""
    return _rows(release.pk, release.made_current_at)


@lru_cache(maxsize=KEPT)
def _rows(_release: int, _made_current_at: dt.datetime) -> LawRows:
    fields = (
        "slug", "ref", "title", "level", "part_of", "notes", "clock", "side", "categories",
        "withdrawn_in__version",
    )  # fmt: skip
    rows = Requirement.objects.order_by().select_related("withdrawn_in").only(*fields)
    requirements = {row.pk: row for row in rows}
    return LawRows(
        requirements=requirements,
        clocks={pk: _owed(row) for pk, row in requirements.items()},
        milestones=tuple((row, _audience(row)) for row in _milestones()),
    )


def _owed(requirement: Requirement) -> Owed:
    return Owed(
        id=requirement.slug,
        clock=Clock.model_validate(requirement.clock),
        side=requirement.side,
        categories=tuple(requirement.categories),
    )


def _audience(milestone: Milestone) -> Condition:
    return parse(milestone.audience) if milestone.audience else ALWAYS


def _milestones() -> list[Milestone]:
    """The milestones that can concern services and have a date, with the duties they are about."""
    return list(
        Milestone.objects.filter(
            audience_kind=Milestone.Audience.SERVICES,
            period__isnull=False,
            withdrawn_in__isnull=True,
            status__in=(HAPPENED, *AHEAD),
        ).prefetch_related(Prefetch("requirements", Requirement.objects.only("clock")))
    )
