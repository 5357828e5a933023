"""Answers that exclude each other in law are refused with both values, the section and why."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.law.whatif import possible
from obligations.rules import Situation, SubjectError, Verdict, find_conflicts
from obligations.rules.whatif.edits import read_edits
from obligations.rules.whatif.supposition import Supposition, suppose
from obligations.words import flips, reasons
from tests.rules_support import (
    TODAY,
    answered,
    decide_one,
    payload,
    requirement,
    rules,
    service,
)

CHECKS = "uses_age_assurance_to_exclude_children"
NO_ENTRY = {"children_can_access": False}
CHILDREN = {"fact": "likely_accessed_by_children", "is": True}


def refusals(mapping: dict[str, Any]) -> list[str]:
    try:
        read_subject(mapping, rules())
    except SubjectError as error:
        return error.errors
    return []


def both(**sides: dict[str, Any]) -> dict[str, Any]:
    """A combined service with facts of each side apart."""
    return service(has_public_search_engine=True) | {"sides": sides}


@pytest.mark.parametrize(
    ("facts", "named", "section"),
    [
        (NO_ENTRY | {CHECKS: False}, ("children out on", "are not relied on"), "ss 35(2), 230(4)"),
        (
            NO_ENTRY | {"has_child_users": True},
            ("children out on", "some users are under 18"),
            "s 35(2)",
        ),
        (
            NO_ENTRY | {"significant_number_of_child_users": True},
            ("children out on", "a significant number of"),
            "s 35(2)",
        ),
        ({"uk_monthly_active_users": 0}, ("UK users", "“monthly UK users” is 0"), "s 4(5)(a)"),
        (
            {"has_user_profiles": True, "has_user_accounts": False},
            ("profiles", "accounts"),
            "ICU J1",
        ),
    ],
)
def test_a_file_is_refused_with_both_values_and_the_section(
    facts: dict[str, Any], named: tuple[str, ...], section: str
) -> None:
    (said,) = refusals(service(**facts))
    assert all(each in said for each in (*named, section, "they exclude each other"))


@pytest.mark.parametrize(
    "facts",
    [
        NO_ENTRY | {CHECKS: True, "has_child_users": False},
        NO_ENTRY,
        {"children_can_access": True, CHECKS: False, "has_child_users": True},
        {"uk_monthly_active_users": {"low": 0, "high": 50}},
        {"has_user_profiles": False, "has_user_accounts": False},
    ],
)
def test_what_can_be_so_together_is_taken(facts: dict[str, Any]) -> None:
    assert not refusals(service(**facts))


def test_no_users_on_one_side_alone_says_nothing_of_the_service() -> None:
    none, some = {"uk_monthly_active_users": 0}, {"uk_monthly_active_users": 9}
    assert not refusals(both(u2u=some, search=none))
    assert len(refusals(both(u2u=none, search=none))) == 1


def test_of_a_combined_service_each_side_is_looked_at_apart() -> None:
    closed = NO_ENTRY | {CHECKS: True}
    assert not refusals(both(u2u=closed, search={"has_child_users": True}))
    (said,) = refusals(both(u2u=closed, search=NO_ENTRY | {CHECKS: False}))
    assert "on the search side" in said


def adults(**facts: Any) -> dict[str, Any]:
    mapping = service(first_access_assessment_done=True, **facts)
    mapping["facts"].setdefault("kind_likely_to_attract_significant_child_users", True)
    return mapping


def test_while_the_checks_are_not_known_access_is_not_known_either() -> None:
    answer = decide_one(requirement(condition=CHILDREN), adults(**NO_ENTRY))
    assert (answer.answer, answer.settled_by) == (Verdict.NOT_KNOWN, (CHECKS,))
    assert "highly effective age checks" not in " ".join(reasons.because(answer)).lower()
    known = decide_one(requirement(condition=CHILDREN), adults(**NO_ENTRY, **{CHECKS: True}))
    assert known.answer is Verdict.DOES_NOT_APPLY
    assert reasons.because(known) == ["It is not treated as likely to be accessed by children."]


def test_without_checks_children_can_get_in_whatever_else_is_told() -> None:
    mapping = adults(**{CHECKS: False})
    answer = decide_one(requirement(condition=CHILDREN), mapping)
    assert answer.answer is Verdict.APPLIES
    assert answered(mapping).situation.value("children_can_access", "u2u") is True


def test_flip_to_adults_only_brings_the_checks_and_no_child_users() -> None:
    mapping = adults(**{CHECKS: False, "has_child_users": True})
    answer = decide_one(requirement(condition=CHILDREN), mapping)
    flip = next(
        each
        for each in answer.flips
        if "keep" in flips.sentence(each) or "kept" in flips.sentence(each)
    )
    assert flips.sentence(flip) == (
        "If highly effective age checks kept children out, X 1 would no longer apply."
    )
    assert {each.name: each.after for each in flip.differences} == {
        "children_can_access": False,
        CHECKS: True,
        "has_child_users": False,
    }
    assert not find_conflicts(Situation(rules(), flip.subject, TODAY))


def tried(mapping: dict[str, Any], **told: Any) -> Supposition:
    subject, _notes = read_subject(mapping, rules())
    changes, _notes = read_edits(Situation(rules(), subject, TODAY), told)
    return possible(suppose(rules(), subject, changes, TODAY))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({CHECKS: False}, NO_ENTRY),
        ({"has_child_users": True, CHECKS: True}, NO_ENTRY),
        (NO_ENTRY | {CHECKS: True}, {"has_child_users": True}),
        ({"has_user_accounts": False}, {"has_user_profiles": True}),
    ],
)
def test_a_what_if_that_cannot_be_is_refused_with_both(
    facts: dict[str, Any], told: dict[str, Any]
) -> None:
    with pytest.raises(SubjectError, match="they exclude each other") as refused:
        tried(service(**facts), **told)
    assert "Change one with the other" in refused.value.errors[0]


def test_giving_up_the_checks_lets_children_in() -> None:
    found = tried(adults(**NO_ENTRY, **{CHECKS: True}), **{CHECKS: False})
    assert [(each.name, each.before, each.after) for each in found.gave_way] == [
        ("children_can_access", False, None)
    ]
    assert found.after.situation.value("children_can_access", "u2u") is True


def test_each_is_law_data_with_a_section_and_an_official_source() -> None:
    for each in payload()["exclusions"]:
        assert each["section"]
        assert each["sentence"].endswith(".")
        assert not each["sources"][0]["third_party"]


def test_flip_to_many_users_forgets_that_there_are_none() -> None:
    nowhere = {"uk_is_target_market": False, "usable_in_uk": False}
    nowhere |= {"significant_number_of_uk_users": False, "uk_monthly_active_users": 0}
    mapping = service(**nowhere)
    flip = next(
        each
        for each in decide_one(requirement(), mapping).flips
        if "significant number of UK users" in flips.sentence(each)
    )
    assert {each.name: each.after for each in flip.differences} == {
        "significant_number_of_uk_users": True,
        "uk_monthly_active_users": None,
    }
