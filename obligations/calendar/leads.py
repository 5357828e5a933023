"""Lead times: how long before a day it is pointed out, and how often after it has passed.

A lead is a number of days before the day owed; a negative one counts the days since, in weeks.
"""

from __future__ import annotations

import datetime as dt

LEADS = (90, 30, 14, 7, 1, 0)
WEEK = 7


def reached(day: dt.date, as_at: dt.date) -> int | None:
    """The most urgent lead that `as_at` has reached for something owed on `day`, or None.

    90, 30, 14, 7, 1 and 0 days before; then -7, -14, ... for each full week that has passed.
    After downtime this is the only one to tell: the earlier ones have been overtaken by it.
    """
    left = (day - as_at).days
    if left < 0:
        weeks = -left // WEEK
        return -WEEK * weeks if weeks else 0
    return min((lead for lead in LEADS if lead >= left), default=None)


def reached_in_range(first: dt.date, last: dt.date, as_at: dt.date) -> int | None:
    """The most urgent lead for something expected within a range of days.

    Leads count to its first day, 0 lasts as long as the range, and -7 says once that it has passed
    without being confirmed: nobody is told weekly about somebody else's delay.
    """
    if as_at < first:
        return reached(first, as_at)
    return 0 if as_at <= last else -WEEK


def words(lead: int) -> str:
    """ "in 30 days", "tomorrow", "today", "2 weeks ago"."""
    if lead < 0:
        weeks = -lead // WEEK
        return "a week ago" if weeks == 1 else f"{weeks} weeks ago"
    named = {0: "today", 1: "tomorrow"}
    return named.get(lead, f"within {lead} days")
