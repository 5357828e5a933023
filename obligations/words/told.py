"""A test with what was told of it, in words: in a sentence, and as a line of a tree."""

from __future__ import annotations

from obligations import language
from obligations.rules.conditions.grammar import Compare, In, Is, Risk
from obligations.rules.rulebook.derivations import StaysOver
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.why.reasons import (
    AccessedSince,
    AssessmentDue,
    Figure,
    KeptOver,
    Told,
)
from obligations.words import conditions, facts

_MET = {True: "met", False: "not met", None: "not known"}


def sentence(ruleset: RuleSet, told: Told) -> str:
    """What was told and what is asked of it, as one sentence."""
    if _is_statement(told):
        return _statement(ruleset, told)
    return f"{_comparison(ruleset, told)}: {_MET[told.truth]}."


def line(ruleset: RuleSet, told: Told) -> str:
    """The same as it stands in a tree, beside a mark that says whether the test is met."""
    if _is_statement(told):
        return language.sentence(_statement(ruleset, told).removeprefix("Not known "))
    return f"{_comparison(ruleset, told)}."


def value(ruleset: RuleSet, told: Told) -> str:
    """What was told."""
    leaf = told.leaf
    if not isinstance(leaf, Risk):
        return facts.told_words(ruleset.facts[leaf.fact], told.value)
    if told.value is not None:
        return str(told.value)
    if told.truth is None:
        return "not known"
    return f"{'at least' if told.truth else 'below'} {leaf.at_least}"


def asked(ruleset: RuleSet, told: Told) -> str:
    """What a test asks of a value: "yes", "1 or 2A", "more than 7 million"."""
    match told.leaf:
        case Is(_, wanted):
            return facts.value_words(wanted)
        case In(_, values):
            return language.either([language.plain(each) for each in values])
        case Compare(fact, op, limit):
            return facts.comparison_words(op, limit, ruleset.facts[fact].unit)
        case Risk(_, _, at_least):
            return facts.level_words(at_least)


def _is_statement(told: Told) -> bool:
    return isinstance(told.leaf, Is) and isinstance(told.leaf.value, bool)


def _comparison(ruleset: RuleSet, told: Told) -> str:
    leaf = told.leaf
    if isinstance(leaf, Risk):
        about = f"risk of {conditions.kind_words(ruleset, leaf.family, leaf.kind)}"
    else:
        about = facts.noun(ruleset.facts[leaf.fact])
    where = facts.side_words(told.side)
    test = asked(ruleset, told)
    return f"{language.capital(about)}{where}: {value(ruleset, told)}; the test is {test}"


def _statement(ruleset: RuleSet, told: Told) -> str:
    assert not isinstance(told.leaf, Risk)
    fact, where = ruleset.facts[told.leaf.fact], facts.side_words(told.side)
    if not isinstance(told.value, bool):
        return f"Not known whether {facts.statement(fact, True)}{where}."
    said = facts.statement(fact, told.value)
    if isinstance(told.basis, KeptOver) and told.value and told.basis.over is False:
        said = f"it still counts as having {_limit(ruleset, fact)}"
    return language.sentence(f"{said}{where}{_basis(ruleset, fact, told)}")


def _limit(ruleset: RuleSet, fact: Fact) -> str:
    """The figure that a service stays over: "more than 7 million monthly UK users"."""
    assert isinstance(fact.derived_from, StaysOver)
    over = fact.derived_from.over
    counted = ruleset.facts[over.fact]
    return f"{facts.comparison_words(over.op, over.limit, counted.unit)} {facts.noun(counted)}"


def _basis(ruleset: RuleSet, fact: Fact, told: Told) -> str:
    """What a yes or no follows from, in brackets."""
    match told.basis:
        case None:
            return ""
        case Figure(name, figure):
            read = ruleset.facts[name]
            said = f"{facts.noun(read)}: {facts.told_words(read, figure)}"
        case KeptOver() as kept:
            said = _kept_over(ruleset, fact, kept)
        case AccessedSince(day):
            said = f"since {language.day(day)}"
        case AssessmentDue(day):
            said = f"its first access assessment is due by {language.day(day)}"
    return f" ({said})" if said else ""


def _kept_over(ruleset: RuleSet, fact: Fact, kept: KeptOver) -> str:
    """The figure, and the last month over it where only that keeps the service over it."""
    assert isinstance(fact.derived_from, StaysOver)
    counted, told = ruleset.facts[fact.derived_from.over.fact], []
    if kept.value is not None:
        told.append(f"{facts.noun(counted)}: {facts.value_words(kept.value, counted.unit)}")
    if kept.last is not None:
        month = language.month(kept.last)
        told.append(f"last over it in {month}, and six months running have not passed since")
    return "; ".join(told)
