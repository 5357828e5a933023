"""UK working days, in each part of the country."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.calendar.working_days import (
    Jurisdiction,
    is_working_day,
    last_working_day,
)

D = dt.date


@pytest.mark.parametrize(
    ("day", "open_in"),
    [
        (D(2026, 12, 25), set()),
        (D(2026, 1, 2), {Jurisdiction.ENGLAND_AND_WALES, Jurisdiction.NORTHERN_IRELAND}),
        (D(2026, 3, 17), {Jurisdiction.ENGLAND_AND_WALES, Jurisdiction.SCOTLAND}),
        (D(2026, 4, 6), {Jurisdiction.SCOTLAND}),
        (D(2026, 11, 21), set()),
        (D(2026, 11, 20), set(Jurisdiction)),
    ],
    ids=["Christmas", "2 January", "St Patrick", "Easter Monday", "Saturday", "Friday"],
)
def test_bank_holidays_differ_between_the_parts_of_the_country(day, open_in):
    assert {where for where in Jurisdiction if is_working_day(day, where)} == open_in


def test_a_substitute_day_is_no_working_day():
    assert not is_working_day(D(2026, 12, 28))  # Boxing Day 2026 falls on a Saturday


def test_a_period_never_ends_later_than_its_day():
    assert last_working_day(D(2026, 11, 22)) == D(2026, 11, 20)


def test_a_working_day_is_its_own_last_working_day():
    assert last_working_day(D(2026, 11, 20)) == D(2026, 11, 20)
