"""How a date is told, without a database."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.models import Deadline, Milestone
from obligations.views.work.dates import Day

TODAY = dt.date(2026, 11, 21)
LONG_AGO = dt.datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/London"))


def told(due: dt.date, created: dt.datetime = LONG_AGO, **fields: object) -> Day:
    return Day(Deadline(due_on=due, created_at=created, title="Review", **fields), TODAY)


@pytest.mark.parametrize(
    ("days", "words", "state", "section"),
    [
        (-3, "3 days late", "overdue", "Late"),
        (-1, "1 day late", "overdue", "Late"),
        (0, "today", "soon", "Today"),
        (1, "tomorrow", "soon", "Within 30 days"),
        (14, "in 14 days", "soon", "Within 30 days"),
        (15, "in 15 days", "", "Within 30 days"),
        (90, "in 90 days", "", "Within 90 days"),
        (91, "in 91 days", "", "Later"),
    ],
)
def test_nearness_is_said_in_words(days: int, words: str, state: str, section: str) -> None:
    day = told(TODAY + dt.timedelta(days=days))
    assert (day.state_words, day.state, day.section) == (words, state, section)
    assert day.needs_doing == (days <= 0)


def test_day_that_had_passed_when_added_is_not_called_late() -> None:
    added = dt.datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Europe/London"))
    day = told(dt.date(2025, 3, 16), added)
    assert day.passed_before
    assert day.standing == "before"
    assert not day.needs_doing
    assert day.state_words == "was it done?"


def test_closed_day_is_never_late() -> None:
    day = told(dt.date(2025, 3, 16), status="done")
    assert (day.state_words, day.state, day.section) == ("done", "", "Closed")


def test_season_is_a_range_and_not_confirmed() -> None:
    season = DateRange(dt.date(2026, 9, 1), dt.date(2026, 12, 1))
    milestone = Milestone(pk=1, precision="season")
    day = told(dt.date(2026, 11, 30), period=season, milestone=milestone, confirmed=False)
    assert (day.when, day.state_words, day.state) == ("autumn 2026", "not confirmed", "")


def test_plan_whose_day_has_passed_is_due_not_confirmed() -> None:
    day = told(dt.date(2026, 6, 30), milestone=Milestone(pk=1, precision="day"), confirmed=False)
    assert day.state_words == "due, not confirmed"
    assert day.section == "Planned for a day that has passed"
    assert not day.needs_doing


def test_hour_is_told_in_london_time() -> None:
    moment = dt.datetime(2026, 7, 1, 11, tzinfo=dt.UTC)
    assert told(dt.date(2026, 7, 1), due_at=moment).when == "1 July 2026, 12:00"
