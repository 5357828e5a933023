"""The forms in which the law data writes a clock."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from obligations.rules.rulebook import clocks
from obligations.rules.rulebook.clocks import Basis, Clock, Pace, Period, Rule, Sense

D = dt.date
DUE = TypeAdapter(clocks.Due | None)


@pytest.mark.parametrize(
    ("due", "form"),
    [
        (None, None),
        ("2025-03-16", D(2025, 3, 16)),
        (
            {"from": "service_start_date", "add": {"months": 3, "days": -1}},
            clocks.FromFact(**{"from": "service_start_date"}, add=Period(months=3, days=-1)),
        ),
        (
            {"from_event": "intimate_image_report", "add": {"hours": 48}},
            clocks.FromEvent(from_event="intimate_image_report", add=Period(hours=48)),
        ),
        (
            {"from_event": ["designated", "guidance"], "add": {"months": 3}},
            clocks.FromEvent(from_event=("designated", "guidance"), add=Period(months=3)),
        ),
        (
            {"from_event": "detected", "add": None, "pace": "immediately"},
            clocks.FromEvent(from_event="detected", pace=Pace.IMMEDIATELY),
        ),
        (
            {"from_done": ["osa-s23-2", "osa-s23-9"], "add": {"months": 1}},
            clocks.FromDone(from_done=("osa-s23-2", "osa-s23-9"), add=Period(months=1)),
        ),
        (
            {"before_event": "significant_change"},
            clocks.BeforeEvent(before_event="significant_change"),
        ),
        (
            {
                "before": "charging_year",
                "month_day": "09-30",
                "initial": {"from": "2026-04-01", "due": "2026-04-11"},
            },
            clocks.BeforeChargingYear(
                before="charging_year",
                month_day="09-30",
                initial=clocks.Initial(**{"from": D(2026, 4, 1)}, due=D(2026, 4, 11)),
            ),
        ),
        (
            {"in_notice": "penalty", "at_least": {"days": 28}},
            clocks.InNotice(in_notice="penalty", at_least=Period(days=28)),
        ),
        ({"with": ["osa-s9-2"]}, clocks.TogetherWith(**{"with": ("osa-s9-2",)})),
        ({"continuous": True}, clocks.Continuous(continuous=True)),
    ],
)
def test_every_form_is_read_and_written_back_as_it_was(due, form):
    assert DUE.validate_python(due) == form
    assert DUE.dump_python(form if due is None else DUE.validate_python(due), mode="json") == due


def test_each_form_is_named_by_a_key():
    assert {*clocks.FORMS.values()} == {*get_args(clocks.Form)}


def test_one_name_and_a_list_of_one_are_the_same():
    one, listed = (clocks.FromEvent(from_event=each) for each in ("x", ("x",)))
    assert one.events == listed.events == ("x",)


def test_a_day_of_a_year_is_a_month_and_a_day():
    form = clocks.BeforeChargingYear(before="charging_year", month_day="09-30")
    assert form.month_and_day == (9, 30)


@pytest.mark.parametrize(
    "due",
    [
        {"from": "service_start_date"},
        {"from": "x", "add": {"fortnights": 2}},
        {"from": "x", "add": {}},
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
    with pytest.raises(ValidationError):
        DUE.validate_python(due)


def test_a_refusal_names_what_was_written():
    with pytest.raises(ValidationError, match="the_flood"):
        DUE.validate_python({"before": "the_flood", "month_day": "09-30"})


def test_a_requirement_without_a_clock_has_an_empty_one():
    assert Clock.model_validate({}) == Clock()


def test_a_rule_is_law_to_be_done_by_a_day_unless_it_says_otherwise():
    rule = Rule.model_validate({"when": None, "due": None, "text": "Some day."})
    assert (rule.basis, rule.sense) == (Basis.LAW, Sense.DO_BY)


def test_paces_are_said_in_words():
    assert Pace.WITHOUT_UNDUE_DELAY.words() == "without undue delay"
    assert Pace.NO_PACE_SET.words() == "no number of days is set"
