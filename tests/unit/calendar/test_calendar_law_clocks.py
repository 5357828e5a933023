"""The clocks of the shipped law data: all readable, none left in prose alone."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.law.edition import read
from obligations.rules.conditions.grammar import Is, to_json
from obligations.rules.rulebook.clocks import Clock


@pytest.fixture(scope="module")
def clocks():
    return {each["id"]: each["clock"] for each in read().payload["requirements"]}


def test_every_clock_can_be_read(clocks):
    for clock in clocks.values():
        Clock.model_validate(clock)


def test_every_period_told_in_prose_is_structured_or_says_why_not(clocks):
    prose = {id_: c for id_, c in clocks.items() if c.get("text") or c.get("recurrence")}
    assert len(prose) >= 99
    assert [
        id_ for id_, c in prose.items() if not c.get("rules") and not c.get("unstructured")
    ] == []


def test_no_clock_is_both_structured_and_not(clocks):
    assert [id_ for id_, c in clocks.items() if c.get("rules") and c.get("unstructured")] == []


def test_days_of_2025_are_only_for_services_that_were_open_then(clocks):
    for id_, clock in clocks.items():
        for rule in Clock.model_validate(clock).rules:
            if isinstance(rule.due, dt.date) and rule.due.year == 2025:
                assert rule.when is not None, id_
                assert "at_most" in to_json(rule.when), id_


def test_what_is_not_worked_out_is_about_old_video_sharing_platforms_alone(clocks):
    for id_, clock in clocks.items():
        for rule in Clock.model_validate(clock).rules:
            if rule.due is None:
                assert rule.when == Is("was_part_4b_video_sharing_platform", True), id_


def test_the_first_assessment_of_a_new_service_has_three_months_less_a_day(clocks):
    rules = clocks["osa-s9-2"]["rules"]
    assert rules[-1]["due"] == {"from": "service_start_date", "add": {"months": 3, "days": -1}}
