"""General, vertical or neither: what a search service is turns on its index (Codes, Table A)."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Situation, SubjectError, Verdict, determine
from obligations.rules.whatif.edits import read_edits
from tests.rules_support import TODAY, rules

RECIPES: dict[str, Any] = {
    "has_user_to_user_part": False,
    "has_public_search_engine": True,
    "uk_is_target_market": True,
    "schedule_1_paragraphs": [],
    "search_limited_to_selected_topic_sources": True,
    "results_via_api_arrangement": False,
}


def told(**facts: Any) -> tuple[Any, list[str]]:
    return read_subject({"platform": "Recipes", "facts": RECIPES | facts}, rules())


def listed_urls(**facts: Any) -> Any:
    """ICS C7, which binds each general search service."""
    return determine(rules(), told(**facts)[0], TODAY).answer("ics-c7")


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        # Limited to a topic, but with an index of its own: general.
        ({"results_from_search_index": True}, "applies"),
        # No index and no interface: neither general nor vertical.
        ({"results_from_search_index": False}, "does_not_apply"),
        ({"results_from_search_index": False, "results_via_api_arrangement": True},
         "does_not_apply"),
        ({"is_general_search_service": True}, "applies"),
        # The old question was whether it searches the web at large: no tells nothing of an index.
        ({"is_general_search_service": False}, "not_known"),
        ({}, "not_known"),
    ],
)  # fmt: skip
def test_a_search_limited_to_a_topic_is_general_where_it_has_an_index(
    facts: dict[str, Any], answer: str
) -> None:
    assert listed_urls(**facts).answer == answer


def test_what_does_not_count_is_told_with_what_to_tell_instead() -> None:
    notes = told(is_general_search_service=False)[1]
    assert notes == [
        "is_general_search_service: no does not count when it is told; it follows from "
        "results_from_search_index"
    ]
    answer = listed_urls(is_general_search_service=False)
    assert (answer.answer, answer.settled_by) == (
        Verdict.NOT_KNOWN,
        ("results_from_search_index",),
    )


def test_what_does_not_count_is_refused_in_a_what_if() -> None:
    situation = Situation(rules(), told(results_from_search_index=True)[0], TODAY)
    with pytest.raises(SubjectError, match="it follows from results_from_search_index"):
        read_edits(situation, {"is_general_search_service": False})
    changes, _notes = read_edits(situation, {"results_from_search_index": False})
    assert changes


def test_an_index_told_no_against_a_general_service_is_a_contradiction() -> None:
    with pytest.raises(SubjectError, match=r"it was told that .*, but it follows from"):
        told(is_general_search_service=True, results_from_search_index=False)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({"children_reach_every_part": True}, "applies"),
        ({"children_reach_every_part": False}, "not_known"),
        ({"children_reach_every_part": False, "child_part_predictive_search": False},
         "does_not_apply"),
        ({"children_reach_every_part": False, "child_part_predictive_search": True}, "applies"),
        ({"offers_predictive_search": False}, "does_not_apply"),
    ],
)  # fmt: skip
def test_suggestions_count_where_children_can_reach_them(
    facts: dict[str, Any], answer: str
) -> None:
    """PCS F1.1: a child-accessible part of the service uses predictive search."""
    large = {
        "results_from_search_index": True,
        "uk_monthly_active_users": 9_000_000,
        "offers_predictive_search": True,
        "children_can_access": True,
        "kind_likely_to_attract_significant_child_users": True,
        "first_access_assessment_done": True,
    }
    subject, _notes = told(**large | facts)
    assert determine(rules(), subject, TODAY).answer("pcs-f1").answer == answer
