"""Clocks read against the real rules: sides, events, designations, clocks that go together."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.calendar.due import Outcome
from obligations.calendar.timetable import Owed, Timetable
from obligations.law.edition import read
from obligations.law.told_subject import read_subject
from obligations.rules import RuleSet, Situation
from obligations.rules.conditions.grammar import Is
from obligations.rules.rulebook.clocks import Clock

D = dt.date
TODAY = D(2026, 11, 21)


@pytest.fixture(scope="module")
def ruleset():
    return RuleSet.from_payload(read().payload)


@pytest.fixture
def timetable(ruleset):
    """Makes the timetable of a service of which this is told, owing these clocks."""

    def make(described, as_at=TODAY, **owed):
        subject, _notes = read_subject({"platform": "Moss", **described}, ruleset)
        return Timetable(Situation(ruleset, subject, as_at), owed)

    return make


def owes(due, side="u2u", categories=(), id_="x"):
    clock = Clock.model_validate({"rules": [{"when": None, "due": due, "text": "words"}]})
    return Owed(id_, clock, side, categories)


BOTH_SIDES = {
    "facts": {"has_user_to_user_part": True, "has_public_search_engine": True},
    "sides": {
        "u2u": {"last_access_assessment_completed_on": "2026-03-01"},
        "search": {"last_access_assessment_completed_on": "2026-01-15"},
    },
}
YEARLY = {"from": "last_access_assessment_completed_on", "add": {"months": 12}}


@pytest.mark.parametrize(
    ("side", "last"),
    [
        ("u2u", D(2027, 3, 1)),
        ("search", D(2027, 1, 15)),
        ("platform", D(2027, 1, 15)),
    ],
)
def test_a_day_is_read_on_the_side_of_its_requirement_and_the_earliest_counts_for_the_whole(
    timetable, side, last
):
    (due,) = timetable(BOTH_SIDES, x=owes(YEARLY, side)).dues("x")
    assert due.last == last


def test_what_is_not_owed_has_no_days(timetable):
    assert timetable({}).dues("osa-s9-2") == ()


def test_two_records_of_one_event_on_one_day_are_two_occurrences(timetable):
    told = [{"event": "intimate_image_report", "on": "2026-11-01"}] * 2
    due = {"from_event": "intimate_image_report", "add": {"hours": 48}}
    keys = [one.occurrence for one in timetable({"events": told}, x=owes(due)).dues("x")]
    assert keys == ["intimate_image_report:2026-11-01", "intimate_image_report:2026-11-01#2"]


def test_an_event_to_come_starts_nothing_yet(timetable):
    told = [{"event": "penalty", "on": "2026-12-01"}]
    (due,) = timetable({"events": told}, x=owes({"in_notice": "penalty"})).dues("x")
    assert due.outcome is Outcome.AWAITS


@pytest.mark.parametrize(("as_at", "known"), [(D(2024, 12, 15), False), (D(2024, 12, 16), True)])
def test_an_event_of_the_law_is_the_same_for_everyone_from_its_day(timetable, as_at, known):
    due = {"from_event": "first_illegal_guidance_published", "add": {"months": 3}}
    (found,) = timetable({}, as_at, x=owes(due)).dues("x")
    assert (found.last == D(2025, 3, 16)) is known


def test_a_designation_counts_in_the_categories_of_the_requirement_alone(timetable):
    described = {
        "designations": [
            {"category": "1", "from": "2026-07-10", "to": None},
            {"category": "2B", "from": "2026-08-01", "to": "2026-09-01"},
        ]
    }
    due = {"from_event": "designated", "add": {"months": 3, "days": -1}}
    found = timetable(
        described,
        one=owes(due, categories=("1",)),
        two=owes(due, categories=("2B",)),
        search=owes(due, categories=("2A",)),
    )
    assert [one.last for one in found.dues("one")] == [D(2026, 10, 9)]
    assert [one.outcome for one in found.dues("two")] == [Outcome.AWAITS]
    assert [one.outcome for one in found.dues("search")] == [Outcome.AWAITS]


def test_clocks_that_go_with_one_another_end(timetable):
    found = timetable({}, a=owes({"with": ["b"]}, id_="a"), b=owes({"with": ["a"]}, id_="b"))
    assert [one.outcome for one in found.dues("a")] == [Outcome.AWAITS]


def test_a_record_goes_with_its_assessment(timetable):
    described = {"facts": {"service_start_date": "2026-10-05"}}
    start = {"from": "service_start_date", "add": {"months": 3, "days": -1}}
    found = timetable(described, a=owes(start, id_="a"), r=owes({"with": ["a"]}, id_="r"))
    assert found.dues("r")[0].last == D(2027, 1, 4)


def test_a_record_goes_with_nothing_that_is_dealt_with(ruleset):
    subject, _notes = read_subject(
        {"platform": "Moss", "facts": {"service_start_date": "2026-10-05"}}, ruleset
    )
    start = {"from": "service_start_date", "add": {"months": 3, "days": -1}}
    found = Timetable(
        Situation(ruleset, subject, TODAY),
        {"a": owes(start, id_="a"), "r": owes({"with": ["a"]}, id_="r")},
        is_closed=lambda requirement, due: requirement == "a",
    )
    assert found.dues("r")[0].outcome is Outcome.AWAITS


@pytest.mark.parametrize(
    ("described", "truth"),
    [
        ({"facts": {"has_user_to_user_part": True}}, None),
        (
            {
                "facts": {"has_user_to_user_part": True, "has_public_search_engine": False},
                "sides": {"u2u": {"large": True}},
            },
            True,
        ),
    ],
)
def test_a_condition_on_the_whole_service_holds_where_it_holds_on_a_side(
    timetable, described, truth
):
    assert timetable(described).holds(Is("large", True), "platform") is truth
