"""The check's door: the law is loaded, and a browser in which nobody is signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from obligations.models import Release
from tests import factories
from tracker import clock


@pytest.fixture(autouse=True)
def _door(law: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: factories.TODAY)


@pytest.fixture
def somebody() -> Client:
    """A browser in which nobody is signed in."""
    return Client()
