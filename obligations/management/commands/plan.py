"""`manage.py plan FILE`: the jobs of a service, in the order to do them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from obligations.management.days import day
from obligations.management.files import subject_of
from obligations.management.plan_text import plan_lines
from obligations.management.rulesets import ruleset
from obligations.rules import conflict_words, determine
from obligations.rules.plan.plan import plan
from tracker.clock import today


class Command(BaseCommand):
    """Plans the work of the service that a fact file describes."""

    help = "Say which jobs the service of a fact file has, in which order, and what each settles."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="Facts, in YAML or JSON.")
        parser.add_argument("--as-at", type=day, default=None, metavar="DATE")
        parser.add_argument("--release", metavar="R", help="An older release of the law data.")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = ruleset(options["release"], self.stderr)
        subject = subject_of(options["file"], rules, self.stderr)
        answered = determine(rules, subject, options["as_at"] or today())
        if answered.conflicts:
            raise CommandError(
                "\n".join(conflict_words(rules, conflict) for conflict in answered.conflicts)
            )
        made = plan(answered, rules.jobs)
        if options["format"] == "json":
            self.stdout.write(json.dumps(made.to_dict(), indent=1, ensure_ascii=False))
            return
        for line in plan_lines(made):
            self.stdout.write(line)
