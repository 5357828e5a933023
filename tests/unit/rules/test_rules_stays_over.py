"""Large, and over 700,000: kept until six months running at or below (ICU para 5.8, PCU 5.7)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Situation, find_conflicts
from obligations.rules.whatif.edits import read_edits
from obligations.rules.whatif.supposition import suppose
from obligations.words import flips, reasons
from obligations.words.answers import trace
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
    assert "The last month over was September 2026" in str(trace(answer).to_dict())
    later = answered(told, D(2027, 4, 1)).answer("icu-a1")
    assert later is not None
    assert later.answer == "does_not_apply"


def kept(**facts: Any) -> Any:
    told = demo("forum")
    told["facts"] |= {"uk_monthly_active_users": 6_000_000, "last_month_over_7000000": "2026-09-10"}
    told["facts"] |= facts
    return answered(told, D(2026, 11, 28))


def test_reasons_give_the_figure_and_the_last_month_over_it() -> None:
    answer = kept().answer("icu-a1")
    assert reasons.because(answer)[1] == (
        "It still counts as having more than 7 million monthly UK users (monthly UK users: "
        "6 million; last over it in September 2026, and six months running have not passed since)."
    )
    over = kept(uk_monthly_active_users=8_000_000).answer("icu-a1")
    assert reasons.because(over)[1].endswith("(monthly UK users: 8 million).")


def test_only_six_months_running_end_it() -> None:
    (flip,) = [
        each for each in kept().answer("icu-a1").flips if "monthly UK" in flips.sentence(each)
    ]
    assert flips.sentence(flip) == (
        "If monthly UK users had been at most 7 million for six months running, ICU A1 would no "
        "longer apply."
    )
    assert {each.name: each.after for each in flip.differences} == {"last_month_over_7000000": None}
    over = kept(uk_monthly_active_users=8_000_000, last_month_over_7000000=None)
    (flip,) = [each for each in over.answer("icu-a1").flips if "monthly UK" in flips.sentence(each)]
    assert "had been at most 7 million for six months running" in flips.sentence(flip)


def test_what_if_it_fell_today_it_stays_over_from_today() -> None:
    told = demo("forum")
    told["facts"]["uk_monthly_active_users"] = 8_000_000
    subject, _notes = read_subject(told, rules())
    situation = Situation(rules(), subject, D(2026, 11, 28))
    changes, _notes = read_edits(situation, {"uk_monthly_active_users": 900_000})
    found = suppose(rules(), subject, changes, D(2026, 11, 28))
    assert [(each.name, each.after) for each in found.supposed] == [
        ("last_month_over_7000000", D(2026, 11, 28))
    ]
    assert found.after.situation.value("large", "u2u") is True
    later = suppose(rules(), subject, changes, D(2026, 11, 28), on=D(2027, 7, 1))
    assert later.after.situation.value("large", "u2u") is True, "it fell on that later day"
