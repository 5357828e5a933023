"""What the evaluator is measured beside: closures answer as it does, expressions say the same."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.closures import compiled
from benchmarks.gorules import expression, why_not
from benchmarks.inputs import given, questions
from obligations.law.told_subject import read_subject
from obligations.rules import Situation, parse
from tests.rules_support import TODAY, demo, rules, service

BANS = {"fact": "allows_ppc_kinds", "in": ["suicide"]}


@pytest.mark.parametrize("name", ["forum", "video", "category1", "new-forum", "exempt"])
def test_every_condition_comes_out_as_in_the_evaluator(name: str) -> None:
    subject, _notes = read_subject(demo(name), rules())
    situation = Situation(rules(), subject, TODAY)
    asked = questions(rules(), situation)
    assert len(asked) > 50
    for condition, side in asked:
        told = given(situation, side)
        assert compiled(condition)(told) is situation.holds(condition, side), condition


@pytest.mark.parametrize(
    ("tree", "facts", "truth"),
    [
        ({"fact": "has_direct_messaging", "is": True}, {"has_direct_messaging": True}, True),
        ({"fact": "has_direct_messaging", "is": True}, {}, None),
        ({"not": {"fact": "has_direct_messaging", "is": True}}, {}, None),
        ({"fact": "uk_monthly_active_users", "over": 7}, {"uk_monthly_active_users": 8}, True),
        (
            {"fact": "uk_monthly_active_users", "over": 7},
            {"uk_monthly_active_users": {"low": 5, "high": 9}},
            None,
        ),
        (BANS, {"allows_ppc_kinds": ["suicide"]}, True),
        (BANS, {"allows_ppc_kinds": []}, False),
        ({"risk": "hate", "at_least": "medium"}, {"risk": {"hate": "low"}}, False),
        ({"fact": "service_start_date", "at_most": "as_at"}, {}, True),
        ({"any": [BANS, {"fact": "has_direct_messaging", "is": True}]}, {}, None),
        ({"all": []}, {}, True),
        ({"any": []}, {}, False),
    ],
)
def test_condition_comes_out_as_it_should(
    tree: dict[str, Any], facts: dict[str, Any], truth: bool | None
) -> None:
    subject, _notes = read_subject(service(**facts), rules())
    situation = Situation(rules(), subject, TODAY)
    condition = parse(tree)
    assert compiled(condition)(given(situation, "u2u")) is truth
    assert situation.holds(condition, "u2u") is truth


@pytest.mark.parametrize(
    ("tree", "wanted"),
    [
        ({"fact": "has_direct_messaging", "is": True}, "has_direct_messaging == true"),
        ({"not": {"fact": "service_kind", "is": "search"}}, 'not (service_kind == "search")'),
        (BANS, 'some(["suicide"], # in allows_ppc_kinds)'),
        ({"fact": "service_kind", "in": ["search"]}, 'service_kind in ["search"]'),
        ({"risk": "hate", "at_least": "medium"}, "risk_hate >= 2"),
        ({"fact": "service_start_date", "under": "2025-01-01"}, "service_start_date < 739252"),
        ({"fact": "service_start_date", "at_most": "as_at"}, "service_start_date <= as_at"),
        ({"all": [{"any": []}, {"all": []}]}, "(false) and (true)"),
    ],
)
def test_condition_in_the_language_of_zen(tree: dict[str, Any], wanted: str) -> None:
    subject, _notes = read_subject(service(allows_ppc_kinds=[]), rules())
    told = given(Situation(rules(), subject, TODAY), "u2u")
    assert expression(parse(tree), told) == wanted


@pytest.mark.parametrize(
    ("tree", "facts", "excuse"),
    [
        ({"fact": "has_direct_messaging", "is": True}, {}, "read what is not known"),
        ({"fact": "has_direct_messaging", "is": True}, {"has_direct_messaging": False}, None),
        (
            {"fact": "uk_monthly_active_users", "over": 7},
            {"uk_monthly_active_users": {"low": 5, "high": 9}},
            "read a range",
        ),
        ({"risk": "hate", "at_least": "high"}, {}, "read what is not known"),
    ],
)
def test_what_is_not_known_or_a_range_cannot_be_expressed(
    tree: dict[str, Any], facts: dict[str, Any], excuse: str | None
) -> None:
    subject, _notes = read_subject(service(**facts), rules())
    told = given(Situation(rules(), subject, TODAY), "u2u")
    assert why_not(parse(tree), told) == excuse
