"""Checks of clocks across records: the facts, events and duties that they name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from obligations.law import condition_checks
from obligations.law.names import Names, unknown
from obligations.rules.rulebook.clocks import (
    BeforeEvent,
    Clock,
    Due,
    FromDone,
    FromEvent,
    FromFact,
    InNotice,
    TogetherWith,
)


def faults(clock: Clock, names: Names) -> Iterator[tuple[str, str]]:
    """Field and sentence for everything wrong with a clock."""
    for number, rule in enumerate(clock.rules):
        field = f"clock.rules[{number}]"
        if rule.when is not None:
            yield from (
                (f"{field}.when", fault) for fault in condition_checks.faults(rule.when, names)
            )
        yield from ((f"{field}.due", fault) for fault in _due(rule.due, names))
    if clock.unstructured and clock.rules:
        yield "clock.unstructured", "says why there are no rules, and there are rules"


def _due(due: Due | None, names: Names) -> Iterator[str]:
    match due:
        case FromFact(from_=name):
            fact = names.facts.get(name)
            if name not in names.facts:
                yield unknown("fact", name, names.facts)
            elif fact and fact.type != "date":
                yield f"{name} is a {fact.type}, and a period is counted from a date"
        case FromEvent():
            yield from _unknown("event", due.events, names.events)
        case BeforeEvent(before_event=event) | InNotice(in_notice=event):
            yield from _unknown("event", (event,), names.events)
        case FromDone() | TogetherWith():
            yield from _unknown("requirement", due.duties, names.requirements)
    if isinstance(due, FromEvent | FromDone) and due.add is None and due.pace is None:
        yield "needs add (a period), or pace where no period is set"


def _unknown(what: str, named: tuple[str, ...], known: Collection[str]) -> Iterator[str]:
    return (unknown(what, each, known) for each in named if each not in known)
