"""A page and a post ask the database as often for two services as for one.

A page never more than 17 times; a post never more than 30 times.

tests/query_counts.json says how often, for `pages` and `posts`. It counts everything but
savepoints: the session, the person, the tenancy, that a post is done once, and the page itself.
WRITE_QUERY_COUNTS=1 writes it anew, for review.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.actions import alerts, positions, scenarios
from obligations.models import Obligation, Platform
from tests import factories

COUNTS = Path(__file__).resolve().parents[2] / "query_counts.json"
MOST = 17
MOST_OF_POST = 30
BRACKET = re.compile(r"(^|; ?)(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)")


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
        "account-messages": "/account/messages/",
    }


def asked(page: Client, url: str) -> int:
    """How often the page asks the database."""
    with CaptureQueriesContext(connection) as queries:
        assert page.get(url).status_code == 200, url
    return counted(queries)


def counted(queries: CaptureQueriesContext) -> int:
    return sum(BRACKET.search(query["sql"]) is None for query in queries.captured_queries)


def committed(kind: str, found: dict[str, int]) -> dict[str, int]:
    """What is committed; WRITE_QUERY_COUNTS=1 commits what was found."""
    kept = json.loads(COUNTS.read_text())
    if os.environ.get("WRITE_QUERY_COUNTS"):
        kept[kind] = found
        COUNTS.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
    known: dict[str, int] = kept[kind]
    return known


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
    assert few == committed("pages", few)


def forms(page: Client, forum: Platform, task: Obligation) -> dict[str, tuple[str, dict[str, Any]]]:
    """Where to send what, for each post that is counted; each changes what is recorded."""
    service = f"/services/{forum.slug}"
    return {
        "platform-interview": (f"{service}/interview/", next_screen(page, f"{service}/interview/")),
        "platform-facts": (
            f"{service}/facts/",
            {
                "uk_monthly_active_users@u2u-low": "9000000", "has_direct_messaging@u2u": "yes",
                "risk:csea@u2u": "high",
            },
        ),
        "platform-register": (f"{service}/register/", {"category": "1", "since": "2026-07-10"}),
        "platform-register-none": (f"{service}/register/none/", {"none": "no"}),
        "platform-event-new": (
            f"{service}/events/new/",
            {"event": "significant_change", "happened_on": "2026-11-20"},
        ),
        "platform-users": (
            f"{service}/users/",
            {"side": "u2u", "month": "2026-10", "low": "100", "high": "200", "method": "Counted."},
        ),
        "platform-significance": (
            f"{service}/significance/",
            {"what": "New colours", "significant": "no", "because": "Only the colours change."},
        ),
        "position-take": (
            f"{service}/why/icu-c2/position/",
            {"kind": "disagrees", "reading": "does_not_apply", "reason": "Counsel says so.",
             "review_on": "2027-11-21"},
        ),
        "obligation-progress": (f"/tasks/{task.pk}/progress/", {"progress": "in_progress"}),
        "obligation-note": (f"/tasks/{task.pk}/note/", {"note": "Robin wrote to counsel."}),
    }  # fmt: skip


def next_screen(page: Client, url: str) -> dict[str, Any]:
    """The next screen of an interview, each of its questions answered."""
    context = page.get(url).context
    asked = context["screen"].section.asked
    choices = {"boolean": "no", "level": "low", "choice": "not_assessed"}
    told = {each.key: choices[each.type] for each in asked if each.type in choices}
    return {"screen": context["screen"].id, "asked": [*told], **told}


def sent(page: Client, url: str, data: Mapping[str, Any]) -> int:
    """How often a post asks the database; nothing of it is left."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            answer = page.post(url, {**data, "csrfmiddlewaretoken": "once"})
        assert answer.status_code == 302, (url, answer.content.decode())
        transaction.set_rollback(True)
    return counted(queries)


@pytest.mark.django_db
def test_posts_ask_as_often_as_committed_whatever_the_rows(
    page: Client, forum: Platform, task: Obligation
) -> None:
    posts = forms(page, forum, task)
    for url, data in posts.values():
        sent(page, url, data)  # The first time compiles the rules.
    few = {name: sent(page, url, data) for name, (url, data) in posts.items()}
    for number in range(2):
        factories.make_forum(forum.provider, f"Another Forum {number}")
    factories.make_member(forum.provider)
    more = {name: sent(page, url, data) for name, (url, data) in posts.items()}
    assert more == few
    over = {name: count for name, count in few.items() if count > MOST_OF_POST}
    assert over == {}
    assert few == committed("posts", few)
