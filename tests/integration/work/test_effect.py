"""A change shows its effect: after saving, the page is the difference; the log names everything."""

from __future__ import annotations

import pytest
from django.test import Client

from obligations.models import Event, Platform

pytestmark = pytest.mark.django_db
SERVICE = "/services/hobby-forum/"
SEARCH = {"has_public_search_engine": "yes"}


def test_saved_answers_lead_to_what_they_change(page: Client, forum: Platform) -> None:
    answer = page.post(f"{SERVICE}facts/", SEARCH, follow=True)
    text = " ".join(answer.content.decode().split())
    assert "<h1>What changed</h1>" in text
    assert "One answer saved." in text
    assert answer.context["sentence"].startswith("Hobby Forum gained ")
    assert len(answer.context["answers"]) == 1
    groups = {str(group): reasons for group, _, reasons, _ in answer.context["groups"]}
    assert groups["gained"], "what it gains is there"
    assert all(why for reasons in groups.values() for why, _ in reasons), "each with a reason"
    back = page.post(f"{SERVICE}facts/", {"has_public_search_engine": "no"}, follow=True)
    assert "lost" in {str(group) for group, *_ in back.context["groups"]}


def test_answer_taken_back_is_newly_not_known(page: Client, forum: Platform) -> None:
    answer = page.post(f"{SERVICE}facts/", {"has_public_search_engine": "unknown"}, follow=True)
    assert "unclear" in {str(group) for group, *_ in answer.context["groups"]}
    assert "not known any more" in answer.context["sentence"]


def test_event_shows_the_days_it_brings(page: Client, forum: Platform) -> None:
    told = {"event": "significant_change", "happened_on": "2026-11-20"}
    answer = page.post(f"{SERVICE}events/new/", told, follow=True)
    assert answer.context["sentence"].startswith("Hobby Forum gained ")
    assert "What stood by for it now binds." in answer.content.decode()


@pytest.mark.parametrize("since", ["", "yesterday", "2026-11-21T10:00"])
def test_moment_that_is_none_leads_to_the_service(
    page: Client, forum: Platform, since: str
) -> None:
    answer = page.get(f"{SERVICE}changed/", {"since": since})
    assert answer["Location"] == SERVICE


def test_log_names_each_answer_and_each_requirement(page: Client, forum: Platform) -> None:
    saved = page.post(f"{SERVICE}facts/", SEARCH, follow=True)
    told = page.get("/changes/").context["told"]
    answers = [line for each in told for line in each.answers]
    assert set(saved.context["answers"]) <= set(answers)
    followed = next(each for each in told if each.event.action == "obligations.followed")
    named = [ref for _, moved in followed.moved for ref, slug, title in moved if slug and title]
    data = Event.objects.get(pk=followed.event.pk).data
    assert sorted(named) == sorted([*data["added"], *data["changed"], *data["ended"]])
