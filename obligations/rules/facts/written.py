"""Values as people write them in documents: "2,000", "under 7 million", "13 September 2026", "No".

Each function takes text and gives the plain value that a fact file writes, or None where the text
says nothing that can be read one way only: nothing is guessed. Raises Refused with a question
where a text is understood and says less than is needed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from obligations.intake import Refused
from obligations.rules.conditions.levels import LEVELS, span

_YES_NO = dict.fromkeys(("yes", "y", "true", "on"), True) | dict.fromkeys(
    ("no", "n", "false", "off"), False
)

_SCALES = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6, "bn": 10**9,
           "billion": 10**9}  # fmt: skip
_FIGURE = re.compile(
    r"[£]?\s*(?P<digits>[0-9]{1,3}(?:[,_\u00a0\u2009 ][0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?"
    rf"\s*(?P<scale>{'|'.join(filter(None, _SCALES))})?"
)
_BOUNDS = {
    "under": (None, -1), "below": (None, -1), "less than": (None, -1), "fewer than": (None, -1),
    "<": (None, -1),
    "up to": (None, 0), "at most": (None, 0), "no more than": (None, 0), "<=": (None, 0),
    "over": (1, None), "above": (1, None), "more than": (1, None), ">": (1, None),
    "at least": (0, None), ">=": (0, None),
}  # fmt: skip
"""What is added to the figure to get the lowest or the highest whole number that is meant."""
_ROUND = re.compile(r"(about|around|approximately|approx\.?|roughly|circa|c\.|~)\s*")
_TO = re.compile(r"\s*(?:\.\.|\bto\b|\band\b|-|\u2013)\s*")

_MONTHS = {name: number for number, name in enumerate(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september",
     "october", "november", "december"), 1)}  # fmt: skip
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]+)\.?,?\s+(?P<year>[0-9]{4})"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]+)\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{4})"
)
_SHORTEST_MONTH = 3

_NO_RISK = {"no risk", "no", "none", "nil"}
_LEVEL_TO = re.compile(r"\s*(?:\.\.|\bto\b|\bor\b|-|\u2013|/)\s*")


def yes_or_no(text: str) -> bool | None:
    """Yes or no, in any case."""
    return _YES_NO.get(_plain(text))


def number(text: str) -> Any:
    """A number, or {low, high} for a bound ("under 700,000") or a span ("2,000 to 3,000").

    A span is also written "2000..3000", with an open end where one is left out.
    """
    told = _plain(text)
    if _ROUND.match(told):
        wanted = "write the lowest and the highest it may be, as in '4,000 to 6,000'"
        raise Refused(f"{text!r} is no exact number: {wanted}")
    exact = _figure(told)
    return exact if exact is not None else _bound(told) or _span(told)


def _bound(told: str) -> dict[str, Any] | None:
    for words in sorted(_BOUNDS, key=len, reverse=True):
        figure = _figure(told.removeprefix(words).strip()) if told.startswith(words) else None
        if figure is not None:
            low, high = _BOUNDS[words]
            return {
                "low": None if low is None else figure + low,
                "high": None if high is None else max(0, figure + high),
            }
    return None


def _span(told: str) -> dict[str, Any] | None:
    ends = _TO.split(told.removeprefix("between ").strip())
    match [_figure(end) for end in _scaled(ends)]:
        case [int() | float() as low, int() | float() as high]:
            return {"low": low, "high": high}
        case [None, int() | float() as high] if told.startswith(".."):
            return {"low": 0, "high": high}
        case [int() | float() as low, None] if told.endswith(".."):
            return {"low": low, "high": None}
    return None


def day(text: str) -> dt.date | None:
    """A day with the name of its month: "13 September 2026", "Sept 13, 2026"."""
    told = _plain(text)
    found = _DAY_FIRST.fullmatch(told) or _MONTH_FIRST.fullmatch(told)
    if found is None or len(found["month"]) < _SHORTEST_MONTH:
        return None
    months = [number for name, number in _MONTHS.items() if name.startswith(found["month"])]
    if len(months) != 1:
        return None
    try:
        return dt.date(int(found["year"]), months[0], int(found["day"]))
    except ValueError:
        raise Refused(f"the calendar has no day {text!r}") from None


def level(text: str) -> str | None:
    """A level of risk, or a span of them as "low to medium". Raises Refused for "very low"."""
    told = _plain(text)
    found = [end.removesuffix(" risk") for end in _LEVEL_TO.split(told)]
    ends = [LEVELS[0] if end in _NO_RISK else end for end in found]
    heights = sorted(LEVELS.index(end) for end in ends if end in LEVELS)
    if len(heights) == len(ends):
        return span(heights[0], heights[-1])
    if told.startswith("very "):
        raise Refused(_asked_again(text, told))
    return None


def _asked_again(text: str, told: str) -> str:
    choice = f"{LEVELS[0]} or {LEVELS[1]}" if told.endswith("low") else LEVELS[-1]
    return f"{text!r} is not one of Ofcom's four levels: does the assessment mean {choice}?"


def _scaled(ends: list[str]) -> list[str]:
    """ "7 to 8 million" means millions at both ends."""
    match ends:
        case [low, high] if (
            low.isascii()
            and low.isdigit()
            and (found := _FIGURE.fullmatch(high))
            and found["scale"]
        ):
            scaled = f"{low} {found['scale']}"
            return [scaled if (_figure(scaled) or 0) <= (_figure(high) or 0) else low, high]
    return ends


def _figure(text: str) -> int | float | None:
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    digits = re.sub(r"[^0-9]", "", found["digits"])
    value = float(f"{digits}{found['part'] or ''}") * _SCALES[found["scale"] or ""]
    return int(value) if value.is_integer() else value


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").casefold().split())
