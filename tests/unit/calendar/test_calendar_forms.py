"""Reading the clocks of the law data."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.calendar import forms
from obligations.calendar.days import Period
from obligations.calendar.forms import ClockError, read_clock, read_form

D = dt.date


@pytest.mark.parametrize(
    ("due", "form"),
    [
        (None, forms.NotWorkedOut()),
        ("2025-03-16", forms.FixedDay(D(2025, 3, 16))),
        (
            {"from": "service_start_date", "add": {"months": 3, "days": -1}},
            forms.FromFact("service_start_date", Period(months=3, days=-1)),
        ),
        (
            {"from_event": "intimate_image_report", "add": {"hours": 48}},
            forms.FromEvent(("intimate_image_report",), Period(hours=48)),
        ),
        (
            {"from_event": ["designated", "guidance"], "add": {"months": 3}},
            forms.FromEvent(("designated", "guidance"), Period(months=3)),
        ),
        (
            {"from_event": "significant_change", "add": None},
            forms.FromEvent(
                ("significant_change",), None, forms.Pace.AS_SOON_AS_REASONABLY_PRACTICABLE
            ),
        ),
        (
            {"from_event": "detected", "add": None, "pace": "immediately"},
            forms.FromEvent(("detected",), None, forms.Pace.IMMEDIATELY),
        ),
        (
            {"from_done": "osa-s9-2", "add": {"months": 12}},
            forms.FromDone(("osa-s9-2",), Period(months=12)),
        ),
        (
            {"from_done": ["osa-s23-2", "osa-s23-9"], "add": {"months": 1}},
            forms.FromDone(("osa-s23-2", "osa-s23-9"), Period(months=1)),
        ),
        ({"before_event": "significant_change"}, forms.BeforeEvent("significant_change")),
        (
            {"before": "charging_year", "month_day": "09-30"},
            forms.BeforeChargingYear(9, 30),
        ),
        (
            {
                "before": "charging_year",
                "month_day": "09-30",
                "initial": {"from": "2026-04-01", "due": "2026-04-11"},
            },
            forms.BeforeChargingYear(9, 30, D(2026, 4, 1), D(2026, 4, 11)),
        ),
        (
            {"in_notice": "penalty", "at_least": {"days": 28}},
            forms.InNotice("penalty", Period(days=28)),
        ),
        ({"with": ["osa-s9-2"]}, forms.TogetherWith(("osa-s9-2",))),
        ({"continuous": True}, forms.Continuous()),
    ],
)
def test_every_form_is_read(due, form):
    assert read_form(due) == form


@pytest.mark.parametrize(
    "due",
    [
        {"from": "service_start_date"},
        {"from": "x", "add": {"fortnights": 2}},
        {"from_event": "x", "add": {"days": 1}, "pace": "immediately"},
        {"from_event": "x", "add": None, "pace": "soonish"},
        {"before": "the_flood", "month_day": "09-30"},
        {"before": "charging_year", "month_day": "02-30"},
        {"before": "charging_year", "month_day": "09-30", "last": {}},
        {"continuous": False},
        {"before_event": "x", "add": {"days": 1}},
        "2026-02-30",
        7,
    ],
)
def test_what_is_in_no_form_is_refused(due):
    with pytest.raises(ValueError, match=r".+"):
        read_form(due)


def test_a_refusal_names_what_was_written():
    with pytest.raises(ClockError, match="the_flood"):
        read_form({"before": "the_flood", "month_day": "09-30"})


def test_a_requirement_without_a_clock_has_an_empty_one():
    assert read_clock(None) == forms.Clock()


def test_a_rule_is_law_to_be_done_by_a_day_unless_it_says_otherwise():
    (rule,) = read_clock({"rules": [{"when": None, "due": None, "text": "Some day."}]}).rules
    assert (rule.basis, rule.sense) == (forms.Basis.LAW, forms.Sense.DO_BY)


def test_paces_are_said_in_words():
    assert forms.Pace.WITHOUT_UNDUE_DELAY.words() == "without undue delay"
    assert forms.Pace.NO_PACE_SET.words() == "no number of days is set"
