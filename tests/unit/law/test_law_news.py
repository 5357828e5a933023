"""What followers of requirements are told of a new edition."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from obligations.law import news
from obligations.law.edition import Payload


@pytest.fixture
def newer(shipped: Payload) -> Payload:
    return copy.deepcopy(shipped)


def record(payload: Payload, section: str, key: str) -> dict[str, Any]:
    return next(each for each in payload[section] if key in (each.get("id"), each.get("name")))


def test_same_edition_brings_no_news(shipped: Payload, newer: Payload) -> None:
    found = news.difference(shipped, newer)
    assert (found.changed, found.whom, found.shared, found.new) == ({}, {}, (), frozenset())


def test_notes_and_sources_are_no_news(shipped: Payload, newer: Payload) -> None:
    measure = record(newer, "requirements", "icu-c1")
    measure["note"], measure["sources"], measure["links"] = "Other words", [], []
    measure["versions"][0]["date_note"] = "Other words"
    assert news.difference(shipped, newer).changed == {}


def test_reworded_text_is_told_and_a_record_that_is_less_sure(
    shipped: Payload, newer: Payload
) -> None:
    measure = record(newer, "requirements", "osa-s69-1")
    measure["title"] = "Another title"
    measure["readings"] = [{"how": "recalled"}]
    found = news.difference(shipped, newer)
    assert found.changed["osa-s69-1"] == [
        "title changed from “No false information in CSEA reports” to “Another title”",
        "how far it was checked changed from seen to recalled",
    ]
    assert found.whom == {}


def test_comparison_with_the_official_text_is_no_news_of_the_law(
    shipped: Payload, newer: Payload
) -> None:
    record(newer, "requirements", "icu-c1")["readings"].insert(
        0, {"how": "verified", "by": "A. Editor", "day": "2026-12-01", "of": "0123456789ab"}
    )
    assert news.difference(shipped, newer).changed == {}


def test_condition_is_told_to_those_it_could_bring_in(shipped: Payload, newer: Payload) -> None:
    record(newer, "requirements", "icu-c1")["versions"][0]["condition"] = {"any": []}
    found = news.difference(shipped, newer)
    assert found.changed == found.whom == {"icu-c1": ["whom it concerns changed"]}


def test_new_version_is_told_with_its_day(shipped: Payload, newer: Payload) -> None:
    versions = record(newer, "requirements", "osa-s9-3")["versions"]
    versions.append({**versions[0], "from": "2026-12-01"})
    versions[0]["to"] = "2026-11-30"
    assert news.difference(shipped, newer).whom["osa-s9-3"] == [
        "version 1, in force until 30 November 2026",
        "has a new version, in force from 1 December 2026",
    ]


def test_gone_and_new_requirements(shipped: Payload, newer: Payload) -> None:
    newer["requirements"] = [r for r in newer["requirements"] if r["id"] != "icu-a3"]
    fresh = {**record(shipped, "requirements", "icu-c1"), "id": "icu-c99", "ref": "ICU C99"}
    offence = {**fresh, "id": "offence-99", "ref": "Offence 99", "kind": "offence"}
    newer["requirements"] += [fresh, offence]
    found = news.difference(shipped, newer)
    assert found.changed == {"icu-a3": [news.GONE]}
    assert found.new == {"icu-c99"}


def test_scope_test_is_told_to_all_that_come_after_it(shipped: Payload, newer: Payload) -> None:
    record(newer, "gates", "part3_scope")["condition"] = {"all": []}
    (shared,) = news.difference(shipped, newer).shared
    assert shared.scope
    assert "service under the main duties of the Act" in shared.sentence
    assert "icu-c1" in shared.requirements
    assert "osa-s81-2" not in shared.requirements


def test_fact_worked_out_otherwise_is_told_to_what_reads_it_at_any_remove(
    shipped: Payload, newer: Payload
) -> None:
    links = record(newer, "facts", "has_uk_links_part5")
    links["derived_from"]["any"].pop()
    (shared,) = news.difference(shipped, newer).shared
    assert shared.sentence == "How “Has UK links part5” is worked out changed."
    read_directly = {
        each["id"]
        for each in shipped["requirements"]
        if "schedule_2_service" in str(each["versions"])
    }
    assert read_directly <= shared.requirements


def test_event_that_happened_is_told_to_what_waits_for_it(shipped: Payload, newer: Payload) -> None:
    record(newer, "events", "s15_2_guidance_published")["occurred"] = "2027-03-05"
    (shared,) = news.difference(shipped, newer).shared
    assert shared.sentence.endswith("5 March 2027.")
    assert "osa-s14-2" in shared.requirements
    assert "osa-s9-2" not in shared.requirements


def test_moved_reference_is_told_to_those_who_follow_it(shipped: Payload, newer: Payload) -> None:
    measure = record(newer, "requirements", "icu-c1")
    measure |= {"id": "icu-new-c2", "ref": "ICU C99", "was": ["icu-c1"]}
    measure["versions"][0]["condition"] = {"any": []}
    found = news.difference(shipped, newer)
    assert found.changed == {
        "icu-new-c2": ["is now ICU C99; it was ICU C1", "whom it concerns changed"]
    }
    assert found.whom == {"icu-new-c2": ["whom it concerns changed"]}
    assert not found.new
    back = news.difference(newer, shipped)
    assert back.changed["icu-c1"][0] == "is now ICU C1; it was ICU C99"
