"""The first alternative: each condition as nested functions, three-valued, without any trace."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable

from benchmarks.inputs import Given, level_name
from obligations.rules.conditions.grammar import (
    AS_AT,
    All,
    AnyOf,
    Compare,
    Condition,
    In,
    Is,
    Not,
    Risk,
)
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Truth, Value, ends

Test = Callable[[Given], Truth]
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "over": operator.gt,
    "at_least": operator.ge,
    "under": operator.lt,
    "at_most": operator.le,
}


def compiled(condition: Condition) -> Test:
    """A function from what is given to the truth of the condition."""
    match condition:
        case All(parts):
            return _settled_by([compiled(part) for part in parts], False)
        case AnyOf(parts):
            return _settled_by([compiled(part) for part in parts], True)
        case Not(part):
            return _not(compiled(part))
        case Is(fact, value):
            return _is(fact, value)
        case In(fact, values):
            return _in(fact, frozenset(values))
        case Compare(fact, op, limit):
            return _compare(fact, _OPERATORS[op], limit)
        case Risk(family, kind, at_least):
            name, least = level_name(family, kind), LEVELS.index(at_least)
            return _compare(name, operator.ge, least)


def _settled_by(tests: list[Test], one: bool) -> Test:
    """`one` as soon as one test is that; not known if one is not; else the opposite."""

    def test(given: Given) -> Truth:
        truth: Truth = not one
        for each in tests:
            found = each(given)
            if found is one:
                return one
            if found is None:
                truth = None
        return truth

    return test


def _not(part: Test) -> Test:
    def test(given: Given) -> Truth:
        truth = part(given)
        return None if truth is None else not truth

    return test


def _is(fact: str, wanted: bool | str) -> Test:
    def test(given: Given) -> Truth:
        value = given[fact]
        return None if value is None else value == wanted

    return test


def _in(fact: str, wanted: frozenset[str]) -> Test:
    def test(given: Given) -> Truth:
        value = given[fact]
        if value is None:
            return None
        if isinstance(value, frozenset):
            return not value.isdisjoint(wanted)
        return value in wanted

    return test


def _compare(name: str, holds: Callable[[float, float], bool], limit: Value) -> Test:
    def test(given: Given) -> Truth:
        value = given[name]
        if value is None:
            return None
        against = given[AS_AT] if limit == AS_AT else limit
        low, high = _ends(value)
        mark, _ = _ends(against) if against is not None else (0.0, 0.0)
        first = holds(low, mark)
        return first if first == holds(high, mark) else None

    return test


def _ends(value: Value) -> tuple[float, float]:
    if isinstance(value, dt.date):
        return value.toordinal(), value.toordinal()
    return ends(value)
