"""Checks of structured clocks: the forms that `due` may take.

Without a form, `null` says that a day exists but is not worked out. `add` counts years, months,
days and hours; "three months beginning with" a day is `{months: 3, days: -1}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from obligations.calendar.forms import Pace
from obligations.law import condition_checks
from obligations.law.names import Names, unknown
from obligations.rules.rulebook.requirements import Clock

PERIODS = ("years", "months", "days", "hours")
PACES = tuple(Pace)
FORMS = {
    "from": {"add"},
    "from_event": {"add", "pace"},
    "from_done": {"add", "pace"},
    "before_event": set[str](),
    "before": {"month_day", "initial"},
    "in_notice": {"at_least"},
    "with": set[str](),
    "continuous": set[str](),
}
"""The key that names a form, and the keys that may stand beside it."""


def faults(clock: Clock, names: Names) -> Iterator[tuple[str, str]]:
    """Field and sentence for everything wrong with a clock."""
    for number, rule in enumerate(clock.rules):
        field = f"clock.rules[{number}]"
        if rule.when is not None:
            yield from (
                (f"{field}.when", fault) for fault in condition_checks.faults(rule.when, names)
            )
        if isinstance(rule.due, dict):
            yield from ((f"{field}.due", fault) for fault in _due(rule.due, names))
    if clock.unstructured and clock.rules:
        yield "clock.unstructured", "says why there are no rules, and there are rules"


def _due(due: dict[str, Any], names: Names) -> Iterator[str]:
    forms = [key for key in due if key in FORMS]
    if len(forms) != 1:
        yield f"needs exactly one of {', '.join(FORMS)}, not {sorted(due)}"
        return
    (form,) = forms
    for key in sorted(set(due) - {form} - FORMS[form]):
        allowed = ", ".join(sorted(FORMS[form])) or "nothing else"
        yield f"{form} knows no {key!r}; allowed: {allowed}"
    yield from _names(form, due[form], names)
    for key in ("add", "at_least"):
        if due.get(key) is not None:
            yield from _period(key, due[key])
    if "add" in FORMS[form] and due.get("add") is None and "pace" not in due:
        yield "needs add (a period), or pace where no period is set"
    if "pace" in due and due["pace"] not in PACES:
        yield unknown("pace", due["pace"], PACES)
    if form == "before" and not re.fullmatch(r"\d\d-\d\d", str(due.get("month_day"))):
        yield "before needs month_day, written as MM-DD"


def _names(form: str, value: object, names: Names) -> Iterator[str]:
    """The facts, events and duties that a form names."""
    match form:
        case "from":
            fact = names.facts.get(str(value))
            if str(value) not in names.facts:
                yield unknown("fact", value, names.facts)
            elif fact and fact.type != "date":
                yield f"{value} is a {fact.type}, and a period is counted from a date"
        case "from_event" | "before_event" | "in_notice":
            for event in value if isinstance(value, list) else [value]:
                if event not in names.events:
                    yield unknown("event", event, names.events)
        case "from_done" | "with":
            for duty in value if isinstance(value, list) else [value]:
                if duty not in names.requirements:
                    yield unknown("requirement", duty, names.requirements)
        case "before":
            if value != "charging_year":
                yield f"{value!r} is not something a day can come before; allowed: charging_year"
        case "continuous":
            if value is not True:
                yield "continuous is true, or left out"


def _period(key: str, period: object) -> Iterator[str]:
    if not isinstance(period, dict) or not period:
        yield f"{key} needs a period of {', '.join(PERIODS)}"
        return
    for unit, amount in period.items():
        if unit not in PERIODS:
            yield unknown("unit of time", unit, PERIODS)
        elif isinstance(amount, bool) or not isinstance(amount, int):
            yield f"{key}.{unit} must be a whole number, not {amount!r}"
