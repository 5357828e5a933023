"""Facts that contradict each other, in sentences that show both."""

from __future__ import annotations

from obligations.rules.conditions.grammar import Risk
from obligations.rules.conditions.truth import Value
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
    stated = _told(ruleset, conflict.fact, conflict.stated, where)
    computed = _told(ruleset, conflict.fact, conflict.computed, where)
    return f"it was told that {stated}, but it follows from the other answers that {computed}"


def _clash_words(ruleset: RuleSet, conflict: Conflict, clash: Clash) -> str:
    """Two answers that exclude each other, both as they were told, and why they do."""
    exclusion, other = clash.exclusion, clash.other[0]
    assert not isinstance(other, Risk)
    where = "" if exclusion.on_every_side else facts.side_words(clash.side)
    stated = _told(ruleset, conflict.fact, conflict.stated, where)
    against = _told(ruleset, other.fact, conflict.computed)
    return (
        f"it was told that {stated}, and that {against}: "
        f"they exclude each other ({exclusion.section}). {exclusion.sentence}"
    )


def _told(ruleset: RuleSet, name: str, value: Value, where: str = "") -> str:
    """What was told of a fact, as it follows "that"."""
    fact = ruleset.facts[name]
    if isinstance(value, bool):
        return f"{facts.statement(fact, value)}{where}"
    return f"the answer to “{facts.noun(fact)}”{where} is {facts.told_words(fact, value)}"
