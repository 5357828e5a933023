"""A restored database: what it may not be, its rights, and the proof that it is what it was."""

from __future__ import annotations

import datetime as dt

from django.core.management.base import CommandError
from django.db.migrations.loader import MigrationLoader

from launch.console import Problem, step
from obligations.management.proof import proof, unlike
from tracker import rights
from tracker.backup.archive import Manifest


def refuse_newer(manifest: Manifest) -> None:
    """Raises `Problem` where the backup holds migrations that this program does not know."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest["migrations"] if name not in known]
    if unknown:
        raise Problem(
            f"the backup was made by another, newer version of the tracker "
            f"({', '.join(unknown[-3:])}). Restore it with that version."
        )


def put_rights() -> None:
    """The declared grants and policies, whatever the backup said."""
    try:
        rights.settle()
    except rights.NotMended as error:
        raise Problem(str(error)) from error


def proved(manifest: Manifest, *, newer: bool) -> str:
    """What was compared, in a sentence. Raises `CommandError` with what differs."""
    rows = sum(table["rows"] for table in manifest["tables"].values())
    tables = f"Proved: {rows:,} rows of {len(manifest['tables'])} tables are what they were"
    told = manifest.get("proof")
    left = rights.differences()
    if left:
        raise CommandError("; ".join(one.words for one in left))
    if newer or not told:
        why = (
            "the backup is of an older version, so its exports and rights cannot be compared"
            if newer
            else "the backup was made before an upgrade and tells of no exports"
        )
        return f"{tables}; grants and policies are the declared ones; {why}."
    with step("Asking for the exports again"):
        as_at = dt.date.fromisoformat(told["as_at"])
        now = proof(as_at, dt.datetime.fromisoformat(told["moment"]))
    wrong = list(unlike(told, now))
    if wrong:
        raise CommandError("the restored system is not what it was: " + "; ".join(wrong[:10]))
    lists = len(now["law"]) + sum(len(one) - 1 for one in now["providers"].values())
    return (
        f"{tables}; {lists} exports of the law and of {len(now['providers'])} providers come out "
        f"the same; {len(now['providers']) + 1} logs hold; {len(now['rights'])} grants and "
        "policies are the same."
    )


def words(manifest: Manifest) -> str:
    """Whose moment it is."""
    made = dt.datetime.fromisoformat(manifest["made_at"])
    return (
        f"as at {made:%-d %B %Y, %H:%M} UTC, version {manifest['version']}, law data "
        f"{manifest['law_data'] or 'none'}, PostgreSQL {manifest['postgresql']}"
    )
