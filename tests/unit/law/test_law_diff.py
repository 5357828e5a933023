"""The difference of two editions, in sentences a person understands."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest

from obligations.law.diff import LABELS, SECTIONS, sentences
from obligations.law.schema import Law

COMPARED = {
    "how": "compared", "text": ["icc-u2u-2025"], "as_at": "2025-09-30", "where": "ICU C1",
    "day": "2026-11-28", "readers": 2, "of": "0123456789ab",
}  # fmt: skip


@pytest.fixture
def newer(shipped: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(shipped)


def requirement(payload: dict[str, Any], name: str) -> dict[str, Any]:
    return next(r for r in payload["requirements"] if r["id"] == name)


def test_every_section_of_the_law_data_is_told():
    assert {*LABELS, *SECTIONS} == {*Law.model_fields} - {"release"}


def test_same_edition_differs_in_nothing(shipped):
    assert sentences(shipped, shipped) == []


def test_order_of_keys_makes_no_difference(shipped):
    """The database gives keys back in an order of its own."""
    stored = json.loads(json.dumps(shipped, sort_keys=True))
    assert sentences(stored, shipped) == sentences(shipped, stored) == []


def test_first_edition_says_that_it_is_the_first(shipped):
    count = len(shipped["requirements"])
    assert sentences(None, shipped) == [f"This is the first law data loaded: {count} requirements."]


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


def test_how_far_records_were_checked_is_told_in_totals(shipped, newer):
    compared = requirement(newer, "osa-s69-1")
    compared["readings"].insert(0, COMPARED)
    (told,) = sentences(shipped, newer)
    now, then = re.findall(r"(\d+) compared with the official text, ", told)
    assert int(now) == int(then) + 1
    assert "; before, " in told


def test_record_that_is_less_sure_than_before_is_told_by_itself(shipped, newer):
    requirement(shipped_one := copy.deepcopy(shipped), "icu-c1")["readings"].insert(0, COMPARED)
    requirement(newer, "icu-c1")["readings"] = [{"how": "recalled"}]
    assert sentences(shipped_one, newer)[0] == (
        "ICU C1: less sure than before: from memory, no longer compared with the official text."
    )


def test_edition_that_has_verifications_differs_in_nothing_but_the_words(shipped, newer):
    """Editions up to 2026.11.21 have one `verification` in the place of readings."""
    measure = requirement(newer, "osa-s9-2")
    (reading,) = requirement(shipped, "osa-s9-2")["readings"][-1:]
    measure["verification"] = {"status": reading["how"], "by": None, "on": None, "parts": {}}
    del measure["readings"]
    older = copy.deepcopy(shipped)
    requirement(older, "osa-s9-2")["readings"] = [reading]
    assert sentences(newer, older) == []


def test_changed_sources_are_counted(shipped, newer):
    requirement(newer, "icu-c1")["sources"] = [
        {"url": "https://www.ofcom.org.uk/x", "where": "ICU C1", "third_party": False}
    ]
    assert sentences(shipped, newer) == ["Requirements: sources of 1 record changed."]


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


def moved(payload: dict[str, Any], old: str, new: str, ref: str) -> None:
    """Gives a requirement another reference, and with it an id never used before."""
    record = requirement(payload, old)
    record |= {"id": new, "ref": ref, "was": [old]}
    for other in payload["requirements"]:
        other["links"] = [new if link == old else link for link in other["links"]]
    for job in payload["jobs"]:
        job["settles"] = [new if each == old else each for each in job["settles"]]


def test_reference_that_moved_is_told_as_moved_and_neither_as_new_nor_gone(shipped, newer):
    for old, new, ref in (("icu-c1", "icu-new-c2", "ICU C2"), ("icu-c2", "icu-new-c1", "ICU C1")):
        moved(newer, old, new, ref)
    requirement(newer, "icu-new-c1")["summary"] += " And more, which is told of it by its new name."
    first, second = (requirement(shipped, name)["title"] for name in ("icu-c1", "icu-c2"))
    assert sentences(shipped, newer) == [
        f"ICU C1 is now ICU C2: {first}.",
        f"ICU C2 is now ICU C1: {second}.",
        "ICU C1: summary reworded.",
    ]
    assert sentences(newer, shipped) == [
        f"ICU C2 is now ICU C1: {first}.",
        f"ICU C1 is now ICU C2: {second}.",
        "ICU C2: summary reworded.",
    ]


def test_former_reference_is_told_where_no_move_tells_it(shipped, newer):
    entry = {
        "id": "icu-c1",
        "ref": "ICU C1",
        "until": "1",
        "since": "2",
        "title": None,
        "why": None,
    }
    newer["former"].append({**entry, "id": "icu-c98", "ref": "ICU C98"})
    assert sentences(shipped, newer) == ["The former reference ICU C98 is new."]
    newer["former"][-1] = entry
    moved(newer, "icu-c1", "icu-new-c1", "ICU C97")
    title = requirement(shipped, "icu-c1")["title"]
    assert sentences(shipped, newer) == [f"ICU C1 is now ICU C97: {title}."]


def test_another_id_for_the_same_reference_is_told(shipped, newer):
    moved(newer, "osa-s9-2", "osa-risk-assessment", "OSA 2023 s 9(2)")
    assert sentences(shipped, newer)[0] == (
        "OSA 2023 s 9(2) has another id: it was osa-s9-2 and is now osa-risk-assessment."
    )


def test_edition_from_before_former_ids_were_written_differs_in_nothing(shipped, newer):
    for record in newer["requirements"]:
        if not record["was"]:
            del record["was"]
    assert sentences(newer, shipped) == sentences(shipped, newer) == []


def test_requirement_that_moved_twice_is_still_the_same(shipped, newer):
    moved(newer, "icu-c1", "icu-third-c1", "ICU C77")
    requirement(newer, "icu-third-c1")["was"] = ["icu-second-c1", "icu-c1"]
    between = copy.deepcopy(shipped)
    moved(between, "icu-c1", "icu-second-c1", "ICU C66")
    title = requirement(shipped, "icu-c1")["title"]
    assert f"ICU C1 is now ICU C77: {title}." in sentences(shipped, newer)
    assert f"ICU C66 is now ICU C77: {title}." in sentences(between, newer)


def test_an_exclusion_is_told_by_its_name_and_what_changed(shipped, newer):
    (one,) = [each for each in newer["exclusions"] if each["id"] == "profiles-belong-to-accounts"]
    one["other"] = {"fact": "has_commenting", "is": False}
    assert sentences(shipped, newer) == [
        "That answers exclude each other (profiles-belong-to-accounts): the other answer changed."
    ]
    assert "exclude each other (profiles-belong-to-accounts) is new" in " ".join(
        sentences(shipped | {"exclusions": []}, shipped)
    )


def test_words_that_searches_know_are_told(shipped, newer):
    newer["search"]["synonyms"].append({"words": ["groomed", "grooming"]})
    assert sentences(shipped, newer) == [
        "The words that searches know: synonyms: groomed and grooming is new."
    ]


def test_fact_is_told_by_its_question_and_a_missing_no_is_a_no(shipped, newer):
    fact = next(each for each in newer["facts"] if each["name"] == "provider_is_uk")
    fact["help"], fact["later_added"] = "Another help.", False
    (said,) = sentences(shipped, newer)
    assert said.startswith("The question “")
    assert "provider_is_uk" not in said
