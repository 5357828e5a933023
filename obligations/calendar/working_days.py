"""UK working days: not a Saturday, a Sunday or a bank holiday of that part of the country."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import lru_cache

import holidays

ONE_DAY = dt.timedelta(days=1)


class Jurisdiction(StrEnum):
    """The parts of the United Kingdom with bank holidays of their own (Provider.nation)."""

    ENGLAND_AND_WALES = "england-and-wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


_SUBDIVISION = {
    Jurisdiction.ENGLAND_AND_WALES: "ENG",
    Jurisdiction.SCOTLAND: "SCT",
    Jurisdiction.NORTHERN_IRELAND: "NIR",
}


@lru_cache(maxsize=512)
def bank_holidays(year: int, where: Jurisdiction) -> frozenset[dt.date]:
    """The bank holidays of one year, substitute days included."""
    return frozenset(holidays.country_holidays("GB", subdiv=_SUBDIVISION[where], years=year))


def is_working_day(day: dt.date, where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES) -> bool:
    """Whether offices are open on that day in that part of the country."""
    return day.weekday() < 5 and day not in bank_holidays(day.year, where)


def last_working_day(day: dt.date, where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES) -> dt.date:
    """`day` itself, or the last working day before it: the practical end of a period.

    The Act moves no deadline off a weekend, so a deadline is never put later than it is.
    """
    while not is_working_day(day, where):
        day -= ONE_DAY
    return day
