"""Checks of conditions: names, tests that suit the type of a fact, values that it can take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from obligations.law.faults import suggest
from obligations.law.names import Names, unknown
from obligations.rules.conditions.grammar import (
    AS_AT,
    COMPARISONS,
    FAMILY_KINDS,
    Compare,
    Condition,
    Family,
    In,
    Is,
    Risk,
    leaves,
)
from obligations.rules.rulebook.derivations import (
    CountListed,
    Derivation,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.rulebook.names import CATEGORY_SIDES, DESIGNATED
from obligations.rules.rulebook.requirements import WaitFor
from obligations.rules.rulebook.vocabulary import Fact

TESTS = {
    "boolean": ("is",),
    "choice": ("is", "in"),
    "set": ("in",),
    "number": COMPARISONS,
    "interval": COMPARISONS,
    "date": COMPARISONS,
    "level": (),
}


def faults(condition: Condition, names: Names) -> Iterator[str]:
    """What is wrong with a condition, one sentence each."""
    for leaf in leaves(condition):
        if isinstance(leaf, Risk):
            kinds = kinds_of(leaf.family, names)
            if leaf.kind not in kinds:
                yield unknown(FAMILY_KINDS[leaf.family], leaf.kind, kinds)
        elif leaf.fact not in names.facts:
            yield unknown("fact", leaf.fact, names.facts)
        elif (fact := names.facts[leaf.fact]) is not None:
            yield from _test(fact, leaf)


def kinds_of(family: Family, names: Names) -> frozenset[str]:
    """The kinds of a family."""
    return names.illegal if family == "illegal" else names.children


def _test(fact: Fact, leaf: Is | In | Compare) -> Iterator[str]:
    """Whether the test suits the fact, and the fact can take the value it is compared with."""
    test = "is" if isinstance(leaf, Is) else "in" if isinstance(leaf, In) else leaf.op
    allowed = TESTS[fact.type]
    if test not in allowed:
        near = suggest(test, allowed) if len(allowed) > 1 else f"; allowed: {', '.join(allowed)}"
        yield f"wrong test {test!r} for the {fact.type} {fact.name}{near}"
        return
    match leaf:
        case Is(_, value) if fact.type == "boolean" and not isinstance(value, bool):
            yield f"{fact.name} is yes or no: {value!r} is neither true nor false"
        case Is(_, value) if fact.type == "choice" and value not in fact.choices:
            yield f"{fact.name} has no choice {value!r}{suggest(str(value), fact.choices)}"
        case In(_, values):
            for value in values:
                if value not in fact.choices:
                    yield f"{fact.name} has no choice {value!r}{suggest(value, fact.choices)}"
        case Compare(_, _, limit):
            if fact.type == "date" and limit != AS_AT and not isinstance(limit, dt.date):
                yield f"{fact.name} is a day: {limit!r} is neither a day of the calendar nor as_at"
            elif fact.type in ("number", "interval") and not isinstance(limit, int | float):
                yield f"{fact.name} is a number: {str(limit)!r} is not"


def facts_in(condition: Condition) -> Iterator[str]:
    """Every fact that a condition names."""
    return (leaf.fact for leaf in leaves(condition) if not isinstance(leaf, Risk))


def derivation_faults(how: Derivation, names: Names) -> Iterator[str]:
    """Names that a fact's derivation uses and that are none."""
    match how:
        case NamedRule():
            return
        case GateRule(gate=gate):
            if gate not in names.gates:
                yield unknown("gate", gate, names.gates)
        case KindsAtLevel():
            return
        case CountListed(family=family, kinds=kinds):
            known = kinds_of(family, names)
            yield from (unknown("kind", kind, known) for kind in kinds if kind not in known)
        case SettledBy() as rule:
            for test in rule.tests:
                yield from faults(test, names)
        case StaysOver(fact=fact, last=last):
            used = (name for name in (fact, last) if name not in names.facts)
            yield from (unknown("fact", name, names.facts) for name in used)
        case condition:
            yield from faults(condition, names)


def wait_faults(wait: WaitFor | None, names: Names) -> Iterator[str]:
    """What a requirement waits for: events there are, of a category where they have one."""
    if wait is None:
        return
    if wait.event is not None:
        if wait.event not in names.events:
            yield unknown("event", wait.event, names.events)
        if wait.category is not None and wait.category not in CATEGORY_SIDES:
            yield f"{wait.category!r} is not a category; allowed: {', '.join(CATEGORY_SIDES)}"
        if (wait.event == DESIGNATED) != (wait.category is not None):
            yield "a category goes with the event designated, and only with it"
    for each in (*wait.all, *wait.any):
        yield from wait_faults(each, names)
