"""Words, traces, settlers, natural order: what a reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from obligations.rules import natural_key, parse
from obligations.rules.conditions.truth import Interval
from obligations.rules.rulebook.citations import cite
from obligations.rules.rulebook.record import Source
from obligations.words import reasons
from obligations.words.answers import headline, trace
from obligations.words.conditions import Node, describe
from obligations.words.facts import comparison_words, number, value_words
from obligations.words.trace import Line, Trace
from tests.rules_support import answered, decide_one, demo, requirement, rules, service


def lines(node: Node) -> Iterator[str]:
    yield node.text
    for child in node.children:
        yield from lines(child)


def test_natural_order_counts_as_people_do() -> None:
    refs = ["ICU C10", "ICU C2", "OSA 2023 s 10(2)", "OSA 2023 s 9(2)", "icu c1"]
    assert sorted(refs, key=natural_key) == [
        "icu c1",
        "ICU C2",
        "ICU C10",
        "OSA 2023 s 9(2)",
        "OSA 2023 s 10(2)",
    ]


def test_condition_reads_as_a_tree() -> None:
    tree = {
        "all": [
            {"fact": "likely_accessed_by_children", "is": True},
            {"not": {"fact": "has_direct_messaging", "is": True}},
            {"risk": "hate", "at_least": "medium"},
            {"fact": "uk_monthly_active_users", "over": 700000},
        ]
    }
    node = describe(rules(), parse(tree))
    assert node.text == "All of these:"
    assert [child.text for child in node.children] == [
        "It is treated as likely to be accessed by children.",
        "It has no direct messages.",
        "The risk of hate is medium or high.",
        "More than 700,000 monthly UK users.",
    ]


def test_derived_fact_shows_what_it_is_worked_out_from() -> None:
    node = describe(rules(), parse({"fact": "large", "is": True}))
    (child,) = node.children
    assert child.text.startswith("Over 7 million now; or last over it in a month since which six")


def test_unknown_scope_and_everyone_have_words() -> None:
    assert "not known" in describe(rules(), None).text
    assert describe(rules(), parse({"all": []})).text == "Every one within its scope."


def test_every_condition_of_the_law_can_be_described() -> None:
    for each in rules().requirements:
        for reading in each.versions:
            for text in lines(describe(rules(), reading.condition)):
                assert text.endswith((".", ":", "?")), text


def test_help_speaks_to_people_who_fill_in_forms() -> None:
    """A facts file is written as `manage.py facts` says; a form has no braces and no sets."""
    of_files = ("{", "null", "empty set", "[]", "true", "false")
    asked = [fact for fact in rules().facts.values() if fact.asked and fact.help]
    assert [fact.name for fact in asked if any(word in fact.help for word in of_files)] == []


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (7_000_000, None, "7 million"),
        (25_500_000, None, "25.5 million"),
        (700_000, None, "700,000"),
        (250_000_000, "GBP per calendar year", "£250 million"),
    ],
)
def test_numbers(value: float, unit: str | None, words: str) -> None:
    assert number(value, unit) == words


def test_values() -> None:
    assert value_words(Interval(5, float("inf"))) == "5 or more"
    assert value_words(frozenset({"b_b", "a"})) == "a and b b"
    assert value_words(frozenset()) == "none"
    assert value_words(None) == "not known"


@pytest.mark.parametrize(
    ("official", "citation"),
    [
        ("https://www.legislation.gov.uk/ukpga/2023/50/section/70", "OSA 2023 s 70"),
        ("https://www.legislation.gov.uk/ukpga/2023/50/schedule/1", "OSA 2023 Sch 1"),
        ("https://www.legislation.gov.uk/ukpga/2003/21/section/368A", "2003 c. 21 s 368A"),
        ("https://www.legislation.gov.uk/uksi/2025/226", "SI 2025/226"),
        ("https://www.ofcom.org.uk/x", None),
        (None, None),
    ],
)
def test_citation_of_an_official_address(official: str | None, citation: str | None) -> None:
    assert cite(Source(url=official, where="")) == citation
    assert cite(Source(url=official, where="", third_party=True)) is None


def flat(line: Trace) -> Iterator[Trace]:
    yield line
    for child in line.children:
        yield from flat(child)


HAS = "has_direct_messaging"
EITHER = {"any": [{"fact": HAS, "is": True}, {"fact": "has_commenting", "is": True}]}


def deciding(answer: Any) -> list[str]:
    return [line.fact for line in flat(trace(answer)) if line.deciding and line.fact]


def test_one_true_alternative_is_enough_to_decide() -> None:
    answer = decide_one(requirement(condition=EITHER), service(**{HAS: True}, has_commenting=True))
    assert deciding(answer).count(HAS) + deciding(answer).count("has_commenting") == 1


def test_all_false_alternatives_decide() -> None:
    answer = decide_one(
        requirement(condition=EITHER), service(**{HAS: False}, has_commenting=False)
    )
    assert deciding(answer) == [HAS, "has_commenting"]
    assert reasons.because(answer) == ["It has no direct messages.", "Users cannot comment."]


def test_the_shortest_reason_is_chosen() -> None:
    long = {"all": [EITHER, {"fact": "has_user_accounts", "is": False}]}
    short = {"fact": "has_user_connections", "is": True}
    answer = decide_one(
        requirement(condition={"any": [long, short]}),
        service(**{HAS: True}, has_user_accounts=False, has_user_connections=True),
    )
    assert "has_user_connections" in deciding(answer)
    assert HAS not in deciding(answer)


def test_unknown_answer_is_decided_by_what_is_unknown() -> None:
    answer = decide_one(requirement(condition=EITHER), service(**{HAS: False}))
    assert reasons.because(answer) == ["Not known whether users can comment."]
    assert answer.settled_by == ("has_commenting",)


def test_out_of_scope_names_the_test_that_fails() -> None:
    answer = answered(demo("exempt")).answer("icu-c1")
    assert answer is not None
    assert reasons.because(answer) == [
        "It is exempt under Schedule 1 (exempting paragraphs of Schedule 1: 4, only comments, "
        "reviews, likes or votes on your own content)."
    ]


def test_trace_leaf_shows_value_test_and_provision() -> None:
    answer = answered(demo("video")).answer("icu-c14")
    assert answer is not None
    (leaf,) = [
        line
        for line in flat(trace(answer))
        if line.fact == "over_700000_uk_users" and line.deciding
    ]
    assert (leaf.value, leaf.test, leaf.provision) == ("yes", "yes", "ICU C14")
    assert leaf.outcome is True


def test_sides_are_named_only_where_there_are_two() -> None:
    forum = answered(demo("forum")).answer("icu-d9")
    community = answered(demo("community")).answer("icu-d8")
    assert forum is not None
    assert community is not None
    assert "side" not in " ".join(reasons.because(forum))
    assert "on the user-to-user side" in " ".join(reasons.because(community))


@pytest.mark.parametrize("name", ["forum", "video", "community", "studio", "category1"])
def test_every_answer_can_be_explained(name: str) -> None:
    determination = answered(demo(name), proposals=True)
    for answer in determination.answers:
        assert reasons.because(answer), answer.ref
        assert all(text.endswith(".") for text in reasons.because(answer)), reasons.because(answer)
        assert trace(answer).sentence == headline(answer)
        marked = [line for line in trace(answer).children if line.deciding]
        assert marked, answer.ref


def test_trace_is_json() -> None:
    found = answered(demo("forum")).answer("icu-d9")
    assert found is not None
    tree = trace(found).to_dict()
    assert set(tree) == set(Line._fields)


@pytest.mark.parametrize(
    ("op", "limit", "unit", "told"),
    [
        ("over", 0, "kinds", "one or more"),
        ("at_least", 2, "kinds", "two or more"),
        ("over", 700_000, "users", "more than 700,000"),
    ],
)
def test_what_is_counted_is_told_by_the_least_of_it(
    op: str, limit: int, unit: str, told: str
) -> None:
    assert comparison_words(op, limit, unit) == told
