"""Single values of a fact file: what each type of fact takes, and how a wrong one is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from obligations import intake, language
from obligations.intake import Refused, shown
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Interval, Value
from obligations.rules.facts import written
from obligations.rules.rulebook.vocabulary import Fact

LONGEST_NAME = 80


_WRITTEN: dict[str, Callable[[str], Any]] = {
    "boolean": written.yes_or_no,
    "number": written.number,
    "interval": written.number,
    "date": written.day,
}


def nearest(given: object, names: Iterable[str]) -> str:
    """ "; did you mean ...?" with the closest of the names, or nothing."""
    if len(str(given)) > LONGEST_NAME:
        return ""
    found = get_close_matches(str(given), list(names), n=1, cutoff=0.5)
    return f"; did you mean {found[0]!r}?" if found else ""


def read_value(fact: Fact, given: Any) -> Value:
    """A value of the fact's type, also as people write it. Raises Refused with what is allowed."""
    if isinstance(given, str):
        given = _understood(fact, given)
    match fact.type:
        case "boolean":
            if isinstance(given, bool):
                return given
            raise Refused(f"yes or no is wanted (true or false), not {shown(given)}")
        case "number" | "interval":
            return _number(given, fact.unit)
        case "date":
            return intake.day(given)
        case "choice":
            return _choice(given, fact.choices)
        case "set":
            if not isinstance(given, list | tuple | set | frozenset):
                raise Refused(f"a list is wanted (an empty one says none), not {shown(given)}")
            return frozenset(_choice(each, fact.choices) for each in given)
        case other:
            raise Refused(f"facts of type {other} cannot be given")


def _choice(given: Any, choices: tuple[str, ...]) -> str:
    text = str(given) if isinstance(given, str | int) else ""
    if text not in choices:
        near = nearest(text, choices)
        raise Refused(f"{shown(given)} is none of {language.either(choices)}{near}")
    return text


def read_level(given: Any) -> str:
    """A level of risk, or a span of levels ("low to medium"). Raises Refused."""
    level = written.level(given) if isinstance(given, str) else None
    if level is None:
        raise Refused(f"{shown(given)} is none of {language.either(LEVELS)}")
    return level


def _understood(fact: Fact, text: str) -> Any:
    """What a text says, as a fact file would write it; the text where it says nothing."""
    read = _WRITTEN.get(fact.type)
    found = None if read is None else read(text)
    return text if found is None else found


def _number(given: Any, unit: str | None) -> Value:
    of = f" of {unit}" if unit else ""
    wanted = f"a number{of}, zero or more, or {{low, high}}"
    if isinstance(given, Mapping):
        if not given or set(given) - {"low", "high"}:
            raise Refused(f"a range is written {{low: ..., high: ...}}, not {shown(dict(given))}")
        low, high = given.get("low"), given.get("high")
        least = 0 if low is None else intake.number(low, wanted=wanted)
        most = float("inf") if high is None else intake.number(high, wanted=wanted)
        if most < least:
            raise Refused(f"the range ends ({high}) before it begins ({low})")
        return least if least == most else Interval(least, most)
    return intake.number(given, wanted=wanted)


def plain_value(value: Any) -> Any:
    """A value as a fact file and JSON write it: days as ISO text, sets as sorted lists, an open
    upper end as null, a range of one number as that number."""
    match value:
        case Interval(low, high):
            return {"low": low, "high": None if high == float("inf") else high}
        case dt.date():
            return value.isoformat()
        case set() | frozenset() | list() | tuple():
            return sorted(value, key=str)
        case {"low": low, "high": high, **rest} if low == high and low is not None and not rest:
            return low
        case _:
            return value
