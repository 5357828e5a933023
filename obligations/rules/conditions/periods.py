"""Being in scope is a list of periods: a service that left may come back (Sch 3 para 4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """The period in scope that counts on a day, its first and last day where they are known.

    `before` is the last day of an earlier period, where the service had left and comes back.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    before: dt.date | None = None

    def of_before(self, day: dt.date | None) -> bool:
        """Whether a day belongs to the earlier period."""
        return day is not None and self.before is not None and day <= self.before


def period_on(day: dt.date, first: dt.date | None, last: dt.date | None) -> Period:
    """The period that counts on a day, of the latest first and the latest last day told.

    A first day after the last one begins a second period: up to that last day the first period
    counts, whose own first day was not told; after it the second one, even before it begins.
    """
    if first is None or last is None or first <= last:
        return Period(first, last)
    return Period(None, last) if day <= last else Period(first, None, before=last)
