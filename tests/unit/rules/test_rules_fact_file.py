"""Fact files: what is understood, and what is refused in which words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import SubjectError
from obligations.rules.conditions.truth import Interval
from tests.rules_support import rules, service


def errors(mapping: Any) -> list[str]:
    with pytest.raises(SubjectError) as caught:
        read_subject(mapping, rules())
    return caught.value.errors


def facts_of(mapping: dict[str, Any]) -> Any:
    return read_subject(mapping, rules())[0].facts


def test_unknown_fact_names_the_nearest() -> None:
    (error,) = errors(service(has_direct_mesaging=True))
    assert error == (
        "facts: no such fact: 'has_direct_mesaging'; did you mean 'has_direct_messaging'?"
    )


def test_all_errors_are_told_at_once() -> None:
    mapping = service(has_user_acounts=True, uk_monthly_active_users=-3, risk={"hat": "low"})
    mapping["events"] = [{"event": "penaltee", "on": "2026-01-01"}]
    mapping["designations"] = [{"category": "3", "from": "2026-01-01"}]
    found = " | ".join(errors(mapping))
    for words in (
        "has_user_accounts",
        "zero or more",
        "'hate'",
        "'penalty'",
        "none of 1, 2A or 2B",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"has_user_accounts": "perhaps"}, "yes or no is wanted"),
        ({"has_user_accounts": 1}, "yes or no is wanted"),
        ({"uk_monthly_active_users": True}, "a number of users per month"),
        ({"uk_monthly_active_users": float("nan")}, "a number of users per month"),
        ({"uk_monthly_active_users": {"low": 9, "high": 3}}, "ends (3) before it begins (9)"),
        ({"uk_monthly_active_users": {"min": 9}}, "{low: ..., high: ...}"),
        ({"allows_ppc_kinds": "suicide"}, "a list is wanted"),
        ({"allows_ppc_kinds": ["suicde"]}, "did you mean 'suicide'?"),
        ({"service_start_date": "2026-02-30"}, "the calendar has no day 2026-02-30"),
        ({"service_start_date": "soon"}, "a day is wanted (YYYY-MM-DD)"),
        ({"service_start_date": "9999-12-31"}, "write a day from 1900-01-01 to 2200-12-31"),
        ({"service_start_date": dt.date(1, 1, 1)}, "write a day from 1900-01-01 to 2200-12-31"),
        ({"uk_monthly_active_users": float("inf")}, "is too large"),
        ({"uk_monthly_active_users": 10**60}, "is too large"),
        ({"uk_monthly_active_users": {"low": [], "high": 3}}, "a number of users per month"),
        ({"service_kind": "forum"}, "is none of user_to_user"),
        ({"risk": {"hate": "severe"}}, "is none of negligible, low, medium or high"),
        ({"risk": ["hate"]}, "names with values are wanted"),
    ],
)
def test_value_out_of_range_says_what_is_allowed(facts: dict[str, Any], words: str) -> None:
    (error,) = errors(service(**facts))
    assert words in error


def test_stated_against_computed_shows_both() -> None:
    (error,) = errors(service(large=True, uk_monthly_active_users=400))
    assert error == (
        "it was told that it has more than 7 million monthly UK users on the user-to-user side, "
        "but it follows from the other answers that it does not have more than 7 million monthly "
        "UK users on the user-to-user side"
    )


def test_a_sub_kind_above_its_whole_shows_both() -> None:
    (error,) = errors(service(risk={"csea": "low", "csea_grooming": "high"}))
    assert "stated as low" in error
    assert "come to high" in error


def test_old_spelling_is_understood_with_a_note() -> None:
    subject, notes = read_subject(service(uk_provider=True), rules())
    assert subject.facts["provider_is_uk", None] is True
    assert notes == ["uk_provider is an old spelling of provider_is_uk"]


def test_old_spelling_beside_the_new_one_is_refused() -> None:
    (error,) = errors(service(uk_provider=True, provider_is_uk=True))
    assert "given twice" in error


def test_missing_and_null_are_not_known_and_empty_is_an_answer() -> None:
    facts = facts_of(service(allows_ppc_kinds=[], allows_pc_kinds=None))
    assert facts["allows_ppc_kinds", "u2u"] == frozenset()
    assert ("allows_pc_kinds", "u2u") not in facts


def test_missing_designations_are_not_known_and_an_empty_list_is_none() -> None:
    mapping = service()
    assert read_subject(mapping, rules())[0].designations == ()
    del mapping["designations"]
    assert read_subject(mapping, rules())[0].designations is None


def test_range_without_upper_end() -> None:
    facts = facts_of(service(uk_monthly_active_users={"low": 5, "high": None}))
    assert facts["uk_monthly_active_users", "u2u"] == Interval(5, float("inf"))


def test_facts_of_the_only_side_may_stand_at_the_top() -> None:
    mapping = service(has_user_to_user_part=False, has_public_search_engine=True)
    mapping["facts"]["uk_monthly_active_users"] = 10
    assert facts_of(mapping)["uk_monthly_active_users", "search"] == 10


def combined(**facts: Any) -> dict[str, Any]:
    return service(has_public_search_engine=True, **facts)


@pytest.mark.parametrize(
    "facts", [{"uk_monthly_active_users": 10}, {"risk": {"hate": "low"}}, {"large": False}]
)
def test_what_the_law_asks_of_each_side_is_never_shared(facts: dict[str, Any]) -> None:
    (error,) = errors(combined(**facts))
    assert "under sides" in error


def test_other_facts_are_shared_and_a_side_may_differ() -> None:
    mapping = combined(uses_proactive_technology=True)
    mapping["sides"] = {"search": {"uses_proactive_technology": False}}
    facts = facts_of(mapping)
    assert facts["uses_proactive_technology", "u2u"] is True
    assert facts["uses_proactive_technology", "search"] is False


def test_a_fact_of_one_side_may_stand_at_the_top_of_a_combined_file() -> None:
    assert facts_of(combined(has_direct_messaging=True))["has_direct_messaging", "u2u"] is True


@pytest.mark.parametrize(
    ("side", "facts", "words"),
    [
        ("seach", {}, "no such side"),
        ("search", {"has_direct_messaging": True}, "a fact of the u2u side only"),
        ("u2u", {"provider_is_uk": True}, "belongs to the provider"),
        ("search", {"risk": {"csea_grooming": "low"}}, "rated on the u2u side only"),
    ],
)
def test_sides_are_held_apart(side: str, facts: dict[str, Any], words: str) -> None:
    mapping = combined()
    mapping["sides"] = {side: facts}
    assert words in errors(mapping)[0]


def test_sides_may_stand_within_facts() -> None:
    mapping = combined(sides={"u2u": {"uk_monthly_active_users": 3}})
    assert facts_of(mapping)["uk_monthly_active_users", "u2u"] == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"platform": None}, "the name of the service is missing"),
        ({"plattform": "x"}, "did you mean 'platform'?"),
        ({"designations": {}}, "a list is wanted"),
        ({"designations": ["1"]}, "wanted {category, from, to, appealed, appeal_ended}"),
        ({"designations": [{"category": "1"}]}, "a day is missing"),
        (
            {"designations": [{"category": "1", "from": "2026-07-10", "to": "2026-07-10"}]},
            "not after",
        ),
        ({"events": [{"event": "designated", "on": "2026-07-10"}]}, "under designations"),
        ({"events": [{"event": "register_first_published", "on": "2026-07-10"}]}, "no such event"),
    ],
)
def test_shape_errors_say_what_is_wanted(changes: dict[str, Any], words: str) -> None:
    assert words in " | ".join(errors(service() | changes))


def test_not_a_mapping() -> None:
    assert "mapping" in errors(["platform"])[0]


def test_many_faults_are_told_by_the_first_of_them() -> None:
    found = errors(service(**{f"no_such_fact_{number}": True for number in range(2_000)}))
    assert len(found) == 51
    assert found[-1] == "and 1950 more like these"


def test_events_may_give_a_moment_and_a_day_set_by_the_notice() -> None:
    event = {"event": "information_notice", "on": "2026-05-01T09:30:00", "due_on": "2026-06-01"}
    (found,) = read_subject(service() | {"events": [event]}, rules())[0].events
    assert (found.on, found.due_on) == (dt.date(2026, 5, 1), dt.date(2026, 6, 1))
    assert found.at == dt.datetime(2026, 5, 1, 9, 30)
