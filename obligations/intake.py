"""The one door of values: text, numbers, days, moments and numbers of rows, whoever sends them.

Files, forms, addresses, command lines and the administration read with these. Each gives back the
value or raises Refused, whose words say what is wrong and what to write instead.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from typing import Any

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
"""No day of the law or of a service lies outside; sums of days and months stay in the calendar."""
MOST = 10**15
"""No count of people and no sum of money is larger."""
LARGEST_ROW = 2**63 - 1
LONGEST_LINE, LONGEST_TEXT = 1_000, 20_000

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_ROW = re.compile(r"[0-9]{1,19}")
_BREAKS = "\n\r\t"
_BROKEN = "\ufffe\uffff"  # No file format may hold them.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # Letters by their class, and nothing to be seen.


class Refused(ValueError):
    """A value that cannot be taken; the message says what is allowed."""


def shown(given: object) -> str:
    """What was given as an error quotes it: on one line, cut short."""
    if isinstance(given, int) and abs(given) > 10**40:
        return "a number of more than 40 digits"
    quoted = repr(given)
    return quoted if len(quoted) <= 80 else f"{quoted[:76]} ..."


class OutOfRange(Refused):
    """A day of the calendar that lies too early or too late."""


def unfit(text: str, *, lines: bool = True) -> str:
    """The name of the first character that no text may hold (`lines`: line breaks may), or ""."""
    for letter in text:
        if letter in _BREAKS:
            if not lines:
                return "a tab" if letter == "\t" else "a line break"
        elif letter in _BROKEN or unicodedata.category(letter) in {"Cc", "Cs"}:
            return f"the character U+{ord(letter):04X}, which nobody can read"
        elif letter in "\u2028\u2029" and not lines:
            return "a line break"
    return ""


def is_visible(text: str) -> bool:
    """Does the text hold anything that can be seen?"""
    return any(
        unicodedata.category(letter)[0] not in "ZC" and letter not in _BLANK for letter in text
    )


def text(given: Any, *, longest: int = LONGEST_TEXT, lines: bool = True) -> str:
    """Text as it is kept, without spaces around it; "" stays empty. Raises Refused."""
    if not isinstance(given, str):
        raise Refused(f"words are wanted, not {shown(given)}")
    found = given.replace("\r\n", "\n").strip()
    if wrong := unfit(found, lines=lines):
        raise Refused(f"it holds {wrong}; take it out")
    if found and not is_visible(found):
        raise Refused("it holds only characters that cannot be seen; write words or leave it empty")
    if len(found) > longest:
        raise Refused(f"it has {len(found):,} characters; {longest:,} at most are kept")
    return found


def line(given: Any, *, longest: int = LONGEST_LINE) -> str:
    """Text on one line. Raises Refused."""
    return text(given, longest=longest, lines=False)


def number(given: Any, *, wanted: str = "a number, zero or more,", most: float = MOST) -> float:
    """A number, zero or more and not beyond `most`. Raises Refused; `wanted` describes it."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not given >= 0:
        raise Refused(f"{wanted} is wanted, not {shown(given)}")
    if not math.isfinite(given) or given > most:
        raise Refused(f"{shown(given)} is too large; {most:,} is the most that is kept")
    return given


def day(given: Any, *, earliest: dt.date = EARLIEST, latest: dt.date = LATEST) -> dt.date:
    """A day, or text such as 2026-11-21, from `earliest` to `latest`. Raises Refused."""
    if isinstance(given, dt.datetime):
        given = given.date()
    if isinstance(given, str):
        given = _written(given.strip())
    if not isinstance(given, dt.date):
        raise Refused(f"a day is wanted (YYYY-MM-DD), not {shown(given)}")
    if not earliest <= given <= latest:
        raise OutOfRange(f"{given} is out of range: write a day from {earliest} to {latest}")
    return given


def _written(given: str) -> dt.date:
    try:
        if _DAY.fullmatch(given):
            return dt.date.fromisoformat(given)
    except ValueError:
        raise Refused(f"the calendar has no day {given} (a day is wanted, YYYY-MM-DD)") from None
    raise Refused(f"a day is wanted (YYYY-MM-DD), not {shown(given)}")


def month(given: str) -> dt.date:
    """The first day of a month written as 2026-11. Raises Refused."""
    if not _MONTH.fullmatch(given):
        raise Refused(f"a month is wanted (YYYY-MM), not {shown(given)}")
    return day(f"{given}-01")


def moment(given: Any) -> dt.datetime:
    """A day with a time of day. Raises Refused."""
    found = given
    if isinstance(given, str):
        try:
            found = dt.datetime.fromisoformat(given.strip())
        except ValueError:
            found = None
    if not isinstance(found, dt.datetime):
        raise Refused(f"a moment is wanted (YYYY-MM-DDTHH:MM), not {shown(given)}")
    day(found)
    return found


def has_time(given: Any) -> bool:
    """Is this more than a day: a day with a time of day?"""
    return isinstance(given, dt.datetime) or (
        isinstance(given, str) and len(given.strip()) > len("2026-11-21")
    )


def row(given: Any) -> int | None:
    """The number of a row that an address or a form names; None for what names none."""
    found = int(given) if isinstance(given, str) and _ROW.fullmatch(given) else 0
    return found if 1 <= found <= LARGEST_ROW else None
