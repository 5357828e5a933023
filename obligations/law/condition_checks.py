"""Checks of condition trees: names, tests that suit the type of a fact, values that it can take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from obligations.law.faults import suggest
from obligations.law.names import CATEGORIES, Names, unknown

LEVELS = ("negligible", "low", "medium", "high")
COMPARISONS = ("over", "at_least", "under", "at_most")
TESTS = {
    "boolean": ("is",),
    "choice": ("is", "in"),
    "set": ("in",),
    "number": COMPARISONS,
    "interval": COMPARISONS,
    "date": COMPARISONS,
    "level": COMPARISONS,
}
RULES = {
    "service_kind": (),
    "gate": ("gate",),
    "designations_on_day": (),
    "kinds_at_level": ("family", "level", "at_least"),
    "count_listed": ("family", "level", "kinds"),
    "child_access_state": (),
    "child_access_from": (),
    "access_assessment_missed": (),
    "stays_over": ("fact", "limit", "last"),
    "settled_by": ("yes", "no"),
}
"""The named rules a fact may be derived by, and the keys each needs beside its words."""
OPTIONAL = {"settled_by": ("no_counts_if",)}
"""The keys that a named rule may have."""


def faults(tree: object, names: Names) -> Iterator[str]:
    """What is wrong with a condition, one sentence each."""
    if not isinstance(tree, dict):
        yield f"{tree!r} is not a condition"
        return
    keys = set(tree)
    if len(keys & {"all", "any", "not"}) == 1 and len(keys) == 1:
        (key,) = keys
        inner = [tree[key]] if key == "not" else tree[key]
        if not isinstance(inner, list):
            yield f"{key} needs a list of conditions"
            return
        for condition in inner:
            yield from faults(condition, names)
    elif "risk" in keys or "children_risk" in keys:
        yield from _risk(tree, names)
    elif "fact" in keys:
        yield from _comparison(tree, names)
    else:
        yield (
            f"{sorted(map(str, keys))} is not a condition; allowed: all, any, not, "
            "{fact, is|in|over|at_least|under|at_most}, {risk, at_least}, {children_risk, at_least}"
        )


def _risk(tree: dict[str, Any], names: Names) -> Iterator[str]:
    key = "risk" if "risk" in tree else "children_risk"
    family = names.illegal if key == "risk" else names.children
    if set(tree) != {key, "at_least"}:
        yield f"{key} is tested with at_least, and with nothing else"
        return
    if tree[key] not in family:
        yield unknown(
            "kind of " + ("illegal harm" if key == "risk" else "content"), tree[key], family
        )
    if tree["at_least"] not in LEVELS:
        yield f"{tree['at_least']!r} is not a level of risk; allowed: {', '.join(LEVELS)}"


def _comparison(tree: dict[str, Any], names: Names) -> Iterator[str]:
    name = tree["fact"]
    spec = names.facts.get(name)
    if spec is None:
        yield unknown("fact", name, names.facts)
        return
    if spec["type"] not in TESTS:
        return  # the fact itself is malformed, and said to be
    tests = [k for k in tree if k != "fact"]
    allowed = TESTS[spec["type"]]
    if len(tests) != 1:
        yield f"{name} needs exactly one test; allowed: {', '.join(allowed)}"
        return
    (test,) = tests
    if test not in allowed:
        yield (
            f"wrong test {test!r} for the {spec['type']} {name}{suggest(test, allowed)}"
            if len(allowed) > 1
            else f"wrong test {test!r} for the {spec['type']} {name}; allowed: {allowed[0]}"
        )
        return
    yield from _value(name, spec, test, tree[test])


def _value(name: str, spec: dict[str, Any], test: str, value: object) -> Iterator[str]:
    """Whether the fact can take the value that it is compared with."""
    match spec["type"]:
        case "boolean" if not isinstance(value, bool):
            yield f"{name} is yes or no: {value!r} is neither true nor false"
        case "choice" | "set":
            if test == "in" and not isinstance(value, list):
                yield f"{name} in needs a list"
                return
            choices = spec["choices"] or []
            for item in value if isinstance(value, list) else [value]:
                if item not in choices:
                    yield f"{name} has no choice {item!r}{suggest(str(item), choices)}"
        case "number" | "interval" if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{name} is a number: {value!r} is not"
        case "date" if value != "as_at" and not _is_day(value):
            yield f"{name} is a day: {value!r} is neither a day of the calendar nor as_at"
        case "level" if value not in LEVELS:
            yield f"{name} is a level of risk; allowed: {', '.join(LEVELS)}"


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def facts_in(tree: object) -> Iterator[str]:
    """Every fact a sound condition names."""
    match tree:
        case {"fact": str() as name}:
            yield name
        case {"not": inner}:
            yield from facts_in(inner)
        case {"all": list() as inner} | {"any": list() as inner}:
            for part in inner:
                yield from facts_in(part)


def derivation_faults(how: dict[str, Any], names: Names) -> Iterator[str]:
    """A fact's derivation: a condition, or a named rule with what the rule needs."""
    if "rule" not in how:
        yield from faults(how, names)
        return
    rule = how["rule"]
    if rule not in RULES:
        yield unknown("rule", rule, RULES)
        return
    wanted = {"rule", "text", *RULES[rule]}
    for key in sorted((set(how) ^ wanted) - {*OPTIONAL.get(rule, ())}):
        yield f"the rule {rule} " + ("needs " if key in wanted else "knows no ") + key
    for key in (*RULES[rule], *OPTIONAL[rule]) if rule == "settled_by" else ():
        if key in how:
            yield from faults(how[key], names)
    for key in ("fact", "last") if rule == "stays_over" else ():
        if key in how and how[key] not in names.facts:
            yield unknown("fact", how[key], names.facts)
    if "gate" in how and how["gate"] not in names.gates:
        yield unknown("gate", how["gate"], names.gates)
    families = {"illegal": names.illegal, "children": names.children}
    if "family" in how and how["family"] not in families:
        yield f"{how['family']!r} is not a family of kinds; allowed: illegal, children"
    for kind in how.get("kinds", []):
        if kind not in families.get(how.get("family", ""), frozenset()):
            yield unknown("kind", kind, families.get(how.get("family", ""), frozenset()))
    if "level" in how and how["level"] not in LEVELS:
        yield f"{how['level']!r} is not a level of risk; allowed: {', '.join(LEVELS)}"


def wait_faults(tree: object, names: Names) -> Iterator[str]:
    """What a requirement waits for: `{event, category?}`, or all or any of such."""
    match tree:
        case {"all": list() as inner, **rest} | {"any": list() as inner, **rest} if not rest:
            for part in inner:
                yield from wait_faults(part, names)
        case {"event": str() as event, **rest} if not set(rest) - {"category"}:
            if event not in names.events:
                yield unknown("event", event, names.events)
            category = rest.get("category")
            if category is not None and category not in CATEGORIES:
                yield f"{category!r} is not a category; allowed: {', '.join(CATEGORIES)}"
            if (event == "designated") != (category is not None):
                yield "a category goes with the event designated, and only with it"
        case _:
            yield f"{tree!r} is not something to wait for; allowed: all, any, {{event, category}}"
