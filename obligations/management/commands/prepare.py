"""`manage.py prepare`: bring database, static files, law data and demo up to date, and say so."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from launch.console import Problem, say, step
from obligations.management.databases import own_address
from tracker import rights
from tracker.backup import dump, upgrade
from tracker.remedies import explain


class Command(BaseCommand):
    """Does what is outstanding and skips what is not, in one process."""

    help = (
        "Migrates, collects static files, loads the law data and makes the demo, where outstanding."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="make no demo")

    def handle(self, *args: Any, no_demo: bool = False, **options: Any) -> None:
        try:
            migrated = self._migrate()
            self._settle_rights()
            self._collect()
            self._load_law(anew=migrated)
            if not no_demo and "demo" in get_commands():
                self._make_demo(anew=migrated)
        except DatabaseError as error:
            raise CommandError(explain(error) or str(error)) from error

    def _migrate(self) -> bool:
        """Apply outstanding migrations; refuse a database that a newer version has changed."""
        executor = MigrationExecutor(connection)
        unknown = executor.loader.applied_migrations.keys() - executor.loader.graph.nodes.keys()
        unknown = {
            key for key in unknown if key[0] == "obligations" and not _replaced(executor, key)
        }
        if unknown:
            raise CommandError(
                "the database was changed by a newer version of the tracker "
                f"({', '.join(sorted(name for _, name in unknown))}). Use that version again, or "
                "restore a backup made before the change."
            )
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        self._back_up()
        with step("Bringing the database up to date"):
            call_command("migrate", verbosity=0, interactive=False)
        return True

    def _back_up(self) -> None:
        """Before migrations, where there is anything to lose."""
        if not settings.BACKUP_BEFORE_UPGRADE:
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(dump.BEGIN)
                if upgrade.holds_work(cursor):
                    upgrade.back_up(
                        cursor, own_address(), Path(settings.VAR), Path(settings.MEDIA_ROOT),
                        upgrade.BEFORE_MIGRATING, "Backing up before the upgrade",
                    )  # fmt: skip
        except Problem as error:
            raise CommandError(
                f"{error}\nNothing was migrated. With a backup of your own, set "
                "BACKUP_BEFORE_UPGRADE=0 to go on without this one."
            ) from error

    def _settle_rights(self) -> None:
        """Hold the database to the declared rights; a restore by hand or an administrator may have
        given more."""
        try:
            mended = rights.settle()
        except rights.NotMended as error:
            raise CommandError(str(error)) from error
        for one in mended:
            say(f"  Mended: {one.words}.")

    def _collect(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        found = _digest(
            f"{type(finder).__name__}:{path}:{storage.size(path)}:{storage.get_modified_time(path)}"
            for finder in get_finders()
            for path, storage in finder.list([])
        )
        if _said(stamp) == found:
            return
        with step("Collecting style sheets and scripts"):
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(found)

    def _load_law(self, *, anew: bool) -> None:
        self._once("load_law", "Loading the law data", "law", anew=anew)

    def _make_demo(self, *, anew: bool) -> None:
        self._once("demo", "Making the demo", "demo", anew=anew)

    def _once(self, command: str, title: str, folder: str, *, anew: bool) -> None:
        """Run a command whose input is a folder of fixtures, unless this database has had it."""
        if command not in get_commands():
            return
        stamp = Path(settings.VAR) / "run" / f"prepared-{folder}"
        found = _digest([_database(), *_texts(settings.BASE_DIR / "fixtures" / folder)])
        if not anew and _said(stamp) == found:
            return
        with step(title), (Path(settings.VAR) / "log" / "prepare.log").open("a") as log:
            call_command(command, verbosity=0, stdout=log)
        stamp.write_text(found)


def _replaced(executor: MigrationExecutor, key: tuple[str, str]) -> bool:
    return any(key in migration.replaces for migration in executor.loader.disk_migrations.values())


def _database() -> str:
    """What tells this database from another one, made later under the same name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '/' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def _texts(folder: Path) -> Iterable[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{path.relative_to(folder)}\n{path.read_bytes().hex()}"


def _digest(parts: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() + b"\0")
    return whole.hexdigest()


def _said(stamp: Path) -> str:
    return stamp.read_text(errors="replace") if stamp.exists() else ""
