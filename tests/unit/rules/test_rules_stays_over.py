"""Large, and over 700,000: kept until six months running at or below (ICU para 5.8, PCU 5.7)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.rules import Situation, find_conflicts, read_subject
from tests.rules_support import answered, demo, rules, service

D = dt.date
LAST = {"large": "last_month_over_7000000", "over_700000_uk_users": "last_month_over_700000"}


def held(fact: str, as_at: D, **facts: Any) -> Any:
    subject, _notes = read_subject(service(**facts), rules())
    return Situation(rules(), subject, as_at).value(fact, "u2u")


@pytest.mark.parametrize(
    ("fact", "below"), [("large", 5_000_000), ("over_700000_uk_users", 600_000)]
)
@pytest.mark.parametrize(
    ("as_at", "over"),
    [
        (D(2026, 5, 20), True),
        (D(2026, 6, 1), True),
        (D(2026, 11, 30), True),  # May was the last month over; November is the sixth since
        (D(2026, 12, 1), False),
    ],
)
def test_it_stays_over_until_six_months_have_run(
    fact: str, below: int, as_at: D, over: bool
) -> None:
    told = {"uk_monthly_active_users": below, LAST[fact]: "2026-05-17"}
    assert held(fact, as_at, **told) is over


def test_it_is_over_at_once_and_never_kept_where_no_month_is_told() -> None:
    assert held("large", D(2026, 11, 28), uk_monthly_active_users=7_000_001) is True
    assert held("large", D(2026, 11, 28), uk_monthly_active_users=7_000_000) is False
    assert held("large", D(2026, 11, 28), last_month_over_7000000="2026-08-01") is True


def test_what_is_stated_agrees_with_what_is_kept() -> None:
    told = service(
        uk_monthly_active_users=5_000_000, last_month_over_7000000="2026-08-01", large=True
    )
    subject, _notes = read_subject(told, rules())
    assert find_conflicts(Situation(rules(), subject, D(2026, 11, 28))) == ()


def test_measure_for_large_services_binds_on_and_says_why() -> None:
    told = demo("forum")
    told["facts"] |= {"uk_monthly_active_users": 6_000_000, "last_month_over_7000000": "2026-09-10"}
    answer = answered(told, D(2026, 11, 28)).answer("icu-a1")
    assert answer is not None
    assert answer.answer == "applies"
    assert "The last month over was September 2026" in str(answer.trace.to_dict())
    later = answered(told, D(2027, 4, 1)).answer("icu-a1")
    assert later is not None
    assert later.answer == "does_not_apply"
