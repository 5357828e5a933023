"""The children's Code for user-to-user services (4 July 2025): whom its measures bind."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import determine
from tests.rules_support import TODAY, demo, rules

FEED = "child_part_content_recommender_system"


def answer(ref: str, **facts: Any) -> Any:
    """Of the video app (a feed, direct messages, 6.2 to 6.8 million users), with other answers.

    A fact that is None is not told; `risk_x` is the level of a kind of content harmful to children.
    """
    told = demo("video")["facts"]
    levels = {key.removeprefix("risk_"): facts.pop(key) for key in [*facts] if "risk_" in key}
    told = told | facts | {"children_risk": told["children_risk"] | levels}
    told = {name: value for name, value in told.items() if value is not None}
    subject, _notes = read_subject(demo("video") | {"facts": told}, rules())
    found = determine(rules(), subject, TODAY)
    return found.answer(rules().by_ref[ref.casefold()].id)


@pytest.mark.parametrize("ref", ["PCU B7", "PCU E1", "PCU E2"])
def test_feed_counts_where_children_can_reach_it(ref: str) -> None:
    """B7.1(b), E1.1(b), E2.1(b): a child-accessible part has the recommender."""
    assert answer(ref).answer == "applies"
    closed = answer(ref, children_reach_every_part=False)
    assert (closed.answer, closed.settled_by) == ("not_known", (FEED,))
    elsewhere = answer(ref, children_reach_every_part=False, **{FEED: False})
    assert elsewhere.answer == "does_not_apply"


@pytest.mark.parametrize(
    ("ref", "facts", "wanted"),
    [
        # B3.1: the purpose alone.
        ("PCU B3", {"principal_purpose_kinds": ["bullying"], "risk_bullying": "low"}, True),
        # B5.1(b): the same kind is at medium or high and allowed, not another of its group.
        ("PCU B5", {"allows_pc_kinds": ["violent_animals"]}, False),
        ("PCU B5", {"allows_pc_kinds": ["violent_people"]}, True),
        ("PCU B5", {"allows_pc_kinds": [], "pc_kinds_takedown_not_feasible": ["bullying"]}, True),
        # B6.1(a), B7.1(a): a kind that is allowed; B7 leaves bullying out and takes other content.
        ("PCU B6", {}, False),
        ("PCU B6", {"allows_ppc_kinds": ["suicide"]}, True),
        ("PCU B6", {"allows_ppc_kinds": ["suicide"], "risk_suicide": "low"}, False),
        ("PCU B7", {"allows_pc_kinds": ["bullying"]}, False),
        ("PCU B7", {"allows_pc_kinds": [], "allows_ndc_kinds": ["depression"]}, True),
        ("PCU B7", {"allows_pc_kinds": [], "allows_ndc_kinds": ["other_non_designated"]}, False),
        # D3.1, D5.1: either large or some kind at medium or high.
        ("PCU D3", {}, True),
        ("PCU D5", {}, True),
        # F2.1: large and multi-risk; F4.1: large; F5.1: no limit of size.
        ("PCU F2", {}, False),
        ("PCU F2", {"uk_monthly_active_users": 8_000_000}, True),
        ("PCU F4", {}, False),
        ("PCU F4", {"uk_monthly_active_users": 8_000_000}, True),
        ("PCU F5", {}, True),
        ("PCU F5", {"has_user_content_search": False}, False),
        # J3.1(a): suicide and self-harm content too.
        ("PCU J3", {}, True),
    ],
)
def test_measure_binds_whom_its_first_paragraph_names(
    ref: str, facts: dict[str, Any], wanted: bool
) -> None:
    assert answer(ref, **facts).answer == ("applies" if wanted else "does_not_apply")


@pytest.mark.parametrize("ref", ["PCU J1", "PCU J2"])
def test_high_risk_binds_any_size_and_medium_risk_more_than_700_000_users(ref: str) -> None:
    """J1.1(a) and J2.1(a)."""
    kinds = demo("video")["facts"]["children_risk"]
    medium = {f"risk_{kind}": "low" for kind in kinds} | {"risk_self_harm": "medium"}
    high = medium | {"risk_self_harm": "high"}
    assert answer(ref, uk_monthly_active_users=900, **high).answer == "applies"
    assert answer(ref, uk_monthly_active_users=700_000, **medium).answer == "does_not_apply"
    assert answer(ref, uk_monthly_active_users=700_001, **medium).answer == "applies"


def test_any_of_three_functions_where_children_can_reach_lets_blocking_matter() -> None:
    """J1.1(c)."""
    none = {"has_user_connections": False, "has_content_posting": False}
    assert answer("PCU J1", **none).answer == "applies"
    assert answer("PCU J1", **none, has_user_communication=False).answer == "does_not_apply"
