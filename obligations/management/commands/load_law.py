"""`manage.py load_law [PATH|ZIP] [--check] [--dry-run]`: take in an edition of the law."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.actions import following, law
from obligations.law import counts
from obligations.law.faults import LawError
from obligations.law.load import compile_rules, current, difference
from obligations.law.read import DEFAULT, Read, read
from tracker import clock

SHOWN = 200
"""Sentences of the difference printed before the rest is only counted."""


class Command(BaseCommand):
    """Validates an edition of the law data, shows what it changes, and makes it the current one."""

    help = "Load the law data from a folder or ZIP of YAML files (default: the edition shipped)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=DEFAULT, metavar="PATH|ZIP")
        only = parser.add_mutually_exclusive_group()
        only.add_argument(
            "--check", action="store_true", help="Validate and count; needs no database."
        )
        only.add_argument(
            "--dry-run", action="store_true", help="Show what would change and write nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._read(options["path"])
        edition = found.payload["release"]
        self.stdout.write(
            f"Law data {edition['version']}, law on {edition['law_date']}, sha256 {found.sha256}"
        )
        for line in counts.lines(found.payload):
            self.stdout.write(line)
        for lost in found.lost:
            self.stdout.write(f"Lost reading: {lost}.")
        if options["check"]:
            self.stdout.write("The law data is sound.")
        elif options["dry_run"]:
            before = current()
            same = before is not None and before.sha256 == found.sha256
            self._tell([] if same else difference(found.payload, before))
            self.stdout.write("Nothing was written.")
        else:
            loaded = law.load(edition=found, by=None, actor_label="manage.py load_law")
            self._tell(loaded.sentences)
            self.stdout.write(
                f"Loaded: law data {loaded.release.version} is current."
                if loaded.changed
                else f"Law data {loaded.release.version} is current already; nothing to do."
            )
            if loaded.changed:
                following.follow_all(as_at=clock.today(), actor_label="manage.py load_law")

    def _read(self, path: Path) -> Read:
        try:
            found = read(path)
            compile_rules(found.payload)
        except LawError as wrong:
            for fault in wrong.faults:
                self.stderr.write(str(fault))
            number = len(wrong.faults)
            raise CommandError(
                f"The law data was refused: {number} {'fault' if number == 1 else 'faults'}."
            ) from None
        return found

    def _tell(self, sentences: list[str]) -> None:
        self.stdout.write("What changes:" if sentences else "Nothing changes.")
        for sentence in sentences[:SHOWN]:
            self.stdout.write(f"  {sentence}")
        if len(sentences) > SHOWN:
            self.stdout.write(f"  and {len(sentences) - SHOWN} more changes")
