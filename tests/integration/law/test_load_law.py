"""Loading editions into the database: once, again, newer, older, broken."""

from __future__ import annotations

import copy
import datetime as dt
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.actions import rounds
from obligations.law.edition import digest
from obligations.law.faults import LawError
from obligations.law.load import load
from obligations.law.ruleset import NoSuchRelease, ruleset_for
from obligations.models import (
    EnforcementCase,
    Event,
    EventKind,
    HarmKind,
    HarmKindVersion,
    Instrument,
    JobRun,
    LawJob,
    LawRecord,
    Milestone,
    PolicyStatement,
    RegisterEntry,
    Release,
    Requirement,
    RequirementVersion,
)
from tests.rules_support import VERSION

pytestmark = pytest.mark.django_db


def changed(payload: dict[str, Any]) -> dict[str, Any]:
    """A later edition: one record gone, one new, one moved, one reworded."""
    newer = copy.deepcopy(payload)
    newer["release"]["version"] = "2026.12.01"
    newer["release"]["law_date"] = "2026-12-01"
    records = {r["id"]: r for r in newer["requirements"]}
    records["icu-c1"]["title"] = "Another title"
    old = records["osa-s9-3"]["versions"][0]
    records["osa-s9-3"]["versions"] = [
        {**old, "to": "2026-11-30"},
        {**old, "from": "2026-12-01"},
    ]
    gone = records.pop("icu-a3")
    fresh = {**copy.deepcopy(gone), "id": "icu-a99", "ref": "ICU A99"}
    newer["requirements"] = [*records.values(), fresh]
    return newer


def put(payload: dict[str, Any]) -> Release:
    return load(payload, digest(payload), by="test").release


def snapshot() -> dict[str, Any]:
    """Everything the tables say about the law, apart from keys."""
    models = (
        Instrument, Requirement, HarmKind, EventKind, Milestone, PolicyStatement, RegisterEntry,
        EnforcementCase, LawRecord,
    )  # fmt: skip
    left_out = {"id", "search", "instrument_id", "part_of_id", "supersedes_id", "withdrawn_in_id"}
    out: dict[str, Any] = {
        model.__name__: [
            {k: v for k, v in row.items() if k not in left_out}
            for row in model.objects.filter(withdrawn_in=None).order_by("slug").values()
        ]
        for model in models
    }
    out["serves"] = sorted(Requirement.serves.through.objects.filter(
        from_requirement__withdrawn_in=None
    ).values_list("from_requirement__slug", "to_requirement__slug"))  # fmt: skip
    out["versions"] = list(
        RequirementVersion.objects.filter(requirement__withdrawn_in=None)
        .order_by("requirement__slug", "period")
        .values_list("requirement__slug", "period", "status", "condition", "by")
    )
    return out


@pytest.mark.usefixtures("no_law")
def test_shipped_law_fills_every_table(shipped):
    release = put(shipped.payload)
    assert release.is_current
    assert release.sha256 == shipped.sha256
    assert release.payload == shipped.payload
    assert Requirement.objects.count() == len(shipped.payload["requirements"])
    assert Instrument.objects.count() == len(shipped.payload["instruments"])
    assert Milestone.objects.count() == len(shipped.payload["milestones"])
    assert EventKind.objects.count() == len(shipped.payload["events"])
    families = [
        shipped.payload["kinds"][name] for name in ("illegal", "children", "children_merged")
    ]
    kinds = [kind for family in families for kind in family]
    assert HarmKind.objects.count() == len(kinds)
    periods = [period for kind in kinds for period in kind.get("versions", [])]
    assert HarmKindVersion.objects.count() == len(periods)
    statements = [one for each in shipped.payload["policy"] for one in each["statements"]]
    assert PolicyStatement.objects.count() == len(statements)
    assert RegisterEntry.objects.count() == len(shipped.payload["designations"]["services"])
    reported = shipped.payload["enforcement"]
    cases = reported["programmes"] + reported["cases"] + reported["earlier_regime"]
    assert EnforcementCase.objects.count() == len(cases)
    for section in ("facts", "definitions", "categories"):
        held = LawRecord.objects.filter(section=section)
        assert held.count() == len(shipped.payload[section])


def test_requirement_carries_links_parts_and_versions(shipped):
    put(shipped.payload)
    content = Requirement.objects.get(slug="osa-s9-5-a")
    assert content.part_of is not None
    assert content.part_of.slug == "osa-s9-2"
    record = next(r for r in shipped.payload["requirements"] if r["id"] == "icu-c1")
    measure = Requirement.objects.get(slug="icu-c1")
    assert set(measure.serves.values_list("slug", flat=True)) == set(record["links"])
    version = measure.versions.get()
    assert version.period == DateRange(dt.date(2025, 3, 17), None)
    assert Requirement.objects.get(slug="osa-s18-3-b").versions.get().period is None


def test_job_holds_what_it_settles_with_the_contents(shipped):
    load(shipped.payload, shipped.sha256, by="test")
    job = LawJob.objects.get(slug="illegal-content-assessment")
    assert job.order == 2
    assert [each.slug for each in job.after.all()] == ["scope-note"]
    settled = set(job.requirements.values_list("slug", flat=True))
    assert {"osa-s9-2", "osa-s9-5-a"} <= settled
    assert Requirement.objects.get(slug="osa-s109-5").job is None


