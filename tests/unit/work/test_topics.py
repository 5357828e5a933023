"""Every fact that is asked stands in one topic, and every word list names real things."""

from __future__ import annotations

from collections import Counter

import pytest

from obligations.forms import topics
from obligations.forms.facts import FactsForm, sections_for
from obligations.rules import RuleSet, labels
from tests import factories

ALL = (*topics.PLATFORM_TOPICS, *topics.SIDE_TOPICS)


@pytest.fixture(scope="module")
def ruleset() -> RuleSet:
    return RuleSet.from_payload(factories.law_data().payload)


def test_every_asked_fact_stands_in_one_topic(ruleset: RuleSet) -> None:
    placed = Counter(name for topic in ALL for name in topic.facts)
    asked = {f.name for f in ruleset.facts.values() if f.asked and not f.for_proposals_only}
    assert placed == Counter(dict.fromkeys(asked, 1))


def test_facts_of_a_side_stand_in_topics_of_a_side(ruleset: RuleSet) -> None:
    of_side = {name for topic in topics.SIDE_TOPICS for name in topic.facts}
    assert {ruleset.facts[name].level for name in of_side} == {"side"}


def test_every_choice_has_words(ruleset: RuleSet) -> None:
    for fact in ruleset.facts.values():
        for choice in fact.choices:
            if fact.asked:
                assert "_" not in topics.choice_words(fact.name, choice)


def test_kinds_with_names_of_their_own_exist(ruleset: RuleSet) -> None:
    kinds = {*ruleset.kinds["illegal"], *ruleset.kinds["children"]}
    assert labels.KINDS.keys() <= kinds


def test_one_sided_service_is_not_asked_about_the_other_side(ruleset: RuleSet) -> None:
    facts = {"has_user_to_user_part": True, "has_public_search_engine": False}
    sections = sections_for(ruleset, {"facts": facts}, factories.TODAY)
    keys = {each.key for section in sections for each in section.asked}
    assert any(key.endswith("@u2u") for key in keys)
    assert not any(key.endswith("@search") for key in keys)


def test_kind_that_is_not_in_the_list_yet_is_not_asked(ruleset: RuleSet) -> None:
    facts = {"has_user_to_user_part": True}

    def asks(day: str) -> bool:
        sections = sections_for(ruleset, {"facts": facts}, factories.TODAY.fromisoformat(day))
        return any(
            each.key == "risk:cyberflashing@u2u" for section in sections for each in section.asked
        )

    assert not asks("2026-01-07")
    assert asks("2026-01-08")


def test_fact_stated_outright_can_be_taken_back(ruleset: RuleSet) -> None:
    sections = sections_for(ruleset, {"facts": {"has_uk_links": True}}, factories.TODAY)
    form = FactsForm(sections, {"has_uk_links": "unknown"})
    assert form.is_valid()
    assert form.answers() == {"has_uk_links": None}
