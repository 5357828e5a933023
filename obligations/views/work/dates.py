"""How a day is told: late, today, soon; a season as a range; why this day and why it moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from obligations import language
from obligations.calendar import ranges
from obligations.calendar.ranges import DayRange, Precision
from obligations.models import Deadline
from tracker.clock import LONDON

SOON = 14
SECTIONS = ((0, "Today"), (30, "Within 30 days"), (90, "Within 90 days"))


@dataclass(frozen=True)
class Day:
    """A deadline as a page shows it on a day."""

    deadline: Deadline
    at: dt.date

    @property
    def is_milestone(self) -> bool:
        """A date of the regime: nobody is late for it."""
        return self.deadline.milestone_id is not None

    @property
    def is_open(self) -> bool:
        return self.deadline.status == Deadline.Status.OPEN

    @property
    def is_owed(self) -> bool:
        """Open, or paused while an appeal is pending: it can be marked done."""
        return self.is_open or self.deadline.status == Deadline.Status.PAUSED

    @property
    def passed_before(self) -> bool:
        """It had passed when the service was added here, so nobody knows yet if it was missed."""
        added = self.deadline.created_at.astimezone(LONDON).date()
        return self.is_open and not self.is_milestone and self.deadline.due_on < min(added, self.at)

    @property
    def is_late(self) -> bool:
        passed = self.is_open and not self.is_milestone and self.deadline.due_on < self.at
        return passed and not self.passed_before

    @property
    def needs_doing(self) -> bool:
        """Owed, and today or late."""
        owed = self.is_open and not self.is_milestone and self.deadline.due_on <= self.at
        return owed and not self.passed_before

    @property
    def state(self) -> str:
        """overdue, soon or nothing: the colour, which always comes with words."""
        if self.is_late:
            return "overdue"
        left = (self.deadline.due_on - self.at).days
        near = self.is_open and not self.is_milestone and 0 <= left <= SOON
        return "soon" if near else ""

    @property
    def state_words(self) -> str:
        """`3 days late`, `today`, `in 5 days`, `not confirmed`, `done`."""
        if not self.is_open:
            return str(self.deadline.get_status_display())
        if self.is_milestone:
            passed = self.deadline.due_on < self.at
            if not self.deadline.confirmed:
                return "due, not confirmed" if passed else "not confirmed"
            return "" if passed else self._until()
        if self.passed_before:
            return "was it done?"
        if self.is_late:
            late = (self.at - self.deadline.due_on).days
            return f"{language.counted(late, 'day')} late"
        return self._until()

    def _until(self) -> str:
        left = (self.deadline.due_on - self.at).days
        if left == 0:
            return "today"
        return "tomorrow" if left == 1 else f"in {left:,} days"

    @property
    def when(self) -> str:
        """The day in words; of a month, season or year the range, never a false day."""
        period, milestone = self.deadline.period, self.deadline.milestone
        if period and milestone:
            last = period.upper - dt.timedelta(days=1)
            return ranges.words(DayRange(period.lower, last), Precision(milestone.precision))
        if self.deadline.due_at:
            return language.moment(self.deadline.due_at)
        return language.day(self.deadline.due_on)

    @property
    def last_working_day(self) -> str:
        """The working day before a day that is none; nothing where it is one."""
        told = self.deadline.derivation.get("last_working_day")
        return language.iso_day(told) if told else ""

    @property
    def section(self) -> str:
        """The heading it stands under in a list sorted by day."""
        if self.deadline.status == Deadline.Status.PAUSED:
            return "Paused while an appeal is pending"
        if not self.is_open:
            return "Closed"
        if self.passed_before:
            return "Passed before you began here"
        if self.is_late:
            return "Late"
        left = (self.deadline.due_on - self.at).days
        if left < 0:
            return "Planned for a day that has passed"
        return next((name for most, name in SECTIONS if left <= most), "Later")

    @property
    def whose(self) -> str:
        """The service, or the provider for what it owes once."""
        platform = self.deadline.platform
        return platform.name if platform else "The provider"


def days(deadlines: Iterable[Deadline], at: dt.date) -> list[Day]:
    """Deadlines as a page shows them on a day."""
    return [Day(deadline, at) for deadline in deadlines]
