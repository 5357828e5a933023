"""Who speaks to the database, and for whom: the second wall between providers.

Every web request runs as the role `tracker_app`, which owns nothing; row-level security shows it
only the rows of the providers that the signed-in person belongs to (administrators see all).
Jobs run as `tracker_jobs`: they read across providers and write only what jobs write.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

APP_ROLE = "tracker_app"
JOBS_ROLE = "tracker_jobs"


def enter(user_id: int | None, *, sees_all: bool = False) -> None:
    """Narrow this connection to what one person may see; None is somebody without an account."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', %s, false), set_config('tracker.user', %s, false),"
            " set_config('tracker.all', %s, false), set_config('tracker.providers', '{}', false)",
            [APP_ROLE, str(user_id or ""), "on" if sees_all else "off"],
        )
        if user_id and not sees_all:
            cursor.execute(
                "SELECT set_config('tracker.providers', (SELECT coalesce(array_agg(provider_id),"
                " '{}')::text FROM obligations_membership WHERE user_id = %s), false)",
                [user_id],
            )


def leave() -> None:
    """Give the connection back as it was."""
    if connection.connection is None or connection.needs_rollback:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('role', 'none', false), set_config('tracker.user', '', false),"
            " set_config('tracker.all', 'off', false), set_config('tracker.providers', '{}', false)"
        )


def admit(provider_id: int) -> None:
    """Let this connection see one provider more: the one that its person is founding just now.

    Undone with the transaction; from the next request on, the membership speaks for itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tracker.providers', array_append(coalesce(nullif("
            "current_setting('tracker.providers', true), ''), '{}')::bigint[], %s)::text, false)",
            [provider_id],
        )


def reach_alerts(*, key: str = "", address: str = "") -> None:
    """Let this transaction see the alert of one link, or those of one address, and no other.

    The web may not go through the addresses that people left; see the policies of the table.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('tracker.alert', %s, true),"
            " set_config('tracker.alert_address', %s, true)",
            [key, address],
        )


def reach_invitation(pk: int) -> None:
    """Let this transaction see the invitation of one link, for whoever holds the link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tracker.invitation', %s, true)", [str(pk)])


@contextmanager
def speaking_for(user_id: int | None, *, sees_all: bool = False) -> Iterator[None]:
    """Run a block as the web does for this person."""
    enter(user_id, sees_all=sees_all)
    try:
        yield
    finally:
        leave()


def streamed(
    parts: Iterable[bytes], user_id: int | None, *, sees_all: bool = False
) -> Iterator[bytes]:
    """Yield the parts of a streamed answer inside a transaction and a tenancy of its own.

    A streamed response is consumed after the view's transaction and the middleware are done;
    without this the rows would be read with nobody's rights.
    """
    with speaking_for(user_id, sees_all=sees_all), transaction.atomic():
        yield from parts