def test_job_of_an_older_edition_is_kept_and_holds_nothing(shipped):
    load(shipped.payload, shipped.sha256, by="test")
    newer = copy.deepcopy(shipped.payload)
    newer["release"]["version"] = "2026.12.01"
    newer["jobs"] = [each for each in newer["jobs"] if each["id"] != "fees"]
    load(newer, digest(newer), by="test")
    assert LawJob.objects.get(slug="fees").withdrawn_in.sha256 == digest(newer)
    assert Requirement.objects.get(slug="osa-s84-1").job is None


def test_references_sort_as_people_count(shipped):
    put(shipped.payload)
    refs = list(Requirement.objects.filter(ref__startswith="ICU C").values_list("ref", flat=True))
    assert refs[:3] == ["ICU C1", "ICU C2", "ICU C3"]
    assert refs[-1] == "ICU C16"


def test_season_is_a_range_and_never_a_false_day(shipped):
    put(shipped.payload)
    for milestone in Milestone.objects.exclude(precision="day").filter(period__isnull=False):
        assert (milestone.period.upper - milestone.period.lower).days >= 28


def test_loading_the_same_edition_again_changes_nothing(shipped):
    put(shipped.payload)
    before = snapshot()
    versions = set(RequirementVersion.objects.values_list("pk", flat=True))
    again = load(shipped.payload, shipped.sha256, by="test")
    assert not again.changed
    assert again.sentences == []
    assert Release.objects.count() == 1
    assert snapshot() == before
    assert set(RequirementVersion.objects.values_list("pk", flat=True)) == versions


def test_newer_edition_keeps_what_it_no_longer_has(shipped):
    put(shipped.payload)
    kept = Requirement.objects.get(slug="icu-a3").pk
    loaded = load((newer := changed(shipped.payload)), digest(newer), by="test")
    gone = Requirement.objects.get(slug="icu-a3")
    assert gone.pk == kept
    assert gone.withdrawn_in == loaded.release
    assert Requirement.objects.current().filter(slug="icu-a99").exists()
    assert Requirement.objects.get(slug="icu-c1").title == "Another title"
    assert Requirement.objects.get(slug="osa-s9-3").versions.count() == 2
    assert "ICU A3 is no longer in the law data." in loaded.sentences
    assert loaded.release.difference == loaded.sentences


def test_version_that_did_not_change_keeps_its_row(shipped):
    put(shipped.payload)
    before = RequirementVersion.objects.get(requirement__slug="osa-s9-2").pk
    put(changed(shipped.payload))
    assert RequirementVersion.objects.get(requirement__slug="osa-s9-2").pk == before


def test_older_edition_can_come_back(shipped):
    first = put(shipped.payload)
    before = snapshot()
    second = put(changed(shipped.payload))
    again = put(shipped.payload)
    assert again.pk == first.pk
    assert again.is_current
    assert not Release.objects.get(pk=second.pk).is_current
    assert snapshot() == before
    assert Requirement.objects.get(slug="icu-a99").withdrawn_in == first


def test_reference_may_pass_to_another_record(shipped):
    put(shipped.payload)
    newer = copy.deepcopy(shipped.payload)
    newer["release"]["version"] = "2026.12.01"
    records = {r["id"]: r for r in newer["requirements"]}
    records["icu-c1"]["ref"], records["icu-c2"]["ref"] = "ICU C2", "ICU C1"
    records["icu-c3"]["id"] = "icu-c3-new"
    for milestone in newer["milestones"]:
        milestone["measure_refs"] = []
    put(newer)
    assert Requirement.objects.get(ref="ICU C1").slug == "icu-c2"
    assert Requirement.objects.get(ref="ICU C3").slug == "icu-c3-new"
    assert Requirement.objects.get(slug="icu-c3").ref == "ICU C3 [icu-c3]"


def test_rules_that_cannot_be_compiled_are_refused_whole(shipped):
    put(shipped.payload)
    broken = copy.deepcopy(shipped.payload)
    broken["facts"] = broken["facts"][1:]
    with pytest.raises(LawError):
        put(broken)
    assert Release.objects.get().sha256 == shipped.sha256


def test_failure_half_way_leaves_the_law_as_it_was(shipped, monkeypatch):
    put(shipped.payload)
    before = snapshot()

    def fail(*args: Any) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("obligations.law.projection.library_projection.project", fail)
    with pytest.raises(RuntimeError):
        put(changed(shipped.payload))
    assert Release.objects.get().is_current
    assert snapshot() == before


def test_entry_leaves_the_register_on_its_last_day(shipped):
    put(shipped.payload)
    first, second = RegisterEntry.objects.filter(service="Quora").order_by("period")
    assert (first.category, second.category) == ("1", "2B")
    assert first.period.upper == second.period.lower == dt.date(2026, 9, 28)


