"""`manage.py backup`: the whole installation in one file, as at one moment."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from launch.console import say
from obligations.management.databases import own_address
from obligations.management.proof import proof
from tracker import clock, rights
from tracker.backup import dump


class Command(BaseCommand):
    """Works beside a running tracker; `restore --prove` holds the restored system against it."""

    help = (
        "Write a backup: the database, uploaded files and a manifest with what they must come"
        " back as. Without the secrets in var/secrets."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, metavar="FILE",
            help="where to write it; default: var/backups, named by the moment",
        )  # fmt: skip

    def handle(self, *args: Any, out: Path | None = None, **rest: Any) -> None:
        now = clock.now()
        if out is None:
            folder = Path(settings.VAR) / "backups"
            folder.mkdir(mode=0o700, exist_ok=True)
            out = folder / f"{now:%Y-%m-%d-%H%M%S}.tar"
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                "the database is behind the program. Run ./start --prepare: it makes a backup "
                "before it brings the database up to date."
            )
        try:
            for one in rights.settle():  # A policy that hides rows would leave them out.
                say(f"  Mended: {one.words}.")
        except rights.NotMended as error:
            raise CommandError(str(error)) from error
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(dump.BEGIN)
            made = dump.make(
                cursor, own_address(), out, Path(settings.MEDIA_ROOT),
                more=lambda: {"proof": proof(clock.today(), now)},
            )  # fmt: skip
        self.stdout.write(f"Backed up to {made.words}.")
        self.stdout.write(
            "It holds everything that people recorded, and their log-ins: keep it private. The "
            "secrets in var/secrets are not in it."
        )
