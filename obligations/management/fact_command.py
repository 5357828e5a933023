"""What the commands share that read a fact file: its arguments, the answers, how they are told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.management.days import day
from obligations.management.files import subject_of
from obligations.management.rulesets import ruleset
from obligations.rules import Determination, RuleSet, Subject, determine
from obligations.words.conflicts import conflict_words
from tracker.clock import today


class FactCommand(BaseCommand):
    """A command about the service that a fact file describes, on a day, under a release."""

    requires_system_checks: list[str] = []
    formats: tuple[str, ...] = ("text", "json")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="Facts, in YAML or JSON.")
        parser.add_argument("--as-at", type=day, metavar="DATE", help="The day it is now.")
        parser.add_argument("--release", metavar="R", help="An older release of the law data.")
        parser.add_argument("--format", choices=self.formats, default="text")

    def told(self, options: dict[str, Any]) -> tuple[RuleSet, Subject]:
        """The rules and the service. Raises CommandError."""
        rules = ruleset(options["release"], self.stderr)
        return rules, subject_of(options["file"], rules, self.stderr)

    def answered(self, options: dict[str, Any], *, proposals: bool = False) -> Determination:
        """The answers on the day. Raises CommandError where the facts contradict each other."""
        rules, subject = self.told(options)
        found = determine(rules, subject, options["as_at"] or today(), proposals=proposals)
        if found.conflicts:
            raise CommandError("\n".join(conflict_words(rules, each) for each in found.conflicts))
        return found

    def tell(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def as_json(self, data: object) -> None:
        self.stdout.write(json.dumps(data, indent=1, ensure_ascii=False))
