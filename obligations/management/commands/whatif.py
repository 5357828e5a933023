"""`manage.py whatif FILE --set fact=value`: what changes would come to, tried on paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.law.whatif import what_if
from obligations.management.days import day
from obligations.management.files import subject_of
from obligations.management.rulesets import changing, ruleset
from obligations.management.whatif_text import lines_of
from obligations.rules import RuleSet, Situation, Subject, SubjectError
from obligations.rules.rulebook.names import SIDES
from obligations.rules.whatif.edits import plain_of
from tracker.clock import today


class Command(BaseCommand):
    """Tries changes on the service that a fact file describes; nothing is kept."""

    help = "Say what would be gained, lost and due if facts of a service, or the day, were others."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="Facts, in YAML or JSON.")
        parser.add_argument(
            "--set", action="append", default=[], metavar="FACT=VALUE", dest="told",
            help="An answer told otherwise: has_livestreaming=yes, risk.hate=high, "
            "uk_monthly_active_users=600,000..800,000, allows_ppc_kinds=+suicide.",
        )  # fmt: skip
        parser.add_argument(
            "--unset", action="append", default=[], metavar="FACT", help="An answer forgotten."
        )
        parser.add_argument("--side", choices=SIDES, help="The side of a combined service.")
        parser.add_argument("--as-at", type=day, metavar="DATE", help="The day it is now.")
        parser.add_argument("--on", type=day, metavar="DATE", help="The day of the change.")
        parser.add_argument("--release", metavar="R", help="An older release of the law data.")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = ruleset(options["release"], self.stderr)
        subject, as_at = (
            subject_of(options["file"], rules, self.stderr),
            options["as_at"] or today(),
        )
        on = options["on"]
        if on is not None and on < as_at:
            raise CommandError(f"--on {on} is before --as-at {as_at}: a change lies ahead")
        answers = _answers(rules, subject, options)
        if not answers and on is None:
            raise CommandError("nothing to try: give --set FACT=VALUE, --unset FACT or --on DATE")
        try:
            found = what_if(
                rules, changing(options["release"]), subject, answers, as_at,
                on=on, side=options["side"],
            )  # fmt: skip
        except SubjectError as error:
            raise CommandError("\n".join(error.errors)) from error
        for note in found.notes:
            self.stderr.write(f"note: {note}")
        if options["format"] == "json":
            self.stdout.write(json.dumps(found.to_dict(), indent=1, ensure_ascii=False))
            return
        for line in lines_of(found):
            self.stdout.write(line)


def _answers(rules: RuleSet, subject: Subject, options: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as the command line tells them, each key once."""
    situation = Situation(rules, subject, options["as_at"] or today())
    found: dict[str, Any] = {}
    for told in options["told"]:
        key, equals, text = (part.strip() for part in told.partition("="))
        if not equals:
            raise CommandError(f"--set {told!r}: write FACT=VALUE")
        if key in found:
            raise CommandError(f"--set {key}: told twice")
        found[key] = plain_of(situation, key, text, options["side"])
    for key in options["unset"]:
        if key in found:
            raise CommandError(f"--unset {key}: it is set, too")
        found[key] = None
    return found
