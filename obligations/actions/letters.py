"""The outbox of letters: invitations, links to set a password, confirmations of an address.

A request writes a row and waits for no mail server; a job sends it within seconds.
"""

from __future__ import annotations

import datetime as dt

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from obligations.actions import outgoing
from obligations.models import Letter
from tracker import clock

KEPT_GIVEN_UP = dt.timedelta(days=30)


def write(*, address: str, subject: str, body: str) -> None:
    """Have a letter sent once this transaction is done."""
    now = clock.now()
    Letter.objects.create(
        address=address, subject=" ".join(subject.split())[:300], body=body, written_at=now,
        next_attempt_at=now,
    )  # fmt: skip


def waiting(now: dt.datetime) -> Q:
    """What is to be sent by now."""
    return Q(next_attempt_at__lte=now)


def deliver(*, now: dt.datetime, most: int = 1000) -> int:
    """Send what is waiting, each by itself; how many were sent.

    Rows under another worker's hands are passed over. What cannot be sent is tried again after
    2, 4, 8 ... minutes; after eight attempts only the reason is kept, for a month.
    """
    sent = 0
    for _each in range(most):
        with transaction.atomic():
            queue = Letter.objects.filter(waiting(now)).select_for_update(skip_locked=True)
            letter = queue.order_by("next_attempt_at", "key").first()
            if letter is None:
                break
            sent += _send(letter, now)
    Letter.objects.given_up().filter(written_at__lt=now - KEPT_GIVEN_UP).delete()
    return sent


def _send(letter: Letter, now: dt.datetime) -> int:
    _, error = outgoing.send(lambda: _message(letter))
    if not error:
        letter.delete()
        return 1
    letter.attempts += 1
    letter.error = error
    letter.next_attempt_at = outgoing.again_at(now, letter.attempts)
    if letter.next_attempt_at is None:
        letter.body = ""
    letter.save(update_fields=["attempts", "error", "next_attempt_at", "body"])
    return 0


def _message(letter: Letter) -> EmailMessage:
    """The e-mail; its Message-ID is the same when it has to be sent again."""
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        to=[letter.address],
        headers={
            "Message-ID": f"<letter-{letter.key.hex}@obligations-tracker>",
            "Auto-Submitted": "auto-generated",
        },
    )
