"""Plain English for what is no law: days, counts, lists and sentences. Everything may use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_LONDON = ZoneInfo("Europe/London")


def day(value: dt.date | None) -> str:
    """21 November 2026; nothing for no day."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def iso_day(value: str) -> str:
    """A day of the law data, written 2026-11-21, as 21 November 2026."""
    return day(dt.date.fromisoformat(value))


def month(value: dt.date) -> str:
    """November 2026."""
    return f"{value:%B %Y}"


def moment(value: dt.datetime) -> str:
    """21 November 2026, 14:05 (London time)."""
    local = value.astimezone(_LONDON)
    return f"{day(local)}, {local:%H:%M}"


def small(count: int) -> str:
    """A count within a sentence: up to nine in letters."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str = "") -> str:
    """`1 duty`, `3 duties`; without a plural of its own an s is added."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def listed(values: Iterable[object]) -> str:
    """`a, b and c`."""
    return _joined(values, "and")


def either(values: Iterable[object]) -> str:
    """`a, b or c`."""
    return _joined(values, "or")


def _joined(values: Iterable[object], last: str) -> str:
    words = [str(value) for value in values]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]


def sentence(clause: str) -> str:
    """A clause with a capital and a full stop."""
    text = capital(clause)
    return text if text.endswith((".", ":", "?")) else f"{text}."


def within(title: str) -> str:
    """A title as it stands within a sentence; what begins with an acronym keeps its capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def plain(name: str) -> str:
    """A name of the data as words: "user_to_user" -> "user to user"."""
    return name.replace("_", " ")


def typographic(text: str) -> str:
    """Apostrophes as pages set them: the law data and the command line have plain ones."""
    return text.replace("'", "’")
