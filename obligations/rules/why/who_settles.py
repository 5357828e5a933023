"""Who and what can settle an answer that is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from obligations.rules.conditions.grammar import (
    All,
    AnyOf,
    Condition,
    Family,
    Not,
    Risk,
)
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import FactKey, Side
from obligations.rules.rulebook.derivations import (
    CountListed,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.rulebook.names import CATEGORY_SIDES, SIDE_FACTS, SIDES
from obligations.rules.rulebook.requirements import Requirement, Text
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.answers import Settler
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import category_state, gates_of
from obligations.rules.verdict.situation import Found, Situation
from obligations.rules.why.deciding_tests import deciding_leaves

DESIGNATIONS = "designations"
_MISSING = Found[FactKey, tuple[FactKey, ...]]()
SCOPE_GATES = ("part3_scope", "part5_scope")


@dataclass(frozen=True, slots=True)
class Settlement:
    """The facts that would settle an answer, each with its side, as conditions read them."""

    keys: tuple[FactKey, ...] = ()
    who: Settler | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts, whatever their side."""
        return tuple(dict.fromkeys(name for name, _side in self.keys))


def settle(inquiry: Inquiry) -> Settlement:
    """What is missing for a finding that is not known, or that depends."""
    if inquiry.finding.readings_differ:
        return Settlement((), Settler.LAW)
    found = missing_facts(inquiry)
    search = _Missing(inquiry.situation)
    open_keys = frozenset(found)
    asked = tuple(
        key for key in found if search.can_be_told(key[0]) and not search.waits(key, open_keys)
    )
    if asked:
        return Settlement(asked, Settler.YOU)
    proposals = found or inquiry.reading.proposed
    return Settlement((), Settler.OFCOM if proposals else Settler.LAW)


def doubt(inquiry: Inquiry) -> tuple[tuple[Family, str], ...]:
    """The kinds that the law data leaves open in a count that the answer turns on."""
    return tuple(dict.fromkeys(_may_count(inquiry, inquiry.situation)))


def _may_count(inquiry: Inquiry, situation: Situation) -> Iterator[tuple[Family, str]]:
    """Kinds at the level that a count asks for, of which it is not known whether they count."""
    conditions = [text.condition for text in inquiry.texts if text.condition is not None]
    tests = [
        (leaf, side)
        for condition in conditions
        for side in inquiry.sides_read(condition)
        for leaf in deciding_leaves(situation, condition, side)
    ]
    for leaf, side in tests:
        rule = None if isinstance(leaf, Risk) else inquiry.ruleset.facts[leaf.fact].derived_from
        if isinstance(rule, KindsAtLevel):
            levels = situation.levels
            for kind in levels.in_doubt(rule.family, rule.level, side):
                if levels.at_least(rule.family, kind, rule.level, side) is True:
                    yield rule.family, kind


def missing_facts(inquiry: Inquiry) -> tuple[FactKey, ...]:
    """The facts that are not known and that scope, category or condition still turn on."""
    search = _Missing(inquiry.situation)
    return tuple(dict.fromkeys(search.of_reading(inquiry.requirement, inquiry.reading)))


def missing_to_act_on(inquiry: Inquiry) -> tuple[FactKey, ...]:
    """The facts that are not known and that decide whether there is anything to act on."""
    bites = inquiry.reading.bites_only_if
    if bites is None:
        return ()
    search = _Missing(inquiry.situation)
    side = inquiry.requirement.side
    return tuple(dict.fromkeys(search.on_sides(bites, side if side in SIDES else None)))


