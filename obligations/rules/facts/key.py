"""Which answer about a service: the one key under which it is told, sent and recorded."""

from __future__ import annotations

from typing import NamedTuple

from obligations.rules.conditions.grammar import FAMILY_KEYS, FAMILY_WORDS, Family
from obligations.rules.facts.subject import RiskKey, Side
from obligations.rules.rulebook.ruleset import RuleSet

SIDE_MARK = "@"


class Key(NamedTuple):
    """A fact, or `risk:<kind>` or `children_risk:<kind>` for a level, and of which side.

    Written `name`, or `name@side` for what belongs to a side.
    """

    name: str
    side: Side = None

    def __str__(self) -> str:
        return f"{self.name}{SIDE_MARK}{self.side}" if self.side else self.name

    @classmethod
    def of_level(cls, family: Family, kind: str, side: Side) -> Key:
        """The key of the level at which a kind is rated."""
        return cls(f"{FAMILY_WORDS[family]}:{kind}", side)

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key that a text writes, whether or not there is such an answer."""
        name, _, side = text.partition(SIDE_MARK)
        return cls(name, side or None)

    @classmethod
    def read(cls, text: str, ruleset: RuleSet) -> Key:
        """The same in the names used now, from a text that may use an old spelling."""
        key = cls.parse(text)
        return key._replace(name=ruleset.aliases.get(key.name, key.name))

    @property
    def level(self) -> RiskKey | None:
        """Whose level it is; None for a fact."""
        group, mark, kind = self.name.partition(":")
        return (FAMILY_KEYS[group], kind, self.side) if mark and group in FAMILY_KEYS else None

    @property
    def own_name(self) -> str:
        """The name of the fact, or of the kind alone."""
        return self.name.rpartition(":")[2]
