"""One page of every kind, as the server answers: what stands in the matrix, and what it leads to.

A kind of page is a template that draws a whole page (its name has no underscore at its start) or,
of the administration, what an address does (`changelist`, `delete` ...). Whoever adds one adds the
way to it here, unless a row of tests/permission_matrix.py leads there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from obligations.actions import facts, obligations
from obligations.models import Obligation, Platform, Release, Requirement, User
from tests import factories
from tests.addresses import administration_url
from tests.check_support import begin, load
from tests.permission_matrix import MATRIX
from tests.permission_world import filled, make_forum, make_world
from tests.rules_support import DEMO

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
PARTS = ("partials/", "allauth/elements/", "mail/")
SECOND_FACTOR = (
    "mfa_index", "mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes",
)  # fmt: skip
# What an address of the administration does, and one that does it.
ADMINISTRATION = {
    "index": "admin:index",
    "list": "admin:app_list",
    "changelist": "admin:obligations_eventkind_changelist",
    "add": "admin:obligations_user_add",
    "change": "admin:obligations_requirement_change",
    "history": "admin:obligations_user_history",
    "delete": "admin:mfa_authenticator_delete",
    "done": "admin:password_change_done",
}
LEADS_ELSEWHERE = {"login", "logout", "autocomplete", "jsi18n"}  # To allauth's, or to no page.
Page = tuple[str, Any]


def templates() -> set[str]:
    """Every template that draws a whole page."""
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    whole = {name for name in names if not Path(name).name.startswith("_")}
    return {name for name in whole if not name.startswith(PARTS)}


def every_page() -> Iterator[Page]:
    """What each is called, and the answer."""
    forum = make_forum()
    person = factories.make_administrator()
    client = signed_in(person)
    client.post(reverse("provider-switch"), {"provider": forum.provider.pk})
    world = make_world(forum)
    for name, rows in MATRIX.items():
        row = next((row for row in rows if row.method == "GET"), None)
        if row and row.outcomes["administrator"] == "ok":
            yield name, client.get(reverse(name, kwargs=filled(row, world)), follow=True)
    yield from _of_the_check()
    yield from _of_work(client, forum)
    yield from _of_accounts(client, person, world)
    yield from _of_the_administration(client)
    yield from _of_the_law(client, forum)
    for page in TEMPLATES.glob("[45]??*.html"):
        yield page.name, HttpResponse(render_to_string(page.name))


def signed_in(person: User) -> Client:
    """A browser in which they gave their password, so that nothing asks for it again."""
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    client = Client(raise_request_exception=False)
    client.post(reverse("account_login"), {"login": person.email, "password": factories.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    return client


def _of_the_law(client: Client, forum: Platform) -> Iterator[Page]:
    yield "search with hits", client.get("/search/?q=grooming")
    yield "another day", client.get("/library/requirements/icu-c1/?as_at=2025-03-20")
    release = Release.objects.get(is_current=True)
    Requirement.objects.filter(slug="icu-a1").update(slug="icu-gone", withdrawn_in=release)
    yield "requirement that is gone", client.get("/library/requirements/icu-gone/")
    yield "task that is gone", client.get(f"/services/{forum.slug}/why/icu-gone/")


def _of_the_check() -> Iterator[Page]:
    client = Client()
    yield "screen of a check", begin(client)
    result = load(client, (DEMO / "forum.yaml").read_text())
    yield "result of a check", result
    sent = {"state": result.context["state"]}
    yield "print of a check", client.post("/check/", sent | {"go": "print"})
    yield "why, of a check", client.post("/check/why/", sent | {"requirement": "icu-c14"})
    yield "others, of a check", client.post("/check/others/", sent)
    tool = {"list": (DEMO / "forum-ofcom-tool.txt").read_text()}
    yield "comparison of a check", client.post("/check/compare/", sent | tool)
    yield "what-if of a check", client.post("/check/what-if/", sent)
    changes = {"changes": json.dumps({"has_direct_messaging@u2u": True}), "go": "try"}
    yield "what-if tried", client.post("/check/what-if/", sent | changes)


def _of_work(client: Client, forum: Platform) -> Iterator[Page]:
    since = {"since": timezone.now().isoformat()}
    facts.record_many(
        platform=forum, by=None, answers={"has_direct_messaging@u2u": True}, as_at=factories.TODAY
    )
    effect = reverse("platform-effect", args=[forum.slug])
    yield "effect of a change", client.get(effect, since)
    mail = factories.make_forum(forum.provider, "Mail", schedule_1_paragraphs=["1"])
    yield "nothing more to ask", client.get(reverse("platform-interview", args=[mail.slug]))
    changed = reverse("platform-effect", args=[forum.slug])
    yield "what changed", client.get(changed, {"since": "2026-01-01T00:00:00+00:00"})
    task = Obligation.objects.filter(platform=forum)[0]
    note = reverse("obligation-note", args=[task.pk])
    yield "changed meanwhile", client.post(note, {"note": "Mine.", "seen": "another"})
    clash = OperationalError("deadlock detected")
    clash.__cause__ = DeadlockDetected()
    with patch.object(obligations, "write_note", side_effect=clash):
        yield "clash", client.post(note, {"note": "Mine."})
    yield "welcome", signed_in(factories.make_user()).get(reverse("dashboard"))


def _of_accounts(client: Client, person: User, world: dict[str, object]) -> Iterator[Page]:
    stranger = Client()
    for name in ("account_login", "account_reset_password"):
        yield f"{name}, nobody signed in", stranger.get(reverse(name))
    for is_open in (True, False):
        with override_settings(OPEN_SIGN_UP=is_open):
            yield f"sign-up, open: {is_open}", stranger.get(reverse("account_signup"))
    wrong = {"login": person.email, "password": "nonsense"}
    yield "log-in refused", stranger.post(reverse("account_login"), wrong)
    TOTP.activate(person, generate_totp_secret())
    yield "new recovery codes", client.get(reverse("mfa_generate_recovery_codes"), follow=True)
    RecoveryCodes.activate(person)
    for name in SECOND_FACTOR:
        yield f"{name}, with a second factor", client.get(reverse(name), follow=True)
    right = {"login": person.email, "password": factories.PASSWORD}
    yield "second factor", stranger.post(reverse("account_login"), right, follow=True)
    newcomer = factories.make_user()
    newcomer.set_unusable_password()
    newcomer.save()
    invited = Client()
    invited.force_login(newcomer)
    yield "first password", invited.get(reverse("account_set_password"))
    asked = reverse("invitation-open", args=[world["invited"]])
    yield "sign-up by invitation", Client().get(asked, follow=True)
    Client().post(asked)
    yield "invitation over", Client().get(asked)
    link = reverse("alert-stop", args=[world["alert"]])
    yield "alert stopped", stranger.post(link)
    yield "alert gone", stranger.get(link)


def _of_the_administration(client: Client) -> Iterator[Page]:
    for does, name in ADMINISTRATION.items():
        yield f"administration: {does}", client.get(administration_url(name))
