"""The outbox: one e-mail per person and round, failures tried again, nothing sent twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from obligations.actions import flags, notifications, outgoing
from obligations.models import JobRun, Notification, Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture
def provider():
    """A provider with two people to tell and a forum with several dates."""
    platform = factories.make_forum(name="Moss Forum")
    factories.make_member(platform.provider, Role.COMPLIANCE)
    flags.plan(as_at=factories.TODAY)
    return platform.provider


def now() -> dt.datetime:
    return timezone.now()


def test_each_person_gets_one_message_with_all_their_dates(provider):
    waiting = Notification.objects.count()
    assert notifications.deliver(now=now()) == waiting
    assert len(mail.outbox) == 2
    people = {one.user.email for one in provider.memberships.select_related("user")}
    assert {one.to[0] for one in mail.outbox} == people
    first = mail.outbox[0]
    assert first.subject.startswith(f"{waiting // 2} dates, the first: Was it done? First illegal")
    assert first.body.rstrip().endswith("This is not legal advice.")
    assert "First children's risk assessment" in first.body


def test_one_date_is_its_own_subject(provider):
    keep = Notification.objects.order_by("pk").first()
    Notification.objects.exclude(pk=keep.pk).delete()
    notifications.deliver(now=now())
    assert mail.outbox[0].subject == keep.subject


def test_nothing_is_sent_twice(provider):
    notifications.deliver(now=now())
    assert notifications.deliver(now=now()) == 0
    assert len(mail.outbox) == 2
    assert not Notification.objects.exclude(status="sent").exists()
    assert not Notification.objects.filter(sent_at=None).exists()


def break_the_mail(monkeypatch):
    def fail(self, messages):
        raise ConnectionRefusedError("no server there")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)


def test_what_cannot_be_sent_waits_longer_each_time(provider, monkeypatch):
    break_the_mail(monkeypatch)
    start = now()
    assert notifications.deliver(now=start) == 0
    one = Notification.objects.first()
    assert (one.status, one.attempts, one.error) == ("queued", 1, "no server there")
    assert one.next_attempt_at == start + dt.timedelta(minutes=2)
    notifications.deliver(now=start + dt.timedelta(minutes=1))
    one.refresh_from_db()
    assert one.attempts == 1
    notifications.deliver(now=start + dt.timedelta(minutes=3))
    one.refresh_from_db()
    assert one.attempts == 2


def test_what_never_can_be_sent_is_given_up_with_its_reason(provider, monkeypatch):
    break_the_mail(monkeypatch)
    Notification.objects.update(attempts=outgoing.ATTEMPTS - 1)
    notifications.deliver(now=now())
    one = Notification.objects.first()
    assert (one.status, one.error) == ("failed", "no server there")


def test_a_message_sent_again_carries_the_same_id(provider):
    batch = list(Notification.objects.select_related("user").order_by("pk")[:2])
    first, second = notifications.message(batch), notifications.message(batch)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_line_break_in_a_name_stays_out_of_the_subject(provider):
    one = Notification.objects.first()
    one.told["title"] = "Thing\r\nBcc: x@example.org"
    assert "\n" not in notifications.message([one]).subject


def test_the_command_sends_what_waits_and_leaves_a_row(provider, capsys):
    waiting = Notification.objects.count()
    call_command("deliver_notifications")
    assert capsys.readouterr().out == f"{waiting} notices sent.\n"
    assert JobRun.objects.get().result == {"letters": 0, "sent": waiting, "alerts": 0}


def test_a_message_of_an_older_version_keeps_its_text(provider):
    one = Notification.objects.select_related("user").first()
    one.told = {"subject": "Due today: Thing (Moss Forum)", "body": "Thing, Moss Forum"}
    sent = notifications.message([one])
    assert (sent.subject, sent.body.splitlines()[0]) == (one.told["subject"], one.told["body"])
