"""Stretches of days, and days within prose of the law data."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from obligations import language
from obligations.calendar import ranges

ISO_DAY = re.compile(r"(?<![-\w])\d{4}-\d\d-\d\d(?![-\w])")


def last_day(period: Any) -> dt.date | None:
    """The last day inside a half-open range; None where it does not end."""
    return period.upper - dt.timedelta(days=1) if period and period.upper else None


def period(days: Any) -> str:
    """A half-open range of days, told with its last day: `from 1 May 2025 to 3 June 2026`."""
    if not days:
        return "no day set"
    end = last_day(days)
    if days.lower is None:
        return f"until {language.day(end)}" if end else "always"
    if end is None:
        return f"since {language.day(days.lower)}"
    if end == days.lower:
        return f"on {language.day(end)}"
    return f"from {language.day(days.lower)} to {language.day(end)}"


def milestone_day(milestone: Any) -> str:
    """The date of a milestone, no more exact than it is: `March 2026`, `autumn 2026`, `2027`."""
    if not milestone.period:
        return "no date"
    stretch = ranges.DayRange(milestone.period.lower, milestone.period.upper - dt.timedelta(days=1))
    return ranges.words(stretch, ranges.Precision(milestone.precision))


def told_days(text: str | None) -> str:
    """Prose of the law data, in which days stand as 2026-11-21, with days as people write them."""
    return ISO_DAY.sub(_as_written, text or "")


def _as_written(found: re.Match[str]) -> str:
    try:
        return language.iso_day(found[0])
    except ValueError:  # digits that are no day
        return found[0]
