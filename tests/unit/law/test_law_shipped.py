"""The law data this product ships: nothing of the reviewed facts is missing from it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from obligations.law import counts
from obligations.law.read import DEFAULT
from obligations.rules.records import DETERMINED_KINDS

# Number of records and how far each can be trusted, as the fact files count them.
GROUPS = {
    "duties": (259, {"seen": 255, "recalled": 4}),
    "ICU measures": (44, {"seen": 37, "recalled": 7}),
    "ICU proposals": (11, {"seen": 11}),
    "ICS measures": (34, {"seen": 2, "recalled": 32}),
    "PCU measures": (53, {"seen": 30, "recalled": 23}),
    "PCS measures": (34, {"seen": 1, "recalled": 33}),
}
SECTIONS = {
    "facts": (113, {"seen": 99, "recalled": 14}),
    "events": (42, {"seen": 33, "recalled": 9}),
    "instruments": (64, {"seen": 58, "recalled": 6}),
    "milestones": (119, {"seen": 106, "recalled": 13}),
    "kinds": ({"illegal": 22, "children": 15, "children_merged": 2}, {"seen": 39, "recalled": 4}),
    "designations": ({"services": 13}, {"seen": 16, "recalled": 2}),
    "enforcement": ({"programmes": 7, "cases": 37, "earlier_regime": 2}, {"seen": 47}),
    "records": (
        {"records": 12, "format_rules": 14, "fields": 128},
        {"seen": 140, "recalled": 2},
    ),
    "checker": ({"questions": 73, "not_asked": 33, "derived": 28}, {"seen": 107}),
}


def trusted(found: dict[str, Any]) -> dict[str, int]:
    return {key: n for key, n in found["trust"].items() if key != "contested"}


@pytest.mark.parametrize(("group", "expected"), GROUPS.items(), ids=GROUPS)
def test_requirements_are_as_many_as_the_facts(shipped, group, expected):
    found = counts.counts(shipped)["requirements"][group]
    assert (found["total"], trusted(found)) == expected


@pytest.mark.parametrize(("section", "expected"), SECTIONS.items(), ids=SECTIONS)
def test_sections_hold_as_much_as_the_facts(shipped, section, expected):
    found = counts.counts(shipped)["sections"][section]
    assert (found["total"], trusted(found)) == expected


def test_gates_and_definitions_are_the_85_definitions_of_the_facts(shipped):
    found = counts.counts(shipped)["sections"]
    assert found["gates"]["total"] + found["definitions"]["total"] == 85
    assert found["gates"]["trust"]["seen"] + found["definitions"]["trust"]["seen"] == 85


def test_assessment_method_is_trusted_as_the_facts_say(shipped):
    assert counts.counts(shipped)["sections"]["risk_assessment"]["trust"] == {
        "seen": 109,
        "recalled": 9,
    }


def test_status_of_law_without_a_day_is_told_apart(shipped):
    duties = counts.counts(shipped)["requirements"]["duties"]
    assert duties["kinds"] == {"duty": 253, "offence": 4, "power": 2}
    assert duties["status"] == {"in_force": 203, "no_day": 56}


def test_measures_by_status(shipped):
    found = counts.counts(shipped)["requirements"]
    assert found["ICU measures"]["status"] == {"in_force": 42, "laid": 1, "contested": 1}
    assert found["ICS measures"]["status"] == {"in_force": 33, "contested": 1}
    assert found["PCU measures"]["status"] == {
        "in_force": 46, "contested": 2, "consulted": 3, "laid": 2,
    }  # fmt: skip
    assert found["PCS measures"]["status"] == {"in_force": 33, "contested": 1}
    assert found["ICU proposals"]["status"] == {"consulted": 11}


def test_contested_measures_are_those_of_the_readme(shipped):
    contested = {
        r["ref"] for r in shipped["requirements"] if r["verification"]["status"] == "contested"
    }
    assert contested == {"PCU D3", "PCU D5", "PCS D4", "ICS C8", "ICU C16"}


def test_nothing_is_called_verified_before_an_editor_verified_it(shipped):
    found = counts.counts(shipped)
    groups = [*found["requirements"].values(), *found["sections"].values()]
    assert not any("verified" in group["trust"] for group in groups)


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
