"""Likely to be accessed by children: a state that begins and ends on days (OSA 2023 s 37)."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass

from obligations.rules.conditions.truth import Truth

FIRST_ASSESSMENT_MONTHS = 3


@dataclass(frozen=True, slots=True)
class ChildAccess:
    """What s 37 looks at, for one side of a platform.

    `done` says whether the first access assessment is complete (None: not known), `concludes`
    whether it must conclude that children are likely to have access, `due` its last day.
    `found_on` is the day of a later assessment that was the first to find so (s 37(2)-(3)).
    """

    decided_from: dt.date | None
    done: Truth
    completed_on: dt.date | None
    concludes: Truth
    due: dt.date | None
    found_on: dt.date | None = None

    def missed(self, day: dt.date) -> Truth:
        """The day has come and the first assessment is not complete (s 37(4)-(5))."""
        if self.done is True:
            return False
        if self.due is None:
            return None
        if day < self.due:
            return False
        return None if self.done is None else True

    def holds(self, day: dt.date) -> Truth:
        """Whether the side is treated as likely to be accessed by children on the day."""
        if self.decided_from is not None and self.decided_from <= day:
            return True
        if self.done is True:
            return self.concludes
        not_done = None if self.due is None else day >= self.due
        if self.done is False:
            return not_done
        return not_done if not_done == self.concludes else None

    def since(self, day: dt.date) -> dt.date | None:
        """The day from which it has been so treated, where that can be told."""
        if self.holds(day) is not True:
            return None
        first = (self.completed_on, self.due) if self.found_on is None else (self.found_on,)
        days = (self.decided_from, *first)
        return min((each for each in days if each is not None and each <= day), default=None)


def first_assessment_due(start: dt.date | None, guidance: dt.date | None) -> dt.date | None:
    """The last day for the first access assessment (s 36, Sch 3).

    Services open when Ofcom's guidance came out had three months from it (16 April 2025); a later
    one has three months beginning with its first day, so its last day is one day earlier.
    """
    if start is None or guidance is None:
        return None
    if start <= guidance:
        return months_after(guidance, FIRST_ASSESSMENT_MONTHS)
    return months_after(start, FIRST_ASSESSMENT_MONTHS) - dt.timedelta(days=1)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))
