"""`manage.py restore`: a backup into a new database, whole or not at all, and proved."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from launch import state
from launch.console import Problem, step
from obligations.management import restored_database
from obligations.management.databases import own_address, speaking_to
from tracker import clock
from tracker.backup import archive, restore
from tracker.backup.programs import Address


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,47}", text):
        raise ArgumentTypeError(
            f"{text!r} cannot be a database's name here: small letters, digits and _, up to 48"
        )
    return text


class Command(BaseCommand):
    """Makes a new database and never touches one that holds anything, unless told to --replace."""

    help = "Restore a backup that `backup` wrote into a new database, whole or not at all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument(
            "--into", type=_name, required=True, metavar="DATABASE",
            help="a new or empty database; the tracker's own is the one its settings name",
        )  # fmt: skip
        parser.add_argument(
            "--replace", action="store_true",
            help="set the database of that name aside (it is renamed, not deleted)",
        )  # fmt: skip
        parser.add_argument(
            "--prove", action="store_true",
            help="show that exports, logs and rights equal those of what was backed up",
        )  # fmt: skip

    def handle(
        self, *args: Any, file: Path, into: str, replace: bool, prove: bool, **rest: Any
    ) -> None:
        target = own_address().at(into)
        own = into == connection.settings_dict["NAME"]
        media = Path(settings.MEDIA_ROOT) if own else Path(settings.VAR) / f"media-{into}"
        connection.close()
        with archive.workplace(Path(settings.VAR)) as folder:
            manifest = archive.read(file, folder)
            restored_database.refuse_newer(manifest)
            tools = restore.tools_for(target, manifest)
            in_place = self._look(target, media, manifest, replace=replace)
            with _passing(target, in_place=in_place) as passing:
                with step(f"Restoring {file}"):
                    restore.fill(passing, tools, folder)
                    restore.compare(passing, manifest)
                with speaking_to(passing.database):
                    self._finish(manifest, prove=prove)
            if not in_place:
                self._put_in_place(passing, target)
            self._files(folder, media)
        self.stdout.write(
            f"Restored into the database {into}: {restored_database.words(manifest)}."
        )
        self._say_what_next(into, own=own)

    def _look(
        self, target: Address, media: Path, manifest: archive.Manifest, *, replace: bool
    ) -> bool:
        """Refuse what would be written over; is there an empty database to be filled as it is?"""
        files = any(name != archive.DUMP for name in manifest["parts"])
        if files and media.is_dir() and any(media.iterdir()) and not replace:
            raise Problem(f"{media} holds files. Move them away, or say --replace.")
        with restore.administering(target) as server:
            there = target.database in restore.databases(server)
        if not there or restore.is_empty(target):
            return there
        if not replace:
            raise Problem(
                f"the database {target.database} is not empty. Restore into a new one (another "
                "name), or say --replace: then it is renamed and kept."
            )
        own = target.database == connection.settings_dict["NAME"]
        if own and state.running(Path(settings.VAR)):
            raise Problem("the tracker is running. End it (./start stop), then restore again.")
        restore.refuse_used(target)
        return False

    def _finish(self, manifest: archive.Manifest, *, prove: bool) -> None:
        """Inside the restored database: newer migrations, the declared rights, the proof."""
        executor = MigrationExecutor(connection)
        outstanding = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if outstanding:
            with step(f"Bringing it up to date ({len(outstanding)} migrations)"):
                call_command("migrate", verbosity=0, interactive=False)
        restored_database.put_rights()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        if prove:
            self.stdout.write(restored_database.proved(manifest, newer=bool(outstanding)))

    def _put_in_place(self, passing: Address, target: Address) -> None:
        with restore.administering(target) as server:
            there = target.database in restore.databases(server)
        if there:
            restore.refuse_used(target)
            kept = restore.set_aside(target, clock.now())
            self.stdout.write(
                f"The database before is kept as {kept}. When it is not needed any more: "
                f'DROP DATABASE "{kept}".'
            )
        restore.rename(passing, target.database)

    def _files(self, folder: Path, media: Path) -> None:
        if not (folder / archive.MEDIA).is_dir():
            return
        if media.is_dir() and any(media.iterdir()):
            kept = media.with_name(f"{media.name}-until-{clock.now():%Y%m%d-%H%M%S}")
            media.rename(kept)
            self.stdout.write(f"The files before are kept in {kept}.")
        number = restore.put_files(folder, media)
        self.stdout.write(f"{number:,} uploaded files are in {media}.")

    def _say_what_next(self, into: str, *, own: bool) -> None:
        if own:
            self.stdout.write(
                "Run ./start. Who was signed in has to sign in again unless var/secrets is the "
                "same as then."
            )
        else:
            self.stdout.write(f"The tracker goes on using {connection.settings_dict['NAME']}.")


@contextmanager
def _passing(target: Address, *, in_place: bool) -> Iterator[Address]:
    """The database that is filled: the empty one, or one made for it. Failing leaves nothing."""
    passing = target if in_place else target.at(f"{target.database}_incoming")
    if not in_place:
        restore.remove_left_over(passing)
        restore.create(passing)
    try:
        yield passing
    except BaseException:
        (restore.empty if in_place else restore.drop)(passing)
        raise
