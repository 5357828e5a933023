"""Lead times: once at each, then weekly."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.calendar import leads

DUE = dt.date(2027, 3, 14)


def at(days_before: int) -> dt.date:
    return DUE - dt.timedelta(days=days_before)


@pytest.mark.parametrize(
    ("days_before", "lead"),
    [
        (91, None), (90, 90), (31, 90), (30, 30), (15, 30), (14, 14), (8, 14), (7, 7), (2, 7),
        (1, 1), (0, 0), (-1, 0), (-6, 0), (-7, -7), (-13, -7), (-14, -14), (-400, -399),
    ],
)  # fmt: skip
def test_the_most_urgent_lead_reached(days_before, lead):
    assert leads.reached(DUE, at(days_before)) == lead


@pytest.mark.parametrize(
    ("day", "lead"),
    [
        (dt.date(2026, 6, 2), None),
        (dt.date(2026, 6, 3), 90),
        (dt.date(2026, 8, 31), 1),
        (dt.date(2026, 9, 1), 0),
        (dt.date(2026, 11, 30), 0),
        (dt.date(2026, 12, 1), -7),
        (dt.date(2027, 12, 1), -7),
    ],
)
def test_a_season_is_pointed_out_before_it_while_it_lasts_and_once_after(day, lead):
    first, last = dt.date(2026, 9, 1), dt.date(2026, 11, 30)
    assert leads.reached_in_range(first, last, day) == lead


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (90, "within 90 days"),
        (1, "tomorrow"),
        (0, "today"),
        (-7, "a week ago"),
        (-21, "3 weeks ago"),
    ],
)
def test_leads_in_words(lead, words):
    assert leads.words(lead) == words
