"""How questions speak: to somebody who knows no law."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from obligations.forms.questions import Asked, sections_for
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from tests.rules_support import TODAY, rules

CODES = re.compile(
    r"\bss? ?\d|\bSch(edule)? ?\d|\bparas? ?\d|\bregs? ?\d|\bSI \d|\b[IP]C[US]\b|\bPart [35]\b"
    r"|\b[IP]C[US] [A-Z]\d"
)


def asked(*sides: str) -> Iterator[Asked]:
    """Every question that a service of these sides may be asked, levels aside."""
    parts = {"u2u": "has_user_to_user_part", "search": "has_public_search_engine"}
    told = FactSet({Key(name): side in sides for side, name in parts.items()})
    for section in sections_for(rules(), told, TODAY):
        yield from (each for each in section.asked if each.type != "level")


@pytest.mark.parametrize("one", [*asked("u2u", "search")], ids=lambda one: one.key)
def test_question_is_plain_and_has_an_example(one: Asked) -> None:
    spoken = " ".join((one.label, one.help, one.leads, *(words for _choice, words in one.choices)))
    assert not CODES.search(spoken), CODES.search(spoken)
    assert "or example" in one.help
    assert one.label.endswith("?")
    assert one.origin is not None
    assert one.origin.sources or one.origin.meaning


@pytest.mark.parametrize("side", ["u2u", "search"])
def test_service_of_one_side_is_not_told_of_sides(side: str) -> None:
    assert not [each.key for each in asked(side) if "this side" in f"{each.label} {each.help}"]
    assert [each for each in asked("u2u", "search") if "this side" in each.label]


@pytest.mark.parametrize(
    ("fact", "term"),
    [
        ("takedown_of_ppc_technically_feasible", "primary priority content"),
        ("uses_heaa_to_target_code_measures_at_children", "highly effective age assurance"),
        ("hash_matching_technically_feasible", "hash matching"),
        ("uses_proactive_technology", "proactive technology"),
        ("qualifying_worldwide_revenue_gbp", "charging year"),
        ("first_access_assessment_done", "children’s access assessment"),
    ],
)
def test_words_of_the_law_open_their_meaning_in_place(fact: str, term: str) -> None:
    [one] = [each for each in asked("u2u") if each.name == fact]
    assert term in [each.title for each in one.terms]
    assert all(not CODES.search(each.means) for each in one.terms)
