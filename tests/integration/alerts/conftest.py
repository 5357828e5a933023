"""The shipped law on 21 November 2026, and later editions of it, made from a modified copy."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from obligations.actions import law as taking_in
from obligations.law.edition import Read, digest
from obligations.models import Release
from tests import factories
from tracker import clock

Change = Callable[[dict[str, dict[str, Any]], dict[str, Any]], object]


@pytest.fixture(autouse=True)
def _door(law: Release, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.SITE_URL = "http://localhost:8000"
    monkeypatch.setattr(clock, "today", lambda: factories.TODAY)


@pytest.fixture
def edition() -> Callable[..., Release]:
    """Takes in an edition that differs as told: `change(requirements by id, payload)`."""

    def take(change: Change, version: str = "2026.12.01") -> Release:
        payload = copy.deepcopy(factories.law_data().payload)
        payload["release"] |= {"version": version, "law_date": version.replace(".", "-")}
        change({each["id"]: each for each in payload["requirements"]}, payload)
        found = Read(payload, digest(payload))
        loaded, _ = taking_in.load(edition=found, by=None, now=clock.now(), actor_label="the tests")
        return loaded.release

    return take
