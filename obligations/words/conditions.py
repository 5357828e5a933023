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
    Leaf,
    Not,
    Risk,
    without_not,
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
    return _describe(ruleset, without_not(condition))


def _describe(ruleset: RuleSet, condition: Condition) -> Node:
    match condition:
        case All(parts):
            return _group(ruleset, "All of these:", parts)
        case AnyOf(parts):
            return _group(ruleset, "Any of these:", parts)
        case Not(part):
            assert not isinstance(part, All | AnyOf | Not)
            return _test(ruleset, part, negated=True)
        case leaf:
            return _test(ruleset, leaf)


def _test(ruleset: RuleSet, leaf: Leaf, *, negated: bool = False) -> Node:
    text = language.sentence(asked(ruleset, leaf, negated=negated))
    return Node(text, () if isinstance(leaf, Risk) else _meaning_of(ruleset, leaf.fact))


def _group(ruleset: RuleSet, text: str, parts: tuple[Condition, ...]) -> Node:
    return Node(text, tuple(_describe(ruleset, part) for part in parts))


def _meaning_of(ruleset: RuleSet, name: str) -> tuple[Node, ...]:
    """What a derived fact is worked out from, as lines under it."""
    fact = ruleset.facts[name]
    match fact.derived_from:
        case None:
            return ()
        case GateRule(gate=gate):
            return (describe(ruleset, ruleset.gates[gate].condition),)
        case KindsAtLevel() | CountListed() | NamedRule() | SettledBy() | StaysOver():
            return (Node(fact.derivation_text),) if fact.derivation_text else ()
        case condition:
            return (describe(ruleset, condition),)


def asked(ruleset: RuleSet, leaf: Is | In | Compare | Risk, *, negated: bool = False) -> str:
    """What a test asks, as a clause: "it has direct messages", "more than 7 million UK users".

    `negated`: it asks that it be not so.
    """
    match leaf:
        case Is(fact, bool(value)):
            return statement(ruleset.facts[fact], value is not negated)
        case Is(fact, value):
            name = noun(ruleset.facts[fact])
            return f"{name}: {'not ' if negated else ''}{language.plain(str(value))}"
        case In(fact, values):
            named = language.either([language.plain(value) for value in values])
            return f"{noun(ruleset.facts[fact])} {'do not ' if negated else ''}include {named}"
        case Compare():
            return _comparison(ruleset.facts[leaf.fact], leaf, met=not negated)
        case Risk(family, kind, at_least):
            levels = level_words(at_least, met=not negated)
            return f"the risk of {kind_words(ruleset, family, kind)} is {levels}"


def _comparison(fact: Fact, test: Compare, *, met: bool) -> str:
    """A count before its noun; money and days after it."""
    limit = comparison_words(test.op, test.limit, fact.unit, met=met)
    if fact.type == "date":
        return f"{noun(fact)} {limit}"
    money = fact.unit is not None and fact.unit.startswith("GBP")
    return f"{noun(fact)} of {limit}" if money else f"{limit} {noun(fact)}"


def kind_words(ruleset: RuleSet, family: Family, kind: str) -> str:
    """A kind of harm as one would say it: "hate", "child sexual abuse images"."""
    return spoken(family, kind, ruleset.kind_labels[family, kind])


def choice_words(ruleset: RuleSet, fact: Fact, choice: str) -> str:
    """A choice of a fact as a list of choices says it."""
    own, kind = choice_titles(fact), ruleset.kinds["children"].get(choice)
    if choice in own:
        return own[choice]
    if kind is not None:
        return kind.title or kind.label
    return language.plain(choice).capitalize()
