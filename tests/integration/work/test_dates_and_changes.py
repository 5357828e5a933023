"""Dates, changes and members as pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from obligations.models import (
    Deadline,
    Invitation,
    Membership,
    Obligation,
    Platform,
    Provider,
    Role,
)
from tests import factories
from tests.rules_support import VERSION

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def test_date_says_why_it_is_that_day(page: Client, day: Deadline) -> None:
    text = page.get("/dates/").content.decode()
    assert day.derivation["rule"] in text
    assert "16 March 2025" in text
    assert "Late" in text


def test_date_says_that_it_moved(page: Client, day: Deadline) -> None:
    Deadline.objects.filter(pk=day.pk).update(moved_because="Was 1 May 2025.")
    assert "Was 1 May 2025." in page.get("/dates/").content.decode()


def test_date_of_the_regime_is_a_range_and_nobody_is_late(page: Client, forum: Platform) -> None:
    row = Deadline.objects.filter(platform=forum, milestone__isnull=False, confirmed=False)[0]
    text = page.get("/dates/?clock=regime").content.decode()
    assert row.title in text
    assert "not confirmed" in text
    assert "days late" not in text
    assert "It was done" not in text


def test_date_is_closed_and_taken_back(page: Client, day: Deadline) -> None:
    sent = {"done_on": "2025-03-10", "note": "in the file", "next": "/dates/"}
    answer = page.post(f"/dates/{day.pk}/close/", sent, follow=True)
    day.refresh_from_db()
    assert (day.status, day.closed_note) == ("done", "in the file")
    assert "Done: " in answer.content.decode()
    assert "Take that back" in page.get("/dates/?status=done").content.decode()
    page.post(f"/dates/{day.pk}/reopen/")
    day.refresh_from_db()
    assert day.status == "open"


def test_date_cannot_be_met_tomorrow(page: Client, day: Deadline) -> None:
    tomorrow = (TODAY + dt.timedelta(days=1)).isoformat()
    answer = page.post(f"/dates/{day.pk}/close/", {"done_on": tomorrow}, follow=True)
    day.refresh_from_db()
    assert day.status == "open"
    assert "has not come yet" in answer.content.decode()


def test_date_of_another_provider_is_not_found(page: Client, provider: Provider) -> None:
    other = factories.make_forum(name="Elsewhere")
    row = Deadline.objects.filter(platform=other)[0]
    assert page.post(f"/dates/{row.pk}/close/", {"done_on": "2026-01-01"}).status_code == 404
    assert "Elsewhere" not in page.get("/dates/").content.decode()


def test_changes_tell_the_law_and_the_log(page: Client, forum: Platform, task: Obligation) -> None:
    page.post(f"/tasks/{task.pk}/progress/", {"progress": "in_progress"})
    text = page.get("/changes/").content.decode()
    assert f"Law data {VERSION}" in text
    assert "OSA 2023 s 9(2) of Hobby Forum: in progress, was to do." in text
    only = page.get("/changes/?action=platform.created").content.decode()
    assert "was added to the services" in only
    assert "in progress, was to do" not in only


def test_owner_lets_somebody_in_and_changes_their_role(
    page: Client, provider: Provider, mailoutbox: list[object]
) -> None:
    asked = Client()
    asked.force_login(factories.make_user("new@example.org"))
    page.post("/members/", {"email": "new@example.org", "role": "contributor"})
    invitation = Invitation.objects.get(email="new@example.org")
    asked.post(f"/invitations/{invitation.pk}/", {"answer": "accept"})
    membership = Membership.objects.get(user__email="new@example.org")
    page.post(f"/members/{membership.pk}/", {"role": "compliance"})
    membership.refresh_from_db()
    assert membership.role == Role.COMPLIANCE
    page.post(f"/members/{membership.pk}/end/")
    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_last_owner_cannot_leave(page: Client, provider: Provider) -> None:
    membership = provider.memberships.get()
    answer = page.post(f"/members/{membership.pk}/end/")
    assert "make another member owner first" in answer.content.decode()
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_reader_sees_people_and_no_forms(provider: Provider) -> None:
    page = Client()
    page.force_login(factories.make_member(provider, Role.READER))
    text = page.get("/members/").content.decode()
    assert "owner@example.org" in text
    assert "Let somebody in" not in text
    assert page.post("/members/", {"email": "x@example.org", "role": "owner"}).status_code == 403
