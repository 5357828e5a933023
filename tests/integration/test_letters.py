"""Mail that a request causes waits in the outbox; mail servers that fail hold up nobody."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client
from django.utils import timezone

from obligations.actions import letters, outgoing
from obligations.models import Letter, User
from tests import factories
from tracker import database
from tracker.accounts import MOST_A_DAY

pytestmark = pytest.mark.django_db
POISON = f"a@{'ü' * 60}.com"


@pytest.fixture(params=["hangs", "refuses", "drops"])
def broken_server(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """A mail server that never greets, has no open port, or hangs up on everybody."""
    with contextlib.ExitStack() as held:
        server = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.getsockname()[1]
        settings.EMAIL_TIMEOUT, settings.EMAIL_USE_TLS = 1, False
        if request.param == "refuses":
            server.close()
        if request.param == "drops":
            thread = threading.Thread(target=_hang_up, args=(server,), daemon=True)
            thread.start()
            held.callback(thread.join)
            held.callback(server.shutdown, socket.SHUT_RDWR)
        yield


def _hang_up(server: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while True:
            server.accept()[0].close()


@pytest.mark.usefixtures("broken_server")
def test_mail_server_that_fails_holds_up_no_page_and_each_letter_is_tried_again(
    client: Client,
) -> None:
    people = [factories.make_user() for _ in range(2)]
    for person in people:
        answer = client.post("/accounts/password/reset/", {"email": person.email})
        assert answer.status_code == 302
    assert {*Letter.objects.values_list("attempts", flat=True)} == {0}  # No page asked the server.
    now = timezone.now()
    assert letters.deliver(now=now) == 0
    for letter in Letter.objects.all():
        assert letter.attempts == 1
        assert letter.error
        assert letter.next_attempt_at == now + dt.timedelta(minutes=2)


def test_poison_among_letters_is_passed_over() -> None:
    for address in (POISON, "sam@example.org"):
        letters.write(address=address, subject="Hello", body="A secret.")
    assert letters.deliver(now=timezone.now()) == 1
    assert mail.outbox[0].to == ["sam@example.org"]
    assert Letter.objects.get().attempts == 1


def test_secret_is_gone_once_sent_and_once_given_up() -> None:
    letters.write(address=POISON, subject="Hello", body="A secret.")
    Letter.objects.update(attempts=outgoing.ATTEMPTS - 1)
    now = timezone.now()
    letters.deliver(now=now)
    kept = Letter.objects.get()
    assert (kept.body, kept.next_attempt_at) == ("", None)
    letters.deliver(now=now + letters.KEPT_GIVEN_UP + dt.timedelta(days=1))
    assert not Letter.objects.exists()


@pytest.mark.parametrize("sees_all", [False, True])
def test_site_can_read_no_letter_that_waits(sees_all: bool) -> None:
    with database.speaking_for(factories.make_user().pk, sees_all=sees_all):
        letters.write(address="sam@example.org", subject="Hello", body="A secret.")
        assert not Letter.objects.exists()
    assert Letter.objects.count() == 1


def test_administrators_see_what_was_given_up_and_why(client: Client) -> None:
    for address in (POISON, "sam@example.org"):
        letters.write(address=address, subject="Choose a new password", body="A secret.")
    Letter.objects.filter(address=POISON).update(attempts=outgoing.ATTEMPTS - 1)
    Letter.objects.filter(address="sam@example.org").update(
        next_attempt_at=timezone.now() + dt.timedelta(hours=1)
    )
    letters.deliver(now=timezone.now())
    client.force_login(factories.make_administrator())
    first = client.get("/admin/").content.decode()
    assert "Letters given up" in first.split("needs somebody")[0]
    shown = client.get("/admin/obligations/letter/").content.decode()
    assert POISON in shown
    assert "sam@example.org" not in shown
    with database.speaking_for(factories.make_user().pk):
        assert not Letter.objects.exists(), "nobody but administrators"


def test_database_keeps_no_words_of_what_was_given_up() -> None:
    letters.write(address="sam@example.org", subject="Hello", body="A secret.")
    with pytest.raises(IntegrityError, match="keeps_no_words"), transaction.atomic():
        Letter.objects.update(next_attempt_at=None)


def test_reset_for_an_unknown_address_writes_nothing_and_answers_the_same(client: Client) -> None:
    known = factories.make_user()
    told = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True).content
        for email in (known.email, "nobody@example.org")
    ]
    assert told[0] == told[1]
    assert Letter.objects.get().address == known.email


def test_mail_names_the_site_and_links_to_it_whatever_host_was_asked(
    client: Client, settings: Any
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://tracker.example", ["*"]
    email = factories.make_user().email
    client.post("/accounts/password/reset/", {"email": email}, headers={"host": "evil.example"})
    body = Letter.objects.get().body
    assert "https://tracker.example/accounts/password/reset/key/" in body
    assert "evil.example" not in body
    assert body.rstrip().endswith("Online Safety Act tracker")


def test_failing_log_ins_lock_nobody_out_elsewhere(client: Client) -> None:
    owner: User = factories.make_user()
    owner.emailaddress_set.create(email=owner.email, verified=True, primary=True)
    page = "/accounts/login/"
    attacker, wrong = Client(REMOTE_ADDR="192.0.2.1"), {"login": owner.email, "password": "no"}
    for _ in range(6):
        answer = attacker.post(page, wrong).content.decode()
    assert "That was wrong too often." in answer
    right = {"login": owner.email, "password": factories.PASSWORD}
    assert client.post(page, right).status_code == 302


def test_one_mailbox_gets_few_letters_of_accounts_however_it_is_spelt() -> None:
    adapter = get_adapter()
    victim = uuid.uuid4().hex  # What is counted stays counted for a day.
    told = {"activate_url": "x", "code": "1", "user": factories.make_user()}
    for number in range(MOST_A_DAY + 5):
        address = f"{victim}+{number}@example.org"
        adapter.send_mail("account/email/email_confirmation", address, told)
    assert Letter.objects.count() == MOST_A_DAY
    reset = {"password_reset_url": "x", **told}
    adapter.send_mail("account/email/password_reset_key", f"{victim}@example.org", reset)
    assert Letter.objects.count() == MOST_A_DAY + 1
