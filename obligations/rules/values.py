"""Single values of a fact file: what each type of fact takes, and how a wrong one is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from obligations.rules.records import Fact
from obligations.rules.truth import Interval, Value
from obligations.rules.words import join_or


class Refused(ValueError):
    """One value that cannot be read; the message says what is allowed."""


def nearest(given: object, names: Iterable[str]) -> str:
    """ "; did you mean ...?" with the closest of the names, or nothing."""
    found = get_close_matches(str(given), list(names), n=1, cutoff=0.5)
    return f"; did you mean {found[0]!r}?" if found else ""


def read_value(fact: Fact, given: Any) -> Value:
    """A value of the fact's type. Raises Refused, saying what is allowed."""
    match fact.type:
        case "boolean":
            if isinstance(given, bool):
                return given
            raise Refused(f"yes or no is wanted (true or false), not {given!r}")
        case "number" | "interval":
            return _number(given, fact.unit)
        case "date":
            return read_day(given)
        case "choice":
            return _choice(given, fact.choices)
        case "set":
            if not isinstance(given, list | tuple | set | frozenset):
                raise Refused(f"a list is wanted (an empty one says none), not {given!r}")
            return frozenset(_choice(each, fact.choices) for each in given)
        case other:
            raise Refused(f"facts of type {other} cannot be given")


def _choice(given: Any, choices: tuple[str, ...]) -> str:
    text = str(given)
    if text not in choices:
        near = nearest(text, choices)
        raise Refused(f"{given!r} is none of {join_or(list(choices))}{near}")
    return text


def _number(given: Any, unit: str | None) -> Value:
    if isinstance(given, Mapping):
        if not given or set(given) - {"low", "high"}:
            raise Refused(f"a range is written {{low: ..., high: ...}}, not {dict(given)!r}")
        low = _plain_number(given.get("low") or 0, unit)
        high = given.get("high")
        most = float("inf") if high is None else _plain_number(high, unit)
        if most < low:
            raise Refused(f"the range ends ({high}) before it begins ({low})")
        return low if low == most else Interval(low, most)
    return _plain_number(given, unit)


def _plain_number(given: Any, unit: str | None) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 0:
        of = f" of {unit}" if unit else ""
        raise Refused(f"a number{of}, zero or more, or {{low, high}} is wanted, not {given!r}")
    return given


def read_day(given: Any) -> dt.date:
    """A day written as one, or as YYYY-MM-DD. Raises Refused."""
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        return dt.date.fromisoformat(str(given))
    except ValueError:
        raise Refused(f"a day is wanted (YYYY-MM-DD), not {given!r}") from None


def read_moment(given: Any) -> dt.datetime | None:
    """A day with a time of day, where one was told."""
    if isinstance(given, dt.datetime):
        return given
    if isinstance(given, str) and len(given) > len("2026-11-21"):
        try:
            return dt.datetime.fromisoformat(given)
        except ValueError:
            return None
    return None
