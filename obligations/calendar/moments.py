"""Clocks that run in hours, from one moment to another, on Europe/London time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def add_hours(moment: dt.datetime, hours: int) -> dt.datetime:
    """`moment` plus hours that really pass, told in London time.

    48 hours over the end of summer time end an hour earlier by the wall clock, because 48 hours
    and not two days were given (OSA 2023 s 10(3A)). A moment without a zone is refused.
    """
    if moment.tzinfo is None:
        raise ValueError("a clock in hours needs a moment with a time zone")
    passed = moment.astimezone(dt.UTC) + dt.timedelta(hours=hours)
    return passed.astimezone(LONDON)


def london_day(moment: dt.datetime) -> dt.date:
    """The Europe/London day on which a moment falls."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone falls on no certain day")
    return moment.astimezone(LONDON).date()


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a London day."""
    return dt.datetime.combine(day, dt.time(), tzinfo=LONDON)
