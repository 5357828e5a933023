"""Three-valued truth (Kleene): True, False, and None for not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

Truth = bool | None


def all_of(truths: Iterable[Truth]) -> Truth:
    """False if one is False, else not known if one is not known, else True (so True of none)."""
    known = True
    for truth in truths:
        if truth is False:
            return False
        known = known and truth is not None
    return True if known else None


def any_of(truths: Iterable[Truth]) -> Truth:
    """True if one is True, else not known if one is not known, else False (so False of none)."""
    known = True
    for truth in truths:
        if truth is True:
            return True
        known = known and truth is not None
    return False if known else None


def negate(truth: Truth) -> Truth:
    """The opposite; what is not known stays not known."""
    return None if truth is None else not truth


@dataclass(frozen=True, slots=True)
class Interval:
    """A number known only to lie from `low` to `high`, both included; `high` may be infinite."""

    low: float
    high: float


Value = bool | int | float | str | dt.date | frozenset[str] | Interval


def ends(value: Value) -> tuple[float, float]:
    """The lowest and highest number that a number or interval may be."""
    if isinstance(value, Interval):
        return value.low, value.high
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return value, value
