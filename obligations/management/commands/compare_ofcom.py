"""`manage.py compare_ofcom FILE LIST`: our answers beside the list that Ofcom's tool gave."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.exports.cells import text_of
from obligations.exports.comparison import COMPARISON, lines_of_file
from obligations.management.comparison_text import lines_of
from obligations.management.days import day
from obligations.management.files import subject_of
from obligations.management.rulesets import ruleset
from obligations.rules import conflict_words, determine
from obligations.rules.ofcom.comparison import Comparison, compare
from obligations.rules.ofcom.pasted_list import LARGEST, UnreadableList, decoded, read_list
from obligations.words.comparisons import record
from tracker.clock import today

STANDARD_INPUT = "-"


class Command(BaseCommand):
    """Compares the Code measures of a fact file with those on a list."""

    help = (
        "Compare the Code measures recommended to the service of a fact file with the list that "
        "Ofcom's tool gave: agreed, ours only, theirs only, each with the reason."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="Facts, in YAML or JSON.")
        parser.add_argument(
            "list", metavar="LIST", help="The list as text or CSV; - reads standard input."
        )
        parser.add_argument("--as-at", type=day, default=None, metavar="DATE")
        parser.add_argument("--release", metavar="R", help="An older release of the law data.")
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = ruleset(options["release"], self.stderr)
        subject = subject_of(options["file"], rules, self.stderr)
        as_at = options["as_at"] or today()
        answered = determine(rules, subject, as_at, proposals=True)
        if answered.conflicts:
            raise CommandError(
                "\n".join(conflict_words(rules, conflict) for conflict in answered.conflicts)
            )
        name = options["list"]
        try:
            listed = read_list(decoded(_data(name)), rules)
        except UnreadableList as error:
            what = "standard input" if name == STANDARD_INPUT else name
            raise CommandError(f"{what}: {error}") from error
        self._write(compare(answered, listed), options["format"])

    def _write(self, comparison: Comparison, format_: str) -> None:
        if format_ == "json":
            self.stdout.write(json.dumps(record(comparison), indent=1, ensure_ascii=False))
        elif format_ == "csv":
            writer = csv.writer(self.stdout)
            writer.writerow(COMPARISON.header())
            for row in lines_of_file(comparison):
                writer.writerow([text_of(value) for value in COMPARISON.cells(row)])
        else:
            for line in lines_of(comparison):
                self.stdout.write(line)


def _data(name: str) -> bytes:
    """What a file or standard input holds, no more than shows that it is too large."""
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error
