"""The tests that decide a condition, and each of them as a sentence with what was told."""

from __future__ import annotations

from typing import NamedTuple

from obligations import language
from obligations.rules.conditions.grammar import (
    All,
    AnyOf,
    Compare,
    Condition,
    In,
    Is,
    Leaf,
    Not,
    Risk,
)
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook import words
from obligations.rules.rulebook.derivations import StaysOver
from obligations.rules.rulebook.names import CHILD_ACCESS
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.situation import Found, Situation

_DECIDING = Found[tuple[int, Side], tuple[Condition, tuple[Leaf, ...]]]()
_MET: dict[Truth, str] = {True: "met", False: "not met", None: "not known"}


def deciding_leaves(situation: Situation, condition: Condition, side: Side) -> tuple[Leaf, ...]:
    """The fewest tests that make the condition what it is: true, false or not known."""
    key = (id(condition), side)
    # Each condition read is kept, so that its id() is not used again.
    known = _DECIDING.of(situation)
    if key not in known:
        known[key] = (condition, _find_deciding(situation, condition, side))
    return known[key][1]


def _find_deciding(situation: Situation, condition: Condition, side: Side) -> tuple[Leaf, ...]:
    match condition:
        case Not(part):
            return deciding_leaves(situation, part, side)
        case All(parts) | AnyOf(parts):
            chosen = deciding_parts(situation, condition, parts, side)
            found = [leaf for part in chosen for leaf in deciding_leaves(situation, part, side)]
            return tuple(dict.fromkeys(found))
        case leaf:
            return (leaf,)


def deciding_parts(
    situation: Situation, group: All | AnyOf, parts: tuple[Condition, ...], side: Side
) -> list[Condition]:
    """The parts of a group that make it what it is; the shortest, where one is enough."""
    truth = situation.holds(group, side)
    same = [part for part in parts if situation.holds(part, side) is truth]
    one_is_enough = truth is isinstance(group, AnyOf)
    if not one_is_enough or len(same) < 2:
        return same
    return [min(same, key=lambda part: len(deciding_leaves(situation, part, side)))]


def deciding_sentences(
    situation: Situation, condition: Condition, side: Side = None, *, name_side: bool = False
) -> list[str]:
    """The fewest tests that decide a condition, as sentences."""
    leaves = deciding_leaves(situation, condition, side)
    return [tell(situation, leaf, side, name_side=name_side).sentence for leaf in leaves]


class Told(NamedTuple):
    """A test in words: what was told, what is asked of it, and both as one sentence.

    `line` is the sentence as it stands in a tree, beside a mark that says whether the test is met.
    """

    sentence: str
    value: str
    test: str
    line: str


def tell(situation: Situation, leaf: Leaf, side: Side, *, name_side: bool) -> Told:
    """A test with what was told of it."""
    where = words.side_words(side) if name_side else ""
    if isinstance(leaf, Risk):
        return _tell_level(situation, leaf, side, where)
    fact = situation.ruleset.facts[leaf.fact]
    where = where if leaf.fact in situation.ruleset.side_dependent else ""
    told = words.told_words(fact, situation.value(leaf.fact, side))
    test = _asked(leaf, fact.unit)
    if isinstance(leaf, Is) and isinstance(leaf.value, bool):
        sentence = _statement(situation, leaf, side, where)
        return Told(sentence, told, test, language.sentence(sentence.removeprefix("Not known ")))
    noun = words.noun(fact)
    met = _MET[situation.holds(leaf, side)]
    line = f"{noun[:1].upper()}{noun[1:]}{where}: {told}; the test is {test}"
    return Told(f"{line}: {met}.", told, test, f"{line}.")


def _tell_level(situation: Situation, leaf: Risk, side: Side, where: str) -> Told:
    kind = situation.ruleset.kind_words[leaf.family, leaf.kind]
    told = _level_told(situation, leaf, side)
    test = words.level_words(leaf.at_least)
    met = _MET[situation.holds(leaf, side)]
    line = f"Risk of {kind}{where}: {told}; the test is {test}"
    return Told(f"{line}: {met}.", told, test, f"{line}.")


def _statement(situation: Situation, leaf: Is, side: Side, where: str) -> str:
    value, fact = situation.value(leaf.fact, side), situation.ruleset.facts[leaf.fact]
    if not isinstance(value, bool):
        return f"Not known whether {words.statement(fact, True)}{where}."
    said = _still_over(situation, fact, side) or words.statement(fact, value)
    return language.sentence(f"{said}{where}{_because_of(situation, leaf.fact, side)}")


def _still_over(situation: Situation, fact: Fact, side: Side) -> str | None:
    """That a service counts as over a figure that it is not over today, where that is so."""
    rule = fact.derived_from
    if not isinstance(rule, StaysOver) or situation.value(fact.name, side) is not True:
        return None
    if situation.holds(rule.over, side) is not False:
        return None
    counted = situation.ruleset.facts[rule.over.fact]
    limit = words.comparison_words(rule.over.op, rule.over.limit, counted.unit)
    return f"it still counts as having {limit} {words.noun(counted)}"


def _because_of(situation: Situation, name: str, side: Side) -> str:
    """The figure or day behind a derived yes or no, where one is enough to see it."""
    if name == CHILD_ACCESS:
        return _child_access_reason(situation, side)
    rule = situation.ruleset.facts[name].derived_from
    if isinstance(rule, StaysOver):
        return _stays_over_reason(situation, rule, side)
    if not isinstance(rule, Condition):
        return ""
    leaves = deciding_leaves(situation, rule, side)
    figures = list(dict.fromkeys(each.fact for each in leaves if isinstance(each, Compare | In)))
    if len(figures) != 1 or (value := situation.value(figures[0], side)) is None:
        return ""
    read = situation.ruleset.facts[figures[0]]
    return f" ({words.noun(read)}: {words.told_words(read, value)})"


def _stays_over_reason(situation: Situation, rule: StaysOver, side: Side) -> str:
    """The figure, and the last month over it where only that keeps the service over it."""
    fact = situation.ruleset.facts[rule.over.fact]
    value = situation.value(fact.name, side)
    figure = words.value_words(value, fact.unit)
    told = [] if value is None else [f"{words.noun(fact)}: {figure}"]
    kept = situation.kept_over(rule, side)
    if kept is not None and situation.holds(rule.over, side) is not True:
        told.append(
            f"last over it in {language.month(kept)}, and six months running have not passed since"
        )
    return f" ({'; '.join(told)})" if told else ""


def _child_access_reason(situation: Situation, side: Side) -> str:
    access = situation.child_access(side)
    since = access.since(situation.as_at)
    if since is not None:
        return f" (since {language.day(since)})"
    if access.done is False and access.due is not None and situation.as_at < access.due:
        return f" (its first access assessment is due by {language.day(access.due)})"
    return ""


def _level_told(situation: Situation, leaf: Risk, side: Side) -> str:
    """The level of a kind as told, or what follows for it from the kinds around it."""
    given = situation.levels.given(leaf.family, leaf.kind, side)
    if given is not None:
        return given
    truth = situation.holds(leaf, side)
    if truth is None:
        return "not known"
    return f"{'at least' if truth else 'below'} {leaf.at_least}"


def _asked(leaf: Is | In | Compare, unit: str | None) -> str:
    """What a test asks of a value: "yes", "1 or 2A", "more than 7 million"."""
    match leaf:
        case Is(_, value):
            return words.value_words(value)
        case In(_, values):
            return language.either([language.plain(value) for value in values])
        case Compare(_, op, limit):
            return words.comparison_words(op, limit, unit)
