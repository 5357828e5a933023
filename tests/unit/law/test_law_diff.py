"""The difference of two editions, in sentences a person understands."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from obligations.law.diff import sentences


@pytest.fixture
def newer(shipped: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(shipped)


def requirement(payload: dict[str, Any], name: str) -> dict[str, Any]:
    return next(r for r in payload["requirements"] if r["id"] == name)


def test_same_edition_differs_in_nothing(shipped):
    assert sentences(shipped, shipped) == []


def test_first_edition_says_that_it_is_the_first(shipped):
    assert sentences(None, shipped) == ["This is the first law data loaded: 456 requirements."]


def test_new_and_lost_records_are_told_by_reference(shipped, newer):
    newer["requirements"] = [r for r in newer["requirements"] if r["id"] != "icu-c1"]
    assert sentences(shipped, newer) == ["ICU C1 is no longer in the law data."]
    title = requirement(shipped, "icu-c1")["title"]
    assert sentences(newer, shipped) == [f"ICU C1 is new: {title}."]


def test_moved_day_gives_both_days(shipped, newer):
    requirement(newer, "osa-s9-2")["versions"][0]["from"] = "2024-01-11"
    assert sentences(shipped, newer) == [
        "OSA 2023 s 9(2): in force from changed from 10 January 2024 to 11 January 2024."
    ]


def test_new_version_is_told_with_its_day(shipped, newer):
    versions = requirement(newer, "osa-s9-2")["versions"]
    versions[0]["to"] = "2026-12-31"
    versions.append({**versions[0], "from": "2027-01-01", "to": None})
    assert sentences(shipped, newer) == [
        "OSA 2023 s 9(2): version 1, in force until 31 December 2026.",
        "OSA 2023 s 9(2) has a new version, in force from 1 January 2027.",
    ]


def test_verification_by_an_editor_is_told(shipped, newer):
    requirement(newer, "icu-c1")["verification"].update(
        status="verified", by="A. Editor", on="2026-12-01"
    )
    assert sentences(shipped, newer) == [
        "ICU C1: verification changed from seen to verified.",
        "ICU C1: verified by changed from nothing to “A. Editor”.",
        "ICU C1: verified on changed from nothing to 1 December 2026.",
    ]


def test_condition_is_told_to_have_changed_and_long_text_to_be_reworded(shipped, newer):
    measure = requirement(newer, "icu-c14")
    measure["versions"][0]["condition"] = {"all": []}
    measure["summary"] += " And more."
    assert sentences(shipped, newer) == [
        "ICU C14: summary reworded.",
        "ICU C14: whom it concerns changed.",
    ]


def test_links_say_what_came_and_went(shipped, newer):
    measure = requirement(newer, "icu-c14")
    gone = measure["links"].pop(0)
    measure["links"].append("osa-s9-2")
    assert sentences(shipped, newer) == [
        f"ICU C14: the duties it serves changed: added osa-s9-2; removed {gone}."
    ]


def test_slipped_milestone_gives_both_days(shipped, newer):
    milestone = next(m for m in newer["milestones"] if m["id"] == "osa-royal-assent")
    milestone["date"] = "2023-10-27"
    assert sentences(shipped, newer) == [
        "The milestone “Online Safety Act 2023 receives Royal Assent”: "
        "date changed from 26 October 2023 to 27 October 2023."
    ]


def test_kind_of_harm_is_named(shipped, newer):
    newer["kinds"]["illegal"][0]["versions"][0]["to"] = "2027-01-01"
    assert sentences(shipped, newer) == [
        "Kinds of harm: illegal, terrorism, in force until 1 January 2027."
    ]


def test_service_that_leaves_the_register_is_named(shipped, newer):
    (gone,) = [s for s in newer["designations"]["services"] if s["service"] == "Reddit"]
    newer["designations"]["services"].remove(gone)
    assert sentences(shipped, newer) == [
        "The register of categorised services: services: Reddit is gone."
    ]
