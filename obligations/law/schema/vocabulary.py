"""What the library defines: themes, definitions, categories of service."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from obligations.rules.rulebook.names import Side
from obligations.rules.rulebook.record import (
    Checked,
    Condition,
    Day,
    Many,
    Sourced,
    Strict,
)
from obligations.rules.rulebook.requirements import CategoryName


class Theme(Strict):
    """A subject under which requirements are grouped."""

    name: str
    title: str


class DefinitionItem(Strict):
    """One line of a definition's list."""

    number: int | None = None
    para: str | None = None
    ref: str | None = None
    kind: str | None = None
    assessment: str | None = None
    due: Day | None = None
    rule: str | None = None
    note: str | None = None


class CountSince(Strict):
    """A count and the day from which it holds."""

    from_: Day = Field(alias="from")
    count: int


class Definition(Sourced):
    """A term, test, threshold, exemption, deadline or penalty of the law, in our own words.

    `plain` says what it means in words anyone knows, `said` how questions call it.
    """

    ours: ClassVar[frozenset[str]] = frozenset({"plain", "said"})

    id: str
    kind: str
    title: str
    definition: str
    plain: str | None = None
    said: Many[str] = ()
    side: Side | None = None
    condition: Condition | None = None
    in_force: Day | None = None
    value_gbp: int | None = None
    formula: str | None = None
    count: int | None = None
    items: Many[str | DefinitionItem] = ()
    history: Many[CountSince] = ()
    note: str | None = None


class Category(Checked):
    """A category of service (s 95): its threshold's definition, and the fact that computes it."""

    id: CategoryName
    title: str
    side: Side
    instrument: str
    definition: str
    fact: str
