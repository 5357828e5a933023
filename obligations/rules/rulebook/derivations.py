"""Named rules by which a fact follows from others, each with its words for people."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Discriminator, Tag

from obligations.rules.conditions import grammar
from obligations.rules.conditions.grammar import Compare, Family
from obligations.rules.conditions.levels import Level
from obligations.rules.rulebook.record import AsWritten, Condition, Many

RuleName = Literal[
    "service_kind",
    "designations_on_day",
    "child_access_state",
    "child_access_from",
    "access_assessment_missed",
]


class Rule(AsWritten):
    """What every named rule has: `text` says it in words."""

    text: str


class GateRule(Rule):
    """The fact holds where a gate's condition does."""

    rule: Literal["gate"]
    gate: str


class KindsAtLevel(Rule):
    """At least so many kinds, of those that count for multi-risk, are at a level."""

    rule: Literal["kinds_at_level"]
    family: Family
    level: Level
    at_least: int


class CountListed(Rule):
    """How many of the listed kinds are at a level."""

    rule: Literal["count_listed"]
    family: Family
    level: Level
    kinds: Many[str]


class NamedRule(Rule):
    """A rule that only code can state."""

    rule: RuleName


class SettledBy(Rule):
    """Yes where `yes` holds, no where `no` does; else only who provides the service can tell.

    `no_counts_if`: what must hold for a no that was told to count; else it is not known.
    """

    rule: Literal["settled_by"]
    yes: Condition
    no: Condition
    no_counts_if: Condition | None = None

    @property
    def tests(self) -> tuple[grammar.Condition, ...]:
        """The conditions that it is settled by."""
        return tuple(each for each in (self.yes, self.no, self.no_counts_if) if each is not None)


class StaysOver(Rule):
    """Over a figure now, or last over it in a month since which six months have not run.

    `last`: the fact that holds a day of the last month over.
    """

    rule: Literal["stays_over"]
    fact: str
    limit: int
    last: str

    @cached_property
    def over(self) -> Compare:
        """The test of today's figure."""
        return Compare(self.fact, "over", self.limit)


def _rule(value: object) -> object:
    """The rule's name, or that it is a condition."""
    name = value.get("rule") if isinstance(value, Mapping) else getattr(value, "rule", None)
    return "condition" if name is None else NAMED if name in NAMED_RULES else name


NAMED, NAMED_RULES = "named", get_args(RuleName)
RULES = (
    "gate", "kinds_at_level", "count_listed", "settled_by", "stays_over", *NAMED_RULES,
)  # fmt: skip
"""The named rules a fact may be derived by."""
Derivation = Annotated[
    Annotated[GateRule, Tag("gate")]
    | Annotated[KindsAtLevel, Tag("kinds_at_level")]
    | Annotated[CountListed, Tag("count_listed")]
    | Annotated[NamedRule, Tag(NAMED)]
    | Annotated[SettledBy, Tag("settled_by")]
    | Annotated[StaysOver, Tag("stays_over")]
    | Annotated[Condition, Tag("condition")],
    Discriminator(_rule),
]
"""How a fact follows from others: a condition, or a named rule."""
