"""Conditions: each fault is found, and said with what is allowed."""

from __future__ import annotations

import pytest

from tests.law_breaking import C1, Broken, condition, faults_of

BROKEN: Broken = {
    "unknown fact": (
        condition({"fact": "larg", "is": True}),
        C1 + "no fact is called 'larg'; did you mean 'large'?",
    ),
    "unknown kind of illegal harm": (
        condition({"risk": "terorism", "at_least": "high"}),
        C1 + "no kind of illegal harm is called 'terorism'; did you mean 'terrorism'?",
    ),
    "unknown kind of content": (
        condition({"children_risk": "bulying", "at_least": "high"}),
        C1 + "no kind of content is called 'bulying'; did you mean 'bullying'?",
    ),
    "unknown level": (
        condition({"risk": "terrorism", "at_least": "severe"}),
        C1 + "'severe' is not a level of risk; allowed: negligible, low, medium, high",
    ),
    "risk tested otherwise": (
        condition({"risk": "terrorism", "is": "high"}),
        C1 + "risk is tested with at_least, and with nothing else",
    ),
    "wrong test for a yes or no": (
        condition({"fact": "large", "over": 3}),
        C1 + "wrong test 'over' for the boolean large; allowed: is",
    ),
    "two tests at once": (
        condition({"fact": "uk_monthly_active_users", "over": 3, "under": 4}),
        C1 + "uk_monthly_active_users needs exactly one test; "
        "allowed: is, in, over, at_least, under, at_most",
    ),
    "yes or no compared with text": (
        condition({"fact": "large", "is": "yes"}),
        C1 + "large is yes or no: 'yes' is neither true nor false",
    ),
    "number compared with text": (
        condition({"fact": "uk_monthly_active_users", "over": "many"}),
        C1 + "uk_monthly_active_users: 'many' is neither a number nor a day",
    ),
    "day compared with no day": (
        condition({"fact": "service_start_date", "over": "2026-02-30"}),
        C1 + "service_start_date: '2026-02-30' is neither a number nor a day",
    ),
    "choice that is none": (
        condition({"fact": "designated_categories", "in": ["1", "3"]}),
        C1 + "designated_categories has no choice '3'; allowed: 1, 2A, 2B",
    ),
    "not a condition": (
        condition({"al": []}),
        C1 + "['al'] is not a condition; allowed: all, any, not, "
        "{fact, is|in|over|at_least|under|at_most}, {risk, at_least}, {children_risk, at_least}",
    ),
    "not a list": (
        condition({"all": {"fact": "large", "is": True}}),
        C1 + "all needs a list of conditions",
    ),
    "deep inside": (
        condition({"any": [{"not": {"all": [{"fact": "nothing", "is": True}]}}]}),
        C1 + "no fact is called 'nothing'",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("break_", "expected"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found_and_said(payload, break_, expected):
    break_(payload)
    assert faults_of(payload) == [expected]


def test_fact_of_the_other_side_is_refused(payload):
    condition({"not": {"any": [{"fact": "is_general_search_service", "is": True}]}})(payload)
    assert faults_of(payload) == [
        C1 + "is_general_search_service is no fact of the u2u side, only of search"
    ]
