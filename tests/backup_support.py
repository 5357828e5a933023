"""What tests of backups ask of a clone and its databases."""

from __future__ import annotations

from pathlib import Path

import psycopg

from launch import embedded, keeper
from tests.fault.conftest import Clone


def connect(clone: Clone, database: str = embedded.DATABASE) -> psycopg.Connection:
    return psycopg.connect(
        host=str(embedded.socket_folder(clone.var)), user=embedded.OWNER, dbname=database,
        autocommit=True,
    )  # fmt: skip


def databases(clone: Clone) -> set[str]:
    with keeper.hold(clone.var, ["postgres"]), connect(clone) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def rights(clone: Clone, database: str = embedded.DATABASE) -> str:
    """What `tracker_app` may write, and whether its walls stand, in one line each."""
    with keeper.hold(clone.var, ["postgres"]), connect(clone, database) as connection:
        rows = connection.execute(
            "SELECT relname, has_table_privilege('tracker_app', oid, 'INSERT'),"
            " has_table_privilege('tracker_app', oid, 'UPDATE'),"
            " has_table_privilege('tracker_app', oid, 'DELETE'), relrowsecurity,"
            " relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)"
            " FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " ORDER BY 1"
        ).fetchall()
    return "\n".join(map(str, rows))


def backup(clone: Clone) -> Path:
    done = clone.manage("backup", "--out", "var/b.tar")
    assert done.returncode == 0, done.stdout
    return clone.var / "b.tar"
