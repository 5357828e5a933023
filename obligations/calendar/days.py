"""Arithmetic on whole days, as Acts of Parliament count them."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta

from obligations.rules.rulebook.clocks import Period

CHARGING_YEAR_BEGINS = (4, 1)  # OSA 2023 Sch 10: a charging year runs from 1 April to 31 March.


def add(start: dt.date, period: Period) -> dt.date:
    """`start` plus years and months, then days. A day the month lacks becomes its last day.

    Months come first, so "three months beginning with" is `Period(months=3, days=-1)`.
    A period in hours needs a moment (see `moments.add_hours`) and is refused with ValueError.
    """
    if period.hours:
        raise ValueError("hours count from a moment, not from a day")
    return (
        start
        + relativedelta(years=period.years, months=period.months)
        + dt.timedelta(days=period.days)
    )


def anniversary(start: dt.date, years: int) -> dt.date:
    """The day `years` after `start`; 29 February falls on 28 February in a common year.

    Always counted from the first day and never from the previous anniversary, so that 29 February
    comes back in a leap year.
    """
    return add(start, Period(years=years))


def day_before(day: dt.date) -> dt.date:
    """The last whole day before something that happens on `day`."""
    return day - dt.timedelta(days=1)


def charging_year(day: dt.date) -> dt.date:
    """The first day of the charging year (1 April to 31 March) that contains `day`."""
    begins = dt.date(day.year, *CHARGING_YEAR_BEGINS)
    return begins if day >= begins else dt.date(day.year - 1, *CHARGING_YEAR_BEGINS)


def last_month_day_before(begins: dt.date, month: int, day: int) -> dt.date:
    """The latest `day` of `month` that is before `begins` (30 September before 1 April)."""
    this_year = dt.date(begins.year, month, day)
    return this_year if this_year < begins else dt.date(begins.year - 1, month, day)
