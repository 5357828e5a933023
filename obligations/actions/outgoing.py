"""What every outbox shares: sending one message, and when to try again what could not be sent."""

from __future__ import annotations

import datetime as dt
import smtplib

from django.core.mail import EmailMessage

ATTEMPTS = 8
ENDING = "This is not legal advice."


def send(message: EmailMessage) -> str:
    """Send it. Returns why it could not be sent, or nothing."""
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        return str(error) or type(error).__name__
    return ""


def again_at(now: dt.datetime, attempts: int) -> dt.datetime | None:
    """When to try again after so many attempts: 2, 4, 8 ... minutes later; None: given up."""
    return now + dt.timedelta(minutes=2**attempts) if attempts < ATTEMPTS else None
