"""The report of a service's obligations: what it says, who may read it, that it is one document."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.exports.pdf import report_pdf
from obligations.exports.report import Report, obligations_report
from obligations.models import Deadline, Obligation, Platform, Release
from obligations.rules.rulebook.trust import CHECKED
from obligations.words.determinations import opening
from tests import factories

pytestmark = pytest.mark.django_db
DAY = factories.TODAY


@pytest.fixture
def forum(law: Release) -> Platform:
    return factories.make_forum(name="The Narrow Gauge")


def report_of(platform: Platform, as_at: dt.date = DAY, **more: Any) -> Report:
    release = Release.objects.defer("payload").get(is_current=True)
    return obligations_report(platform, as_at, made_on=DAY, release=release, **more)


def refs(themes: Any) -> set[str]:
    return {line.ref for theme in themes for block in theme.blocks for line in block.lines}


def lines(report: Report) -> list[Any]:
    return [
        line
        for theme in (*report.now, *report.later)
        for block in theme.blocks
        for line in block.lines
    ]


# What it says


def test_it_opens_with_the_sentence_of_the_page(forum: Platform, client: Client) -> None:
    from obligations.law.determinations import determine_platform

    report = report_of(forum)
    assert report.opening == opening(determine_platform(forum, DAY))
    assert report.opening.startswith("The Narrow Gauge is a regulated user-to-user service.")


def test_it_tells_what_binds_waits_and_stands_by_apart(forum: Platform) -> None:
    report = report_of(forum)
    binding = refs(report.now)
    assert {"OSA 2023 s 9(2)", "ICU C1", "PCU G1"} <= binding
    assert "ICU A1" not in binding
    waiting = {line.ref for block in report.waits for line in block.lines}
    standing = {line.ref for block in report.stands_by for line in block.lines}
    assert "OSA 2023 s 102(8)(a)" in standing
    assert not binding & standing
    assert not binding & waiting
    assert {block.title for theme in report.now for block in theme.blocks} <= {
        "You must", "Recommended to you", "You should",
    }  # fmt: skip


def test_contents_of_an_assessment_stand_under_their_duty(forum: Platform) -> None:
    (assessment,) = [one for one in lines(report_of(forum)) if one.ref == "OSA 2023 s 9(2)"]
    contents = {part.ref for part in assessment.parts}
    assert "OSA 2023 s 9(5)(a)" in contents
    assert not contents & {one.ref for one in lines(report_of(forum))}


def test_each_line_names_its_grounds_and_no_ground_is_said_twice(forum: Platform) -> None:
    report = report_of(forum)
    assert report.common == ("It is a service under the main duties of the Act.",)
    (child_safety,) = [one for one in lines(report) if one.ref == "OSA 2023 s 12(2)(a)"]
    (ground,) = child_safety.grounds
    assert "likely to be accessed by children" in report.grounds[ground - 1]
    told = [*report.common, *report.grounds]
    assert len(told) == len(set(told))
    assert all(one not in told for line in lines(report) for one in line.why)


def test_what_has_nothing_to_act_on_or_is_a_permission_is_no_work(law: Release) -> None:
    answers = {**factories.FORUM, "alternative_measures_in_use": False}
    by_codes = factories.make_platform(name="By the codes", answers=answers)
    found = {one.ref: one for one in lines(report_of(by_codes))}
    permission, idle, owed = found["ICU D13"], found["OSA 2023 s 23(4)"], found["ICU C1"]
    assert "A permission: nothing is owed." in permission.remarks
    assert "Nothing to act on today." in idle.remarks
    assert (permission.progress, idle.progress, owed.progress) == ("", "", "To do")


def test_codes_not_yet_in_force_bind_from_a_later_day(forum: Platform) -> None:
    report = report_of(forum, dt.date(2025, 3, 16))
    assert "ICU C1" in refs(report.later)
    assert "ICU C1" not in refs(report.now)


def test_it_says_who_does_what_by_when(forum: Platform) -> None:
    who = factories.make_member(forum.provider)
    task = Obligation.objects.get(platform=forum, requirement__ref="OSA 2023 s 9(2)")
    Obligation.objects.filter(pk=task.pk).update(owner=who, progress="in_progress")
    day = dt.date(2027, 3, 14)
    Deadline.objects.filter(obligation=task).delete()
    Deadline.objects.create(
        provider=forum.provider, platform=forum, obligation=task, key="test", title="Review it",
        due_on=day, derivation={"why": "a year after osa-s9-2 was done"},
    )  # fmt: skip
    report = report_of(forum)
    (line,) = [one for one in lines(report) if one.ref == "OSA 2023 s 9(2)"]
    assert (line.due, line.owner, line.progress) == (day, str(who), "In progress")
    (told,) = [one for one in report.dates if one.what == "Review it"]
    assert (told.when, told.ref, told.why) == (
        "14 March 2027", "OSA 2023 s 9(2)", "a year after OSA 2023 s 9(2) was done",
    )  # fmt: skip
    assert told.state_words == "In 113 days"


@pytest.mark.parametrize(
    ("due", "state", "told"),
    [
        (dt.date(2026, 11, 20), "overdue", "1 day late"),
        (dt.date(2026, 11, 21), "soon", "Today"),
        (dt.date(2026, 11, 22), "soon", "Tomorrow"),
        (dt.date(2026, 12, 5), "soon", "In 14 days"),
        (dt.date(2026, 12, 6), "", "In 15 days"),
    ],
)
def test_a_date_says_how_near_it_is(forum: Platform, due: dt.date, state: str, told: str) -> None:
    task = Obligation.objects.filter(platform=forum).first()
    Deadline.objects.create(
        provider=forum.provider, platform=forum, obligation=task, key="near", title="Near",
        due_on=due,
    )  # fmt: skip
    Deadline.objects.update(created_at="2026-01-01T12:00Z")
    (found,) = [one for one in report_of(forum).dates if one.what == "Near"]
    assert (found.state, found.state_words) == (state, told)


def test_a_season_is_told_as_a_range_and_nobody_is_late_for_it(forum: Platform) -> None:
    regime = [one for one in report_of(forum).dates if one.state == "regime"]
    assert regime
    assert any(one.state_words == "Not confirmed" for one in regime)
    assert not any(one.when.startswith("30 November") for one in regime)


def test_an_exempt_service_is_told_why_nothing_binds_it(law: Release) -> None:
    exempt = factories.make_platform(
        name="Harrow Comments", answers={**factories.FORUM, "schedule_1_paragraphs": ["4"]}
    )
    report = report_of(exempt)
    assert report.is_empty
    assert any("exempt" in why for why in report.scope_reasons)
    assert report.stands_by
    assert report.trust_words == "There are no requirements that bind."


def test_an_unknown_service_says_what_would_settle_most(law: Release) -> None:
    report = report_of(factories.make_platform(name="Unanswered"))
    assert report.questions
    assert [settles for _, settles in report.questions] == sorted(
        (settles for _, settles in report.questions), reverse=True
    )
    assert report.not_known[0].title == "You can settle it"


def test_what_is_from_memory_is_marked_on_its_line_and_counted(forum: Platform) -> None:
    report = report_of(forum)
    recalled = [one for one in lines(report) if one.verification == "recalled"]
    assert len(recalled) == report.trust.recalled
    assert all("From memory, not checked." in one.remarks for one in recalled)
    assert report.trust.rows == len(lines(report))
    checked = sum(one.verification in CHECKED for one in lines(report))
    assert report.trust.unverified == report.trust.rows - checked


def test_asked_as_known_then_it_leaves_out_what_is_only_known_now(forum: Platform) -> None:
    known_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    report = report_of(forum, known_at=known_at)
    assert not report.dates
    assert "as known on 1 January 2026" in report.known_words
    assert report.is_empty  # nothing had been recorded by then


def test_it_costs_a_fixed_number_of_queries(forum: Platform) -> None:
    bare = factories.make_platform(name="Bare")
    report_of(bare)  # compiles the rules once

    def cost(platform: Platform) -> int:
        fresh = Platform.objects.select_related("provider").get(pk=platform.pk)
        with CaptureQueriesContext(connection) as captured:
            report_of(fresh)
        return len(captured)

    assert cost(forum) == cost(bare) <= 10


# The PDF


def test_pdf_is_tagged_titled_and_in_english(forum: Platform) -> None:
    document = pypdf.PdfReader(io.BytesIO(report_pdf(report_of(forum))))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert document.metadata is not None
    assert document.metadata.title == "Online Safety Act obligations of The Narrow Gauge"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()


def test_pdf_says_what_the_report_says(forum: Platform) -> None:
    report = report_of(forum)
    pages = pypdf.PdfReader(io.BytesIO(report_pdf(report))).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert report.opening in text
    assert report.edition is not None
    assert report.edition.sha256 in text.replace(" ", "")
    assert "This is not legal advice." in text
    for line in lines(report):
        assert line.ref in text


def test_the_same_report_is_the_same_bytes(forum: Platform) -> None:
    assert report_pdf(report_of(forum)) == report_pdf(report_of(forum))


@pytest.mark.parametrize(
    "name", ['#panic("run")', "$x^2$ @nobody", "[]{}<a>`*_~\\", "“Ünïcode” — Ω"]
)
def test_a_name_is_set_as_text_and_never_as_markup(law: Release, name: str) -> None:
    made = report_pdf(report_of(factories.make_platform(name=name)))
    metadata = pypdf.PdfReader(io.BytesIO(made)).metadata
    assert metadata is not None
    assert metadata.title == f"Online Safety Act obligations of {name}"


# The page


def test_page_is_for_members_only(forum: Platform, client: Client) -> None:
    url = f"/services/{forum.slug}/report/"
    assert client.get(url).status_code == 302
    client.force_login(factories.make_user())
    assert client.get(url).status_code == 404
    assert client.get(f"{url}?format=pdf").status_code == 404


def test_page_says_what_the_pdf_says(forum: Platform, client: Client) -> None:
    client.force_login(factories.make_member(forum.provider))
    response = client.get(f"/services/{forum.slug}/report/?as_at=2026-11-21")
    text = response.content.decode()
    assert response.status_code == 200
    for part in ("What binds on 21 November 2026", "What stands by", "This is not legal advice"):
        assert part in text
    assert text.count('<th scope="rowgroup"') > 5


@pytest.mark.parametrize(
    ("wanted", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_page_is_also_a_file(forum: Platform, client: Client, wanted: str, media_type: str) -> None:
    client.force_login(factories.make_member(forum.provider))
    response = client.get(f"/services/{forum.slug}/report/?as_at=2026-11-21&format={wanted}")
    assert response["Content-Type"] == media_type
    assert response["Cache-Control"] == "private, no-store"
    assert f"2026-11-21.{wanted}" in response["Content-Disposition"]
    data = b"".join(response) if response.streaming else response.content
    if wanted == "json":
        assert json.loads(data)["service"] == "The Narrow Gauge"
    if wanted == "csv":
        table = [one for one in data.decode().splitlines() if not one.startswith("# ")]
        answers = {row["ref"]: row["answer"] for row in csv.DictReader(table)}
        assert answers["ICU A1"] == "does_not_apply"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("format=doc", "format: “doc” is not known here. Use: pdf, csv, xlsx, json."),
        ("format=pdf&as_at=soon", "“soon” is not a day"),
        ("known_at=then", "known_at: “then” is not a day"),
    ],
)
def test_what_cannot_be_read_is_told(
    forum: Platform, client: Client, query: str, told: str
) -> None:
    client.force_login(factories.make_member(forum.provider))
    response = client.get(f"/services/{forum.slug}/report/?{query}")
    assert response.status_code == 400
    assert told in response.content.decode()


# The command


def test_command_writes_the_file_that_the_suffix_names(forum: Platform, tmp_path: Path) -> None:
    for suffix in ("pdf", "json", "csv", "xlsx"):
        out = tmp_path / f"forum.{suffix}"
        call_command(
            "report", "obligations", "the narrow gauge", "--as-at=2026-11-21", f"--out={out}"
        )
        assert out.stat().st_size > 1_000
    assert (tmp_path / "forum.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "forum.json").read_text())["as_at"] == "2026-11-21"


@pytest.mark.parametrize(
    ("service", "out", "told"),
    [
        ("The Narow Gauge", "x.pdf", "Did you mean 'The Narrow Gauge'"),
        ("Zzz", "x.pdf", "There are: The Narrow Gauge."),
        ("The Narrow Gauge", "x.docx", "ends in none of: pdf, csv, xlsx, json"),
        ("The Narrow Gauge", "missing/x.pdf", "There is no folder"),
        ("The Narrow Gauge", "x.pdf --as-at=2026-02-30", "'2026-02-30' is not a day"),
    ],
)
def test_command_says_what_is_wrong(
    forum: Platform, tmp_path: Path, service: str, out: str, told: str
) -> None:
    file, *more = out.split(" ")
    with pytest.raises(CommandError, match=told):
        call_command("report", "obligations", service, *more, f"--out={tmp_path / file}")
    assert not list(tmp_path.iterdir())


def test_command_reports_what_had_been_recorded_by_a_day(forum: Platform, tmp_path: Path) -> None:
    out = tmp_path / "then.json"
    call_command("report", "obligations", forum.name, "--as-at=2026-11-21",
                 "--known-at=2020-01-01", f"--out={out}")  # fmt: skip
    assert json.loads(out.read_text())["now"] == []


def test_facts_that_contradict_each_other_are_told_and_make_no_report(
    forum: Platform, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from obligations.rules import SubjectError

    def contradiction(*_: Any) -> None:
        raise SubjectError(["It is both exempt and not."])

    monkeypatch.setattr("obligations.exports.report.determine_platform", contradiction)
    client.force_login(factories.make_member(forum.provider))
    response = client.get(f"/services/{forum.slug}/report/")
    assert response.status_code == 409
    assert "It is both exempt and not." in response.content.decode()
    with pytest.raises(CommandError, match="both exempt and not"):
        call_command("report", "obligations", forum.name, f"--out={tmp_path / 'x.pdf'}")
