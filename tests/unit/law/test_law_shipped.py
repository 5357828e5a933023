"""The law data this product ships: nothing of the reviewed facts is missing from it."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from obligations.law import counts
from obligations.law.edition import DEFAULT
from obligations.rules.rulebook.names import DETERMINED_KINDS
from tests import laws


def test_it_is_read_without_a_fault_and_no_reading_is_lost():
    assert laws.shipped().lost == ()


def test_counts_are_those_of_the_records(shipped):
    found = counts.counts(shipped)
    assert sum(group["total"] for group in found["requirements"].values()) == len(
        shipped["requirements"]
    )
    for section in ("facts", "events", "gates", "definitions", "instruments", "milestones"):
        assert found["sections"][section]["total"] == len(shipped[section])


def test_what_is_only_proposed_is_never_in_force(shipped):
    for record in shipped["requirements"]:
        for version in record["versions"]:
            if version["status"] in ("laid", "consulted", "draft"):
                assert version["from"] is None or version["from"] > shipped["release"]["law_date"]


def test_what_is_called_verified_names_the_editor_who_did_it(shipped):
    """Nobody but a person on the official site verifies, and has a name and a day."""
    for entry in counts.checked(shipped):
        for reading in entry["readings"]:
            assert reading["how"] != "verified" or (reading["by"] and reading["day"])


def test_every_duty_with_a_deadline_in_prose_has_rules_or_says_why_not(shipped):
    silent = [
        r["ref"]
        for r in shipped["requirements"]
        if r["clock"]["text"] and not r["clock"]["rules"] and not r["clock"]["unstructured"]
    ]
    assert silent == []


def test_guidance_is_never_must(shipped):
    strengths = Counter((r["kind"], r["strength"]) for r in shipped["requirements"])
    assert set(strengths) == {
        ("duty", "must"), ("offence", "must"), ("power", "must"), ("measure", "recommended"),
        ("expectation", "should"),
    }  # fmt: skip


def test_must_rules_of_the_records_name_their_duties(shipped):
    fields = [f for r in shipped["records"]["records"] for f in r["fields"]]
    rules = shipped["records"]["format_rules"]
    unlinked = [
        entry["id"]
        for entry in [*fields, *rules]
        if entry["requirement"] == "must" and not entry["duties"]
    ]
    assert unlinked == []


def test_expectations_name_the_duties_they_are_about(shipped):
    assert all(r["links"] for r in shipped["requirements"] if r["kind"] == "expectation")


def test_files_name_nothing_of_the_machine_they_were_written_on():
    for path in DEFAULT.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.:/-])/(work|root|tmp|home)/", text), path
        assert text.startswith("# "), f"{path} opens with no comment"


def test_every_requirement_that_can_bind_belongs_to_exactly_one_job(shipped):
    settled = Counter(name for job in shipped["jobs"] for name in job["settles"])
    can_bind = {
        r["id"]
        for r in shipped["requirements"]
        if r["kind"] in DETERMINED_KINDS
        and r["part_of"] is None
        and any(v["status"] in ("in_force", "contested") for v in r["versions"])
    }
    assert can_bind - set(settled) == set()
    assert {name for name, times in settled.items() if times > 1} == set()


def test_the_first_ten_jobs_are_those_of_a_small_service(shipped):
    assert [job["id"] for job in shipped["jobs"]][:10] == [
        "scope-note", "illegal-content-assessment", "access-assessment", "childrens-assessment",
        "terms", "reports-and-complaints", "take-down", "named-person", "csea-plan",
        "yearly-review",
    ]  # fmt: skip


def test_files_hold_readings_and_the_official_document_first():
    """Editions up to 2026.11.21 had `verification`, and `official` beside a third party's page."""
    older = re.compile(r"^ *(- )?(\w+_)?(verification|official):", re.M)
    found = {path.name: older.findall(path.read_text()) for path in DEFAULT.rglob("*.yaml")}
    assert not {name: len(keys) for name, keys in found.items() if keys}


def test_every_requirement_names_an_official_document_with_a_place_in_it(shipped):
    without = [
        r["id"]
        for r in shipped["requirements"]
        if not any(s["url"] and s["where"] and not s["third_party"] for s in r["sources"][:1])
    ]
    assert without == []


@pytest.mark.parametrize("section", ["events", "gates"])
def test_what_the_act_tells_names_an_official_document(shipped, section):
    without = [r["id"] for r in shipped[section] if r["sources"][0]["third_party"]]
    assert without == []
