"""Kinds of illegal harm and of content harmful to children, and the levels of risk."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal, TypeAlias

from pydantic import Field

from obligations.rules.conditions.grammar import Family
from obligations.rules.conditions.levels import Level
from obligations.rules.rulebook.names import SIDES, Side
from obligations.rules.rulebook.record import Day, Many, Sourced, Sources, Span, Strict


class KindVersion(Span):
    """The days on which a kind is in its list; `to` is the last of them."""

    meaning: str | None = None


class ExplainedRule(Strict):
    """A named rule with its words."""

    rule: str
    text: str


class IllegalKind(Sourced):
    """A kind of illegal harm. A sub-kind is rated apart; a kind never counts on top of its parts.

    `number`: its row in Table C of the illegal content Codes. `counts_open_from`: the day from
    which it is not known whether it counts for multi-risk. `label`: where its name needs more than
    a capital to be read. `also`: other names that assessments write, where its words do not tell.
    """

    ours: ClassVar[frozenset[str]] = frozenset({"label", "also"})
    family: ClassVar[Family] = "illegal"
    merges: ClassVar[tuple[str, ...]] = ()
    answered_by: ClassVar[None] = None
    named_if: ClassVar[None] = None
    title: ClassVar[None] = None

    name: str
    label_: str | None = Field(default=None, alias="label")
    also: Many[str] = ()
    number: str | None
    meaning: str
    sides: Many[Side]
    sub_kind_of: str | None = None
    counts_for_multi_risk: bool | None
    counts_open_from: Day | None = None
    versions: Many[KindVersion]
    derived_from: ExplainedRule | None = None
    note: str | None = None

    @property
    def label(self) -> str:
        """What it is called; without a label, its name."""
        return self.label_ or self.name.replace("_", " ")

    @property
    def part_of(self) -> str | None:
        """The kind that it is a part of."""
        return self.sub_kind_of

    @property
    def counts(self) -> bool | None:
        """Whether the Code's multi-risk count includes it, where that is known."""
        return self.counts_for_multi_risk

    def as_at(self, day: dt.date) -> IllegalKind:
        """The kind as it counts on a day."""
        opened = self.counts_open_from is not None and self.counts_open_from <= day
        return self.model_copy(update={"counts_for_multi_risk": None}) if opened else self


class ChildrenKind(Sourced):
    """A kind of content harmful to children (OSA 2023 ss 60-62).

    `answered_by`: another kind whose level answers for this one where it is not rated by itself.
    `named_if`: a fact; where it is no, the assessment names no such kind. `title`: what it is
    called among the choices of a fact, where that is not its label.
    """

    ours: ClassVar[frozenset[str]] = frozenset({"title", "also"})
    family: ClassVar[Family] = "children"
    merges: ClassVar[tuple[str, ...]] = ()

    name: str
    label: str
    title: str | None = None
    also: Many[str] = ()
    group: Literal["primary_priority", "priority", "non_designated"]
    meaning: str
    legal_ref: str
    sides: Many[Side]
    counts_for_multi_risk: bool | None
    merged_into: str | None = None
    answered_by: str | None = None
    named_if: str | None = None
    versions: Many[KindVersion]
    note: str | None = None

    @property
    def part_of(self) -> str | None:
        """The kind that conditions take it together with others in."""
        return self.merged_into

    @property
    def counts(self) -> bool | None:
        """Whether the Code's multi-risk count includes it, where that is known."""
        return self.counts_for_multi_risk

    def as_at(self, day: dt.date) -> ChildrenKind:
        """The kind as it counts on a day: always alike."""
        return self


class MergedKind(Sourced):
    """Kinds that conditions take together."""

    ours: ClassVar[frozenset[str]] = frozenset({"also"})
    family: ClassVar[Family] = "children"
    sides: ClassVar[tuple[str, ...]] = SIDES
    part_of: ClassVar[None] = None
    counts: ClassVar[None] = None
    answered_by: ClassVar[None] = None
    named_if: ClassVar[None] = None
    title: ClassVar[None] = None

    name: str
    label: str
    also: Many[str] = ()
    group: Literal["primary_priority", "priority", "non_designated"]
    merges: Many[str]
    meaning: str
    rule: str


Kind: TypeAlias = IllegalKind | ChildrenKind
"""A kind of harm to which a level of risk is given."""


class LevelMeaning(Sourced):
    """What a level of risk means."""

    level: Level
    meaning: str


class Levels(Strict):
    """The scale of risk levels and how they compare."""

    order: Many[Level]
    at_least_rule: str
    tie_break: str
    tie_break_sources: Sources
    levels: Many[LevelMeaning]


class KindCount(Strict):
    """How many kinds of priority illegal content there were in a period."""

    from_: Day = Field(alias="from")
    to: Day | None
    kinds_of_priority_illegal_content: int


class Kinds(Strict):
    """All kinds of harm to which a level of risk is given."""

    about: str
    counts: Many[KindCount]
    count_note: str
    levels: Levels
    illegal: Many[IllegalKind]
    children: Many[ChildrenKind]
    children_merged: Many[MergedKind]
    children_merged_note: str
