"""Conditions: whom a requirement binds, as frozen trees that mirror the JSON of the law data.

`all`, `any`, `not`; `{fact, is|in|over|at_least|under|at_most}`; `{risk|children_risk, at_least}`.
`{"all": []}` is always true. Duties, measures, gates, derived facts and clocks share these trees.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from obligations.rules.conditions.levels import LEVELS

ComparisonOp = Literal["over", "at_least", "under", "at_most"]
COMPARISONS: tuple[ComparisonOp, ...] = get_args(ComparisonOp)
Family = Literal["illegal", "children"]
FAMILY_KEYS: dict[str, Family] = {"risk": "illegal", "children_risk": "children"}
FAMILY_KINDS: dict[Family, str] = {
    "illegal": "kind of illegal harm",
    "children": "kind of content",
}
FAMILY_WORDS: dict[Family, str] = {family: key for key, family in FAMILY_KEYS.items()}
AS_AT = "as_at"
TESTS = ", ".join(("is", "in", *COMPARISONS))


class ConditionError(ValueError):
    """A tree that is not a condition; the message says which part and what is allowed."""


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is; true of none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when one part is; false of none."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Is:
    """A yes-or-no fact, or a choice, has this value."""

    fact: str
    value: bool | str


@dataclass(frozen=True, slots=True)
class In:
    """A set shares a member with these values, or a choice is one of them."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """A number, interval or day compared with a limit; `"as_at"` is the day asked about."""

    fact: str
    op: ComparisonOp
    limit: float | dt.date | str


@dataclass(frozen=True, slots=True)
class Risk:
    """The level of a kind of illegal harm, or of content harmful to children, is at least this."""

    family: Family
    kind: str
    at_least: str


Leaf = Is | In | Compare | Risk
Condition = All | AnyOf | Not | Leaf
ALWAYS = All(())


def parse(tree: Any) -> Condition:
    """The condition that a JSON tree states. Raises ConditionError."""
    if not isinstance(tree, Mapping):
        raise ConditionError(f"{tree!r} is not a condition")
    keys = set(tree)
    if keys in ({"all"}, {"any"}):
        (key,) = keys
        if not isinstance(tree[key], list | tuple):
            raise ConditionError(f"{key} needs a list of conditions")
        parts = tuple(map(parse, tree[key]))
        return All(parts) if key == "all" else AnyOf(parts)
    if keys == {"not"}:
        return Not(parse(tree["not"]))
    if "fact" in keys:
        if len(keys) != 2:
            raise ConditionError(f"{tree['fact']} needs exactly one test; allowed: {TESTS}")
        (op,) = keys - {"fact"}
        return _test(tree["fact"], op, tree[op])
    for key, family in FAMILY_KEYS.items():
        if key in keys:
            return _risk(family, key, tree)
    raise ConditionError(
        f"{sorted(map(str, keys))} is not a condition; allowed: all, any, not, "
        "{fact, is|in|over|at_least|under|at_most}, {risk, at_least}, {children_risk, at_least}"
    )


def _risk(family: Family, key: str, tree: Mapping[str, Any]) -> Risk:
    if set(tree) != {key, "at_least"}:
        raise ConditionError(f"{key} is tested with at_least, and with nothing else")
    least = tree["at_least"]
    if least not in LEVELS:
        raise ConditionError(f"{least!r} is not a level of risk; allowed: {', '.join(LEVELS)}")
    return Risk(family, str(tree[key]), least)


def _test(fact: str, op: str, operand: Any) -> Condition:
    if op == "is" and isinstance(operand, bool | str):
        return Is(fact, operand)
    if op == "in" and isinstance(operand, list | tuple):
        return In(fact, tuple(str(value) for value in operand))
    for comparison in COMPARISONS:
        if op == comparison:
            return Compare(fact, comparison, _limit(fact, operand))
    if op in ("is", "in"):
        needs = "a list" if op == "in" else "true, false or a choice"
        raise ConditionError(f"{fact} {op} needs {needs}, not {operand!r}")
    raise ConditionError(f"wrong test {op!r} for {fact}; allowed: {TESTS}")


def _limit(fact: str, operand: Any) -> float | dt.date | str:
    if operand == AS_AT:
        return AS_AT
    if isinstance(operand, str):
        try:
            return dt.date.fromisoformat(operand)
        except ValueError:
            raise ConditionError(f"{fact}: {operand!r} is neither a number nor a day") from None
    if isinstance(operand, dt.date | int | float) and not isinstance(operand, bool):
        return operand
    raise ConditionError(f"{fact}: {operand!r} is neither a number nor a day")


def shared(condition: Condition, kept: dict[Condition, Condition]) -> Condition:
    """The condition with each equal part of it, and of those `kept` before, as one object.

    What is read of one platform can then be kept under the object, and is read once.
    """
    match condition:
        case All(parts):
            condition = All(tuple(shared(part, kept) for part in parts))
        case AnyOf(parts):
            condition = AnyOf(tuple(shared(part, kept) for part in parts))
        case Not(part):
            condition = Not(shared(part, kept))
    return kept.setdefault(condition, condition)


def to_json(condition: Condition) -> dict[str, Any]:
    """The JSON tree of a condition; `parse` undoes it."""
    match condition:
        case All(parts):
            return {"all": [to_json(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [to_json(part) for part in parts]}
        case Not(part):
            return {"not": to_json(part)}
        case Is(fact, value):
            return {"fact": fact, "is": value}
        case In(fact, values):
            return {"fact": fact, "in": list(values)}
        case Compare(fact, op, limit):
            plain = limit.isoformat() if isinstance(limit, dt.date) else limit
            return {"fact": fact, op: plain}
        case Risk(family, kind, level):
            return {FAMILY_WORDS[family]: kind, "at_least": level}


def without_not(condition: Condition, *, negated: bool = False) -> Condition:
    """The same condition with `not` before single tests only; what has none is given back."""
    match condition:
        case Not(part):
            return without_not(part, negated=not negated)
        case All(parts) | AnyOf(parts):
            found = tuple(without_not(part, negated=negated) for part in parts)
            if not negated and all(one is other for one, other in zip(found, parts, strict=True)):
                return condition
            return All(found) if isinstance(condition, All) is not negated else AnyOf(found)
        case Is(fact, bool(value)) if negated:
            return Is(fact, not value)
        case test:
            return Not(test) if negated else test


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every test in the tree, in reading order."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


def requires(condition: Condition, fact: str) -> bool:
    """Whether the condition can only be true when this yes-or-no fact is."""
    match condition:
        case All(parts):
            return any(requires(part, fact) for part in parts)
        case AnyOf(parts):
            return bool(parts) and all(requires(part, fact) for part in parts)
        case Is(name, True):
            return name == fact
        case _:
            return False
