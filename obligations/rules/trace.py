"""Why: the tree behind an answer, the few leaves that decide it, and the facts that would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from obligations.rules import words
from obligations.rules.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Compare,
    Condition,
    In,
    Is,
    Not,
    Risk,
)
from obligations.rules.leaves import Leaf, asked, deciding_parts, leaf_sentence, level_told
from obligations.rules.records import CountListed, GateRule, KindsAtLevel, NamedRule
from obligations.rules.situation import Situation
from obligations.rules.subject import Side
from obligations.rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of an explanation: a sentence, whether it holds, and what lies under it.

    `deciding` marks the lines without which the answer could be another. `value` and `test` are
    what was told and what was asked, in words; `fact` names what to change.
    """

    sentence: str
    outcome: Truth
    deciding: bool = False
    provision: str | None = None
    children: tuple[Trace, ...] = ()
    fact: str | None = None
    side: Side = None
    value: str | None = None
    test: str | None = None
    verification: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON."""
        return {
            "sentence": self.sentence,
            "outcome": self.outcome,
            "deciding": self.deciding,
            "provision": self.provision,
            "fact": self.fact,
            "side": self.side,
            "value": self.value,
            "test": self.test,
            "verification": self.verification,
            "children": [child.to_dict() for child in self.children],
        }


def _plainer(condition: Condition) -> Condition:
    """The opposite of a yes-or-no test as a test: not "it is exempt" but "it is not exempt"."""
    match condition:
        case Not(Is(fact, bool(value))):
            return Is(fact, not value)
        case _:
            return condition


class Explainer:
    """Builds trace trees over one situation; provisions fall back to the requirement's own."""

    def __init__(self, situation: Situation, provision: str | None = None) -> None:
        self._situation = situation
        self._ruleset = situation.ruleset
        self._provision = provision
        self._name_side = len(situation.sides()) > 1

    def tree(self, condition: Condition, side: Side) -> Trace:
        """The whole tree of a condition read on a side, its deciding lines marked."""
        return self._mark(self._build(condition, side), condition, side)

    def _build(self, condition: Condition, side: Side) -> Trace:
        condition = _plainer(condition)
        truth = self._situation.holds(condition, side)
        match condition:
            case All(parts):
                if condition == ALWAYS:
                    return Trace(words.sentence(words.EVERY), True, provision=self._provision)
                return Trace("All of these:", truth, children=self._each(parts, side))
            case AnyOf(parts):
                return Trace("Any of these:", truth, children=self._each(parts, side))
            case Not(part):
                return Trace("Not this:", truth, children=(self._build(part, side),))
            case leaf:
                return self._leaf(leaf, side)

    def _each(self, parts: Iterable[Condition], side: Side) -> tuple[Trace, ...]:
        return tuple(self._build(part, side) for part in parts)

    def _leaf(self, leaf: Leaf, side: Side) -> Trace:
        situation = self._situation
        line = Trace(
            leaf_sentence(situation, leaf, side, name_side=self._name_side),
            situation.holds(leaf, side),
            provision=self._provision,
            side=side,
        )
        if isinstance(leaf, Risk):
            key = "risk" if leaf.family == "illegal" else "children_risk"
            return replace(
                line,
                fact=f"{key}:{leaf.kind}",
                value=level_told(situation, leaf, side),
                test=words.level_words(leaf.at_least),
                children=self._parts_of_kind(leaf, side),
            )
        fact = self._ruleset.facts[leaf.fact]
        return replace(
            line,
            fact=leaf.fact,
            side=side if leaf.fact in self._ruleset.side_dependent else None,
            value=words.value_words(situation.value(leaf.fact, side), fact.unit),
            test=asked(leaf, fact.unit),
            provision=words.citation(fact.sources) or self._provision,
            verification=fact.verification,
            children=self._behind(leaf.fact, side),
        )

    def _parts_of_kind(self, leaf: Risk, side: Side) -> tuple[Trace, ...]:
        levels = self._situation.levels
        if levels.given(leaf.family, leaf.kind, side) is not None:
            return ()
        parts = levels.parts(leaf.family, leaf.kind, side)
        return self._each([Risk(leaf.family, part, leaf.at_least) for part in parts], side)

    def _behind(self, name: str, side: Side) -> tuple[Trace, ...]:
        """What a derived fact was worked out from."""
        fact = self._ruleset.facts[name]
        match fact.derived_from:
            case None | Compare():
                return ()
            case GateRule(gate):
                return (self._build(self._ruleset.gates[gate].condition, side),)
            case KindsAtLevel(family, level, _):
                kinds = [
                    kind.name
                    for kind in self._ruleset.kinds[family].values()
                    if kind.counts is not False and self._situation.levels.listed(family, kind.name)
                ]
                return self._each([Risk(family, kind, level) for kind in kinds], side)
            case CountListed(family, level, listed):
                return self._each([Risk(family, kind, level) for kind in listed], side)
            case NamedRule(rule):
                return self._named(rule, side)
            case condition:
                return (self._build(condition, side),)

    def _named(self, rule: str, side: Side) -> tuple[Trace, ...]:
        if rule == "child_access_state":
            return self._child_access(side)
        fact_names = {
            "service_kind": ("has_user_to_user_part", "has_public_search_engine"),
            "access_assessment_missed": ("first_access_assessment_done",),
        }.get(rule, ())
        return self._each([Is(name, True) for name in fact_names], side)

    def _child_access(self, side: Side) -> tuple[Trace, ...]:
        situation = self._situation
        access = situation.child_access(side)
        lines = []
        if access.decided_from is not None and access.decided_from <= situation.as_at:
            when = words.day(access.decided_from)
            lines.append(Trace(f"Ofcom so decided with effect from {when}.", True))
        if access.completed_on is not None:
            when = words.day(access.completed_on)
            lines.append(Trace(f"The first access assessment was completed on {when}.", True))
        elif access.done is not True and access.due is not None:
            past = situation.as_at >= access.due
            due = f"The first access assessment {'was' if past else 'is'} due by"
            lines.append(Trace(f"{due} {words.day(access.due)}.", past))
        tests = [Is("first_access_assessment_done", True)] if access.completed_on is None else []
        if access.done is not False:
            tests += [Is("children_can_access", True), Is("child_user_condition_met", True)]
        marked = tuple(replace(line, provision="OSA 2023 s 37") for line in lines)
        return (*marked, *self._each(tests, side))

    def _mark(self, line: Trace, condition: Condition, side: Side) -> Trace:
        """The same tree with its deciding lines marked."""
        condition = _plainer(condition)
        match condition:
            case Not(part):
                (child,) = line.children
                return replace(line, deciding=True, children=(self._mark(child, part, side),))
            case All(parts) | AnyOf(parts) if parts:
                chosen = deciding_parts(self._situation, condition, parts, side)
                children = tuple(
                    self._mark(child, part, side) if any(part is each for each in chosen) else child
                    for child, part in zip(line.children, parts, strict=True)
                )
                return replace(line, deciding=True, children=children)
            case Is() | In() | Compare() | Risk():
                children = self._mark_behind(line, condition, side)
                return replace(line, deciding=True, children=children)
            case _:
                return replace(line, deciding=True)

    def _mark_behind(self, line: Trace, leaf: Leaf, side: Side) -> tuple[Trace, ...]:
        """The lines under a deciding test, those that decide it marked in turn."""
        if isinstance(leaf, Risk) or not line.children:
            return tuple(
                replace(child, deciding=child.outcome is line.outcome) for child in line.children
            )
        match self._ruleset.facts[leaf.fact].derived_from:
            case GateRule(gate):
                tree = self._ruleset.gates[gate].condition
                return (self._mark(line.children[0], tree, side),)
            case KindsAtLevel() | CountListed() | NamedRule() | None:
                wanted = line.outcome or None
                return tuple(
                    replace(child, deciding=child.outcome is wanted) for child in line.children
                )
            case condition:
                return (self._mark(line.children[0], condition, side),)
