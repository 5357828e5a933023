"""Dates known only to a month, quarter, season or year: ranges, never a false day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from obligations import language

_MONTHS = {"month": 1, "quarter": 3, "season": 3, "year": 12}
_SEASONS = {5: "spring", 8: "summer", 11: "autumn"}


class Precision(StrEnum):
    """How exactly a date of the regime is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DayRange:
    """A stretch of whole days; both ends belong to it."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a range cannot end on {self.last} before it begins on {self.first}")

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def ending(last: dt.date, precision: Precision) -> DayRange:
    """The range of a date that the law data writes as the last day of its period.

    A season is the three months up to that day. Promises such as "late 2026" and "mid-2027" are
    seasons, too: they are told by their months.
    """
    if precision is Precision.DAY:
        return DayRange(last, last)
    if precision is Precision.YEAR:
        return DayRange(last.replace(month=1, day=1), last.replace(month=12, day=31))
    final = last + relativedelta(day=31)
    return DayRange(
        final.replace(day=1) - relativedelta(months=_MONTHS[precision] - 1),
        final,
    )


def words(found: DayRange, precision: Precision) -> str:
    """The range as it is promised: "21 November 2026", "November 2026", "autumn 2026", "2027"."""
    match precision:
        case Precision.DAY:
            return language.day(found.last)
        case Precision.MONTH:
            return language.month(found.last)
        case Precision.YEAR:
            return str(found.last.year)
        case Precision.SEASON if found.last.month in _SEASONS:
            return f"{_SEASONS[found.last.month]} {found.last.year}"
        case _:
            return f"{found.first:%B} to {language.month(found.last)}"
