"""`manage.py determine FILE`: what binds a service on a day, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.core.management.base import CommandError, CommandParser

from obligations.management.determination_text import lines_of, why_lines
from obligations.management.fact_command import FactCommand
from obligations.rules import Answer, Determination, RuleSet
from obligations.rules.rulebook import formerly
from obligations.rules.rulebook.names import DETERMINED_KINDS
from obligations.rules.rulebook.requirements import Requirement
from obligations.words import stored
from obligations.words.formerly import sentence

COLUMNS = (
    "ref",
    "id",
    "kind",
    "strength",
    "side",
    "level",
    "title",
    "theme",
    "answer",
    "would",
    "from",
    "ended_on",
    "until_event",
    "suspended",
    "optional",
    "acts_on",
    "part_of",
    "verification",
    "checked",
    "because",
    "settled_by",
    "settled_by_whom",
)


def _beginning_with(ref: str, rules: RuleSet) -> Requirement | None:
    """The first requirement about a subsection: s 15(2) is in s 15(2)-(3), s 21(6) in its parts."""
    if "(" not in ref:
        return None
    longer = [key for key in rules.by_ref if key.startswith(ref) and not key[len(ref)].isalnum()]
    key = min(longer, key=lambda key: key[len(ref)] == "(", default=None)
    return None if key is None else rules.by_ref[key]


class Command(FactCommand):
    """Determines the duties and measures for the service that a fact file describes."""

    help = "Say which duties and Code measures bind the service of a fact file on a day, and why."
    formats = ("text", "json", "csv")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--proposals", action="store_true", help="Answer proposed texts too.")
        parser.add_argument("--why", metavar="REF", help="Explain one requirement.")

    def handle(self, *args: Any, **options: Any) -> None:
        why = options["why"]
        answered = self.answered(options, proposals=options["proposals"] or bool(why))
        if why:
            wanted = self._requirement_id(why, answered.situation.ruleset)
            self._explain(answered, wanted, options["format"])
        elif options["format"] == "json":
            self.as_json(stored.determination(answered))
        elif options["format"] == "csv":
            self._csv(answered.answers)
        else:
            self.tell(lines_of(answered))

    def _requirement_id(self, ref: str, rules: RuleSet) -> str:
        """The id of what a reference names; one of an earlier edition leads to what it became."""
        found = rules.by_ref.get(ref.casefold())
        earlier = formerly.named(rules, ref) if found is None else ()
        if earlier:
            said = sentence(rules, earlier[0])
            found = rules.moved.get(earlier[0].id)
            if found is None:
                raise CommandError(said)
            self.stderr.write(said)
        found = found or _beginning_with(ref.casefold(), rules)
        if found is None:
            near = get_close_matches(ref.casefold(), list(rules.by_ref), n=1, cutoff=0.6)
            nearest = f"; did you mean {rules.by_ref[near[0]].ref}?" if near else ""
            raise CommandError(f"no such requirement: {ref}{nearest}")
        if found.kind not in DETERMINED_KINDS:
            raise CommandError(
                f"{found.ref} is {'an offence' if found.kind == 'offence' else 'a power'}: it "
                "stands in the library, and is nobody's task"
            )
        return found.id

    def _explain(self, answered: Determination, requirement_id: str, format_: str) -> None:
        answer = answered.answer(requirement_id)
        if answer is None:
            raise CommandError(f"{requirement_id} has no text to answer")
        if format_ == "json":
            self.as_json(stored.explained(answer))
        elif format_ == "csv":
            self._csv([answer])
        else:
            self.tell(why_lines(answer, answered))

    def _csv(self, answers: Iterable[Answer]) -> None:
        writer = csv.DictWriter(self.stdout, COLUMNS)
        writer.writeheader()
        for answer in answers:
            row = stored.answer(answer)
            row["because"] = " ".join(row["because"])
            row["settled_by"] = " ".join(row["settled_by"])
            writer.writerow(row)
