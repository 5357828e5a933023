"""Answers that exclude each other in law: two tests that cannot both be true, with the section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from obligations.rules.conditions.grammar import AnyOf, Condition, Is, Leaf, Risk, leaves
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.subject import FactKey, Side
from obligations.rules.rulebook.names import SIDES
from obligations.rules.rulebook.vocabulary import Exclusion
from obligations.rules.verdict.contradictions import Clash
from obligations.rules.verdict.situation import Situation


def clashes(situation: Situation) -> Iterator[Clash]:
    """Every exclusion that what was told runs into."""
    for each in situation.ruleset.exclusions:
        reads_side = any(situation.ruleset.reads_side(test) for test in (each.one, each.other))
        sides = situation.sides() if reads_side else (None,)
        found = [clash for side in sides if (clash := _clash(situation, each, side)) is not None]
        if not each.on_every_side or len(found) == len(sides):
            yield from found[:1] if each.on_every_side else found


def _clash(situation: Situation, exclusion: Exclusion, side: Side) -> Clash | None:
    halves = [_met(situation, test, side) for test in (exclusion.one, exclusion.other)]
    return Clash(exclusion, side, *halves) if all(halves) else None


def _met(situation: Situation, test: Condition, side: Side) -> tuple[Leaf, ...]:
    """The tests of a half that hold of what was told, where the half holds."""
    found = [leaf for leaf in leaves(test) if _told(situation, leaf, side)]
    enough = bool(found) if isinstance(test, AnyOf) else len(found) == len([*leaves(test)])
    return tuple(found) if enough else ()


def _told(situation: Situation, leaf: Leaf, side: Side) -> bool:
    """Whether a test holds of the answer as it was told, whatever that counts for."""
    if isinstance(leaf, Risk):
        return situation.holds(leaf, side) is True
    stated = situation.stated(leaf.fact, side)
    if isinstance(leaf, Is):
        return stated == leaf.value
    return stated is not None and situation.holds(leaf, side) is True


def that_give_way(
    situation: Situation, name: str, value: bool, side: Side
) -> Mapping[FactKey, Value | None]:
    """What was told otherwise and cannot stay where a yes-or-no fact gets this value.

    A yes or no is turned round; a number is forgotten (None).
    """
    found: dict[FactKey, Value | None] = {}
    for each in situation.ruleset.exclusions:
        for own, opposite in ((each.one, each.other), (each.other, each.one)):
            if Is(name, value) in leaves(own):
                for leaf in leaves(opposite):
                    found |= dict(_turned(situation, leaf, side))
    return found


def _turned(situation: Situation, leaf: Leaf, side: Side) -> Iterator[tuple[FactKey, Value | None]]:
    if isinstance(leaf, Risk):
        return
    of_side = situation.ruleset.facts[leaf.fact].level == "side"
    every = (side,) if side is not None else SIDES  # A side that it gets with the change counts.
    for one in every if of_side else (None,):
        if _told(situation, leaf, one):
            turned = not leaf.value if isinstance(leaf, Is) else None
            yield (leaf.fact, one), turned
