"""`manage.py law_readings [PATH]`: what was compared with the official text, and what was not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.law.coverage import coverage
from obligations.law.edition import DEFAULT, read
from obligations.law.faults import LawError
from obligations.law.reading_log import Entry, Taken, read_log, take, verify
from obligations.management.days import day
from tracker import clock


class Command(BaseCommand):
    """Prints coverage by Part and Code; or writes readings into the YAML files of an edition."""

    help = "Tell how far the law data was checked, or write down that records were compared."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=DEFAULT, metavar="PATH")
        parser.add_argument(
            "--every", action="store_true", help="Name every record that was not compared."
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--stamp", metavar="SECTION:ID", help="Write down that this record was compared."
        )
        what.add_argument(
            "--from", dest="logs", nargs="+", type=Path, metavar="FILE",
            help="Take readers' logs: YAML lists of {section, id, outcome, text, as_at, where, "
            "readers, why}; outcome is agrees, corrected, unclear or contested.",
        )  # fmt: skip
        parser.add_argument(
            "--text", nargs="+", metavar="ID", help="The instruments it was compared with."
        )
        parser.add_argument("--as-at", help="The day of the text, as YYYY-MM-DD.")
        parser.add_argument("--where", help="Where in the text, such as: s 9(2).")
        parser.add_argument("--readers", type=int, default=1, help="How many compared every field.")
        parser.add_argument(
            "--by", metavar="NAME", help="With --stamp: this editor checked it on the official site"
        )
        parser.add_argument("--day", type=day, help="The day of the reading (default: today).")

    def handle(self, *args: Any, **options: Any) -> None:
        folder, day = options["path"], options["day"] or clock.today()
        try:
            read(folder)
            if options["stamp"]:
                self._tell(_stamp(folder, options, day))
            elif options["logs"]:
                self._tell(take(folder, self._entries(options["logs"]), day))
            else:
                for line in coverage(folder).lines(every=options["every"]):
                    self.stdout.write(line)
        except LawError as wrong:
            raise CommandError(
                f"The law data is not sound; see load_law --check:\n{wrong}"
            ) from None

    def _entries(self, logs: list[Path]) -> list[Entry]:
        """The entries of every log that can be read; the others are told."""
        found: list[Entry] = []
        for path in logs:
            try:
                found += read_log(path)
            except (OSError, ValueError) as wrong:
                self.stderr.write(f"Left out: {wrong}")
        return found

    def _tell(self, taken: Taken) -> None:
        for what, names in (
            ("Compared", taken.compared), ("Contested", taken.contested),
            ("Not compared, with the reason", taken.not_compared),
            ("As it was", taken.unchanged), ("Left out", taken.left_out),
        ):  # fmt: skip
            self.stdout.write(f"{what}: {len(names)}")
        for name in taken.left_out:
            self.stderr.write(f"Left out: {name}")
        if taken.files:
            self.stdout.write(f"Written: {', '.join(taken.files)}")


def _stamp(folder: Path, options: dict[str, Any], day: dt.date) -> Taken:
    section, _, name = options["stamp"].partition(":")
    entry = {
        "section": section, "id": name, "outcome": "agrees", "text": options["text"],
        "as_at": options["as_at"], "where": options["where"], "readers": options["readers"],
        "by": options["by"],
    }  # fmt: skip
    return verify(folder, entry, day) if options["by"] else take(folder, [entry], day)
