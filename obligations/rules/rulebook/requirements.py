"""Duties, Code measures and expectations: whom they bind, from when, on what clock."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from obligations.rules.conditions.grammar import requires
from obligations.rules.rulebook.clocks import Clock
from obligations.rules.rulebook.names import (
    CHILD_ACCESS,
    CONTESTED,
    IN_FORCE,
    DeterminedKind,
    Side,
    Strength,
)
from obligations.rules.rulebook.record import (
    AsWritten,
    Condition,
    Day,
    Many,
    Scope,
    Sourced,
    Span,
    Strict,
)

Status = Literal["in_force", "laid", "consulted", "draft", "contested"]
CategoryName = Literal["1", "2A", "2B"]


class WaitFor(AsWritten):
    """Events that must have happened: one event, or all or any of several."""

    event: str | None = None
    category: str | None = None
    all: Many[WaitFor] = ()
    any: Many[WaitFor] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_form(cls, value: object) -> object:
        match value:
            case {"all": [*_], **rest} | {"any": [*_], **rest} if not rest:
                return value
            case {"event": str(), **rest} if not rest.keys() - {"category"}:
                return value
        raise ValueError(
            f"{value!r} is not something to wait for; allowed: all, any, {{event, category}}"
        )


class Clause(Span):
    """When a text holds and whom it concerns; shared by versions and contested readings.

    `condition` None means that its scope is not known; ALWAYS binds all within the gate.
    """

    to: Day | None = None
    commenced: Day | None = None
    by: str
    status: Status
    date_note: str | None = None
    condition: Scope

    @property
    def proposed(self) -> bool:
        """Draft, laid or consulted text: never in force."""
        return self.status not in (IN_FORCE, CONTESTED)

    @cached_property
    def needs_child_access(self) -> bool:
        """Whether it can hold only where the side is treated as child-accessed."""
        return self.condition is not None and requires(self.condition, CHILD_ACCESS)


class Candidate(Clause):
    """One reading of a contested version, with the reason somebody holds it.

    Its id stays when its words are corrected: providers who choose it refer to it. `waits_for`:
    what has to happen first if this reading is right, beyond what the requirement waits for.
    Editions up to 2026.11.21 give it no id.
    """

    bites_only_if: ClassVar[None] = None
    candidates: ClassVar[tuple[Candidate, ...]] = ()

    id: str = ""
    why: str
    waits_for: WaitFor | None = None


class Version(Clause):
    """How a requirement reads from a day to a day; `to` is the last day in force.

    `from` null means that no day is set yet. `commenced` is the day the section was switched on,
    where it began to bind later; with no `from` it begins on the day of what it waits for.
    `bites_only_if` false: binds, with nothing to act on today.
    """

    id: ClassVar[str] = ""
    why: ClassVar[None] = None
    waits_for: ClassVar[None] = None

    bites_only_if: Condition | None = None
    candidates: Many[Candidate] = ()


Text: TypeAlias = Version | Candidate
"""One text of a requirement: a version, or a reading of a contested one."""


def turns_on(text: Text) -> tuple[object, ...]:
    """Everything in a text that an answer turns on, or tells."""
    return (
        text.status, text.from_, text.to, text.commenced, text.by, text.condition, text.why,
        text.bites_only_if, text.id, text.waits_for, tuple(map(turns_on, text.candidates)),
    )  # fmt: skip


GateName = Annotated[
    str | None,
    BeforeValidator(lambda value: None if value == "none" else value),
    PlainSerializer(lambda value: value or "none"),
]
"""The gate that comes before the condition, or the word `none`."""


class Requirement(Sourced):
    """A duty (law), a Code measure, or an expectation (guidance).

    `offence` warns a person and `power` is nobody's duty: both are for the library only.
    `categories` empty: no category is needed. `links`: the duties that a measure or expectation
    serves. `proposed_ref`: the number a proposed measure was said to get. `was`: the ids that the
    same requirement bore in earlier editions; they are never used again.
    """

    id: str
    was: Many[str] = ()
    kind: Literal[DeterminedKind, "offence", "power"]
    ref: str
    proposed_ref: str | None = None
    title: str
    summary: str
    theme: str
    strength: Strength
    side: Literal[Side, "platform", "provider"]
    level: Literal["platform", "provider"]
    gate: GateName
    person: str = "provider"
    categories: Many[CategoryName] = ()
    instrument: str
    part_of: str | None = None
    optional: bool = False
    triggered_by: str | None = None
    waits_for: WaitFor | None = None
    waits_for_note: str | None = None
    scope_note: str | None = None
    note: str | None = None
    date_note: str | None = None
    versions: Annotated[Many[Version], Field(min_length=1)]
    clock: Clock = Clock()
    links: Many[str] = ()
    sections: Many[str] = ()
    codes: Many[Literal["terrorism", "csea", "other"]] = ()

    @property
    def turns_on(self) -> tuple[object, ...]:
        """Everything in it that its answer turns on: where all this is equal, so is the answer."""
        return (
            self.gate,
            self.side,
            self.categories,
            self.triggered_by,
            self.waits_for,
            tuple(map(turns_on, self.versions)),
        )


class Former(Strict):
    """A reference as editions up to `until` used it; from the edition `since` on it is not so used.

    What has `id` in its `was` is what became of it. Where nothing has, it is gone: `title` says
    what it was used for and `why` why it is no longer in the law data.
    """

    id: str
    ref: str
    until: str
    since: str
    title: str | None = None
    why: str | None = None
