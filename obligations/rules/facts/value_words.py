"""Values in words: what was read from a file says so, and `obligations.words` says the same."""

from __future__ import annotations

import datetime as dt
import math

from obligations import language
from obligations.rules.conditions.truth import Interval, Value


def value_words(value: Value | None, unit: str | None = None) -> str:
    """A fact's value as one would write it."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case Interval(low, high):
            if high == math.inf:
                return f"{number(low, unit)} or more"
            return f"{number(low, unit)} to {number(high, unit)}"
        case int() | float():
            return number(value, unit)
        case frozenset():
            return language.listed(map(language.plain, sorted(value))) if value else "none"
        case dt.date():
            return language.day(value)
        case text:
            return language.plain(text)


def number(value: float, unit: str | None = None) -> str:
    """1234567 as "1,234,567", 34000000 as "34 million", pounds with their sign."""
    sign = "£" if unit is not None and unit.startswith("GBP") else ""
    if value >= 1_000_000 and value % 100_000 == 0:
        return f"{sign}{value / 1_000_000:,g} million"
    return f"{sign}{value:,.0f}" if float(value).is_integer() else f"{sign}{value:,}"
