"""`manage.py whatif FILE --set fact=value`: what changes would come to, tried on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from obligations.law.whatif import what_if
from obligations.management.days import day
from obligations.management.fact_command import FactCommand
from obligations.management.rulesets import changing
from obligations.management.whatif_text import lines_of
from obligations.rules import RuleSet, Situation, Subject, SubjectError
from obligations.rules.rulebook.names import SIDES
from obligations.rules.whatif.edits import plain_of
from tracker.clock import today


class Command(FactCommand):
    """Tries changes on the service that a fact file describes; nothing is kept."""

    help = "Say what would be gained, lost and due if facts of a service, or the day, were others."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--set", action="append", default=[], metavar="FACT=VALUE", dest="told",
            help="An answer told otherwise: has_livestreaming=yes, risk.hate=high, "
            "uk_monthly_active_users=600,000..800,000, allows_ppc_kinds=+suicide.",
        )  # fmt: skip
        parser.add_argument(
            "--unset", action="append", default=[], metavar="FACT", help="An answer forgotten."
        )
        parser.add_argument("--side", choices=SIDES, help="The side of a combined service.")
        parser.add_argument("--on", type=day, metavar="DATE", help="The day of the change.")

    def handle(self, *args: Any, **options: Any) -> None:
        rules, subject = self.told(options)
        as_at, on = options["as_at"] or today(), options["on"]
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
            self.as_json(found.to_dict())
        else:
            self.tell(lines_of(found))


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
