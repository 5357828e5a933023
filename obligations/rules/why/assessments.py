"""Which levels of risk nobody can tell yet, because the risk was not assessed."""

from __future__ import annotations

from collections.abc import Iterable

from obligations.rules.conditions.grammar import Family
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import FactKey
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import ALL_LOW, HIGHER
from obligations.rules.verdict.situation import Situation


def gate_of(ruleset: RuleSet, family: Family) -> str | None:
    """The fact that tells whether the levels of a family can be told; older editions have none."""
    for topic in ruleset.topics:
        if topic.levels == family:
            return topic.assessed_by
    return None


def not_assessed(situation: Situation, key: FactKey) -> bool:
    """Whether it is a level of a side of which no level was told, nor that it was assessed."""
    level = Key(*key).level
    if level is None:
        return False
    family, _kind, side = level
    gate = gate_of(situation.ruleset, family)
    if gate is None or situation.value(gate, side) in (ALL_LOW, HIGHER):
        return False
    return not any(of == family and on == side for of, _kind, on in situation.subject.risks)


def families_not_assessed(situation: Situation, keys: Iterable[FactKey]) -> frozenset[Family]:
    """The families of the levels among some facts that nobody can tell yet."""
    return frozenset(
        level[0] for key in keys if not_assessed(situation, key) and (level := Key(*key).level)
    )
