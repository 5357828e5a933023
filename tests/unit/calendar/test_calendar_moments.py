"""Clocks in hours: real hours, told in London time."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations import language
from obligations.calendar import moments
from obligations.calendar.moments import LONDON


def london(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=LONDON)


def test_48_hours_over_the_end_of_summer_time_end_an_hour_earlier_by_the_clock():
    assert moments.add_hours(london(2026, 10, 24, 12), 48) == london(2026, 10, 26, 11)


def test_48_hours_over_the_start_of_summer_time_end_an_hour_later_by_the_clock():
    assert moments.add_hours(london(2026, 3, 28, 12), 48) == london(2026, 3, 30, 13)


def test_48_hours_in_winter_end_at_the_same_hour():
    assert moments.add_hours(london(2026, 11, 20, 9, 30), 48) == london(2026, 11, 22, 9, 30)


def test_a_moment_in_another_zone_is_told_in_london_time():
    utc = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    assert moments.london_day(utc) == dt.date(2026, 7, 2)


@pytest.mark.parametrize("ask", [lambda m: moments.add_hours(m, 1), moments.london_day])
def test_a_moment_without_a_zone_is_refused(ask):
    with pytest.raises(ValueError, match="time zone"):
        ask(dt.datetime(2026, 1, 1))


def test_a_moment_is_written_in_london_time():
    assert language.moment(dt.datetime(2026, 6, 1, 11, 5, tzinfo=dt.UTC)) == "1 June 2026, 12:05"
