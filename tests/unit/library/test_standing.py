"""Who must do what, in one sentence."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.models import Requirement, RequirementVersion
from obligations.views.library.standing import beside, sentence, standing, subject


def requirement(**fields: Any) -> Requirement:
    return Requirement(
        **{
            "kind": "duty",
            "side": "u2u",
            "gate": "part3_scope",
            "person": "provider",
            "summary": "Carry out a risk assessment.",
            **fields,
        }
    )


def test_sentence_of_a_duty_says_who_must() -> None:
    told = sentence(requirement())
    assert told == "Providers of user-to-user services must carry out a risk assessment."


def test_sentence_of_a_duty_told_otherwise_still_reads() -> None:
    told = sentence(requirement(summary="The terms say how people are protected."))
    assert told == (
        "A duty of providers of user-to-user services: the terms say how people are protected."
    )


def test_sentence_of_a_measure_recommends() -> None:
    told = sentence(requirement(kind="measure", side="search", summary="Users can complain."))
    assert told == "Recommended to providers of search services: users can complain."


@pytest.mark.parametrize("name", ["Ofcom decides.", "Category 1 services publish."])
def test_sentence_keeps_the_capital_of_a_name(name: str) -> None:
    assert sentence(requirement(kind="measure", summary=name)).endswith(name)


def test_subject_names_the_categories() -> None:
    told = subject(requirement(categories=["1", "2A"], side="platform"))
    assert told == "Providers of Category 1 or 2A user-to-user and search services"


def test_subject_is_the_person_where_it_is_not_the_provider() -> None:
    told = subject(requirement(person="individual named under s 103"))
    assert told == "Individual named under s 103"


def test_who_is_not_bound_is_no_part_of_the_sentence() -> None:
    told = requirement(person="providers of services; no former providers", summary="Take steps.")
    assert sentence(told) == "Providers of services must take steps."
    assert beside(told) == "no former providers"
    assert beside(requirement()) == ""


@pytest.mark.parametrize(
    ("readings", "told"),
    [
        (
            [{"from": None, "waits_for": {"event": "first_code_s9"}}, {"from": "2026-06-29"}],
            "The law can be read in two ways: in force since 29 June 2026, or waiting for a Code",
        ),
        (
            [{"from": "2026-06-29"}, {"from": "2027-01-01"}],
            "The law can be read in two ways: in force since 29 June 2026, "
            "or in force from 1 January 2027",
        ),
        (
            [{"from": "2026-06-29"}, {"from": "2026-06-29"}],
            "In force since 29 June 2026. Sources disagree on whom it concerns",
        ),
    ],
)
def test_what_waits_in_one_reading_is_not_flatly_in_force(
    readings: list[dict[str, Any]], told: str
) -> None:
    version = RequirementVersion(
        period=DateRange(dt.date(2026, 6, 29), None),
        status="contested",
        candidates=[{"status": "in_force", **reading} for reading in readings],
    )
    contested = requirement(pk=1)
    contested.standing = "contested"
    versions = RequirementVersion.objects.none()
    versions._result_cache = [version]
    contested._prefetched_objects_cache = {"versions": versions}
    assert standing(contested, dt.date(2026, 11, 28)).words == told
