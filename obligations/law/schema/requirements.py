"""Duties, Code measures and expectations: whom they bind, from when, on what clock."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from obligations.law.schema.base import Condition, Day, Scope, Sourced, Strict

Status = Literal["in_force", "laid", "consulted", "draft", "contested"]


class Clause(Strict):
    """When a text holds and whom it concerns; shared by versions and contested readings."""

    from_: Day | None = Field(alias="from")
    to: Day | None = None
    commenced: Day | None = None
    by: str
    status: Status
    date_note: str | None = None
    condition: Scope


class Candidate(Clause):
    """One reading of a contested version, with the reason somebody holds it.

    Its id stays when its words are corrected: providers who choose it refer to it. `waits_for`:
    what has to happen first if this reading is right, beyond what the requirement waits for.
    """

    id: str
    why: str
    waits_for: dict[str, Any] | None = None


class Version(Clause):
    """How a requirement reads from a day to a day; `to` is the last day in force.

    `from` null means that no day is set yet. `commenced` is the day the section was switched on,
    where it began to bind later; with no `from` it begins on the day of what it waits for.
    `bites_only_if` false: binds, with nothing to act on today.
    """

    bites_only_if: Condition | None = None
    candidates: list[Candidate] = Field(default_factory=list)


class ClockRule(Strict):
    """A rule of a clock: when it holds (null: always) and what day it gives (null: none known)."""

    when: Condition | None
    due: Day | dict[str, Any] | None
    not_before: Day | None = None
    text: str
    basis: Literal["law", "guidance"] = "law"
    sense: Literal["do_by", "keep_until"] = "do_by"


class Clock(Strict):
    """When a requirement is due: in words, as rules, or why no rule can be written."""

    text: str | None = None
    recurrence: str | None = None
    rules: list[ClockRule] = Field(default_factory=list)
    unstructured: str | None = None


class Requirement(Sourced):
    """A duty (law), a Code measure, or an expectation (guidance).

    `offence` warns a person and `power` is nobody's duty: both are for the library only.
    `categories` empty: no category is needed. `links`: the duties that a measure or expectation
    serves. `proposed_ref`: the number a proposed measure was said to get. `was`: the ids that the
    same requirement bore in earlier editions; they are never used again.
    """

    id: str
    was: list[str] = Field(default_factory=list)
    kind: Literal["duty", "measure", "expectation", "offence", "power"]
    ref: str
    proposed_ref: str | None = None
    title: str
    summary: str
    theme: str
    strength: Literal["must", "recommended", "should", "information"]
    side: Literal["u2u", "search", "platform", "provider"]
    level: Literal["platform", "provider"]
    gate: str
    person: str = "provider"
    categories: list[Literal["1", "2A", "2B"]] = Field(default_factory=list)
    instrument: str
    part_of: str | None = None
    optional: bool = False
    triggered_by: str | None = None
    waits_for: dict[str, Any] | None = None
    waits_for_note: str | None = None
    scope_note: str | None = None
    note: str | None = None
    date_note: str | None = None
    versions: list[Version] = Field(min_length=1)
    clock: Clock = Field(default_factory=Clock)
    links: list[str] = Field(default_factory=list)
    sections: list[str] = Field(default_factory=list)
    codes: list[Literal["terrorism", "csea", "other"]] = Field(default_factory=list)


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
