"""Reasons read the right way round: the test, then the answer, and never denied twice.

Over every test of the whole law data, each with every value that makes a difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.rules.conditions.grammar import (
    LEVELS,
    All,
    AnyOf,
    Compare,
    Condition,
    In,
    Is,
    Leaf,
    Not,
    Risk,
    leaves,
    without_not,
)
from obligations.rules.conditions.truth import Interval, Truth, Value, negate
from obligations.rules.verdict.situation import Situation
from obligations.rules.why.reasons import Told
from obligations.words import conditions, facts, told
from obligations.words.answers import trace
from tests.rules_support import DEMO, TODAY, answered, demo, rules

NAMES = sorted(path.stem for path in DEMO.glob("*.yaml"))


@cache
def trees() -> tuple[Condition, ...]:
    """Every condition of the law data: of requirements, gates and derived facts."""
    law = rules()
    texts = [text for each in law.determined for version in each.versions
             for text in (version.candidates or (version,))]  # fmt: skip
    found = [each for text in texts for each in (text.condition, text.bites_only_if) if each]
    found += [gate.condition for gate in law.gates.values()]
    derived = [fact.derived_from for fact in law.facts.values()]
    found += [each for each in derived if isinstance(each, Condition)]
    found += [tree for rule in derived for tree in getattr(rule, "tests", ())]
    return tuple(dict.fromkeys(found))


@cache
def every_test() -> tuple[Leaf, ...]:
    """Every test of the law data; of a yes-or-no fact both ways."""
    found = [leaf for tree in trees() for leaf in leaves(tree)]
    both = [Is(each.fact, not each.value) for each in found
            if isinstance(each, Is) and isinstance(each.value, bool)]  # fmt: skip
    return tuple(dict.fromkeys((*found, *both)))


def values(leaf: Leaf) -> Iterator[tuple[Value | None, Truth]]:
    """The values of a test that make a difference, each with whether it is then met."""
    yield None, None
    match leaf:
        case Is(_, bool(wanted)):
            yield from ((value, value is wanted) for value in (True, False))
        case Is(name, wanted):
            yield from ((each, each == wanted) for each in rules().facts[name].choices)
        case In(name, wanted):
            yield frozenset(), False
            choices = rules().facts[name].choices
            yield from ((frozenset({each}), each in wanted) for each in choices)
        case Compare(_, op, int() | float() as limit):
            over = op in ("over", "at_least")
            yield from ((limit + 1, over), (max(limit - 1, 0), not over))
            yield Interval(0, math.inf), None
        case Risk(_, _, at_least):
            yield from ((each, LEVELS.index(each) >= LEVELS.index(at_least)) for each in LEVELS)


def denials(text: str) -> int:
    return len(facts.NEGATION.findall(text.casefold()))


@pytest.mark.parametrize("negated", [False, True])
def test_no_test_is_denied_twice_whatever_is_told(negated: bool) -> None:
    for leaf in every_test():
        asks = told.question(rules(), leaf, negated=negated)
        assert denials(asks) <= 1, asks
        for value, truth in values(leaf):
            found = Told(leaf, None, value, truth)
            line = told.line(rules(), found, negated=negated)
            assert line.startswith(asks), line
            said = told.answer(rules(), found, negated=negated)
            if denials(asks):
                assert not said.startswith("No:"), line
                assert said != "No.", line
            outcome = negate(truth) if negated else truth
            assert said.startswith("Yes") is (outcome is True), line
            assert said.startswith("Not known") is (outcome is None), line


def test_no_reason_denies_twice() -> None:
    for leaf in every_test():
        if isinstance(leaf, Is) and isinstance(leaf.value, bool):
            for value, truth in values(leaf):
                said = told.sentence(rules(), Told(leaf, None, value, truth))
                assert denials(said) <= 1, said


def test_conditions_of_the_library_say_not_this_nowhere() -> None:
    def lines(node: conditions.Node) -> Iterator[str]:
        yield node.text
        for child in node.children:
            yield from lines(child)

    for tree in trees():
        for text in lines(conditions.describe(rules(), tree)):
            assert not text.startswith("Not this"), text
            group = text in ("All of these:", "Any of these:")
            assert group or text == "Every one within its scope." or text.endswith((".", ":"))


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_tree_is_a_group_or_asks_and_answers(name: str) -> None:
    for one in answered(demo(name)).answers:
        pending = list(trace(one).children)
        while pending:
            line = pending.pop()
            pending += line.children
            if line.fact is not None:
                _asks, mark, said = line.sentence.partition("?")
                assert mark, line.sentence
                assert said.strip(), line.sentence
            assert not (line.outcome is False and "not among" in line.sentence)


@given(st.sampled_from(NAMES), st.data())
def test_told_without_not_before_a_group_a_condition_comes_out_the_same(
    name: str, data: st.DataObject
) -> None:
    tree = data.draw(st.sampled_from(trees()))
    situation: Situation = answered(demo(name), TODAY).situation
    plain = without_not(tree)
    assert groups_denied(plain) == []
    for side in situation.sides():
        assert situation.holds(tree, side) is situation.holds(plain, side)
    assert without_not(plain) == plain


def groups_denied(tree: Condition) -> list[Condition]:
    match tree:
        case Not(All() | AnyOf() | Not() as part):
            return [part]
        case All(parts) | AnyOf(parts):
            return [found for part in parts for found in groups_denied(part)]
        case _:
            return []
