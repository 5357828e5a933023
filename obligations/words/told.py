"""A test with what was told of it, in words: the test first, then the answer.

"More than 7 million monthly UK users? No: 80,000 to 110,000." What asks for something not to be so
is never answered with a no: "It has no direct messages? It has direct messages."
"""

from __future__ import annotations

from obligations import language
from obligations.rules.conditions.grammar import Compare, In, Is, Leaf, Risk
from obligations.rules.conditions.truth import negate
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.derivations import StaysOver
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.why.reasons import AccessedSince, AssessmentDue, Figure, KeptOver, Told
from obligations.words import conditions, facts


def sentence(ruleset: RuleSet, told: Told) -> str:
    """One of a few reasons: what is so, or a test of a number, set or level with its answer."""
    return _statement(ruleset, told) if _is_statement(told.leaf) else line(ruleset, told)


def line(ruleset: RuleSet, told: Told, *, negated: bool = False) -> str:
    """A test as it stands in a tree, with its answer; `negated`: it is asked not to be so."""
    asks = question(ruleset, told.leaf, told.side, negated=negated)
    return f"{asks} {answer(ruleset, told, negated=negated)}"


def question(ruleset: RuleSet, leaf: Leaf, side: Side = None, *, negated: bool = False) -> str:
    """What is asked: "It has direct messages?", "More than 7 million monthly UK users?"."""
    clause = conditions.asked(ruleset, leaf, negated=negated)
    return f"{language.capital(clause)}{facts.side_words(side)}?"


def answer(ruleset: RuleSet, told: Told, *, negated: bool = False) -> str:
    """The answer to it: "Yes.", "No: 80,000 to 110,000.", "Not known."."""
    truth = negate(told.truth) if negated else told.truth
    shown = _shown(ruleset, told)
    if truth is None:
        return _answered("Not known", shown)
    if truth:
        return _answered("Yes", shown)
    if not facts.NEGATION.search(conditions.asked(ruleset, told.leaf, negated=negated)):
        return _answered("No", shown)
    return _statement(ruleset, told) if _is_statement(told.leaf) else language.sentence(shown)


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


def asked(ruleset: RuleSet, leaf: Leaf) -> str:
    """What a test asks of a value: "yes", "1 or 2A", "more than 7 million"."""
    match leaf:
        case Is(_, wanted):
            return facts.value_words(wanted)
        case In(_, values):
            return language.either([language.plain(each) for each in values])
        case Compare(fact, op, limit):
            return facts.comparison_words(op, limit, ruleset.facts[fact].unit)
        case Risk(_, _, at_least):
            return facts.level_words(at_least)


def _is_statement(leaf: Leaf) -> bool:
    return isinstance(leaf, Is) and isinstance(leaf.value, bool)


def _answered(head: str, shown: str) -> str:
    return f"{head}: {shown}." if shown else f"{head}."


def _shown(ruleset: RuleSet, told: Told) -> str:
    """What stands beside yes or no: the value, or what a yes or no follows from."""
    if _is_statement(told.leaf):
        assert not isinstance(told.leaf, Risk)
        return _basis(ruleset, ruleset.facts[told.leaf.fact], told)
    return "" if told.value in (None, frozenset()) else value(ruleset, told)


def _statement(ruleset: RuleSet, told: Told) -> str:
    assert not isinstance(told.leaf, Risk)
    fact, where = ruleset.facts[told.leaf.fact], facts.side_words(told.side)
    if not isinstance(told.value, bool):
        return f"Not known whether {facts.asserted(fact)}{where}."
    said = facts.statement(fact, told.value)
    if isinstance(told.basis, KeptOver) and told.value and told.basis.over is False:
        said = f"it still counts as having {_limit(ruleset, fact)}"
    basis = _basis(ruleset, fact, told)
    return language.sentence(f"{said}{where}{f' ({basis})' if basis else ''}")


def _limit(ruleset: RuleSet, fact: Fact) -> str:
    """The figure that a service stays over: "more than 7 million monthly UK users"."""
    assert isinstance(fact.derived_from, StaysOver)
    over = fact.derived_from.over
    counted = ruleset.facts[over.fact]
    return f"{facts.comparison_words(over.op, over.limit, counted.unit)} {facts.noun(counted)}"


def _basis(ruleset: RuleSet, fact: Fact, told: Told) -> str:
    """What a yes or no follows from."""
    match told.basis:
        case None:
            return ""
        case Figure(name, figure):
            read = ruleset.facts[name]
            return f"{facts.noun(read)}: {facts.told_words(read, figure)}"
        case KeptOver() as kept:
            return _kept_over(ruleset, fact, kept)
        case AccessedSince(day):
            return f"since {language.day(day)}"
        case AssessmentDue(day):
            return f"its first access assessment is due by {language.day(day)}"


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
