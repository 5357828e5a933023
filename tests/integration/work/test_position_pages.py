"""Positions on pages and in files: beside the answer, never instead, and privileged ones unread."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from obligations.actions import facts, positions
from obligations.models import Platform, Position, Role, User
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
    assert "ICU C1 applies since 17 March 2025." in told  # The computed answer, as before.


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
    large = {
        "uk_monthly_active_users@u2u": 8_000_000,
        "children_harm_kinds_at_medium_or_high@u2u": 0,
    }
    facts.record_many(platform=forum, by=None, answers=large, as_at=TODAY)
    why = "/services/hobby-forum/why/pcu-d3/"
    told = text(page, why)
    assert "Read so, it does not apply." in told
    assert "Read so, it applies from 25 July 2025." in told
    chosen = {**FORM, "reading": "large-or-some-kind"}
    assert page.post(f"{why}position/", chosen).status_code == 302
    assert Position.objects.get().kind == "chooses"
    facts.record_many(
        platform=forum, by=None, answers={"uk_monthly_active_users@u2u": 900}, as_at=TODAY
    )
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
