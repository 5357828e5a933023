"""What the other engines are given: every fact and level of one side, as the tracker has it.

They read conditions and work out no facts, so derived ones are handed to them ready.
"""

from __future__ import annotations

from collections.abc import Iterator

from obligations.rules import RuleSet, Situation
from obligations.rules.conditions.grammar import AS_AT, FAMILY_WORDS, Condition, Family
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Interval, Value
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.names import SIDES

Given = dict[str, Value | None]


def given(situation: Situation, side: Side) -> Given:
    """Facts by name, levels as `risk_<kind>` from 0 (negligible) to 3 (high), and the day."""
    ruleset = situation.ruleset
    facts: Given = {name: situation.value(name, side) for name in ruleset.facts}
    levels: Given = {
        level_name(family, kind): _level(situation, family, kind, side)
        for family, kind in ruleset.kind_labels
    }
    return facts | levels | {AS_AT: situation.as_at}


def level_name(family: Family, kind: str) -> str:
    """What the level of a kind is called."""
    return f"{FAMILY_WORDS[family]}_{kind}"


def _level(situation: Situation, family: Family, kind: str, side: Side) -> Value | None:
    """A level as a number; the range that it lies in; None where it may be any."""
    reached = [situation.levels.at_least(family, kind, level, side) for level in LEVELS]
    low = max((at for at, truth in enumerate(reached) if truth is True), default=0)
    high = min((at for at, truth in enumerate(reached) if truth is False), default=4) - 1
    if low == high:
        return low
    return None if (low, high) == (0, 3) else Interval(low, high)


def questions(ruleset: RuleSet, situation: Situation) -> list[tuple[Condition, Side]]:
    """Every different condition of the law data with each side that it is read on."""
    found: dict[tuple[int, Side], tuple[Condition, Side]] = {}
    for requirement in ruleset.determined:
        for top in requirement.versions:
            candidates = (each.condition for each in top.candidates)
            for condition in (top.condition, top.bites_only_if, *candidates):
                if condition is not None:
                    for side in _sides(situation, requirement.side, condition):
                        found[id(condition), side] = (condition, side)
    return list(found.values())


def _sides(situation: Situation, side: str, condition: Condition) -> Iterator[Side]:
    if side in SIDES:
        yield side
    elif situation.ruleset.reads_side(condition):
        yield from situation.sides()
    else:
        yield None
