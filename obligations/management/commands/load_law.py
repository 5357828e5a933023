"""`manage.py load_law [PATH|ZIP] [--check|--dry-run]`: take in an edition of the law."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations import language
from obligations.actions import jobs, law
from obligations.law import counts
from obligations.law.edition import DEFAULT, Read, read
from obligations.law.faults import LawError
from obligations.law.load import compile_rules, current, difference, refuse_other_contents
from obligations.models import JobRun
from obligations.tasks import WORK
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
        parser.add_argument(
            "--same-version",
            action="store_true",
            help="Take in other contents under a version that was loaded before: for whoever works"
            " on an edition. The log tells of it.",
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
            return
        try:
            if options["dry_run"]:
                self._rehearse(found, same_version=options["same_version"])
            else:
                self._load(found, same_version=options["same_version"])
        except LawError as wrong:
            self._refuse(wrong)

    def _rehearse(self, found: Read, *, same_version: bool) -> None:
        before = current()
        same = before is not None and before.sha256 == found.sha256
        self._tell([] if same else difference(found.payload, before))
        self.stdout.write("Nothing was written.")
        if not same_version:
            refuse_other_contents(found.payload, found.sha256)

    def _load(self, found: Read, *, same_version: bool) -> None:
        """Take it in, and do at once the job that comes with it; whoever finds its row may."""
        loaded, following = law.load(
            edition=found,
            by=None,
            now=clock.now(),
            actor_label="manage.py load_law",
            same_version=same_version,
        )
        version = loaded.release.version
        self._tell(loaded.sentences)
        if following is None:
            self.stdout.write(f"Law data {version} is current already; nothing to do.")
            return
        self.stdout.write(f"Loaded: law data {version} is current.")
        done = jobs.run(following.pk, WORK)
        if done is not None and done.state != JobRun.State.DONE:
            self.stderr.write(f"Services do not follow it yet, which is tried again: {done.error}")

    def _read(self, path: Path) -> Read:
        try:
            found = read(path)
            compile_rules(found.payload)
        except LawError as wrong:
            self._refuse(wrong)
        return found

    def _refuse(self, wrong: LawError) -> NoReturn:
        for fault in wrong.faults:
            self.stderr.write(str(fault))
        number = len(wrong.faults)
        raise CommandError(
            f"The law data was refused: {language.counted(number, 'fault')}."
        ) from None

    def _tell(self, sentences: list[str]) -> None:
        self.stdout.write("What changes:" if sentences else "Nothing changes.")
        for sentence in sentences[:SHOWN]:
            self.stdout.write(f"  {sentence}")
        if len(sentences) > SHOWN:
            self.stdout.write(f"  and {len(sentences) - SHOWN} more changes")
