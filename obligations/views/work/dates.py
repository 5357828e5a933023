"""How a day is told: late, today, soon; a season as a range; why this day and why it moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from obligations import language, words
from obligations.calendar import ranges
from obligations.calendar.ranges import DayRange, Precision
from obligations.calendar.standing import CLOSED, NEEDS_DOING, Standing, colour, standing
from obligations.models import Deadline
from obligations.models.standing import dated

SECTIONS = ((0, "Today"), (30, "Within 30 days"), (90, "Within 90 days"))


@dataclass(frozen=True)
class Day:
    """A deadline as a page shows it on a day."""

    deadline: Deadline
    at: dt.date

    @cached_property
    def standing(self) -> Standing:
        return standing(dated(self.deadline), self.at)

    @property
    def is_milestone(self) -> bool:
        """A date of the regime: nobody is late for it."""
        return self.deadline.milestone_id is not None

    @property
    def is_owed(self) -> bool:
        """Open, or paused while an appeal is pending: it can be marked done."""
        return self.standing not in CLOSED

    @property
    def passed_before(self) -> bool:
        """It had passed when the service was added here, so nobody knows yet if it was missed."""
        return self.standing == Standing.BEFORE

    @property
    def needs_doing(self) -> bool:
        """Owed, and now: today, late or at a pace."""
        return self.standing in NEEDS_DOING

    @property
    def state(self) -> str:
        """overdue, soon or nothing: the colour, which always comes with words."""
        return colour(self.standing, self.deadline.due_on, self.at)

    @property
    def state_words(self) -> str:
        """`3 days late`, `today`, `in 5 days`, `not confirmed`, `done`."""
        confirmed = self.deadline.confirmed
        return words.standing.told(
            self.standing, self.deadline.due_on, self.at, confirmed=confirmed
        )

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
        if self.standing in CLOSED:
            return "Closed"
        if self.standing not in (Standing.AHEAD, Standing.REGIME, Standing.KEEP):
            return words.standing.NAMES[self.standing]
        left = (self.deadline.due_on - self.at).days
        return next((name for most, name in SECTIONS if left <= most), "Later")

    @property
    def whose(self) -> str:
        """The service, or the provider for what it owes once."""
        platform = self.deadline.platform
        return platform.name if platform else "The provider"


def days(deadlines: Iterable[Deadline], at: dt.date) -> list[Day]:
    """Deadlines as a page shows them on a day."""
    return [Day(deadline, at) for deadline in deadlines]
