"""What holds of the calendar for every day, period, lead and clock."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from obligations.calendar import days, leads, moments, ranges
from obligations.calendar.clocks import evaluate
from obligations.calendar.due import Occurrence, Outcome
from obligations.calendar.ranges import Precision
from obligations.calendar.working_days import Jurisdiction, is_working_day, last_working_day
from obligations.rules.rulebook.clocks import Clock, FromEvent, Period, Rule

any_day = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))
places = st.sampled_from(Jurisdiction)


@given(any_day, st.integers(1, 60))
def test_a_period_of_months_includes_its_first_day_and_ends_before_the_day_after_it(first, months):
    last = days.add(first, Period(months=months, days=-1))
    after = days.add(first, Period(months=months))
    assert first <= last < after
    assert (after - last).days == 1


@given(any_day, st.integers(0, 30))
def test_an_anniversary_keeps_its_month_and_its_day_but_for_29_february(start, years):
    found = days.anniversary(start, years)
    assert (found.year, found.month) == (start.year + years, start.month)
    assert found.day == start.day or (start.month, start.day, found.day) == (2, 29, 28)


@given(any_day)
def test_every_day_is_in_its_charging_year(day):
    begins = days.charging_year(day)
    assert begins <= day < days.anniversary(begins, 1)
    assert days.last_month_day_before(begins, 9, 30) < begins


@given(
    st.datetimes(
        dt.datetime(2020, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(moments.LONDON)
    ),
    st.integers(0, 1000),
)
def test_hours_really_pass(moment, hours):
    passed = moments.add_hours(moment, hours)
    spent = passed.astimezone(dt.UTC) - moment.astimezone(dt.UTC)
    assert spent == dt.timedelta(hours=hours)


@given(any_day, places)
def test_the_last_working_day_is_the_nearest_one_that_is_not_later(day, where):
    found = last_working_day(day, where)
    assert found <= day
    assert is_working_day(found, where)
    between = (found + dt.timedelta(days=n) for n in range(1, (day - found).days + 1))
    assert not any(is_working_day(each, where) for each in between)


@given(any_day, st.sampled_from(Precision))
def test_the_end_of_a_period_is_in_its_range(last, precision):
    assert last in ranges.ending(last, precision)


@given(any_day, st.integers(-500, 500))
def test_leads_only_become_more_urgent(day, offset):
    as_at = day + dt.timedelta(days=offset)
    now, later = leads.reached(day, as_at), leads.reached(day, as_at + dt.timedelta(days=1))
    assert now is None or (later is not None and later <= now)


class _Recorded:
    """A service of which nothing is known but when one event happened."""

    as_at = dt.date(2060, 1, 1)
    where = Jurisdiction.SCOTLAND

    def __init__(self, happened: list[dt.date]) -> None:
        self.happened = happened

    def occurrences(self, event):
        return [Occurrence(event, day, key=str(n)) for n, day in enumerate(self.happened)]


@given(st.lists(any_day, max_size=6), st.integers(0, 36), st.integers(-1, 40))
def test_every_occurrence_has_its_own_answer_and_none_is_awaited(happened, months, extra):
    period = Period(months=months, days=extra)
    rule = Rule(when=None, due=FromEvent(from_event="report", add=period), text="text")
    clock = Clock(rules=(rule,))
    dues = evaluate(clock, _Recorded(happened))
    if not happened:
        assert [due.outcome for due in dues] == [Outcome.AWAITS]
        return
    assert [due.last for due in dues] == [days.add(day, period) for day in happened]
    assert len({due.occurrence for due in dues}) == len(happened)