class _Missing:
    """Walks what is not known down to the facts that somebody can tell.

    A fact of a side comes with its side. What was found for a gate or a fact is kept with the
    situation, because hundreds of requirements ask for the same.
    """

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._ruleset = situation.ruleset

    def can_be_told(self, name: str) -> bool:
        """Facts that serve proposals only wait for Ofcom, not for the provider."""
        fact = self._ruleset.facts.get(name)
        return fact is None or not fact.for_proposals_only

    def waits(self, key: FactKey, missing: Collection[FactKey]) -> bool:
        """Whether others may yet settle it: what of them is missing is told first."""
        fact = self._ruleset.facts.get(key[0])
        if fact is None or not isinstance(fact.derived_from, SettledBy):
            return False
        inputs = self._ruleset.inputs(fact)
        return any((name, side) in missing for name in inputs for side in (key[1], None))

    def of_reading(self, requirement: Requirement, reading: Text) -> Iterator[FactKey]:
        for name in gates_of(requirement):
            yield from self.of_gate(name)
        if category_state(self._situation, requirement.categories).truth is None:
            yield from self._category(requirement)
        side = requirement.side if requirement.side in SIDES else None
        for each in reading.candidates or (reading,):
            if each.condition is not None:
                yield from self.on_sides(each.condition, side)

    def of_gate(self, name: str) -> tuple[FactKey, ...]:
        """What a gate still turns on."""
        known = _MISSING.of(self._situation)
        if (name, "gate") not in known:
            condition = self._ruleset.gates[name].condition
            known[(name, "gate")] = tuple(self.on_sides(condition, None))
        return known[(name, "gate")]

    def _category(self, requirement: Requirement) -> Iterator[FactKey]:
        if self._situation.value("designated_categories") is None:
            yield DESIGNATIONS, None
        for category in requirement.categories:
            side = CATEGORY_SIDES[category]
            has_side = self._situation.value(SIDE_FACTS[side])
            if has_side is None:
                yield SIDE_FACTS[side], None
            if has_side is not False:
                yield from self._fact(f"meets_category_{category.lower()}_threshold", side)

    def on_sides(self, condition: Condition, side: Side) -> Iterator[FactKey]:
        """What a condition turns on, read on a side or (side None) on each that there may be."""
        if side is not None or not self._ruleset.reads_side(condition):
            yield from self._condition(condition, side)
            return
        for each in SIDES:
            has_side = self._situation.value(SIDE_FACTS[each])
            if has_side is None:
                yield SIDE_FACTS[each], None
            if has_side is not False:
                yield from self._condition(condition, each)

    def _condition(self, condition: Condition, side: Side) -> Iterator[FactKey]:
        if self._situation.holds(condition, side) is not None:
            return
        match condition:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    yield from self._condition(part, side)
            case Not(part):
                yield from self._condition(part, side)
            case Risk(family, kind, at_least):
                yield from self._levels(family, [kind], at_least, side)
            case leaf:
                yield from self._fact(leaf.fact, side)

    def _fact(self, name: str, side: Side) -> tuple[FactKey, ...]:
        known = _MISSING.of(self._situation)
        key = (name, side if name in self._ruleset.side_dependent else None)
        if key not in known:
            known[key] = tuple(dict.fromkeys(self._of_fact(self._ruleset.facts[name], key[1])))
        return known[key]

    def _of_fact(self, fact: Fact, side: Side) -> Iterator[FactKey]:
        value = self._situation.value(fact.name, side)
        if fact.derived_from is None:
            if value is None or not isinstance(value, bool):
                yield fact.name, side if fact.level == "side" else None
            return
        if isinstance(value, bool):
            return
        yield from self._derived(fact, side)

    def _derived(self, fact: Fact, side: Side) -> Iterator[FactKey]:
        match fact.derived_from:
            case GateRule(gate=gate):
                yield from self._condition(self._ruleset.gates[gate].condition, side)
            case KindsAtLevel(family=family, level=level):
                unrated = self._situation.levels.unrated(family, level, side)
                yield from self._levels(family, unrated, level, side)
            case CountListed(family=family, level=level, kinds=kinds):
                levels = self._situation.levels
                unrated = [
                    kind for kind in kinds if levels.at_least(family, kind, level, side) is None
                ]
                yield from self._levels(family, unrated, level, side)
            case NamedRule(rule=rule):
                yield from self._named(rule, side)
            case StaysOver(over=over):
                yield from self._condition(over, side)
            case SettledBy() as settled:
                for test in settled.tests:
                    yield from self._condition(test, side)
                # Told outright it is known at once: left out here, it would be asked later only.
                yield fact.name, side if fact.level == "side" else None
            case None:
                return
            case condition:
                yield from self._condition(condition, side)

    def _levels(
        self, family: Family, kinds: list[str], level: str, side: Side
    ) -> Iterator[FactKey]:
        """The levels to tell: of kinds that the codes take together, those not told yet."""
        levels, merged = self._situation.levels, self._ruleset.merged
        for kind in kinds:
            parts = merged[kind].merges if kind in merged else (kind,)
            for part in parts:
                if levels.at_least(family, part, level, side) is None:
                    yield Key.of_level(family, part, side)

    def _named(self, rule: str, side: Side) -> Iterator[FactKey]:
        if rule == "designations_on_day":
            yield DESIGNATIONS, None
        elif rule == "service_kind":
            names = SIDE_FACTS.values()
            yield from ((name, None) for name in names if self._situation.value(name) is None)
            yield from self._fact(self._ruleset.own_pornography, None)
        else:
            yield from self._child_access(side)

    def _child_access(self, side: Side) -> Iterator[FactKey]:
        access = self._situation.child_access(side)
        if access.done is None:
            yield "first_access_assessment_done", side
        if access.done is not True and access.due is None:
            yield "service_start_date", None
        if access.done is not False and access.concludes is None:
            yield from self._fact("children_can_access", side)
            yield from self._fact("child_user_condition_met", side)


def scope_facts(situation: Situation) -> frozenset[FactKey]:
    """The facts that are not known and that decide whether the platform is regulated at all."""
    search = _Missing(situation)
    return frozenset(key for gate in SCOPE_GATES for key in search.of_gate(gate))
