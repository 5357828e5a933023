"""Changes tried on paper: one answer told otherwise, how much effort it takes, what it leaves.

A change never contradicts the rest: a kind's level moves with the kinds it is part of, and a
derived fact that had been stated gives way to what follows from the new answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import Compare, Family, Risk
from obligations.rules.conditions.levels import LEVELS, heights
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Designation, FactKey, RiskKey, Side, Subject
from obligations.rules.facts.values import plain_value
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.levels import Levels
from obligations.rules.verdict.situation import Situation

DESIGNATIONS = "designations"


@dataclass(frozen=True, slots=True)
class Answered:
    """A yes-or-no fact was so, or not."""

    fact: str
    value: bool


@dataclass(frozen=True, slots=True)
class Members:
    """A set held these too (`more`), or no longer."""

    fact: str
    values: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number met a test, or did not; with `months`, for so many months running."""

    test: Compare
    met: bool
    months: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """The risk of a kind met a test, or did not."""

    test: Risk
    met: bool


@dataclass(frozen=True, slots=True)
class Count:
    """So many more kinds were at a level, or no more than `left`; `kinds` are an example."""

    family: Family
    level: str
    kinds: tuple[str, ...]
    more: bool
    left: int


@dataclass(frozen=True, slots=True)
class OnRegister:
    """Ofcom put the service on its register in a category, or (`put` False) it was on in none."""

    categories: tuple[str, ...]
    put: bool


@dataclass(frozen=True, slots=True)
class ChildAccessDecided:
    """Ofcom decided that children are likely to access it."""


@dataclass(frozen=True, slots=True)
class NeverLeft:
    """The service had not left the scope of the Act."""


Supposed = Answered | Members | Number | Level | Count | OnRegister | ChildAccessDecided | NeverLeft
"""What is so where an answer is told otherwise: what follows "if"."""


