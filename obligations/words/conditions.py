"""Conditions in plain words: one test as a clause, a whole condition as a tree of sentences."""

from __future__ import annotations

from dataclasses import dataclass

from obligations import language
from obligations.rules.conditions.grammar import (
    ALWAYS,
    All,
    AnyOf,
    Compare,
    Condition,
    Family,
    In,
    Is,
    Not,
    Risk,
)
from obligations.rules.rulebook.derivations import (
    CountListed,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.words.facts import (
    EVERY,
    choice_titles,
    comparison_words,
    level_words,
    noun,
    spoken,
    statement,
)


@dataclass(frozen=True, slots=True)
class Node:
    """A line of a readable condition, with the lines under it."""

    text: str
    children: tuple[Node, ...] = ()


def describe(ruleset: RuleSet, condition: Condition | None) -> Node:
    """A condition as a tree of plain sentences; None is a scope that is not known."""
    if condition is None:
        return Node("Whom it concerns is not known: the text was not read.")
    if condition == ALWAYS:
        return Node(language.sentence(EVERY))
    return _describe(ruleset, condition)


def _describe(ruleset: RuleSet, condition: Condition) -> Node:
    match condition:
        case All(parts):
            return _group(ruleset, "All of these:", parts)
        case AnyOf(parts):
            return _group(ruleset, "Any of these:", parts)
        case Not(Is() as leaf) if isinstance(leaf.value, bool):
            return _describe(ruleset, Is(leaf.fact, not leaf.value))
        case Not(part):
            return Node("Not this:", (_describe(ruleset, part),))
        case Risk():
            return Node(language.sentence(test_words(ruleset, condition)))
        case leaf:
            text = language.sentence(test_words(ruleset, leaf))
            return Node(text, _meaning_of(ruleset, leaf.fact))


def _group(ruleset: RuleSet, text: str, parts: tuple[Condition, ...]) -> Node:
    return Node(text, tuple(_describe(ruleset, part) for part in parts))


def _meaning_of(ruleset: RuleSet, name: str) -> tuple[Node, ...]:
    """What a derived fact is worked out from, as lines under it."""
    fact = ruleset.facts[name]
    match fact.derived_from:
        case None:
            return ()
        case GateRule(gate=gate):
            return (_describe(ruleset, ruleset.gates[gate].condition),)
        case KindsAtLevel() | CountListed() | NamedRule() | SettledBy() | StaysOver():
            return (Node(fact.derivation_text),) if fact.derivation_text else ()
        case condition:
            return (_describe(ruleset, condition),)


def test_words(ruleset: RuleSet, leaf: Is | In | Compare | Risk) -> str:
    """What a test asks, as a clause: "it has direct messages", "monthly UK users are over ..."."""
    match leaf:
        case Is(fact, bool(value)):
            return statement(ruleset.facts[fact], value)
        case Is(fact, value):
            return f"{noun(ruleset.facts[fact])}: {language.plain(str(value))}"
        case In(fact, values):
            named = language.either([language.plain(value) for value in values])
            return f"{noun(ruleset.facts[fact])} include {named}"
        case Compare(fact, op, limit):
            read = ruleset.facts[fact]
            return f"{noun(read)}: {comparison_words(op, limit, read.unit)}"
        case Risk(family, kind, at_least):
            return f"the risk of {kind_words(ruleset, family, kind)} is {level_words(at_least)}"


def kind_words(ruleset: RuleSet, family: Family, kind: str) -> str:
    """A kind of harm as one would say it: "hate", "child sexual abuse images"."""
    return spoken(family, kind, ruleset.kind_labels[family, kind])


def choice_words(ruleset: RuleSet, fact: Fact, choice: str) -> str:
    """A choice of a fact as a list of choices says it."""
    own, kind = choice_titles(fact), ruleset.kinds["children"].get(choice)
    if choice in own:
        return f"{own[choice]} (para {choice})"
    if kind is not None:
        return kind.title or kind.label
    return language.plain(choice).capitalize()
