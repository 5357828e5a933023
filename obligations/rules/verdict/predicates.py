"""What an answer means to those who work with it, each decided here and nowhere else.

They read whatever has the fields of an answer: `rules.Answer`, what is tracked of it, a task.
Statements in SQL read what was stored of them with the answer (`Obligation.is_task`, `is_counted`
and `is_unverified` of a kept determination).
"""

from __future__ import annotations

from typing import Protocol

from obligations.rules.verdict.answers import ActsOn, Verdict

BINDING = (Verdict.APPLIES, Verdict.APPLIES_FROM)
IN_VIEW = (*BINDING, Verdict.WAITS, Verdict.STANDS_BY)
UNVERIFIED = ("recalled", "contested")
"""Marks of a record that nobody has read in the law, or that sources disagree on."""


class Told(Protocol):
    """What an answer says; `answer` and `acts_on` may be plain text, as they are stored."""

    @property
    def answer(self) -> str: ...

    @property
    def optional(self) -> bool: ...

    @property
    def acts_on(self) -> str: ...


class OfOne(Told, Protocol):
    """What is told of one requirement."""

    @property
    def kind(self) -> str: ...

    @property
    def part_of(self) -> str | None: ...

    @property
    def suspended(self) -> bool | None: ...

    @property
    def verification(self) -> str: ...


def binds(one: Told) -> bool:
    """It applies, or will from a day."""
    return one.answer in BINDING


def is_tracked(one: Told) -> bool:
    """It is kept in view: it binds, waits for something or stands by."""
    return one.answer in IN_VIEW


def bites(one: Told) -> bool:
    """It is no permission, and there may be something to act on."""
    return not one.optional and one.acts_on != ActsOn.NOTHING


def is_task(one: Told, *, by_position: bool = False) -> bool:
    """There is something to work on: it binds, or the provider takes it to, and it bites."""
    return (binds(one) or by_position) and bites(one)


def stands_alone(one: OfOne) -> bool:
    """It is no part of another duty."""
    return one.part_of is None


def is_idle(one: OfOne) -> bool:
    """A duty with nothing to act on, which headline figures leave out."""
    return one.kind == "duty" and one.acts_on == ActsOn.NOTHING


def is_headline(one: OfOne) -> bool:
    """Figures of what changes count it: no part, no permission, no idle duty."""
    return stands_alone(one) and not one.optional and not is_idle(one)


def is_counted(one: OfOne) -> bool:
    """The opening sentence counts it (`answer.summary`); what is left out it counts apart."""
    match one.answer, one.kind:
        case Verdict.APPLIES, _ if one.suspended:
            return stands_alone(one) and bites(one)
        case Verdict.APPLIES, "duty":
            return stands_alone(one) and not is_idle(one)
        case Verdict.APPLIES, "measure":
            return not one.optional
        case ((Verdict.APPLIES_FROM | Verdict.WAITS), _):
            return stands_alone(one)
        case _:
            return True


def is_unverified(one: OfOne) -> bool:
    """It rests on law recalled from memory, or on sources that disagree."""
    return one.verification in UNVERIFIED
