"""The outbox: messages about flags, delivered by e-mail. Any number of workers may deliver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from obligations.actions import outgoing
from obligations.models import Notification

QUEUED, SENT, FAILED = (
    Notification.Status.QUEUED,
    Notification.Status.SENT,
    Notification.Status.FAILED,
)
IN_ONE_MESSAGE = 200


def waiting(now: dt.datetime) -> Q:
    """What is to be sent by now."""
    return Q(status=QUEUED) & (Q(next_attempt_at=None) | Q(next_attempt_at__lte=now))


def deliver(*, now: dt.datetime, people: int = 1000) -> int:
    """Send what is waiting, one message per person and round; returns how many notices were sent.

    Rows under another worker's hands are passed over. A message that cannot be sent is tried
    again after 2, 4, 8 ... minutes and given up after eight attempts.
    """
    sent = 0
    for _round in range(people):
        with transaction.atomic():
            batch = _claim(now)
            if not batch:
                break
            sent += _send(batch, now)
    return sent


def _claim(now: dt.datetime) -> list[Notification]:
    """Take one person's waiting notices; they stay locked until the transaction ends."""
    queue = Notification.objects.filter(waiting(now)).select_for_update(
        skip_locked=True, of=("self",)
    )
    first = queue.order_by("pk").first()
    if first is None:
        return []
    return list(
        queue.filter(user=first.user_id)
        .select_related("user", "flag")
        .order_by("flag__due_on", "flag__deadline__title", "pk")[:IN_ONE_MESSAGE]
    )


def _send(batch: Sequence[Notification], now: dt.datetime) -> int:
    _, error = outgoing.send(lambda: message(batch))
    if error:
        for one in batch:
            one.attempts += 1
            one.error = error
            one.next_attempt_at = outgoing.again_at(now, one.attempts)
            one.status = QUEUED if one.next_attempt_at else FAILED
        written = ["attempts", "error", "status", "next_attempt_at"]
        Notification.objects.bulk_update(batch, written)
        return 0
    Notification.objects.filter(pk__in=[one.pk for one in batch]).update(
        status=SENT, sent_at=now, error=""
    )
    return len(batch)


def message(batch: Sequence[Notification]) -> EmailMessage:
    """One e-mail for one person; its Message-ID is the same when it has to be sent again."""
    subject = batch[0].subject
    if len(batch) > 1:
        subject = f"{len(batch)} dates, the first: {subject}"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n\n".join([*(one.body for one in batch), outgoing.ENDING]) + "\n",
        to=[batch[0].user.email],
        headers={"Message-ID": f"<notices-{batch[0].pk}-{len(batch)}@obligations-tracker>"},
    )
