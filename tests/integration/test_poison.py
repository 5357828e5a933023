"""One message that cannot be written or sent stops no other."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from obligations.actions import alert_rounds, flags, notifications
from obligations.models import LawAlert, Notification, User
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]
POISON = f"a@{'ü' * 60}.com"  # As it may stand in a database from before it was refused.


def test_poison_among_alerts_is_counted_and_passed_over() -> None:
    now = timezone.now()
    first = factories.make_alert(POISON)
    factories.make_alert("sam@example.org")
    LawAlert.objects.update(confirmed_on=None, next_attempt_at=now)
    alert_rounds.deliver(now=now)
    assert [one.to for one in mail.outbox] == [["sam@example.org"]]
    first.refresh_from_db()
    assert first.attempts == 1
    assert first.error
    assert first.next_attempt_at is not None
    assert first.next_attempt_at > now


def test_poison_among_notices_is_counted_and_passed_over() -> None:
    owner = factories.make_forum().provider.memberships.get().user
    factories.make_forum()
    flags.plan(as_at=factories.TODAY)
    User.objects.filter(pk=owner.pk).update(email=POISON)
    sent = notifications.deliver(now=timezone.now())
    assert sent == Notification.objects.exclude(user=owner).count() > 0
    assert {*Notification.objects.filter(user=owner).values_list("attempts", flat=True)} == {1}


def test_poison_in_the_writing_of_a_message_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_forum()
    flags.plan(as_at=factories.TODAY)

    def broken(batch: object) -> None:
        User.objects.extra(where=["no_such_column"]).exists()  # Spoils a transaction.

    monkeypatch.setattr(notifications, "message", broken)
    assert notifications.deliver(now=timezone.now()) == 0
    assert {*Notification.objects.values_list("attempts", flat=True)} == {1}
