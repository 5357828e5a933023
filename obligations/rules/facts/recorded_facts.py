"""What was recorded under one edition of the law data, as another can read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from obligations.rules.conditions.grammar import FAMILY_KEYS
from obligations.rules.rulebook.ruleset import RuleSet


def known_to(ruleset: RuleSet, situation: Mapping[str, Any]) -> dict[str, Any]:
    """A situation, in the shape of a fact file, without answers to what this edition never asks.

    An older edition may come back after a newer one asked for facts, kinds or events of its own:
    they stay recorded, and settle nothing until an edition knows them again.
    """
    facts = _facts(ruleset, situation.get("facts") or {})
    if "sides" in facts:
        facts["sides"] = {side: _facts(ruleset, each) for side, each in facts["sides"].items()}
    events = [each for each in situation.get("events") or () if each["event"] in ruleset.events]
    return {**situation, "facts": facts, "events": events}


def _facts(ruleset: RuleSet, facts: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in facts.items():
        if name in FAMILY_KEYS:
            kinds = {**ruleset.kinds[FAMILY_KEYS[name]], **ruleset.merged}
            found[name] = {kind: level for kind, level in value.items() if kind in kinds}
        elif name == "sides" or name in ruleset.facts or name in ruleset.aliases:
            found[name] = value
    return found
