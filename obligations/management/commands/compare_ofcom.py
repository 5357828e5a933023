"""`manage.py compare_ofcom FILE LIST`: our answers beside the list that Ofcom's tool gave."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from obligations.exports.cells import text_of
from obligations.exports.comparison import COMPARISON, lines_of_file
from obligations.management.comparison_text import lines_of
from obligations.management.fact_command import FactCommand
from obligations.rules.ofcom.comparison import Comparison, compare
from obligations.rules.ofcom.pasted_list import LARGEST, UnreadableList, decoded, read_list
from obligations.words.comparisons import record, unreadable

STANDARD_INPUT = "-"


class Command(FactCommand):
    """Compares the Code measures of a fact file with those on a list."""

    help = (
        "Compare the Code measures recommended to the service of a fact file with the list that "
        "Ofcom's tool gave: agreed, ours only, theirs only, each with the reason."
    )
    formats = ("text", "json", "csv")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "list", metavar="LIST", help="The list as text or CSV; - reads standard input."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        answered = self.answered(options, proposals=True)
        name, rules = options["list"], answered.situation.ruleset
        try:
            listed = read_list(decoded(_data(name)), rules)
        except UnreadableList as error:
            what = "standard input" if name == STANDARD_INPUT else name
            raise CommandError(f"{what}: {unreadable(rules, error)}") from error
        self._write(compare(answered, listed), options["format"])

    def _write(self, comparison: Comparison, format_: str) -> None:
        if format_ == "json":
            self.as_json(record(comparison))
        elif format_ == "csv":
            writer = csv.writer(self.stdout)
            writer.writerow(COMPARISON.header())
            for row in lines_of_file(comparison):
                writer.writerow([text_of(value) for value in COMPARISON.cells(row)])
        else:
            self.tell(lines_of(comparison))


def _data(name: str) -> bytes:
    """What a file or standard input holds, no more than shows that it is too large."""
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(name).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error
