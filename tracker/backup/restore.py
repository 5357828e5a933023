"""Filling a database from a backup: a new one, whole or not at all, and without its rights.

Grants, default privileges and row policies are not taken from the dump: they are put as this
program declares them (`tracker.rights`), so that no backup, however it was made, gives rights away.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from launch.console import Problem
from tracker.backup import archive, contents
from tracker.backup.programs import Address, Tools, for_restore

# Entries of a dump's list that are left out: rights, and the schema that is there already.
_LEFT_OUT = re.compile(r"^\d+; \d+ \d+ (POLICY|ACL|DEFAULT ACL|ROW SECURITY|SCHEMA|COMMENT) ")
_MAINTENANCE = ("postgres", "template1")


@contextmanager
def connected(address: Address) -> Iterator[psycopg.Connection]:
    """A connection in which each statement is its own transaction. Raises `Problem`."""
    try:
        with psycopg.connect(**address.parameters, autocommit=True) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise Problem(f"the database {address.database} cannot be reached: {error}") from error


@contextmanager
def administering(address: Address) -> Iterator[psycopg.Connection]:
    """A connection to the server from which databases are made and renamed."""
    for name in _MAINTENANCE:
        try:
            connection = psycopg.connect(**address.at(name).parameters, autocommit=True)
        except psycopg.OperationalError as error:
            failed = error
            continue
        with connection:
            yield connection
        return
    raise Problem(f"the server cannot be reached: {failed}")


def databases(connection: psycopg.Connection) -> set[str]:
    """The names of the server's databases."""
    return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def is_empty(address: Address) -> bool:
    """Has the database no table of anybody's?"""
    with connected(address) as connection:
        found = connection.execute(
            "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname <> 'information_schema'"
            " AND n.nspname NOT LIKE 'pg\\_%')"
        ).fetchone()
    return found == (False,)


def server_major(connection: psycopg.Connection) -> int:
    return connection.info.server_version // 10_000


def tools_for(address: Address, manifest: archive.Manifest) -> Tools:
    """The programs that restore this backup on this server. Raises `Problem`."""
    with administering(address) as connection:
        return for_restore(address, server_major(connection), int(manifest["dumped_with"]))


def create(address: Address) -> None:
    """Make the database. Raises `Problem` where the login may not, with what to ask for."""
    name = address.database
    with administering(address) as connection:
        try:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(name)
                )
            )
        except psycopg.errors.InsufficientPrivilege:
            user = connection.info.user
            raise Problem(
                f"the login {user} may not make databases. Ask the server's administrator to run: "
                f'CREATE DATABASE "the name you want" OWNER "{user}"; then restore --into that '
                "name: an empty database is filled as it is."
            ) from None


def drop(address: Address) -> None:
    """Remove a database that this restore made."""
    with administering(address) as connection, suppress(psycopg.Error):
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(address.database)
            )
        )


def empty(address: Address) -> None:
    """Take out again what was put into a database that was empty."""
    with connected(address) as connection, suppress(psycopg.Error), connection.transaction():
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def fill(address: Address, tools: Tools, folder: Path) -> None:
    """Everything of the dump but its rights, in one transaction. Raises `Problem`."""
    dump, wanted = folder / archive.DUMP, folder / "wanted.list"
    listed = address.run(tools.program("pg_restore"), "--list", dump, alone=True)
    lines = [line for line in listed.splitlines() if not _LEFT_OUT.match(line)]
    wanted.write_text("\n".join(lines) + "\n")
    address.run(
        tools.program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner",
        "--no-privileges", f"--use-list={wanted}", dump,
    )  # fmt: skip


def compare(address: Address, manifest: archive.Manifest) -> None:
    """Raises `Problem` where a table came back otherwise than the manifest says."""
    with connected(address) as connection, connection.transaction(), connection.cursor() as cursor:
        wrong = contents.unlike(manifest["tables"], contents.tables(cursor))
    if wrong:
        raise Problem("what was restored is not what was backed up: " + "; ".join(wrong[:5]) + ".")


def refuse_used(address: Address) -> None:
    """Raises `Problem` while anybody is connected to the database that is to be set aside."""
    with administering(address) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [address.database],
        ).fetchone()
    if found != (0,):
        raise Problem(
            f"{address.database} is in use. End what uses it (./start stop), then restore again."
        )


def set_aside(address: Address, now: dt.datetime) -> str:
    """Rename the database that is there; its new name."""
    name = f"{address.database[:40]}_until_{now:%Y%m%d_%H%M%S}"
    rename(address, name)
    return name


def rename(address: Address, name: str) -> None:
    with administering(address) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                sql.Identifier(address.database), sql.Identifier(name)
            )
        )


def put_files(folder: Path, media: Path) -> int:
    """Lay the uploads of a backup into an empty or missing folder; how many there were."""
    source = folder / archive.MEDIA
    if not source.is_dir():
        return 0
    shutil.copytree(source, media, dirs_exist_ok=True)
    return sum(path.is_file() for path in source.rglob("*"))


def remove_left_over(address: Address) -> None:
    """Remove what a killed restore left. Raises `Problem` while another one is at work."""
    with administering(address) as connection:
        try:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(address.database))
            )
        except psycopg.errors.ObjectInUse:
            raise Problem(f"another restore is under way ({address.database} is in use).") from None
