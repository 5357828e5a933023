"""The same form sent again is done once; another one, or one that was refused, is not held back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from obligations.models import Obligation, Platform, PlatformEvent, Post, Provider, User
from tests.together_support import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser(owner: User) -> Client:
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(owner)
    return signed_in


def _token(browser: Client, address: str) -> str:
    found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())
    assert found
    return found[1]


def _twin(browser: Client) -> Client:
    """The same browser, for another thread."""
    other = Client(enforce_csrf_checks=True)
    other.cookies = browser.cookies
    return other


def test_six_parallel_posts_are_one_event_and_no_deadlock(browser: Client, forum: Platform) -> None:
    address = reverse("platform-event-new", args=[forum.slug])
    sent = {
        "csrfmiddlewaretoken": _token(browser, address), "event": "significant_change",
        "happened_on": "2026-11-20", "note": "A new feed.",
    }  # fmt: skip
    answers = at_once(*[lambda: _twin(browser).post(address, sent)] * 6)
    assert {each.status_code for each in answers} == {302}
    (location,) = {each.headers["Location"] for each in answers}
    assert location.startswith(f"/services/{forum.slug}/changed/?since=")
    assert PlatformEvent.objects.filter(platform=forum).count() == 1


def test_a_provider_sent_twice_is_one_and_both_are_led_to_it(browser: Client) -> None:
    address = reverse("provider-new")
    sent = {
        "csrfmiddlewaretoken": _token(browser, address), "name": "Kit Ltd",
        "nation": "scotland",
    }  # fmt: skip
    first, again = browser.post(address, sent), browser.post(address, sent, follow=True)
    assert Provider.objects.filter(name="Kit Ltd").count() == 1
    assert again.redirect_chain[0][0] == first.headers["Location"]
    assert "It was done once" in again.content.decode()


def test_what_was_refused_or_differs_is_not_held_back(browser: Client, provider: Provider) -> None:
    address = reverse("platform-new")
    sent = {"csrfmiddlewaretoken": _token(browser, address), "name": "", "description": ""}
    assert browser.post(address, sent).status_code == 200
    assert not Post.objects.exists()
    for name in ("One", "Two"):  # Back, and another name on the same page.
        assert browser.post(address, {**sent, "name": name}).status_code == 302
    assert Platform.objects.filter(provider=provider).count() == 2


def test_the_same_words_from_another_page_are_sent_anew(browser: Client, task: Obligation) -> None:
    page, address = (
        reverse(name, args=[task.pk]) for name in ("obligation-detail", "obligation-progress")
    )
    for step in ("in_progress", "to_do", "in_progress"):
        browser.post(address, {"csrfmiddlewaretoken": _token(browser, page), "progress": step})
    task.refresh_from_db()
    assert task.progress == "in_progress"
