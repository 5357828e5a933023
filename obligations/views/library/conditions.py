"""Conditions as trees of sentences: the tests alone, without any service's values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from obligations import language, words
from obligations.models import EventKind
from obligations.rules.conditions.grammar import parse
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.words.conditions import Node, describe

Events = Mapping[str, EventKind]
"""Each event of the law data, by its id."""


def events() -> Events:
    """Every event that something stands by for or waits for: one query."""
    return {event.slug: event for event in EventKind.objects.all()}


def tree(ruleset: RuleSet, condition: Mapping[str, Any] | None) -> Node:
    """Whom a condition of the law data takes in; None is a scope that is not known."""
    return describe(ruleset, None if condition is None else parse(condition))


def waiting(tree: Mapping[str, Any] | None, known: Events) -> list[Node]:
    """What has to happen first, as nodes; none where nothing is waited for."""
    if not tree:
        return []
    if "event" in tree:
        return [Node(_event(tree, known))]
    parts = tree.get("all") or tree.get("any") or []
    inner = tuple(node for part in parts for node in waiting(part, known))
    if len(inner) < 2:
        return list(inner)
    return [Node("All of these:" if "all" in tree else "Any of these:", inner)]


def _event(leaf: Mapping[str, Any], known: Events) -> str:
    """An event waited for: for one service its own day, for the law the day it happened, if any."""
    event = known.get(leaf["event"])
    title = event.title if event else words.names.plain(leaf["event"])
    category = f", Category {leaf['category']}" if "category" in leaf else ""
    if event and event.about != "law":
        return (
            f"{title}{category} (each {words.answers.screen_level(event.about)} has its own day)."
        )
    occurred = event.occurred if event else None
    when = (
        f"happened on {language.day(occurred)}" if occurred else "has not happened, as far as seen"
    )
    return f"{title}{category}: {when}."


def all_happened(tree: Mapping[str, Any] | None, known: Events, as_at: dt.date) -> bool:
    """Has everything waited for happened by the day?"""
    if not tree:
        return True
    if "event" in tree:
        event = known.get(tree["event"])
        return bool(event and event.occurred and event.occurred <= as_at)
    if "all" in tree:
        return all(all_happened(part, known, as_at) for part in tree["all"])
    return any(all_happened(part, known, as_at) for part in tree.get("any", ()))


def day(value: Any) -> dt.date | None:
    """The day that a value of the law data names, if it names one."""
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return None
    return None


def clock_rules(ruleset: RuleSet, clock: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rules of a clock in the order they are tried: when, and what is then due."""
    return [
        {
            "when": tree(ruleset, rule["when"]) if rule.get("when") else None,
            "text": rule.get("text") or "",
            "day": day(rule.get("due")),
            "guidance": rule.get("basis") == "guidance",
        }
        for rule in clock.get("rules", ())
    ]
