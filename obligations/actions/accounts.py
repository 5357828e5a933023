"""What a person says about themselves: their name, and which messages they want."""

from __future__ import annotations

from obligations.models import User


def choose(*, by: User, name: str, work_by_mail: bool, dates_by_mail: str) -> User:
    """Write down the person's name and of what they are written to."""
    by.name, by.work_by_mail, by.dates_by_mail = name, work_by_mail, dates_by_mail
    by.save(update_fields=["name", "work_by_mail", "dates_by_mail"])
    return by
