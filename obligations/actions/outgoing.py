"""What every outbox shares: sending one message, and when to try again what could not be sent."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from django.core.mail import EmailMessage
from django.db import transaction

from tracker import site

ATTEMPTS = 8
ENDING = f"{site.NAME}. This is not legal advice."
log = logging.getLogger(__name__)


def send(write: Callable[[], EmailMessage | None]) -> tuple[bool, str]:
    """Write one message and send it: whether there was one, and why it could not be sent.

    Whatever goes wrong with a message is told of that message and stops no other.
    """
    try:
        with transaction.atomic():  # A query that fails while writing leaves the outbox usable.
            message = write()
        if message is not None:
            message.send()
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        log.warning("a message could not be sent: %s", type(error).__name__)
        return True, str(error) or type(error).__name__
    return message is not None, ""


def again_at(now: dt.datetime, attempts: int) -> dt.datetime | None:
    """When to try again after so many attempts: 2, 4, 8 ... minutes later; None: given up."""
    return now + dt.timedelta(minutes=2**attempts) if attempts < ATTEMPTS else None
