"""Clocks: each fault is found, and said with what is allowed."""

from __future__ import annotations

import pytest

from tests.law_breaking import DUE, S9, Broken, due, faults_of, set_

BROKEN: Broken = {
    "two forms of due": (
        due({"from": "service_start_date", "add": {"days": 1}, "continuous": True}),
        DUE + "needs exactly one of from, from_event, from_done, before_event, before, in_notice, "
        "with, continuous, not ['add', 'continuous', 'from']",
    ),
    "counted from no date": (
        due({"from": "large", "add": {"days": 1}}),
        DUE + "large is a boolean, and a period is counted from a date",
    ),
    "no period": (
        due({"from": "service_start_date"}),
        S9 + "clock.rules[0].due.add: is missing",
    ),
    "neither period nor pace": (
        due({"from_event": "significant_change", "add": None}),
        DUE + "needs add (a period), or pace where no period is set",
    ),
    "unknown unit": (
        due({"from": "service_start_date", "add": {"weeks": 1}}),
        S9 + "clock.rules[0].due.add.weeks: unknown key; allowed: days, hours, months, years",
    ),
    "half a month": (
        due({"from": "service_start_date", "add": {"months": 0.5}}),
        S9 + "clock.rules[0].due.add.months: Input should be a valid integer, not 0.5",
    ),
    "unknown pace": (
        due({"from_event": "significant_change", "add": None, "pace": "swiftly"}),
        S9 + "clock.rules[0].due.pace: 'swiftly' is not one of 'immediately', 'without_delay', "
        "'without_undue_delay', 'as_soon_as_reasonably_practicable', 'no_pace_set'",
    ),
    "unknown event in a clock": (
        due({"before_event": "significant_chance"}),
        DUE + "no event is called 'significant_chance'; did you mean 'significant_change'?",
    ),
    "key of another form": (
        due({"before_event": "significant_change", "add": {"days": 1}}),
        DUE + "before_event knows no 'add'; allowed: nothing else",
    ),
    "rules and a reason for none": (
        set_("ta-s9-2", "clock.unstructured", "because"),
        S9 + "clock.unstructured: says why there are no rules, and there are rules",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("break_", "expected"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found_and_said(payload, break_, expected):
    break_(payload)
    assert faults_of(payload) == [expected]
