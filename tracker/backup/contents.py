"""What a database holds, told so that two can be compared: asked of the catalogue, not of models.

So it can be asked of a database of any version of the tracker, older or newer than the program.
"""

from __future__ import annotations

from typing import Any, Protocol

Tables = dict[str, dict[str, Any]]
"""By table: how many rows, and a sum of fingerprints over them, whatever their order."""

# Rows are compared as text, which depends on these.
STEADY = (
    "SET LOCAL timezone = 'UTC'", "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'", "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
)  # fmt: skip
# Not generated columns: they are worked out anew, and a newer server may stem words otherwise.
_TABLES = """
SELECT relname::text, (
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
  WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '')
FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1
"""
_ROWS = """
SELECT count(*), coalesce(sum(
  ('x' || left(md5(ROW({columns})::text), 16))::bit(64)::bigint::numeric), 0)::text
FROM public."{table}"
"""


class Cursor(Protocol):
    """What Django's cursors and psycopg's have in common."""

    def execute(self, query: Any) -> Any: ...
    def fetchall(self) -> list[Any]: ...


def ask(cursor: Cursor, query: str) -> list[Any]:
    """All rows of a query."""
    cursor.execute(query)
    return cursor.fetchall()


def tables(cursor: Cursor) -> Tables:
    """Rows and fingerprint of every table, inside a transaction."""
    for setting in STEADY:
        cursor.execute(setting)
    found = {}
    for name, columns in ask(cursor, _TABLES):
        ((rows, sum_of_hashes),) = ask(cursor, _ROWS.format(columns=columns or "", table=name))
        found[name] = {"rows": rows, "fingerprint": sum_of_hashes}
    return found


def described(cursor: Cursor) -> dict[str, Any]:
    """What the manifest says of the database besides its rows."""
    there = {name for name, _ in ask(cursor, _TABLES)}
    ((version, database, owner, size),) = ask(
        cursor,
        "SELECT current_setting('server_version_num')::int, current_database(), current_user,"
        " pg_database_size(current_database())",
    )
    migrations = (
        ask(cursor, "SELECT app, name FROM django_migrations ORDER BY app, name")
        if "django_migrations" in there
        else []
    )
    release = (
        ask(cursor, "SELECT version FROM obligations_release WHERE is_current")
        if "obligations_release" in there
        else []
    )
    roles = ask(
        cursor, "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'tracker%' ORDER BY 1"
    )
    return {
        "postgresql": f"{version // 10000}.{version % 10000}",
        "database": database,
        "database_bytes": size,
        "owner": owner,
        "roles": [name for (name,) in roles],
        "migrations": [f"{app}.{name}" for app, name in migrations],
        "law_data": release[0][0] if release else None,
    }


def unlike(before: Tables, now: Tables) -> list[str]:
    """In words, which tables came back otherwise."""
    found = []
    for name in sorted({*before, *now}):
        was, is_now = before.get(name), now.get(name)
        if was is None or is_now is None:
            found.append(f"the table {name} {'is missing' if was else 'was not in the backup'}")
        elif was["rows"] != is_now["rows"]:
            found.append(f"{name} has {is_now['rows']:,} rows instead of {was['rows']:,}")
        elif was != is_now:
            found.append(f"rows of {name} are not what they were")
    return found
