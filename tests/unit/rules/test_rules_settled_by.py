"""Facts that others settle only sometimes: otherwise they are asked."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import RuleSet, Situation, determine, find_conflicts
from obligations.words import flips
from obligations.words.answers import trace
from tests.rules_support import TODAY, payload, requirement, service

RECOMMENDER, ON_PART = "has_content_recommender_system", "recommender_where_children_are"
RULE = {
    "rule": "settled_by",
    "text": "Settled where children reach every part, or where there is none.",
    "yes": {
        "all": [
            {"fact": RECOMMENDER, "is": True},
            {"fact": "children_reach_every_part", "is": True},
        ]
    },
    "no": {"fact": RECOMMENDER, "is": False},
}


def law() -> RuleSet:
    """The shipped facts and one that is settled by two of them, which one duty turns on."""
    found = deepcopy(payload())
    like = next(each for each in found["facts"] if each["name"] == "children_reach_every_part")
    found["facts"].append(like | {"name": ON_PART, "derived_from": RULE, "sides": ["u2u"]})
    found["requirements"] = [requirement(condition={"fact": ON_PART, "is": True})]
    found["jobs"] = []
    return RuleSet.from_payload(found)


def asked(**facts: Any) -> Any:
    rules = law()
    subject, _notes = read_subject(service(**facts), rules)
    return determine(rules, subject, TODAY).answer("x-1")


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({RECOMMENDER: True, "children_reach_every_part": True}, "applies"),
        ({RECOMMENDER: False}, "does_not_apply"),
        ({RECOMMENDER: False, "children_reach_every_part": False}, "does_not_apply"),
        ({RECOMMENDER: True, "children_reach_every_part": False}, "not_known"),
        ({RECOMMENDER: True, "children_reach_every_part": False, ON_PART: True}, "applies"),
        ({RECOMMENDER: True, "children_reach_every_part": False, ON_PART: False}, "does_not_apply"),
        ({RECOMMENDER: True, ON_PART: True}, "applies"),
        ({}, "not_known"),
    ],
)
def test_it_is_settled_by_others_or_told(facts: dict[str, Any], answer: str) -> None:
    assert asked(**facts).answer == answer


def test_it_is_asked_only_where_nothing_settles_it() -> None:
    assert asked(**{RECOMMENDER: True, "children_reach_every_part": False}).settled_by == (ON_PART,)
    assert asked(**{RECOMMENDER: True}).settled_by == ("children_reach_every_part",)


def test_stated_against_what_settles_it_is_a_contradiction() -> None:
    rules = law()
    told = service(**{RECOMMENDER: False})
    subject, _notes = read_subject(told, rules)
    facts = dict(subject.facts) | {(ON_PART, "u2u"): True}
    situation = Situation(rules, type(subject)(subject.platform, facts), TODAY)
    assert [each.fact for each in find_conflicts(situation)] == [ON_PART]


def test_its_reasons_show_what_settled_it_and_its_flips_reach_through_it() -> None:
    answer = asked(**{RECOMMENDER: True, "children_reach_every_part": True})
    assert "children can reach every part of it" in str(trace(answer).to_dict()).lower()
    told = {flips.record(flip)["changes"][0]["fact"] for flip in answer.flips}
    assert RECOMMENDER in told
