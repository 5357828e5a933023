"""The outbox: messages about dates and given tasks. Any number of workers may deliver them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from obligations import words
from obligations.actions import assignments, outgoing
from obligations.models import Notification
from tracker import site

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
    """Take one person's waiting notices of one kind, dates or given tasks.

    They stay locked until the transaction ends. Tasks that are still being gathered come along.
    """
    queue = Notification.objects.select_for_update(skip_locked=True, of=("self",))
    first = queue.filter(waiting(now)).order_by("pk").first()
    if first is None:
        return []
    about_dates = first.flag_id is not None
    soon = now if about_dates else now + assignments.GATHERED
    return list(
        queue.filter(waiting(soon), user=first.user_id, flag__isnull=not about_dates)
        .select_related("user", "flag__deadline")
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
    subject = words.messages.subject_of_all([one.told for one in batch])
    parts = [f"{one.body}\n{_page(one)}" for one in batch]
    chosen = f"Choose which messages you get: {site.link('account-messages')}"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n\n".join([*parts, f"{chosen}\n{outgoing.ENDING}"]) + "\n",
        to=[batch[0].user.email],
        headers={"Message-ID": f"<notices-{batch[0].pk}-{len(batch)}@obligations-tracker>"},
    )


def _page(one: Notification) -> str:
    """The address of the task that a message is about; of what belongs to no task, the dates."""
    task = one.flag.deadline.obligation_id if one.flag else one.obligation_id
    return site.link("obligation-detail", task) if task else site.link("deadline-list")
