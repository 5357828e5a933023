"""The second alternative: zen-engine (GoRules), the conditions in its expression language.

It has two truths and no third: what is not known compares as false, or fails. So a condition is
given to it only where every fact that it reads is known, as a single value. The engine is imported
where it runs: its expressions can be made without it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.inputs import Given, level_name
from obligations.rules.conditions.grammar import (
    AS_AT,
    COMPARISONS,
    All,
    AnyOf,
    Compare,
    Condition,
    In,
    Is,
    Leaf,
    Not,
    Risk,
    leaves,
)
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Interval, Value

_SIGNS = dict(zip(COMPARISONS, (">", ">=", "<", "<="), strict=True))


def expression(condition: Condition, given: Given) -> str:
    """The condition in zen's language; days are numbers there."""
    match condition:
        case All(parts):
            return _joined(parts, " and ", given) or "true"
        case AnyOf(parts):
            return _joined(parts, " or ", given) or "false"
        case Not(part):
            return f"not ({expression(part, given)})"
        case Is(fact, value):
            return f"{fact} == {json.dumps(value)}"
        case In(fact, values) if isinstance(given[fact], str):
            return f"{fact} in {json.dumps(list(values))}"
        case In(fact, values):
            return f"some({json.dumps(list(values))}, # in {fact})"
        case Compare(fact, op, limit):
            return f"{fact} {_SIGNS[op]} {AS_AT if limit == AS_AT else _plain(limit)}"
        case Risk(family, kind, at_least):
            return f"{level_name(family, kind)} >= {LEVELS.index(at_least)}"


def _joined(parts: Sequence[Condition], word: str, given: Given) -> str:
    return word.join(f"({expression(part, given)})" for part in parts)


def _plain(value: Value | None) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dt.date):
        return value.toordinal()
    return sorted(value) if isinstance(value, frozenset) else value


def why_not(condition: Condition, given: Given) -> str | None:
    """Why zen cannot express a condition for this service; None where it can."""
    values = [given[_name(leaf)] for leaf in leaves(condition)]
    if any(value is None for value in values):
        return "read what is not known"
    if any(isinstance(value, Interval) for value in values):
        return "read a range"
    return None


def _name(leaf: Leaf) -> str:
    return level_name(leaf.family, leaf.kind) if isinstance(leaf, Risk) else leaf.fact


@dataclass(frozen=True)
class Decision:
    """The conditions of one side as one zen decision, with what it is given."""

    conditions: tuple[Condition, ...]
    decision: Any
    context: dict[str, Any]

    @classmethod
    def of(cls, conditions: Sequence[Condition], given: Given) -> Decision:
        """One expression node: an output for each condition, under its number."""
        import zen

        outputs = [
            {"id": key, "key": key, "value": expression(condition, given)}
            for key, condition in zip(_keys(conditions), conditions, strict=True)
        ]
        decision = zen.ZenEngine().create_decision(json.dumps(_graph(outputs)))
        return cls(tuple(conditions), decision, _context(given))

    def answers(self) -> Iterator[tuple[Condition, bool]]:
        """Each condition with what zen makes of it."""
        found = self.decision.evaluate(self.context)["result"]
        return zip(self.conditions, (found[key] for key in _keys(self.conditions)), strict=True)


def _keys(conditions: Sequence[Condition]) -> list[str]:
    return [f"c{at}" for at in range(len(conditions))]


def _context(given: Given) -> dict[str, Any]:
    """What is given as JSON has it; a range is left away, like what is not known."""
    return {name: _plain(value) for name, value in given.items() if not isinstance(value, Interval)}


def _graph(outputs: list[dict[str, str]]) -> dict[str, Any]:
    kinds = ("inputNode", "expressionNode", "outputNode")
    nodes: list[dict[str, Any]] = [
        {"id": kind, "name": kind, "type": kind, "content": {}} for kind in kinds
    ]
    nodes[1]["content"] = {"expressions": outputs}
    edges = [
        {"id": f"{start}-{end}", "type": "edge", "sourceId": start, "targetId": end}
        for start, end in pairwise(kinds)
    ]
    return {"nodes": nodes, "edges": edges}


def of_unknown(condition: Condition, given: Given) -> str:
    """What zen says all the same of a condition that it cannot express."""
    import zen

    try:
        found = zen.evaluate_expression(expression(condition, given), _context(given))
    except RuntimeError:
        return "fails"
    return str(found).lower()
