"""Positions on pages and in files: beside the answer, never instead, and privileged ones unread."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pypdf
import pytest
from django.test import Client

from obligations.actions import facts, positions
from obligations.exports.report import obligations_report
from obligations.models import Obligation, Platform, Position, Release, Role, User
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
WHY = "/services/hobby-forum/why/icu-c1/"
SECRET = "Leading counsel advised in May"


def take(platform: Platform, requirement: str = "icu-c1", **more: Any) -> Position:
    given: dict[str, Any] = {
        "by": None, "as_at": TODAY, "kind": "disagrees", "reading": "does_not_apply",
        "reason": "We hold no such content.",
    }  # fmt: skip
    return positions.take(platform=platform, requirement=requirement, **{**given, **more})


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(page: Client, url: str, status: int = 200) -> str:
    response = page.get(url)
    assert response.status_code == status
    return response.content.decode()


FORM = {"reading": "does_not_apply", "reason": "Counsel says so.", "review_on": "2027-05-01"}


def test_position_is_taken_beside_the_answer(page: Client, forum: Platform, owner: User) -> None:
    assert "None is taken." in text(page, WHY)
    response = page.post(f"{WHY}position/", FORM)
    assert response.status_code == 302
    position = Position.objects.get()
    assert (position.kind, position.author, position.review_on) == (
        "disagrees", owner, dt.date(2027, 5, 1),
    )  # fmt: skip
    told = text(page, WHY)
    assert "Your position: does not apply" in told
    assert "Counsel says so." in told
    assert "ICU C1 has applied since 17 March 2025." in told  # The computed answer, as before.


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "Say why: a position needs a reason."),
        ({"reading": ""}, "Choose one."),
        ({"reading": "applies"}, "This is the computed answer"),
        ({"reading": "some-kind"}, "some-kind is not one of the available choices"),
        ({"review_on": "2026-11-21"}, "Choose a day after 21 November 2026."),
        ({"review_on": "soon"}, "Write the day as 2026-11-21."),
        ({"applies_from": "2027-01-01"}, "Only what applies has a first day."),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    page: Client, forum: Platform, changes: dict[str, str], told: str
) -> None:
    response = page.post(f"{WHY}position/", {**FORM, **changes})
    assert response.status_code == 400
    assert told in response.content.decode()
    assert not Position.objects.exists()


def test_readings_of_a_contested_text_are_offered_with_what_they_come_to(
    page: Client, forum: Platform
) -> None:
    why = "/services/hobby-forum/why/osa-s10-3a/"
    told = text(page, why)
    assert "Read so, it waits for an event." in told
    assert "Read so, it applies from 29 June 2026." in told
    chosen = {**FORM, "reading": "section-by-section"}
    assert page.post(f"{why}position/", chosen).status_code == 302
    assert Position.objects.get().kind == "chooses"
    exempt = {"schedule_1_paragraphs": ["4"]}
    facts.record_many(platform=forum, by=None, answers=exempt, as_at=TODAY)
    assert "Read as you chose, it now does not apply; when you chose, it applies" in text(page, why)


def test_position_is_withdrawn_and_stays_among_the_earlier_ones(
    page: Client, forum: Platform
) -> None:
    position = take(forum)
    address = f"{WHY}position/{position.pk}/withdraw/"
    assert page.post(address, {"why": ""}).status_code == 400
    assert page.post(address, {"why": "Ofcom has answered."}).status_code == 302
    told = text(page, WHY)
    assert "1 earlier position" in told
    assert "Ofcom has answered." in told


def test_position_of_another_service_is_not_withdrawn_from_here(
    page: Client, forum: Platform
) -> None:
    other = take(factories.make_forum(forum.provider, "Other"))
    assert page.post(f"{WHY}position/{other.pk}/withdraw/", {"why": "x"}).status_code == 404


def test_reader_sees_the_position_and_no_form(forum: Platform) -> None:
    take(forum)
    told = text(signed_in(factories.make_member(forum.provider, Role.READER)), WHY)
    assert "Your position: does not apply" in told
    assert "We hold no such content." in told
    assert "Replace the position" not in told


def test_look_again_is_said_where_the_computed_answer_has_changed(
    page: Client, forum: Platform
) -> None:
    take(forum)
    exempt = {"schedule_1_paragraphs": ["4"]}
    facts.record_many(platform=forum, by=None, answers=exempt, as_at=TODAY)
    told = text(page, WHY)
    assert "Look at it again" in told
    assert "is now that it does not apply" in told


def test_page_of_an_earlier_day_shows_what_was_held_then(page: Client, forum: Platform) -> None:
    take(forum)
    assert "Your position:" not in text(page, f"{WHY}?as_at=2026-01-01")


@pytest.mark.parametrize(
    ("role", "reads"),
    [("owner", True), ("compliance", True), ("contributor", False), ("reader", False)],
)
def test_privileged_reason_is_read_only_by_who_takes_positions(
    forum: Platform, role: str, reads: bool
) -> None:
    position = take(forum, reason=SECRET, privileged=True)
    positions.withdraw(position=position, by=None, why=f"Over: {SECRET}", as_at=TODAY)
    take(forum, reason=SECRET, privileged=True)
    member = signed_in(factories.make_member(forum.provider, role))
    told = text(member, WHY)
    assert "Your position: does not apply" in told
    assert (SECRET in told) is reads
    assert ("Privileged, not reproduced." in told) is True


def test_privileged_reason_is_never_printed(page: Client, forum: Platform) -> None:
    take(forum, reason=SECRET, privileged=True)
    told = text(page, WHY)
    before, _, _after = told.partition(SECRET)
    assert before.rstrip().endswith('<p class="quote no-print"><strong>Privileged.</strong>')


# Wherever the answer is


def service(page: Client, path: str = "") -> str:
    return text(page, f"/services/hobby-forum/{path}")


TAG = "Your position: does not apply"


def test_page_of_a_service_tags_the_answer_and_counts_as_computed(
    page: Client, forum: Platform
) -> None:
    before = service(page)
    take(forum)
    take(forum, "osa-s102-8-a")
    after = service(page)
    assert after.count(TAG) == 2
    assert "You take a position on" in after
    assert sentence(after) == sentence(before)


def sentence(page: str) -> str:
    return page.partition('<p class="sentence">')[2].partition("</p>")[0]


def test_answers_are_filtered_by_whether_a_position_is_taken(page: Client, forum: Platform) -> None:
    take(forum)
    told = service(page, "answers/?position=yes")
    assert "1 answer on 21 November 2026" in told
    assert TAG in told
    assert TAG not in service(page, "answers/?position=no&answer=applies")


def test_task_says_the_position_beside_the_answer(page: Client, forum: Platform) -> None:
    take(forum)
    task = Obligation.objects.get(platform=forum, requirement__slug="icu-c1")
    assert TAG in text(page, "/tasks/?sort=ref")
    told = text(page, f"/tasks/{task.pk}/")
    assert TAG in told
    assert "We hold no such content." in told
    assert "on your list because of the position" not in told


def test_task_that_a_position_brought_says_so(page: Client, forum: Platform) -> None:
    take(forum, "icu-d4", kind="settles", reading="applies")
    task = Obligation.objects.get(platform=forum, requirement__slug="icu-d4")
    assert "on your list because of the position" in text(page, f"/tasks/{task.pk}/")
    listed = text(page, "/tasks/?sort=ref&strength=recommended")
    assert "Your position: applies" in listed


def test_review_stands_on_the_dates_and_leads_to_the_position(
    page: Client, forum: Platform
) -> None:
    position = take(forum)
    told = text(page, "/dates/?clock=own")
    assert "1 date" in told
    assert "It was done" not in told
    response = page.get(f"/positions/{position.pk}/")
    assert response.status_code == 302
    assert response["Location"] == f"{WHY}#position"


def test_list_has_what_to_look_at_again_first(page: Client, forum: Platform) -> None:
    take(forum, "icu-c2")
    take(forum, "osa-s9-2", review_on=TODAY + dt.timedelta(days=3))
    other = factories.make_forum(forum.provider, "Other")
    take(other)
    exempt = {"schedule_1_paragraphs": ["4"]}
    facts.record_many(platform=other, by=None, answers=exempt, as_at=TODAY)
    told = text(page, "/positions/")
    assert "3 positions" in told
    assert told.index("The computed answer has changed") < told.index("ICU C2")
    assert "1 position" in text(page, "/positions/?again=yes")
    assert "Something has changed beside" in text(page, "/dashboard/")


def test_ended_positions_are_listed_where_asked_for(page: Client, forum: Platform) -> None:
    positions.withdraw(position=take(forum), by=None, why="Over", as_at=TODAY)
    assert "0 positions" in text(page, "/positions/")
    assert "1 position" in text(page, "/positions/?state=ended")


def test_search_does_not_find_what_a_privileged_reason_says(page: Client, forum: Platform) -> None:
    take(forum, reason=SECRET, privileged=True)
    take(forum, "icu-c2", reason="Leading counsel, openly")
    assert "1 position" in text(page, "/positions/?q=leading+counsel")


# What is privileged is in no file, and read only by those who may

PRIVATE = [
    "/services/hobby-forum/", "/services/hobby-forum/answers/", "/services/hobby-forum/report/",
    "/positions/?state=ended", "/positions/", "/tasks/", "/dates/", "/changes/",
]  # fmt: skip


def contents(page: Client, url: str, wanted: str) -> str:
    """A file as text; a spreadsheet or PDF is read cell by cell, or page by page."""
    response = page.get(f"{url}{'&' if '?' in url else '?'}format={wanted}")
    assert response.status_code == 200, response.content
    data = b"".join(response) if response.streaming else response.content
    if wanted == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)
    if wanted == "pdf":
        return " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(data)).pages)
    return data.decode()


@pytest.fixture
def held(forum: Platform) -> None:
    """One privileged position that ended, one that stands, and one that anybody may read."""
    positions.withdraw(
        position=take(forum, reason=SECRET, privileged=True), by=None, why=SECRET, as_at=TODAY
    )
    take(forum, reason=SECRET, privileged=True)
    take(forum, "icu-c2", reason="Openly said")


@pytest.mark.parametrize("wanted", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("url", PRIVATE)
def test_no_file_has_a_privileged_reason(page: Client, held: None, url: str, wanted: str) -> None:
    told = contents(page, url, wanted)
    assert SECRET not in told
    if url not in ("/dates/", "/changes/"):
        assert "Privileged, not reproduced." in told
    if url in ("/positions/", "/tasks/", "/services/hobby-forum/answers/"):
        assert "Openly said" in told


def test_report_has_the_positions_and_no_privileged_reason(page: Client, held: None) -> None:
    for told in (
        text(page, "/services/hobby-forum/report/"),
        contents(page, "/services/hobby-forum/report/", "pdf"),
    ):
        assert "Positions of the provider" in told
        assert "Privileged, not reproduced." in " ".join(told.split())
        assert "Openly said" in told
        assert SECRET not in told
        assert "position, beside the computed answer: does not apply" in " ".join(
            told.replace("&#x27;", "'").split()
        )


def test_report_of_an_earlier_moment_has_what_was_held_then(forum: Platform) -> None:
    take(forum)
    release = Release.objects.defer("payload").get(is_current=True)
    asked: dict[str, Any] = {"made_on": TODAY, "release": release}
    before = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    assert obligations_report(forum, TODAY, known_at=before, **asked).positions == ()
    assert obligations_report(forum, dt.date(2026, 1, 1), **asked).positions == ()
    (one,) = obligations_report(forum, TODAY, **asked).positions
    assert (one.ref, one.words, one.computed_words) == (
        "ICU C1", "does not apply", "applies from 17 March 2025",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("role", "reads"),
    [("owner", True), ("compliance", True), ("contributor", False), ("reader", False)],
)
def test_every_page_of_work_keeps_a_privileged_reason_from_who_may_not_read_it(
    held: None, forum: Platform, role: str, reads: bool
) -> None:
    member = signed_in(factories.make_member(forum.provider, role))
    task = Obligation.objects.get(platform=forum, requirement__slug="icu-c1")
    found = {
        url: SECRET in text(member, url) for url in ("/dashboard/", f"/tasks/{task.pk}/", *PRIVATE)
    }
    allowed = {"/positions/", "/positions/?state=ended", f"/tasks/{task.pk}/"} if reads else set()
    assert {url for url, seen in found.items() if seen} == allowed
