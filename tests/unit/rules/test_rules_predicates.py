"""What an answer means for work: of a duty, its parts, permissions, and what is idle."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from obligations.rules.verdict import predicates


@dataclass(frozen=True)
class Told:
    answer: str = "applies"
    kind: str = "duty"
    part_of: str | None = None
    optional: bool = False
    acts_on: str = "something"
    suspended: bool | None = False
    verification: str = "seen"


IDLE = {"acts_on": "nothing"}
PART = {"part_of": "osa-s9-2"}
MEASURE = {"kind": "measure"}


@pytest.mark.parametrize(
    ("told", "task", "counted"),
    [
        (Told(), True, True),
        (Told(**PART), True, False),
        (Told(**IDLE), False, False),
        (Told(acts_on="not_known"), True, True),
        (Told(**MEASURE, **IDLE), False, True),
        (Told(**MEASURE, optional=True), False, False),
        (Told("applies_from"), True, True),
        (Told("applies_from", **PART), True, False),
        (Told("waits"), False, True),
        (Told("waits", **PART), False, False),
        (Told("stands_by", **PART), False, True),
        (Told("not_known"), False, True),
        (Told(suspended=True), True, True),
        (Told(suspended=True, **IDLE), False, False),
        (Told(**MEASURE, suspended=True, **IDLE), False, False),
        (Told(suspended=None), True, True),
    ],
)
def test_what_is_a_task_and_what_the_opening_counts(told: Told, task: bool, counted: bool) -> None:
    assert (predicates.is_task(told), predicates.is_counted(told)) == (task, counted)


def test_position_makes_a_task_of_what_bites() -> None:
    assert predicates.is_task(Told("not_known"), by_position=True)
    assert not predicates.is_task(Told("not_known", **IDLE), by_position=True)


def test_what_is_kept_in_view() -> None:
    every = ["applies", "applies_from", "waits", "stands_by", "not_known", "may_apply_later",
             "does_not_apply", "proposed"]  # fmt: skip
    assert [name for name in every if predicates.is_tracked(Told(name))] == every[:4]
    assert [name for name in every if predicates.binds(Told(name))] == every[:2]
