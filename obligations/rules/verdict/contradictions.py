"""What contradicts what: stated against worked out, two answers that exclude each other."""

from __future__ import annotations

from dataclasses import dataclass

from obligations.rules.conditions.grammar import Leaf, Risk
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.vocabulary import Exclusion


@dataclass(frozen=True, slots=True)
class Clash:
    """An exclusion that the answers run into: the tests of each half that are met."""

    exclusion: Exclusion
    side: Side
    one: tuple[Leaf, ...]
    other: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact was stated one way and works out another way from the other facts.

    `clash`: it and another fact were both stated, and exclude each other in law.
    """

    fact: str
    side: Side
    stated: Value
    computed: Value
    clash: Clash | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that contradict each other, as far as they can be told by name."""
        if self.clash is None:
            return (self.fact,)
        both = (*self.clash.one, *self.clash.other)
        return tuple(dict.fromkeys(leaf.fact for leaf in both if not isinstance(leaf, Risk)))
