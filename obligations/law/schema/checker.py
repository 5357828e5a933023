"""The order in which a person can be asked for facts."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from obligations.rules.rulebook.record import Day, Many, Sourced, Strict


class ToolFacts(Sourced):
    """How Ofcom's own tool behaves. `last_seen`: the last day on which its use was reported."""

    last_seen: Day
    login: bool
    reference_code: str
    inputs_in: str
    output: str
    law_gap: str
    attribution: str


class Option(Strict):
    """One answer to a question, and the facts it sets."""

    value: str
    label: str
    sets: dict[str, Any] | None = None
    note: str | None = None


class Question(Sourced):
    """One question of the tools' flow. `sets`: the facts or levels of risk it settles."""

    ours: ClassVar[frozenset[str]] = frozenset({"order", "sets", "asked_when", "asked_for"})

    id: str
    flow: Literal["scope", "illegal", "access", "children"]
    order: int
    question: str
    help: str
    answer_kind: Literal["one_of", "yes_no", "many_of", "none", "band", "level", "same_as"]
    options: Many[Option] | None = None
    same_as: str | None = None
    sets: Many[str]
    asked_when: dict[str, Any] | None
    asked_for: Literal["platform", "each_side", "nothing"]
    note: str | None = None


class NotAsked(Sourced):
    """A fact that conditions need and the tools do not ask."""

    ours: ClassVar[frozenset[str]] = frozenset({"our_question"})

    fact: str
    used_by: Many[str]
    why_not_asked: str
    our_question: str | None


class DerivedFrom(Strict):
    """Where a derived fact comes from."""

    fact: str
    from_: str = Field(alias="from")


class Checker(Strict):
    """The order in which a person can be asked for facts."""

    about: str
    tool_facts: ToolFacts
    questions: Many[Question]
    not_asked: Many[NotAsked]
    derived: Many[DerivedFrom]
    design_notes: Many[str]