@dataclass(frozen=True, slots=True)
class Now:
    """What is so today of a number, a level or a count: how far a change is from it."""

    value: Value | int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One answer told otherwise; `supposed` is what then is so (None: it is not to be worded).

    `put` sets facts (None forgets one); `adds` and `drops` are members of a set; `levels` sets
    levels of risk; `designate` and `remove` are categories of Ofcom's register. `side`: where, if
    there is more than one side. `steps` measures how far it is from what is so `now`; `note` is the
    law data's help with the answer.
    """

    supposed: Supposed | None
    effort: Effort
    put: tuple[tuple[FactKey, Value | None], ...] = ()
    adds: tuple[tuple[FactKey, str], ...] = ()
    drops: tuple[tuple[FactKey, str], ...] = ()
    levels: tuple[tuple[RiskKey, str], ...] = ()
    designate: str | None = None
    remove: tuple[str, ...] = ()
    side: Side = None
    steps: float = 0.0
    now: Now | None = None
    note: str | None = None
    provision: str | None = None


def risk_change(key: RiskKey, level: str) -> Change:
    """A level of risk told, without words."""
    return Change(None, Effort.FINDING, levels=((key, level),))


@dataclass(frozen=True, slots=True)
class Difference:
    """What was told before and is told after, of a fact, a level ("risk:hate") or the register."""

    name: str
    side: Side
    before: Any
    after: Any

    @property
    def told(self) -> tuple[Any, Any]:
        """Both values in the shape of a fact file."""
        return _told(self.before), _told(self.after)


def changed(
    ruleset: RuleSet, subject: Subject, changes: Iterable[Change], as_at: dt.date
) -> Subject:
    """The subject after these changes."""
    facts, risks = dict(subject.facts), dict(subject.risks)
    designations = subject.designations
    for change in changes:
        for key, value in change.put:
            facts.pop(key, None)
            if value is not None:
                facts[key] = value
        for key, member in change.adds:
            facts[key] = _members(facts.get(key)) | {member}
        for key, member in change.drops:
            facts[key] = _members(facts.get(key)) - {member}
        for kind, level in change.levels:
            risks |= levels_with(Levels(ruleset, replace(subject, risks=risks), as_at), kind, level)
        designations = _register(designations, change, as_at)
    after = replace(subject, facts=facts, risks=risks, designations=designations)
    return _without_what_was_worked_out(ruleset, subject, after, as_at)


def _members(value: Value | None) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _register(
    held: tuple[Designation, ...] | None, change: Change, as_at: dt.date
) -> tuple[Designation, ...] | None:
    if change.remove:
        held = tuple(
            replace(each, to=as_at)
            if each.category in change.remove and each.holds(as_at)
            else each
            for each in held or ()
            if each.category not in change.remove or each.since != as_at
        )
    if change.designate is not None:
        held = (*(held or ()), Designation(change.designate, as_at, None))
    return held


def _without_what_was_worked_out(
    ruleset: RuleSet, before: Subject, after: Subject, as_at: dt.date
) -> Subject:
    """A derived fact that was stated is left away where the other facts now say otherwise."""
    stated = [key for key in after.facts if ruleset.facts[key[0]].derived_from is not None]
    kept = [key for key in stated if after.facts[key] == before.facts.get(key)]
    if not kept:
        return after
    situation = Situation(ruleset, after, as_at)
    for name, side in kept:
        situation.value(name, side)
    wrong = [key for key in kept if key in situation.conflicts]
    facts = {key: value for key, value in after.facts.items() if key not in wrong}
    return replace(after, facts=facts)


def levels_with(levels: Levels, key: RiskKey, level: str) -> dict[RiskKey, str]:
    """A level with those that must move with it: the parts of the kind, and its whole."""
    family, kind, side = key
    found = {key: level}
    parts = levels.parts(family, kind, side)
    given = {part: levels.given(family, part, side) for part in parts}
    for part, told in given.items():
        if told is not None and _height(told) > _height(level):
            found[(family, part, side)] = level
    told_parts = [_height(each) for each in given.values() if each is not None]
    all_told = bool(parts) and len(told_parts) == len(parts)
    if family == "children" and all_told and max(told_parts) < _height(level):
        nearest = max(given, key=lambda part: _height(given[part] or LEVELS[0]))
        found[(family, nearest, side)] = level
    whole = levels.whole_of(family, kind)
    whole_told = None if whole is None else levels.given(family, whole, side)
    if whole is not None and whole_told is not None:
        siblings = levels.parts(family, whole, side)
        own = [found.get((family, each, side)) or levels.given(family, each, side)
               for each in siblings]  # fmt: skip
        heights = [_height(each) for each in own if each is not None]
        too_low = max(heights) > _height(whole_told)
        too_high = family == "children" and len(heights) == len(siblings)
        if too_low or too_high:
            found[(family, whole, side)] = LEVELS[max(heights)]
    return found


def _height(level: str) -> int:
    return heights(level)[1]


def differences(before: Subject, after: Subject) -> tuple[Difference, ...]:
    """Everything that is told otherwise, facts first."""
    found = []
    for key in {**before.facts, **after.facts}:
        old, new = before.facts.get(key), after.facts.get(key)
        if old != new:
            found.append(Difference(key[0], key[1], old, new))
    for family, kind, side in {**before.risks, **after.risks}:
        level = before.risks.get((family, kind, side)), after.risks.get((family, kind, side))
        if level[0] != level[1]:
            found.append(Difference(*Key.of_level(family, kind, side), *level))
    if before.designations != after.designations:
        found.append(Difference(DESIGNATIONS, None, before.designations, after.designations))
    return tuple(found)


def _told(value: Any) -> Any:
    return [_entry(each) for each in value] if isinstance(value, tuple) else plain_value(value)


def _entry(one: Designation) -> dict[str, Any]:
    """An entry on the register in the shape of a fact file."""
    found = {"category": one.category, "from": one.since.isoformat(), "to": plain_value(one.to)}
    appeal = {"appealed": one.appealed, "appeal_ended": one.appeal_ended}
    return found | {name: plain_value(day) for name, day in appeal.items() if day is not None}
