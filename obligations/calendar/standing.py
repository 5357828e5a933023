"""How a date and a task stand on a day: the one meaning of done, open, late and passed before.

Pure: `models.standing` says the same in SQL, and a property test holds the two together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SOON = 14
"""Days before a day from which it is coloured."""
AGAIN = 90
"""Days before its next day from which a task that was done is to be done again."""


class Standing(StrEnum):
    """How one date stands on a day."""

    OVERDUE = "overdue"
    BEFORE = "before"
    """It had passed when it came onto the list: nobody knows yet whether it was met."""
    TODAY = "today"
    PACE = "pace"
    """To be done now at a pace, with no last day: never late."""
    AHEAD = "ahead"
    KEEP = "keep"
    """Something kept until a day: never late."""
    REGIME = "regime"
    """A date of the regime: nobody here owes it."""
    REGIME_PASSED = "regime_passed"
    PAUSED = "paused"
    DONE = "done"
    LAPSED = "lapsed"


NEEDS_DOING = (Standing.OVERDUE, Standing.TODAY, Standing.PACE)
CLOSED = (Standing.DONE, Standing.LAPSED)
DEMANDS = (*NEEDS_DOING, Standing.BEFORE, Standing.AHEAD)
"""Open days by which somebody here has something to do."""
PRESSING = (Standing.OVERDUE, Standing.BEFORE)
"""What is asked for first; the rest goes by day, and what is only kept comes last."""


@dataclass(frozen=True, slots=True)
class Dated:
    """What a date's standing turns on. `added_on` is the London day it came onto the list."""

    status: str
    due_on: dt.date
    added_on: dt.date
    of_regime: bool
    derivation: Mapping[str, Any]


def standing(one: Dated, at: dt.date) -> Standing:
    """How a date stands on a day."""
    if one.status != "open":
        return Standing(one.status)
    if one.of_regime:
        return Standing.REGIME_PASSED if one.due_on < at else Standing.REGIME
    if one.derivation.get("sense") == "keep_until":
        return Standing.KEEP
    if one.due_on > at:
        return Standing.AHEAD
    if one.derivation.get("outcome") == "open":
        return Standing.PACE
    if one.due_on == at:
        return Standing.TODAY
    return Standing.BEFORE if one.due_on < one.added_on else Standing.OVERDUE


def colour(found: Standing, due_on: dt.date, at: dt.date) -> str:
    """overdue, soon or nothing."""
    if found == Standing.OVERDUE:
        return "overdue"
    near = found in (*NEEDS_DOING, Standing.AHEAD) and due_on <= at + dt.timedelta(days=SOON)
    return "soon" if near else ""


def urgency(found: Standing, due_on: dt.date) -> tuple[int, dt.date]:
    """What sorts the dates of one task: the first is its next day."""
    if found in PRESSING:
        return PRESSING.index(found), due_on
    return len(PRESSING) + (found not in DEMANDS), due_on


def asks_again(one: Dated, at: dt.date) -> bool:
    """Does a date call for a task that was done before: its own event, or its day is near?"""
    if standing(one, at) not in DEMANDS:
        return False
    return one.derivation.get("slot") is False or one.due_on <= at + dt.timedelta(days=AGAIN)


def is_open(*, is_task: bool, done: bool, again: bool, missing: bool, despite: bool) -> bool:
    """Is there something to work on?

    `again`: a date asks for it again. `missing`: a content that binds is not covered; `despite`:
    somebody said why it counts as done all the same.
    """
    return is_task and (not done or again or (missing and not despite))
