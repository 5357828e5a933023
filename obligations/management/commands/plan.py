"""`manage.py plan FILE`: the jobs of a service, in the order to do them."""

from __future__ import annotations

from typing import Any

from obligations.management.fact_command import FactCommand
from obligations.management.plan_text import plan_lines
from obligations.rules.plan.plan import plan
from obligations.words.plan import record


class Command(FactCommand):
    """Plans the work of the service that a fact file describes."""

    help = "Say which jobs the service of a fact file has, in which order, and what each settles."

    def handle(self, *args: Any, **options: Any) -> None:
        answered = self.answered(options)
        made = plan(answered, answered.situation.ruleset.jobs)
        if options["format"] == "json":
            self.as_json(record(made))
        else:
            self.tell(plan_lines(made))
