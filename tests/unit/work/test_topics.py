"""The form of facts asks what concerns the service, in words."""

from __future__ import annotations

import pytest

from obligations.forms.facts import FactsForm
from obligations.forms.questions import sections_for
from obligations.rules import RuleSet
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.words.conditions import choice_words
from tests import factories


@pytest.fixture(scope="module")
def ruleset() -> RuleSet:
    return RuleSet.from_payload(factories.law_data().payload)


def test_every_choice_has_words(ruleset: RuleSet) -> None:
    for fact in ruleset.facts.values():
        for choice in fact.choices:
            if fact.asked:
                assert "_" not in choice_words(ruleset, fact, choice)


def test_one_sided_service_is_not_asked_about_the_other_side(ruleset: RuleSet) -> None:
    facts = {"has_user_to_user_part": True, "has_public_search_engine": False}
    sections = sections_for(ruleset, FactSet.from_file({"facts": facts}, ruleset), factories.TODAY)
    keys = {each.key for section in sections for each in section.asked}
    assert any(key.endswith("@u2u") for key in keys)
    assert not any(key.endswith("@search") for key in keys)


def test_kind_that_is_not_in_the_list_yet_is_not_asked(ruleset: RuleSet) -> None:
    facts = {"has_user_to_user_part": True}

    def asks(day: str) -> bool:
        sections = sections_for(
            ruleset,
            FactSet.from_file({"facts": facts}, ruleset),
            factories.TODAY.fromisoformat(day),
        )
        return any(
            each.key == "risk:cyberflashing@u2u" for section in sections for each in section.asked
        )

    assert not asks("2026-01-07")
    assert asks("2026-01-08")


def test_fact_stated_outright_can_be_taken_back(ruleset: RuleSet) -> None:
    sections = sections_for(ruleset, FactSet({Key("has_uk_links"): True}), factories.TODAY)
    form = FactsForm(sections, {"has_uk_links": "unknown"})
    assert form.is_valid()
    assert form.answers() == {"has_uk_links": None}
