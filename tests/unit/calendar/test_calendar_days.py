"""Whole-day arithmetic as the Act counts it."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations import language
from obligations.calendar import days
from obligations.rules.rulebook.clocks import Period

D = dt.date


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (D(2025, 1, 16), D(2025, 4, 15)),
        (D(2026, 10, 5), D(2027, 1, 4)),
        (D(2026, 11, 30), D(2027, 2, 27)),
        (D(2027, 11, 30), D(2028, 2, 28)),
        (D(2026, 3, 1), D(2026, 5, 31)),
    ],
)
def test_three_months_beginning_with_a_day_end_the_day_before(first, last):
    assert days.add(first, Period(months=3, days=-1)) == last


def test_anniversary_of_29_february_is_28_february_in_common_years():
    assert days.anniversary(D(2028, 2, 29), 1) == D(2029, 2, 28)


def test_anniversary_of_29_february_comes_back_in_a_leap_year():
    assert days.anniversary(D(2028, 2, 29), 4) == D(2032, 2, 29)


def test_months_are_added_before_days():
    assert days.add(D(2026, 1, 31), Period(months=1, days=1)) == D(2026, 3, 1)


def test_a_period_in_hours_is_refused_for_a_day():
    with pytest.raises(ValueError, match="hours count from a moment"):
        days.add(D(2026, 1, 1), Period(hours=48))


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (D(2026, 4, 1), D(2026, 4, 1)),
        (D(2026, 3, 31), D(2025, 4, 1)),
        (D(2027, 1, 1), D(2026, 4, 1)),
    ],
)
def test_charging_year_runs_from_1_april(day, begins):
    assert days.charging_year(day) == begins


def test_30_september_before_a_charging_year_is_in_the_year_before():
    assert days.last_month_day_before(D(2027, 4, 1), 9, 30) == D(2026, 9, 30)


def test_a_month_day_earlier_in_the_same_year_is_taken():
    assert days.last_month_day_before(D(2027, 4, 1), 2, 1) == D(2027, 2, 1)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(months=3, days=-1), "3 months less a day"),
        (Period(years=1), "1 year"),
        (Period(hours=48), "48 hours"),
        (Period(months=1, days=2), "1 month and 2 days"),
        (Period(days=0), "no time"),
    ],
)
def test_periods_are_said_in_words(period, words):
    assert period.words() == words


def test_days_are_written_without_a_leading_zero():
    assert language.day(D(2026, 11, 2)) == "2 November 2026"
