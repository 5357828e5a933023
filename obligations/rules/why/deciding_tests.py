"""The tests that decide a condition, and each of them with what was told of it."""

from __future__ import annotations

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
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.derivations import StaysOver
from obligations.rules.rulebook.names import CHILD_ACCESS
from obligations.rules.verdict.situation import Found, Situation
from obligations.rules.why.reasons import (
    AccessedSince,
    AssessmentDue,
    Basis,
    Figure,
    KeptOver,
    Told,
)

_DECIDING = Found[tuple[int, Side], tuple[Condition, tuple[Leaf, ...]]]()


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


def deciding_tests(
    situation: Situation, condition: Condition, side: Side = None, *, name_side: bool = False
) -> list[Told]:
    """The fewest tests that decide a condition, with what was told of each."""
    leaves = deciding_leaves(situation, condition, side)
    return [tell(situation, leaf, side, name_side=name_side) for leaf in leaves]


def tell(situation: Situation, leaf: Leaf, side: Side, *, name_side: bool) -> Told:
    """A test with what was told of it."""
    truth = situation.holds(leaf, side)
    if isinstance(leaf, Risk):
        given = situation.levels.given(leaf.family, leaf.kind, side)
        return Told(leaf, side if name_side else None, given, truth)
    value = situation.value(leaf.fact, side)
    named = name_side and leaf.fact in situation.ruleset.side_dependent
    says = isinstance(leaf, Is) and isinstance(leaf.value, bool) and isinstance(value, bool)
    basis = _basis(situation, leaf.fact, side) if says else None
    return Told(leaf, side if named else None, value, truth, basis)


def _basis(situation: Situation, name: str, side: Side) -> Basis | None:
    """The figure or day behind a derived yes or no, where one is enough to see it."""
    if name == CHILD_ACCESS:
        return _child_access(situation, side)
    rule = situation.ruleset.facts[name].derived_from
    if isinstance(rule, StaysOver):
        over = situation.holds(rule.over, side)
        last = None if over is True else situation.kept_over(rule, side)
        return KeptOver(situation.value(rule.over.fact, side), over, last)
    if not isinstance(rule, Condition):
        return None
    leaves = deciding_leaves(situation, rule, side)
    figures = list(dict.fromkeys(each.fact for each in leaves if isinstance(each, Compare | In)))
    if len(figures) != 1 or (value := situation.value(figures[0], side)) is None:
        return None
    return Figure(figures[0], value)


def _child_access(situation: Situation, side: Side) -> Basis | None:
    access = situation.child_access(side)
    since = access.since(situation.as_at)
    if since is not None:
        return AccessedSince(since)
    if access.done is False and access.due is not None and situation.as_at < access.due:
        return AssessmentDue(access.due)
    return None
