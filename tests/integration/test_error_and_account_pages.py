"""Error pages that help, and the pages of a person's own account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
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
