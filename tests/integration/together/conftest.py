"""Two people at one provider, each with a browser, and real transactions."""

from __future__ import annotations

import pytest

from obligations.models import Obligation, Platform, Provider, Release, User
from tests import factories
from tracker import clock


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: factories.TODAY)


@pytest.fixture
def law(transactional_db: None) -> Release:
    """The current release; the tables are emptied after each test here."""
    current = Release.objects.filter(is_current=True).defer("payload").first()
    return current or factories.load_law()


@pytest.fixture
def owner(law: Release) -> User:
    return factories.make_user("robin@example.org", name="Robin")


@pytest.fixture
def provider(owner: User) -> Provider:
    return factories.make_provider("Robin's Forums", owner)


@pytest.fixture
def forum(provider: Provider) -> Platform:
    return factories.make_forum(provider, "Hobby Forum")


@pytest.fixture
def task(forum: Platform) -> Obligation:
    return Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")
