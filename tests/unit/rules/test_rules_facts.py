"""Facts that are worked out from others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Situation, find_conflicts
from obligations.rules.conditions.truth import Interval
from obligations.rules.verdict.child_access import ChildAccess, first_assessment_due
from tests.rules_support import TODAY, rules, service

D = dt.date
USERS = "uk_monthly_active_users"
RECOMMENDER = "has_content_recommender_system"
SUICIDE = "encouraging_or_assisting_suicide"
SELF_HARM = "encouraging_or_assisting_serious_self_harm"


def situation(mapping: dict[str, Any], as_at: D = TODAY) -> Situation:
    subject, _notes = read_subject(mapping, rules())
    return Situation(rules(), subject, as_at)


def value(name: str, mapping: dict[str, Any], as_at: D = TODAY, side: str = "u2u") -> Any:
    return situation(mapping, as_at).value(name, side)


@pytest.mark.parametrize(
    ("users", "large"),
    [
        (7_000_000, False),
        (7_000_001, True),
        ({"low": 100, "high": 200}, False),
        ({"low": 8_000_000, "high": None}, True),
        ({"low": 6_000_000, "high": 8_000_000}, None),
        ({"low": 7_000_000, "high": 9_000_000}, None),
    ],
)
def test_large_answers_only_where_both_ends_of_the_range_agree(users: Any, large: Any) -> None:
    assert value("large", service(uk_monthly_active_users=users)) is large


def test_large_may_be_stated_when_the_number_is_not_known() -> None:
    assert value("large", service(large=True)) is True


def rated(levels: dict[str, str], others: str | None = "low") -> dict[str, Any]:
    kinds = [kind.name for kind in rules().kinds["illegal"].values() if kind.part_of is None]
    return service(risk=dict.fromkeys(kinds, others) | levels)


@pytest.mark.parametrize(
    ("levels", "others", "wanted"),
    [
        ({}, "low", False),
        ({"hate": "medium"}, "low", False),
        ({"hate": "medium", "terrorism": "high"}, "low", True),
        ({"hate": "medium", "terrorism": "high"}, None, True),
        ({"hate": "medium"}, None, None),
        ({"other_illegal_content": "high", "hate": "high"}, "low", False),
    ],
)
def test_multi_risk_counts_two_kinds(levels: Any, others: Any, wanted: bool | None) -> None:
    assert value("multi_risk_illegal", rated(levels, others)) is wanted


def test_csea_counts_once_however_many_of_its_sub_kinds_are_at_risk() -> None:
    levels = {"csea_grooming": "high", "csea_image_based_csam": "high", "csea_csam_urls": "low"}
    mapping = rated(levels)
    del mapping["facts"]["risk"]["csea"]
    assert value("multi_risk_illegal", mapping) is False
    mapping["facts"]["risk"]["hate"] = "medium"
    assert value("multi_risk_illegal", mapping) is True


def test_a_count_that_turns_on_cyberflashing_is_not_known() -> None:
    mapping = rated({"cyberflashing": "high", "hate": "medium"})
    assert value("multi_risk_illegal", mapping) is None
    assert value("multi_risk_illegal", mapping, D(2026, 6, 24)) is False, "no row of Table C"


def test_any_kind_at_risk_turns_on_cyberflashing_as_multi_risk_does() -> None:
    """Only rows of Table C are kinds of illegal harm for ICU D3 to D6 (para 5.4 of the Code)."""
    mapping = rated({"cyberflashing": "medium"})
    assert value("any_illegal_harm_kind_at_medium_or_high", mapping) is None
    june = D(2026, 6, 24)
    assert value("any_illegal_harm_kind_at_medium_or_high", mapping, june) is False
    assert value("any_illegal_harm_kind_at_medium_or_high", rated({"hate": "medium"})) is True


@pytest.mark.parametrize(
    ("levels", "day", "wanted"),
    [
        # Before serious self-harm was a priority offence the kind was suicide alone.
        ({"suicide_and_self_harm": "medium"}, D(2026, 1, 7), True),
        # From 8 January 2026 (SI 2025/1352) a level for both says nothing of suicide alone.
        ({"suicide_and_self_harm": "medium"}, TODAY, None),
        ({"suicide_and_self_harm": "low"}, TODAY, False),
        ({"suicide_and_self_harm": "high", SUICIDE: "medium"}, TODAY, True),
        ({"suicide_and_self_harm": "high", SUICIDE: "low"}, TODAY, False),
        ({SELF_HARM: "high"}, TODAY, None),
    ],
)
def test_conditions_ask_for_suicide_and_not_for_self_harm(
    levels: dict[str, str], day: D, wanted: bool | None
) -> None:
    """ICU J1.1(a)(ii), J2.1(a)(ii), E1.1(b)(iii); Table C, row 3."""
    found = situation(service(risk=levels), day).levels
    assert found.at_least("illegal", SUICIDE, "medium", "u2u") is wanted


@pytest.mark.parametrize(
    ("levels", "day", "wanted"),
    [
        ({"suicide_and_self_harm": "medium"}, D(2026, 1, 7), True),
        ({"suicide_and_self_harm": "medium", SUICIDE: "medium"}, TODAY, True),
        # Self-harm is no row of the Table C that was read; a later one may have it.
        ({"suicide_and_self_harm": "medium", SUICIDE: "low"}, D(2026, 6, 24), False),
        ({"suicide_and_self_harm": "medium", SUICIDE: "low"}, TODAY, None),
        ({"suicide_and_self_harm": "low"}, TODAY, False),
    ],
)
def test_multi_risk_counts_suicide_and_holds_self_harm_open(
    levels: dict[str, str], day: D, wanted: bool | None
) -> None:
    """Table C of the Codes as issued, rows 3 and 4; SI 2025/1352 reg 2(2)."""
    assert value("multi_risk_illegal", rated({"hate": "medium", **levels}), day) is wanted


def test_suicide_and_self_harm_are_one_kind_at_most() -> None:
    """Whether Table C has suicide alone or both as one row, both together are one kind."""
    both = {"suicide_and_self_harm": "high", SUICIDE: "high", SELF_HARM: "high"}
    assert value("multi_risk_illegal", rated(both)) is False


def test_before_there_is_a_list_of_kinds_the_first_one_counts() -> None:
    mapping = rated({"hate": "medium", "terrorism": "high"})
    assert value("multi_risk_illegal", mapping, D(2024, 2, 1)) is True


def children(levels: Mapping[str, str | None], **facts: Any) -> dict[str, Any]:
    """A service that rates the kinds that are never taken together low, but for these levels."""
    kinds = [kind.name for kind in rules().kinds["children"].values() if kind.part_of is None]
    return service(children_risk=dict.fromkeys(kinds, "low") | levels, **facts)


def merged(level: str) -> dict[str, str]:
    return {"abuse_and_hate": level, "violent": level}


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        (merged("low"), False),
        ({"abuse_and_hate": "medium", "violent": "low"}, None),
        ({"abuse": "medium", "hate_content": "medium", "violent": "low"}, True),
        ({"abuse": "medium", "hate_content": None, "violent": "low"}, None),
        ({"abuse": "medium", "hate_content": "low", "violent": "low"}, False),
        ({"abuse_and_hate": "medium", "violent": "low", "bullying": "medium"}, True),
        ({**merged("low"), "body_stigma": "medium", "bullying": "medium"}, True),
        ({**merged("low"), "other_non_designated": "high", "bullying": "medium"}, True),
    ],
)
def test_childrens_count_takes_each_kind_apart_and_what_the_assessment_names(
    levels: Mapping[str, str | None], wanted: bool | None
) -> None:
    """Sections 60-62: each kind is one of its own; together at a level, one of them at least is."""
    assert value("multi_risk_children", children(levels)) is wanted


def other_content(level: str | None, **facts: Any) -> dict[str, Any]:
    """A service that rates other content harmful to children as one, and not by its kinds."""
    mapping = children(merged("low") | {"other_non_designated": level}, **facts)
    for kind in ("body_stigma", "depression"):
        del mapping["facts"]["children_risk"][kind]
    return mapping


def test_one_level_for_other_content_answers_for_the_kinds_in_it() -> None:
    mapping = other_content("low")
    assert situation(mapping).levels.at_least("children", "depression", "medium", "u2u") is False
    assert value("multi_risk_children", mapping) is False
    assert value("feed_harm_kinds_at_medium_or_high", mapping) == 0
    named = situation(other_content("medium"))
    assert named.value("children_harm_kinds_at_medium_or_high", "u2u") == Interval(1, 3)
    assert named.levels.at_least("children", "depression", "medium", "u2u") is None


def test_other_content_that_no_assessment_named_is_at_no_level() -> None:
    assert value("multi_risk_children", other_content(None)) is None
    mapping = other_content(None, non_designated_content_identified=False)
    assert value("multi_risk_children", mapping) is False


def test_count_of_listed_kinds_is_a_range_while_levels_are_missing() -> None:
    mapping = service(risk={"terrorism": "high", "hate": "low"})
    found = value("recommender_listed_kinds_at_medium_or_high", mapping)
    assert found == Interval(1, 7), "eight of the nine paragraphs of ICU E1.1(b)"


def test_a_part_is_never_above_the_level_of_its_whole() -> None:
    levels = situation(service(risk={"csea": "low"})).levels
    assert levels.at_least("illegal", "csea_grooming", "medium", "u2u") is False
    assert levels.at_least("illegal", "csea_grooming", "low", "u2u") is None


@pytest.mark.parametrize(
    ("facts", "threshold", "wanted"),
    [
        (
            {"uk_monthly_active_users": 34_000_001, "has_content_recommender_system": True},
            "1",
            True,
        ),
        # SI 2025/226 reg 3(2) counts any algorithm that affects what is met, the Codes only feeds.
        (
            {"uk_monthly_active_users": 34_000_001, "has_content_recommender_system": False},
            "1",
            None,
        ),
        (
            {"uk_monthly_active_users": 34_000_001, "algorithms_affect_content_met": False},
            "1",
            False,
        ),
        ({"uk_monthly_active_users": 8_000_000, "has_content_recommender_system": True}, "1", None),
        ({"uk_monthly_active_users": 3_000_001, "has_direct_messaging": True}, "2b", True),
        ({"uk_monthly_active_users": 3_000_000, "has_direct_messaging": True}, "2b", False),
    ],
)
def test_category_thresholds(facts: dict[str, Any], threshold: str, wanted: bool | None) -> None:
    assert value(f"meets_category_{threshold}_threshold", service(**facts)) is wanted


@pytest.mark.parametrize(
    ("u2u", "search", "own", "kind"),
    [
        (True, True, None, "combined"),
        (True, False, True, "user_to_user"),
        (False, True, None, "search"),
        (False, False, True, "provider_pornography"),
        (False, False, False, "none"),
        (True, None, None, None),
        (False, False, None, None),
    ],
)
def test_kind_of_service(u2u: Any, search: Any, own: Any, kind: str | None) -> None:
    mapping = service(
        has_user_to_user_part=u2u,
        has_public_search_engine=search,
        publishes_provider_pornographic_content=own,
        own_pornography_beyond_text_and_adverts=True,
    )
    assert situation(mapping).value("service_kind") == kind


def test_the_register_holds_nobody_before_it_was_published() -> None:
    mapping = service()
    del mapping["designations"]
    assert value("designated_categories", mapping, D(2026, 7, 9)) == frozenset()
    assert value("designated_categories", mapping, D(2026, 7, 10)) is None


GUIDANCE = D(2025, 1, 16)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (D(2024, 1, 10), D(2025, 4, 16)),
        (GUIDANCE, D(2025, 4, 16)),
        (D(2025, 1, 17), D(2025, 4, 16)),
        (D(2025, 11, 30), D(2026, 2, 27)),
        (D(2026, 10, 5), D(2027, 1, 4)),
        (None, None),
    ],
)
def test_first_access_assessment_is_due(start: D | None, due: D | None) -> None:
    assert first_assessment_due(start, GUIDANCE) == due


def access(**changes: Any) -> ChildAccess:
    plain: dict[str, Any] = {
        "decided_from": None,
        "done": None,
        "completed_on": None,
        "concludes": None,
        "due": D(2025, 4, 16),
    }
    return ChildAccess(**(plain | changes))


EARLY, BEFORE, AFTER = D(2025, 2, 1), D(2025, 4, 15), D(2025, 4, 16)


@pytest.mark.parametrize(
    ("state", "day", "holds", "since"),
    [
        (access(done=False), BEFORE, False, None),
        (access(done=False), AFTER, True, AFTER),
        (access(done=False, due=None), AFTER, None, None),
        (
            access(done=True, concludes=True, completed_on=D(2025, 2, 1)),
            BEFORE,
            True,
            D(2025, 2, 1),
        ),
        (access(done=True, concludes=False), AFTER, False, None),
        (access(done=True), AFTER, None, None),
        (access(concludes=True), AFTER, True, AFTER),
        (access(concludes=True), BEFORE, None, None),
        (access(concludes=False), BEFORE, False, None),
        (access(done=False, decided_from=D(2025, 4, 1)), BEFORE, True, D(2025, 4, 1)),
        (access(done=True, concludes=False, decided_from=AFTER), BEFORE, False, None),
    ],
)
def test_child_access_is_a_state_with_days(
    state: ChildAccess, day: D, holds: bool | None, since: D | None
) -> None:
    assert state.holds(day) is holds
    assert state.since(day) == since


def test_an_assessment_completed_later_is_not_complete_yet() -> None:
    mapping = service(
        first_access_assessment_completed_on="2025-04-10",
        children_can_access=True,
        significant_number_of_child_users=True,
    )
    assert value("likely_accessed_by_children", mapping, D(2025, 4, 9)) is False
    assert value("likely_accessed_by_children", mapping, D(2025, 4, 10)) is True


def test_a_stated_fact_against_the_days_is_a_contradiction_of_that_day() -> None:
    mapping = service(
        likely_accessed_by_children=True,
        service_start_date="2026-10-05",
        first_access_assessment_done=False,
    )
    (conflict,) = find_conflicts(situation(mapping))
    assert (conflict.fact, conflict.stated, conflict.computed) == (
        "likely_accessed_by_children",
        True,
        False,
    )
    assert find_conflicts(situation(mapping, D(2027, 1, 4))) == ()


def test_facts_of_another_side_are_no() -> None:
    assert value("has_direct_messaging", service(), side="search") is False
