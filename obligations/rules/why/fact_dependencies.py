"""The facts that an answer turns on: those that decide its condition, and what they follow from."""

from __future__ import annotations

from obligations.rules.conditions.grammar import Condition, Risk
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.names import SIDES
from obligations.rules.rulebook.requirements import Requirement, Text
from obligations.rules.verdict.decision import current_reading, proposed_reading
from obligations.rules.verdict.situation import Situation
from obligations.rules.why.deciding_tests import deciding_leaves, deciding_tests
from obligations.rules.why.reasons import Told


def facts_turned_on(situation: Situation, requirement: Requirement) -> frozenset[str]:
    """Names of the facts that make the condition what it is, inputs of derived ones included."""
    reading = _reading(situation, requirement)
    texts = (reading.candidates or (reading,)) if reading else ()
    return _facts(situation, requirement, [each.condition for each in texts if each.condition])


def facts_acted_on(situation: Situation, requirement: Requirement) -> frozenset[str]:
    """Names of the facts that decide whether there is anything to act on."""
    reading = _reading(situation, requirement)
    bites = reading.bites_only_if if reading else None
    return _facts(situation, requirement, [bites] if bites else [])


def nothing_to_act_on(situation: Situation, requirement: Requirement) -> tuple[Told, ...]:
    """The tests that leave a requirement nothing to act on."""
    reading = _reading(situation, requirement)
    if reading is None or reading.bites_only_if is None:
        return ()
    found = [
        told
        for side in _sides(situation, requirement)
        for told in deciding_tests(situation, reading.bites_only_if, side)
    ]
    return tuple(dict.fromkeys(found))


def _reading(situation: Situation, requirement: Requirement) -> Text | None:
    return current_reading(requirement, situation.as_at) or proposed_reading(requirement)


def _sides(situation: Situation, requirement: Requirement) -> list[Side]:
    """The sides on which its condition is read."""
    if requirement.side in SIDES:
        return [requirement.side]
    return [*situation.sides()] or [None]


def _facts(
    situation: Situation, requirement: Requirement, conditions: list[Condition]
) -> frozenset[str]:
    found: set[str] = set()
    for condition in conditions:
        for side in _sides(situation, requirement):
            leaves = deciding_leaves(situation, condition, side)
            found |= {leaf.fact for leaf in leaves if not isinstance(leaf, Risk)}
    return frozenset(found | {each for name in found for each in _under(situation, name)})


def _under(situation: Situation, name: str) -> set[str]:
    """Everything that a derived fact follows from."""
    ruleset = situation.ruleset
    found = set(ruleset.inputs(ruleset.facts[name]))
    return found | {each for below in found for each in _under(situation, below)}
