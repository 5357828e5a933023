"""Which facts still matter: scope first, then what settles most, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import UNSETTLED, Settler, determine
from obligations.rules.answer.open_questions import OpenQuestion, open_questions
from tests.rules_support import TODAY, answered, demo, requirement, service, small_law

BLANK: dict[str, Any] = {"platform": "Blank", "facts": {}}


def asked(mapping: dict[str, Any], told: tuple[str, ...] = ()) -> dict[str, OpenQuestion]:
    return {each.key: each for each in open_questions(answered(mapping), told)}


def test_scope_comes_before_everything_else() -> None:
    scope = [each.scope for each in open_questions(answered(BLANK))]
    assert scope == sorted(scope, reverse=True)
    assert scope.count(True) >= 8


def test_after_scope_the_most_decisive_comes_first() -> None:
    questions = open_questions(answered(BLANK))
    counts = [len(each.settles) for each in questions if not each.scope]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.mark.parametrize(
    "facts",
    [
        {"has_user_to_user_part": False, "has_public_search_engine": False},
        {
            "significant_number_of_uk_users": False, "uk_is_target_market": False,
            "usable_in_uk": False,
        },
    ],
)  # fmt: skip
def test_out_of_scope_nothing_more_is_asked(facts: dict[str, Any]) -> None:
    facts = {**facts, "publishes_provider_pornographic_content": False}
    assert asked({"platform": "Outside", "facts": facts}) == {}


def test_exempt_service_is_asked_nothing() -> None:
    assert asked(demo("exempt")) == {}


def test_service_of_which_all_is_known_is_asked_nothing() -> None:
    assert asked(demo("forum")) == {}


def test_every_open_answer_has_its_questions() -> None:
    determination = answered(service(uk_monthly_active_users=100))
    questions = open_questions(determination)
    # What turns on how the law is read alone is no question to the provider.
    open_refs = {
        each.ref
        for each in determination.answers
        if each.answer in UNSETTLED and each.settled_by_whom is not Settler.LAW
    }
    assert open_refs == {ref for each in questions for ref in each.settles}


def test_one_sided_service_is_not_asked_about_the_other_side() -> None:
    questions = asked(service())
    assert "uk_monthly_active_users@u2u" in questions
    assert not [key for key in questions if key.endswith("@search")]


def test_what_was_told_is_not_asked_again_though_it_is_not_known() -> None:
    key = "uk_monthly_active_users@u2u"
    assert key not in asked(service(), (key,))


def test_range_that_decides_is_no_question_and_one_that_does_not_stays_one() -> None:
    key = "uk_monthly_active_users@u2u"
    assert key not in asked(service(uk_monthly_active_users={"low": 100, "high": 900}))
    assert key in asked(service(uk_monthly_active_users={"low": 6_000_000, "high": 8_000_000}))


def test_kinds_that_codes_take_together_are_asked_one_by_one() -> None:
    questions = asked(demo("new-forum") | {"facts": service()["facts"]})
    assert "children_risk:abuse@u2u" in questions
    assert "children_risk:abuse_and_hate@u2u" not in questions


def test_fact_that_only_tells_what_there_is_to_act_on_is_asked_last() -> None:
    bites = {"fact": "uses_volunteer_moderators", "is": True}
    law = small_law(requirement(bites_only_if=bites))
    subject, _notes = read_subject(service(), law)
    (question,) = open_questions(determine(law, subject, TODAY))
    assert question.key == "uses_volunteer_moderators"
    assert (question.settles, question.acts_on) == ((), ("X 1",))


def test_facts_that_serve_proposals_only_are_never_asked() -> None:
    facts = answered(BLANK).situation.ruleset.facts
    names = {each.name for each in open_questions(answered(BLANK))}
    assert not [name for name in names if name in facts and facts[name].for_proposals_only]
