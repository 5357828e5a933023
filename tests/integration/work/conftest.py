"""A signed-in owner with a hobby forum, on 21 November 2026."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from obligations.models import Deadline, Obligation, Platform, Provider, Release, User
from tests import factories
from tracker import clock

TODAY = factories.TODAY


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every door asks the same clock; it says 21 November 2026."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def owner(db: None) -> User:
    return factories.make_user("owner@example.org")


@pytest.fixture
def provider(law: Release, owner: User) -> Provider:
    return factories.make_provider("Robin's Forums", owner)


@pytest.fixture
def forum(provider: Provider) -> Platform:
    return factories.make_forum(provider, "Hobby Forum")


@pytest.fixture
def page(owner: User) -> Client:
    """A browser in which the owner is signed in."""
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def task(forum: Platform) -> Obligation:
    """The illegal content risk assessment: it has contents and a day."""
    return Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")


@pytest.fixture
def day(task: Obligation) -> Deadline:
    """Its day, 16 March 2025, as if the forum had been tracked since 2024."""
    moment = dt.datetime(2024, 12, 1, 12, tzinfo=ZoneInfo("Europe/London"))
    Deadline.objects.filter(obligation=task).update(created_at=moment)
    Obligation.objects.filter(pk=task.pk).update(created_at=moment)
    assert moment < timezone.now()
    return Deadline.objects.get(obligation=task, status="open")
