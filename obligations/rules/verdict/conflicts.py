"""Facts that contradict each other: stated against computed, a whole against its parts."""

from __future__ import annotations

from collections.abc import Iterator

from obligations.rules.conditions.grammar import Risk
from obligations.rules.conditions.levels import heights, span
from obligations.rules.facts.key import Key
from obligations.rules.rulebook.names import SIDES
from obligations.rules.verdict.contradictions import Clash, Conflict
from obligations.rules.verdict.exclusions import clashes
from obligations.rules.verdict.situation import Situation


def find_conflicts(situation: Situation) -> tuple[Conflict, ...]:
    """Every contradiction among the facts on the day, in the order of the vocabulary.

    Where two answers exclude each other in law that is said, and not what the law then makes of it.
    """
    excluded = [_excluded(situation, clash) for clash in clashes(situation)]
    told = {(each.fact, each.side) for each in excluded}
    derived = [each for each in _derived(situation) if (each.fact, each.side) not in told]
    return (*excluded, *derived, *_levels(situation), *_assessments(situation))


def _excluded(situation: Situation, clash: Clash) -> Conflict:
    one, other = clash.one[0], clash.other[0]
    assert not isinstance(one, Risk)
    assert not isinstance(other, Risk)
    level = situation.ruleset.facts[one.fact].level
    own = clash.side if level == "side" else None
    stated = situation.stated(one.fact, clash.side)
    against = situation.stated(other.fact, clash.side)
    assert stated is not None
    assert against is not None
    return Conflict(one.fact, own, stated, against, clash)


def _derived(situation: Situation) -> Iterator[Conflict]:
    """Facts stated one way that follow another way from the others."""
    ruleset = situation.ruleset
    for fact in ruleset.facts.values():
        if fact.derived_from is None:
            continue
        for side in SIDES if fact.name in ruleset.side_dependent else (None,):
            situation.value(fact.name, side)
            if (fact.name, side) in situation.conflicts:
                yield situation.conflicts[fact.name, side]


def _levels(situation: Situation) -> Iterator[Conflict]:
    """A kind taken together stands at the highest of its parts (CSEA: at least there)."""
    for (family, kind, side), stated in situation.subject.risks.items():
        parts = situation.levels.parts(family, kind, side)
        given = [situation.levels.given(family, part, side) for part in parts]
        known = [heights(level) for level in given if level is not None]
        if not known:
            continue
        all_known = len(known) == len(parts)
        lowest, highest = heights(stated)
        least, most = (max(ends) for ends in zip(*known, strict=True))
        wrong = least > highest or (family == "children" and all_known and most < lowest)
        if wrong:
            key = Key.of_level(family, kind, side)
            yield Conflict(*key, stated, span(least, most))


def _assessments(situation: Situation) -> Iterator[Conflict]:
    """The first access assessment is told as not complete, with a day of completion."""
    for side in SIDES:
        completed = situation.stated("first_access_assessment_completed_on", side)
        told = situation.stated("first_access_assessment_done", side)
        if told is False and situation.child_access(side).completed_on is not None:
            assert completed is not None
            yield Conflict("first_access_assessment_done", side, False, True)
