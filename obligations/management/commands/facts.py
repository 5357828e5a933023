"""`manage.py facts`: the facts that conditions read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from obligations.management.rulesets import ruleset
from obligations.rules import RuleSet
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.rulebook.vocabulary import Fact

SHOWN_REFS = 8
# How an answer of each type is written in a facts file; null always says: asked, not known yet.
WRITTEN = {
    "boolean": "true or false, yes or no",
    "number": "a number, as 2000 or 2,000",
    "interval": "a number, or {low: 300, high: 900}, or in words: under 700,000, 7 to 8 million",
    "set": "a list of choices; [] for none",
    "choice": "one of the choices",
    "date": "a day, as 2026-11-21 or 21 November 2026",
}


class Command(BaseCommand):
    """Lists the vocabulary: each fact, how it is asked or derived, and what reads it."""

    help = "List the facts that conditions read: question, type, choices, who reads them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", metavar="R", help="An older release of the law data.")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = ruleset(options["release"], self.stderr)
        if options["format"] == "json":
            self.stdout.write(json.dumps(document(rules), indent=1, ensure_ascii=False))
            return
        for line in lines(rules):
            self.stdout.write(line)


def document(rules: RuleSet) -> dict[str, Any]:
    """The vocabulary, and the kinds whose levels of risk are told, as JSON."""
    return {
        "release": rules.release,
        "facts": [_record(fact, rules) for fact in rules.facts.values()],
        "risk": _kinds(rules, "risk"),
        "children_risk": _kinds(rules, "children_risk"),
        "levels": list(LEVELS),
    }


def _record(fact: Fact, rules: RuleSet) -> dict[str, Any]:
    return {
        "name": fact.name,
        "level": fact.level,
        "sides": list(fact.sides),
        "question": fact.question,
        "help": fact.help,
        "meaning": fact.meaning,
        "type": fact.type,
        "written": WRITTEN[fact.type],
        "unit": fact.unit,
        "choices": list(fact.choices),
        "asked": fact.asked,
        "derived_from": list(rules.inputs(fact)) or fact.derivation_text,
        "aliases": list(fact.aliases),
        "verification": rules.marks[fact.name],
        "used_by": rules.used_by[fact.name],
    }


def _kinds(rules: RuleSet, key: str) -> list[str]:
    if key == "risk":
        return list(rules.kinds["illegal"])
    return [*rules.kinds["children"], *rules.merged]


def lines(rules: RuleSet) -> Iterator[str]:
    """The vocabulary as text, by level."""
    for level in ("provider", "platform", "side"):
        yield f"Facts of the {'service' if level == 'platform' else level}"
        for fact in rules.facts.values():
            if fact.level == level:
                yield from _fact_lines(fact, rules)
        yield ""
    levels = f"{', '.join(LEVELS)}, or between two: low to medium"
    yield f"risk: levels ({levels}) of {', '.join(_kinds(rules, 'risk'))}"
    yield f"children_risk: the same levels of {', '.join(_kinds(rules, 'children_risk'))}"


def _fact_lines(fact: Fact, rules: RuleSet) -> Iterator[str]:
    where = f", {' and '.join(fact.sides)} side" if fact.sides else ""
    unit = f", {fact.unit}" if fact.unit else ""
    yield f"  {fact.name} ({fact.type}{unit}{where})"
    if fact.question is not None and fact.asked:
        yield f"    asked: {fact.question}"
    else:
        yield f"    {fact.meaning}"
    if fact.asked:
        yield f"    in a file: {WRITTEN[fact.type]}"
    if fact.choices:
        yield f"    choices: {', '.join(fact.choices)}"
    inputs = rules.inputs(fact)
    if inputs:
        yield f"    derived from: {', '.join(inputs)}"
    elif fact.derivation_text:
        yield f"    derived: {fact.derivation_text}"
    if fact.aliases:
        yield f"    old spellings: {', '.join(fact.aliases)}"
    refs = rules.used_by[fact.name]
    more = f" and {len(refs) - SHOWN_REFS} more" if len(refs) > SHOWN_REFS else ""
    if refs:
        yield f"    read by: {', '.join(refs[:SHOWN_REFS])}{more}"
