"""Facts that contradict each other, in sentences that show both."""

from __future__ import annotations

from obligations.rules.conditions.grammar import Risk
from obligations.rules.facts.key import Key
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.contradictions import Clash, Conflict
from obligations.words import conditions, facts


def conflict_words(ruleset: RuleSet, conflict: Conflict) -> str:
    """A contradiction as a sentence that shows both."""
    if conflict.clash is not None:
        return _clash_words(ruleset, conflict, conflict.clash)
    where = facts.side_words(conflict.side)
    if level := Key(conflict.fact).level:
        name = conditions.kind_words(ruleset, *level[:2])
        return (
            f"the risk of {name}{where} was stated as {conflict.stated}, but the kinds that it "
            f"takes together come to {conflict.computed}"
        )
    unit = ruleset.facts[conflict.fact].unit
    stated = facts.value_words(conflict.stated, unit)
    computed = facts.value_words(conflict.computed, unit)
    return f"{conflict.fact}{where} was stated as {stated}, but the other facts come to {computed}"


def _clash_words(ruleset: RuleSet, conflict: Conflict, clash: Clash) -> str:
    """Two answers that exclude each other, both as they were told, and why they do."""
    exclusion, other = clash.exclusion, clash.other[0]
    assert not isinstance(other, Risk)
    where = "" if exclusion.on_every_side else facts.side_words(clash.side)
    stated = facts.value_words(conflict.stated, ruleset.facts[conflict.fact].unit)
    against = facts.value_words(conflict.computed, ruleset.facts[other.fact].unit)
    return (
        f"{conflict.fact}{where} was stated as {stated}, and {other.fact} "
        f"as {against}: they exclude each other ({exclusion.section}). {exclusion.sentence}"
    )
