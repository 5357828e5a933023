"""Backups that `./start` makes by itself: before migrations, and before PostgreSQL is replaced.

`python -m tracker.backup.upgrade` makes the second kind, run by the launcher with the packages of
before: with the program of after, the old server could not be started any more.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from launch import embedded, keeper
from launch.console import Problem, complain, say, step
from launch.variables import data_folder
from tracker.backup import contents, dump, restore
from tracker.backup.programs import Address

BEFORE_MIGRATING, BEFORE_POSTGRES = "before-upgrade", "before-postgresql"
KEPT = 3


def holds_work(cursor: contents.Cursor) -> bool:
    """Is there anything in the database that nobody could load again?"""
    for table in ("obligations_user", "obligations_provider", "obligations_lawalert"):
        ((there,),) = contents.ask(cursor, f"SELECT to_regclass('public.{table}') IS NOT NULL")
        if there and contents.ask(cursor, f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 - ours
            return True
    return False


def back_up(
    cursor: contents.Cursor, address: Address, var: Path, media: Path, kind: str, title: str
) -> dump.Made:
    """Write a backup of one kind into `var/backups`, keep the last few, and say where it is."""
    folder = var / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    now = dt.datetime.now(dt.UTC)
    with step(title):
        made = dump.make(cursor, address, folder / f"{kind}-{now:%Y%m%d-%H%M%S}.tar", media)
    for old in backups(var, kind)[:-KEPT]:
        old.unlink()
    say(f"    kept as {made.words}")
    return made


def backups(var: Path, kind: str) -> list[Path]:
    """The backups of one kind, oldest first."""
    return sorted((var / "backups").glob(f"{kind}-*.tar"))


def main() -> int:
    """Back the embedded database up with the packages that are installed now."""
    var = data_folder()
    try:
        with keeper.hold(var, ["postgres"]):
            socket = str(embedded.socket_folder(var))
            address = Address(
                {"host": socket, "user": embedded.OWNER, "dbname": embedded.DATABASE}, ours=True
            )
            with (
                restore.connected(address) as connection,
                connection.transaction(),
                connection.cursor() as cursor,
            ):
                cursor.execute(dump.BEGIN)
                if holds_work(cursor):
                    back_up(
                        cursor, address, var, var / "media", BEFORE_POSTGRES,
                        "Backing up before PostgreSQL's package is replaced",
                    )  # fmt: skip
    except Problem as problem:
        complain(problem)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
