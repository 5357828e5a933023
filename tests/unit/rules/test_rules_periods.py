"""A service that leaves the scope of the Act and one that comes back (OSA 2023 Sch 3 para 4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Verdict
from obligations.rules.answer.determination import Answer
from obligations.rules.conditions.periods import Period, period_on
from obligations.words import flips
from obligations.words.determinations import opening, what_it_is
from tests.rules_support import answered, decide_one, requirement, rules, service

D = dt.date
LEFT, BACK, NOW = D(2025, 9, 30), D(2026, 6, 1), D(2026, 11, 28)


def decided(day: D, **facts: Any) -> Answer:
    found: Answer = decide_one(requirement(), service(**facts), day)
    return found


@pytest.mark.parametrize(
    ("day", "first", "last", "wanted"),
    [
        (NOW, None, None, Period()),
        (NOW, BACK, None, Period(BACK)),
        (NOW, LEFT, BACK, Period(LEFT, BACK)),
        (LEFT, BACK, LEFT, Period(None, LEFT)),
        (D(2025, 12, 1), BACK, LEFT, Period(BACK, None, LEFT)),
        (NOW, BACK, LEFT, Period(BACK, None, LEFT)),
    ],
)
def test_a_first_day_after_the_last_one_is_a_second_period(
    day: D, first: D | None, last: D | None, wanted: Period
) -> None:
    assert period_on(day, first, last) == wanted


def test_left_and_came_back_binds_in_both_periods_and_not_between() -> None:
    facts = {"scope_left_date": str(LEFT), "service_start_date": str(BACK)}
    first = decided(LEFT, **facts)
    assert (first.answer, first.starts_on) == (Verdict.APPLIES, D(2025, 3, 1))
    between = decided(D(2025, 12, 1), **facts)
    assert (between.answer, between.starts_on) == (Verdict.APPLIES_FROM, BACK)
    again = decided(NOW, **facts)
    assert (again.answer, again.starts_on, again.ends_on) == (Verdict.APPLIES, BACK, None)


def test_an_access_assessment_of_the_first_period_is_none_of_the_second() -> None:
    mapping = service(
        scope_left_date=str(LEFT),
        service_start_date=str(BACK),
        first_access_assessment_done=True,
        first_access_assessment_completed_on="2025-02-23",
        children_can_access=False,
    )
    access = answered(mapping, D(2026, 7, 1)).situation.child_access("u2u")
    assert (access.done, access.completed_on, access.due) == (False, None, D(2026, 8, 31))
    assert access.missed(D(2026, 8, 31)) is True
    before = answered(mapping, LEFT).situation.child_access("u2u")
    assert (before.done, before.completed_on) == (True, D(2025, 2, 23))


def test_who_left_is_told_the_day_and_what_remains() -> None:
    gone = answered(service(scope_left_date="2026-03-31"), NOW)
    assert opening(gone).startswith(
        "Trial left the scope of the Act on 31 March 2026; what remains on 28 November 2026: no "
        "duty to meet; "
    )
    assert "Code measure" not in opening(gone)
    assert "is a regulated" not in opening(gone)
    still = answered(service(scope_left_date="2026-03-31"), D(2026, 3, 31))
    assert "is a regulated user-to-user service" in opening(still)


def test_who_comes_back_later_is_told_both_days() -> None:
    facts = {"scope_left_date": str(LEFT), "service_start_date": str(BACK)}
    between = answered(service(**facts), D(2025, 12, 1))
    assert what_it_is(between) == (
        "Trial left the scope of the Act on 30 September 2025 and comes back on 1 June 2026."
    )
    assert "regulated user-to-user service" in what_it_is(answered(service(**facts), NOW))


def test_two_periods_are_noted_when_a_file_is_read() -> None:
    facts = {"scope_left_date": str(LEFT), "service_start_date": str(BACK)}
    _subject, notes = read_subject(service(**facts), rules())
    assert notes == [
        "the last day in scope (30 September 2025) comes before the first (1 June 2026): read as "
        "two periods in scope"
    ]
    assert not read_subject(service(scope_left_date=str(LEFT)), rules())[1]


def test_not_to_have_left_helps_only_who_is_gone() -> None:
    words = "If it had not left the scope of the Act, X 1 would apply."
    gone = decided(NOW, scope_left_date=str(LEFT))
    assert [flips.sentence(flip) for flip in gone.flips] == [words]
    back = {"scope_left_date": str(LEFT), "service_start_date": str(BACK)}
    for day in (LEFT, NOW):
        assert words not in [flips.sentence(flip) for flip in decided(day, **back).flips]
