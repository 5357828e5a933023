"""Months, quarters, seasons and years are ranges, never a false day."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.calendar import ranges
from obligations.calendar.ranges import DayRange, Precision

D = dt.date


@pytest.mark.parametrize(
    ("last", "precision", "first", "end", "words"),
    [
        (D(2026, 11, 21), "day", D(2026, 11, 21), D(2026, 11, 21), "21 November 2026"),
        (D(2026, 11, 30), "month", D(2026, 11, 1), D(2026, 11, 30), "November 2026"),
        (D(2027, 5, 25), "month", D(2027, 5, 1), D(2027, 5, 31), "May 2027"),
        (D(2026, 11, 30), "season", D(2026, 9, 1), D(2026, 11, 30), "autumn 2026"),
        (D(2026, 12, 31), "season", D(2026, 10, 1), D(2026, 12, 31), "October to December 2026"),
        (D(2027, 6, 30), "season", D(2027, 4, 1), D(2027, 6, 30), "April to June 2027"),
        (D(2026, 3, 31), "quarter", D(2026, 1, 1), D(2026, 3, 31), "January to March 2026"),
        (D(2027, 12, 31), "year", D(2027, 1, 1), D(2027, 12, 31), "2027"),
    ],
)
def test_a_date_written_as_the_end_of_its_period_is_a_range(last, precision, first, end, words):
    found = ranges.ending(last, Precision(precision))
    assert (found.first, found.last) == (first, end)
    assert ranges.words(found, Precision(precision)) == words


def test_both_ends_belong_to_the_range():
    found = DayRange(D(2026, 9, 1), D(2026, 11, 30))
    assert D(2026, 9, 1) in found
    assert D(2026, 11, 30) in found
    assert D(2026, 12, 1) not in found


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before it begins"):
        DayRange(D(2026, 2, 1), D(2026, 1, 1))
