"""A page asks the database as often for two services as for one, and never more than 17 times.

tests/query_counts.json says how often. It counts everything but savepoints: the session, the
person, the tenancy and the page itself. WRITE_QUERY_COUNTS=1 writes it anew, for review.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.actions import alerts, positions, scenarios
from obligations.models import Obligation, Platform
from tests import factories

COUNTS = Path(__file__).resolve().parents[2] / "query_counts.json"
MOST = 17
BRACKETS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def addresses(forum: Platform, task: Obligation) -> dict[str, str]:
    service = f"/services/{forum.slug}"
    first, second = (
        scenarios.save(
            platform=forum, by=None, name=name, changes={f"{name}@u2u": True},
            as_at=factories.TODAY, shared=True,
        )
        for name in ("has_livestreaming", "has_direct_messaging")
    )  # fmt: skip
    return {
        "check": "/check/",
        "alert-new": "/alerts/new/?theme=csea-reporting",
        "alert-confirm": f"/alerts/confirm/{alerts.token(factories.make_alert())}/",
        "dashboard": "/dashboard/",
        "platform-list": "/services/",
        "platform-detail": f"{service}/",
        "platform-answers": f"{service}/answers/?answer=applies",
        "platform-why": f"{service}/why/icu-c1/",
        "platform-compare": f"{service}/compare/",
        "platform-facts": f"{service}/facts/",
        "platform-interview": f"{service}/interview/",
        "platform-users": f"{service}/users/",
        "platform-register": f"{service}/register/",
        "platform-event-new": f"{service}/events/new/",
        "platform-whatif": f"{service}/what-if/",
        "platform-significance": f"{service}/significance/",
        "scenario-list": f"{service}/scenarios/",
        "scenario-detail": f"{service}/scenarios/{first.pk}/",
        "scenario-compare": f"{service}/scenarios/compare/?s={first.pk}&s={second.pk}",
        "scenario-launch": f"{service}/scenarios/{first.pk}/launch/",
        "platform-edit": f"{service}/edit/",
        "obligation-list": "/tasks/?sort=ref&platform=hobby-forum",
        "obligation-detail": f"/tasks/{task.pk}/",
        "deadline-list": "/dates/",
        "position-list": "/positions/",
        "change-list": "/changes/",
        "provider-members": "/members/",
    }


def asked(page: Client, url: str) -> int:
    """How often the page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        assert page.get(url).status_code == 200, url
    return sum(not query["sql"].startswith(BRACKETS) for query in queries.captured_queries)


def take_position(forum: Platform, requirement: str) -> None:
    positions.take(
        platform=forum, requirement=requirement, by=None, kind="disagrees",
        reading="does_not_apply", reason="Counsel says so.", as_at=factories.TODAY,
    )  # fmt: skip


@pytest.mark.django_db
def test_pages_ask_as_often_as_committed_whatever_the_rows(
    page: Client, forum: Platform, task: Obligation
) -> None:
    take_position(forum, "icu-c1")
    urls = addresses(forum, task)
    for url in urls.values():
        page.get(url)  # The first time compiles the rules.
    few = {name: asked(page, url) for name, url in urls.items()}
    for number in range(2):
        factories.make_forum(forum.provider, f"Another Forum {number}")
    factories.make_member(forum.provider)
    for requirement in ("icu-c2", "osa-s9-2", "icu-c1"):
        take_position(forum, requirement)
    more = {name: asked(page, url) for name, url in urls.items()}
    assert more == few
    assert {name: count for name, count in few.items() if count > MOST} == {}
    if os.environ.get("WRITE_QUERY_COUNTS"):
        COUNTS.write_text(json.dumps(few, indent=2, sort_keys=True) + "\n")
    assert few == json.loads(COUNTS.read_text())
