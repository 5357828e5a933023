"""Database errors in words: what is wrong, and what to do."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, OperationalError, ProgrammingError

_MISSING = {"42P01", "42703"}  # undefined table, undefined column
_DISK_FULL = "53100"
_NOT_ALLOWED = "42501"


def explain(error: DatabaseError) -> str | None:
    """The message for an operator; None when the error says something about the program instead."""
    code = getattr(error.__cause__, "sqlstate", None)
    if isinstance(error, OperationalError) and code is None:
        database = settings.DATABASES["default"]
        where = f"{database.get('HOST') or 'localhost'}, database {database['NAME']}"
        return (
            f"the database ({where}) cannot be reached: {_first_line(error)}. Check that the "
            "server runs and that DATABASE_URL is right; without DATABASE_URL the tracker runs a "
            "PostgreSQL of its own."
        )
    if code == _DISK_FULL:
        return (
            f"the disk of the database is full ({_first_line(error)}). Free some space and run the "
            "command again; what was recorded is safe."
        )
    if isinstance(error, OperationalError):
        return f"the database refuses: {_first_line(error)}. Check DATABASE_URL."
    if isinstance(error, ProgrammingError) and code in _MISSING:
        return (
            f"the database is behind the program ({_first_line(error)}). Bring it up to date: "
            "./start --prepare, or .venv/bin/python manage.py migrate."
        )
    if isinstance(error, ProgrammingError) and code == _NOT_ALLOWED:
        return (
            f"the database login may not do this ({_first_line(error)}). Migrations need the login "
            "that owns the database: name it in DATABASE_OWNER_URL."
        )
    return None


def _first_line(error: DatabaseError) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".")