def test_database_refuses_overlapping_versions(shipped):
    put(shipped.payload)
    version = RequirementVersion.objects.get(requirement__slug="osa-s9-2")
    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        RequirementVersion.objects.create(
            requirement=version.requirement,
            period=DateRange(dt.date(2026, 1, 1), None),
            status="in_force",
        )


def test_rule_set_is_that_of_the_release_asked_for(shipped):
    first = put(shipped.payload)
    second = put(changed(shipped.payload))
    assert ruleset_for().release == "2026.12.01"
    assert ruleset_for(VERSION).release == VERSION
    assert ruleset_for(first) is ruleset_for(VERSION)
    assert ruleset_for(second.sha256[:12]).release == "2026.12.01"
    with pytest.raises(NoSuchRelease, match=re.escape(f"loaded: 2026.12.01, {VERSION}")):
        ruleset_for("2020")


def run(*args: str) -> str:
    out = StringIO()
    call_command("load_law", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.usefixtures("no_law")
def test_command_checks_without_writing():
    told = run("--check")
    assert "duties" in told
    assert re.search(r"duties +\d+ \(\d+ duties, \d+ offences, \d+ powers\)", told)
    assert "The law data is sound." in told
    assert not Release.objects.exists()


@pytest.mark.usefixtures("no_law")
def test_command_dry_run_shows_and_writes_nothing():
    told = run("--dry-run")
    assert "This is the first law data loaded" in told
    assert "Nothing was written." in told
    assert not Release.objects.exists()


@pytest.mark.usefixtures("no_law")
def test_rule_set_before_any_release_is_that_of_the_shipped_law():
    assert ruleset_for().release == VERSION


@pytest.mark.usefixtures("no_law")
def test_command_loads_once():
    assert f"Loaded: law data {VERSION} is current." in run()
    assert "is current already; nothing to do." in run()
    assert "Nothing changes." in run("--dry-run")


@pytest.mark.usefixtures("no_law")
def test_command_says_in_the_log_that_the_law_changed_once():
    before = Event.objects.filter(action="law.load").count()
    run()
    run()
    (event,) = Event.objects.filter(action="law.load").order_by("-number")[
        : Event.objects.filter(action="law.load").count() - before
    ]
    assert event.sentence == f"Law data {VERSION} became the law data in use."
    assert event.actor_label == "manage.py load_law"


def reworded(payload: dict[str, Any]) -> dict[str, Any]:
    """Other contents under the same version."""
    other = copy.deepcopy(payload)
    other["requirements"][0]["title"] = "Other words"
    return other


def folder(path: Path, payload: dict[str, Any]) -> str:
    """An edition as a folder that the command reads."""
    path.joinpath("law.yaml").write_text(yaml.dump(payload, Dumper=yaml.CSafeDumper))
    return str(path)


def test_other_contents_under_a_version_are_refused_and_change_nothing(shipped, tmp_path):
    put(shipped.payload)
    other, err = folder(tmp_path, reworded(shipped.payload)), StringIO()
    for only in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match="refused: 1 fault"):
            call_command("load_law", other, *only, stdout=StringIO(), stderr=err)
    said = f"release.yaml: version: {VERSION} was loaded before with other contents; raise"
    assert err.getvalue().count(said) == 2
    assert Release.objects.get(version=VERSION).sha256 == shipped.sha256
    assert "The law data is sound." in run(other, "--check")


def test_same_text_with_the_keys_of_an_older_schema_is_not_refused(shipped):
    put(shipped.payload)
    older = copy.deepcopy(shipped.payload)
    for record in older["requirements"]:
        if not record["was"]:
            del record["was"]
    Release.objects.update(payload=older, sha256=digest(older))
    assert put(shipped.payload).sha256 == shipped.sha256
    assert Release.objects.filter(version=VERSION).count() == 2


def test_other_contents_under_a_version_are_taken_in_when_asked_and_the_log_says_so(
    shipped, tmp_path
):
    put(shipped.payload)
    run(folder(tmp_path, reworded(shipped.payload)), "--same-version")
    assert Release.objects.filter(version=VERSION).count() == 2
    event = Event.objects.filter(action="law.load").latest("pk")
    assert (
        event.sentence
        == f"Law data {VERSION}, with other contents than before, became the law data in use."
    )
    put(shipped.payload)  # Either may come back: both have been loaded.


@pytest.mark.usefixtures("no_law")
def test_loading_leaves_the_row_of_the_job_that_follows_it_and_does_it():
    run()
    (job,) = JobRun.objects.filter(name=rounds.FLAG)
    assert (job.state, job.arguments["follow"]) == ("done", True)
    assert job.arguments["edition"].startswith(Release.objects.get().sha256[:12])


@pytest.mark.usefixtures("no_law")
def test_command_tells_every_fault_and_fails(tmp_path):
    (tmp_path / "release.yaml").write_text("release: {}\nfact: []\n")
    err = StringIO()
    with pytest.raises(CommandError, match=r"refused: \d+ faults"):
        call_command("load_law", str(tmp_path), stdout=StringIO(), stderr=err)
    assert "release.yaml: fact: unknown key; did you mean 'facts'?" in err.getvalue()
    assert not Release.objects.exists()
