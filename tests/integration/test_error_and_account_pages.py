"""Error pages that help, and the pages of a person's own account."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from django.views import defaults

from obligations.actions import letters
from obligations.models import Letter
from tests import factories

pytestmark = pytest.mark.django_db


def test_404_points_the_way(client: Client) -> None:
    response = client.get("/no/such/page/")
    text = response.content.decode()
    assert response.status_code == 404
    assert "There is no page at this address" in text
    assert 'href="/library/requirements/"' in text


@pytest.mark.parametrize(
    ("view", "fault", "heading"),
    [
        (defaults.bad_request, SuspiciousOperation("x"), "That request could not be read"),
        (defaults.permission_denied, PermissionDenied("x"), "This page is not open to you"),
    ],
)
def test_refusals_say_what_to_do(
    view: Any, fault: Exception, heading: str, rf: RequestFactory
) -> None:
    request = rf.get("/")
    text = view(request, fault).content.decode()
    assert heading in text
    assert "This is not legal advice" in text


def test_form_without_its_token_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert "Your form was not accepted" in response.content.decode()


def test_500_needs_no_database_and_no_request(rf: RequestFactory) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = defaults.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert len(asked) == 0


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
)
def test_error_page_renders_without_any_context(template: str) -> None:
    assert render_to_string(template).count("<h1>") == 1


def test_log_in_with_the_right_and_the_wrong_password(client: Client) -> None:
    user = factories.make_user()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    wrong = client.post("/accounts/login/", {"login": user.email, "password": "nonsense"})
    assert wrong.status_code == 200
    assert "not correct" in wrong.content.decode()
    right = client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})
    assert right.status_code == 302


def test_log_out_asks_first(client: Client) -> None:
    client.force_login(factories.make_user())
    assert "Log out?" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/").status_code == 302
    assert "Log in" in client.get("/").content.decode()


def test_sign_up_is_closed_unless_opened(client: Client, settings: Any) -> None:
    closed = client.get("/accounts/signup/").content.decode()
    assert "Accounts are given by invitation" in closed
    settings.OPEN_SIGN_UP = True
    assert "Make an account" in client.get("/accounts/signup/").content.decode()


def test_password_can_be_set_again_by_mail(client: Client, mailoutbox: list[Any]) -> None:
    user = factories.make_user()
    done = client.post("/accounts/password/reset/", {"email": user.email}, follow=True)
    assert "Look in your e-mail" in done.content.decode()
    letters.deliver(now=timezone.now())
    assert not Letter.objects.exists()
    path = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    assert path
    form = client.get(path[1], follow=True)
    assert "Choose a new password" in form.content.decode()
    new = {"password1": "Another-horse-8", "password2": "Another-horse-8"}
    changed = client.post(form.request["PATH_INFO"], new, follow=True)
    assert "Your password is set" in changed.content.decode()
    again = client.get(path[1], follow=True).content.decode()
    assert "This link no longer works" in again


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
    ],
)
def test_account_pages_wear_the_frame(client: Client, path: str) -> None:
    client.force_login(factories.make_user())
    response = client.get(path, follow=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert 'class="topbar"' in text
    assert "style=" not in text.split("<main", 1)[1]
    assert "· Online Safety Act tracker</title>" in text


ALLAUTH = Path(allauth.__file__).parent / "templates"
# What is not switched on here: codes by mail, telephones, passkeys and security keys, notices.
OFF = re.compile(
    r"code_message|code_subject|code\.html|login_code|phone|passkey|webauthn|trust\.html|sms"
    r"|unknown_account|email_change\.html|verified_email_required|snippets/|base_notification"
    r"|email/(email_changed|email_confirm_|email_deleted|password_changed|password_set|totp_)"
    r"|email/(recovery_codes|password_reset_(message|subject))|email_confirmation_signup"
    r"|/base_(?!message|reauthenticate)|(recovery_codes|totp)/base\.html|download\.txt"
)


def test_every_page_and_message_of_accounts_is_in_our_words() -> None:
    """What allauth brings and can be reached here stands in our own templates."""
    theirs = [
        str(path.relative_to(ALLAUTH))
        for group in ("account", "mfa")
        for path in sorted((ALLAUTH / group).rglob("*.*"))
    ]
    reached = [name for name in theirs if not OFF.search(f"/{name}")]
    assert len(reached) > 40
    missing = [name for name in reached if not (settings.BASE_DIR / "templates" / name).exists()]
    assert missing == []


FOREIGN = ("Email", "Sign In", "sign in", "Verif", "Authenticator", "Two-Factor", "username")


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/accounts/email/",
     "/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/totp/activate/"],
)  # fmt: skip
def test_forms_of_accounts_are_in_our_words(client: Client, path: str, settings: Any) -> None:
    settings.OPEN_SIGN_UP = True
    if "e/" in path or "2fa" in path or "email" in path:
        client.force_login(factories.make_user())
    text = client.get(path, follow=True).content.decode().split("<main", 1)[1]
    said = re.sub(r"<[^>]*>", " ", text)
    assert [word for word in FOREIGN if word in said] == []
    assert "placeholder" not in text


def somebody() -> str:
    """An address that no run of these tests has used: what is limited is counted for a day."""
    return f"{uuid.uuid4().hex}@example.org"


def test_mail_of_accounts_names_the_site_and_no_machine(client: Client, settings: Any) -> None:
    settings.OPEN_SIGN_UP, settings.SITE_URL = True, "https://tracker.example"
    user = factories.make_user(somebody())
    for email in (somebody(), user.email):
        told = {"email": email, "password1": "Another-horse-8", "password2": "Another-horse-8"}
        client.post("/accounts/signup/", told)
    client.post("/accounts/password/reset/", {"email": user.email})
    bodies = [letter.body for letter in Letter.objects.all()]
    assert len(bodies) == 3
    for body in bodies:
        assert "at the Online Safety Act tracker" in body
        assert body.rstrip().endswith("Online Safety Act tracker")
        assert re.findall(r"https?://[^/]+", body) == ["https://tracker.example"]


def test_second_factor_is_set_up_asked_for_and_switched_off(client: Client) -> None:
    user = factories.make_user(somebody())
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    log_in = {"login": user.email, "password": factories.PASSWORD}
    client.post("/accounts/login/", log_in)
    asked = client.get("/accounts/2fa/totp/activate/", follow=True).content.decode()
    assert "Is it you?" in asked
    client.post("/accounts/reauthenticate/", {"password": factories.PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert f'class="qr" src="{escape(page.context["totp_svg_data_uri"])}"' in page.content.decode()
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).content.decode()
    assert "This code is not correct, or it is too old." in wrong
    code = f"{hotp_value(secret, next(yield_hotp_counters_from_time())):06}"
    done = client.post("/accounts/2fa/totp/activate/", {"code": code}, follow=True)
    text = done.content.decode()
    assert "10 of 10 codes are left" in text
    codes = re.findall(r"<li><code>(\w+)</code>", text)
    assert len(codes) == 10
    client.post("/accounts/logout/")
    asked = client.post("/accounts/login/", log_in, follow=True)
    assert "Your second factor" in asked.content.decode()
    inside = client.post("/accounts/2fa/authenticate/", {"code": codes[0]}, follow=True)
    assert f"You are logged in as {user}." in inside.content.decode()
    client.post("/accounts/2fa/reauthenticate/", {"code": codes[1]})
    off = client.post("/accounts/2fa/totp/deactivate/", follow=True)
    assert "The second factor is off." in off.content.decode()
