"""Ways to make a condition come out as wanted: walked down from a condition to what is told.

The ways are candidates. Which of them change an answer is found by answering again (`flips`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import (
    All,
    AnyOf,
    Compare,
    Condition,
    In,
    Is,
    Not,
    Risk,
    leaves,
)
from obligations.rules.conditions.truth import Value, ends
from obligations.rules.facts.subject import FactKey, Side
from obligations.rules.flips.changes import (
    Answered,
    Change,
    ChildAccessDecided,
    Members,
    Now,
    Number,
    OnRegister,
    Supposed,
)
from obligations.rules.flips.level_candidates import Group, LevelWays
from obligations.rules.flips.ways import NOTHING, Way, both, either
from obligations.rules.rulebook.derivations import (
    CountListed,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.rulebook.names import CATEGORY_SIDES, SIDE_FACTS, SIDES
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.decision import category_state
from obligations.rules.verdict.exclusions import that_give_way
from obligations.rules.verdict.situation import MONTHS_TO_CEASE, Situation

COMPLETED_ON = "first_access_assessment_completed_on"
# What an access assessment concludes from (OSA 2023 s 35).
CONCLUDES = All((Is("children_can_access", True), Is("child_user_condition_met", True)))


class Ways:
    """Finds ways over one situation."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._ruleset = situation.ruleset
        self._name_side = len(situation.sides()) > 1
        self._levels = LevelWays(situation)
        self._known: dict[tuple[int, bool, Side], tuple[Condition, list[Way]]] = {}

    # Conditions

    def to(self, condition: Condition, wanted: bool, side: Side) -> list[Way]:
        """Ways to make a condition, read on a side, true or false."""
        if self._situation.holds(condition, side) is wanted:
            return [NOTHING]
        key = (id(condition), wanted, side)
        if key not in self._known:
            self._known[key] = (condition, self._to(condition, wanted, side))
        return self._known[key][1]

    def _to(self, condition: Condition, wanted: bool, side: Side) -> list[Way]:
        match condition:
            case Not(part):
                return self.to(part, not wanted, side)
            case All(parts) | AnyOf(parts):
                each = [self.to(part, wanted, side) for part in parts]
                return both(*each) if wanted is isinstance(condition, All) else either(*each)
            case Risk():
                return self._levels.to(condition, wanted, side)
            case leaf:
                return self._test(leaf, wanted, side)

    def on_sides(self, condition: Condition, wanted: bool, side: str) -> list[Way]:
        """Ways for a condition read on a requirement's side, or on each side there is."""
        if side in SIDES:
            return self.to(condition, wanted, side)
        if not self._ruleset.reads_side(condition):
            return self.to(condition, wanted, None)
        join = either if wanted else both
        reverse = both if wanted else either
        return join(
            *(
                reverse(
                    self.to(Is(SIDE_FACTS[each], True), wanted, None),
                    self.to(condition, wanted, each),
                )
                for each in SIDES
            )
        )

    # Facts

    def _test(self, leaf: Is | In | Compare, wanted: bool, side: Side) -> list[Way]:
        fact = self._ruleset.facts[leaf.fact]
        if fact.level == "side" and side not in fact.sides:
            return []
        if fact.derived_from is not None and not self._only_stated(fact, side):
            return self._derived(fact, leaf, wanted, side)
        own = side if fact.level == "side" else None
        match leaf:
            case Is(_, bool(value)):
                return [self._yes_or_no(fact, value is wanted, own)]
            case In(_, values) if fact.type == "set":
                return self._members(fact, values, wanted, own)
            case Compare(_, _, int() | float()):
                return self._number(fact, leaf, wanted, own)
            case _:
                return []

    def _only_stated(self, fact: Fact, side: Side) -> bool:
        if isinstance(fact.derived_from, SettledBy) or fact.may_be_told:
            return False
        stated = self._situation.stated(fact.name, side)
        return stated is not None and self._situation.derive(fact, side) is None

    def _yes_or_no(self, fact: Fact, value: bool, side: Side) -> Way:
        with_it = {(fact.name, side): value, **self._with_it(fact, value, side)}
        supposed = Answered(fact.name, value)
        return (self._change(fact, supposed, side, put=tuple(with_it.items())),)

    def _with_it(self, fact: Fact, value: bool, side: Side) -> Mapping[FactKey, Value | None]:
        """What must be so for the answer to count, and what it excludes and must give way."""
        found = dict(that_give_way(self._situation, fact.name, value, side))
        rule = fact.derived_from
        if not value and isinstance(rule, SettledBy) and rule.no_counts_if is not None:
            for leaf in leaves(rule.no_counts_if):
                if isinstance(leaf, Is) and self._situation.holds(leaf, side) is not True:
                    found[leaf.fact, side] = leaf.value
        return found

    def _members(self, fact: Fact, values: tuple[str, ...], wanted: bool, side: Side) -> list[Way]:
        key = (fact.name, side)
        if wanted:
            order = list(dict.fromkeys((*fact.wholly_supposed, *fact.choices)))
            return [
                (
                    self._change(
                        fact,
                        Members(fact.name, (each,), more=True),
                        side,
                        adds=((key, each),),
                        steps=place,
                    ),
                )
                for place, each in enumerate(order)
                if each in values
            ]
        held = self._situation.value(fact.name, side)
        gone = sorted(held.intersection(values)) if isinstance(held, frozenset) else [*values]
        supposed = Members(fact.name, tuple(gone), more=False)
        drops = tuple((key, each) for each in gone)
        return [(self._change(fact, supposed, side, drops=drops, steps=len(gone)),)]

    def _number(self, fact: Fact, test: Compare, wanted: bool, side: Side) -> list[Way]:
        assert isinstance(test.limit, int | float)
        told = self._situation.value(fact.name, side)
        above = wanted is (test.op in ("over", "at_least"))
        beside = test.op in ("over", "at_most")
        value = test.limit + (1 if above and beside else 0) - (1 if not above and not beside else 0)
        if value < 0:
            return []
        steps = 1.0
        if told is not None:
            low, high = ends(told)
            nearest = high if above else low
            steps = abs(math.log((value + 1) / (nearest + 1))) if nearest != math.inf else 9.0
        change = self._change(
            fact,
            Number(test, wanted),
            side,
            put=(((fact.name, side), value),),
            steps=steps,
            now=Now(told),
        )
        return [(change,)]

    def _change(
        self,
        fact: Fact,
        supposed: Supposed,
        side: Side,
        *,
        put: tuple[tuple[FactKey, Value | None], ...] = (),
        adds: tuple[tuple[FactKey, str], ...] = (),
        drops: tuple[tuple[FactKey, str], ...] = (),
        steps: float = 0.0,
        now: Now | None = None,
    ) -> Change:
        return Change(
            supposed=supposed,
            effort=fact.asks,
            put=put,
            adds=adds,
            drops=drops,
            side=side if self._name_side else None,
            steps=steps,
            now=now,
            note=fact.help if fact.help_tells_who_would_change_it else None,
            provision=self._ruleset.citations[fact.name],
        )

    # Facts worked out from others

    def _derived(self, fact: Fact, leaf: Is | In | Compare, wanted: bool, side: Side) -> list[Way]:
        if isinstance(fact.derived_from, CountListed) and isinstance(leaf, Compare):
            rule = fact.derived_from
            more = wanted is (leaf.op in ("over", "at_least"))
            group = Group(rule.family, rule.level, rule.kinds, side, more=more)
            return self._levels.of_group(group, leaf, wanted)
        if isinstance(leaf, In) and isinstance(fact.derived_from, NamedRule):
            return self._register(leaf.values, wanted)
        if not isinstance(leaf, Is) or not isinstance(leaf.value, bool):
            return []
        value = leaf.value is wanted
        match fact.derived_from:
            case GateRule(gate=gate):
                return self.to(self._ruleset.gates[gate].condition, value, side)
            case KindsAtLevel(family=family, level=level):
                names = self._levels.counted(family, side, more=value)
                group = Group(family, level, names, side, more=value)
                return self._levels.of_group(group, leaf, wanted)
            case NamedRule(rule="child_access_state"):
                return self._child_access(value, side)
            case StaysOver() as kept:
                return self.to(kept.over, True, side) if value else self._kept_under(kept, side)
            case SettledBy() as settled:
                return self._settled(fact, settled, value, side)
            case NamedRule() | CountListed() | None:
                return []
            case condition:
                return self.to(condition, value, side)

    def _kept_under(self, rule: StaysOver, side: Side) -> list[Way]:
        """At or below the figure for six months running, which alone ends being over it."""
        fact = self._ruleset.facts[rule.over.fact]
        if self._situation.holds(rule.over, side) is False:
            changes = [self._change(fact, Number(rule.over, met=False), side)]
        else:
            changes = [each for way in self._number(fact, rule.over, False, side) for each in way]
        kept = self._situation.kept_over(rule, side) is not None
        forgotten: tuple[tuple[FactKey, None], ...] = (((rule.last, side), None),) if kept else ()
        return [
            (replace(each, supposed=Number(rule.over, met=False, months=MONTHS_TO_CEASE),
                     put=(*each.put, *forgotten)),)
            for each in changes
        ]  # fmt: skip

    def _settled(self, fact: Fact, rule: SettledBy, wanted: bool, side: Side) -> list[Way]:
        """Settled by others, or told: told otherwise too, where nothing settles it any more."""
        settles, other = (rule.yes, rule.no) if wanted else (rule.no, rule.yes)
        told = [self._yes_or_no(fact, wanted, side if fact.level == "side" else None)]
        if not wanted and rule.no_counts_if is not None:
            return either(self.to(settles, True, side), told)
        return either(self.to(settles, True, side), both(self.to(other, False, side), told))

    def _child_access(self, wanted: bool, side: Side) -> list[Way]:
        """Treated as likely to be accessed by children, or not (OSA 2023 s 37)."""
        access = self._situation.child_access(side)
        done = [NOTHING] if access.done is True else [self._assessed(side)]
        if not wanted:
            decided = access.decided_from
            if decided is not None and decided <= self._situation.as_at:
                return []
            return both(done, self.to(CONCLUDES, False, side))
        name = "ofcom_child_access_decision_from"
        decision = Change(
            ChildAccessDecided(),
            Effort.OTHERS,
            put=(((name, side), self._situation.as_at),),
            provision="OSA 2023 s 37",
        )
        return either([(decision,)], both(done, self.to(CONCLUDES, True, side)))

    def _assessed(self, side: Side) -> Way:
        """The first access assessment completed, on the day asked about if a day was told."""
        fact = self._ruleset.facts["first_access_assessment_done"]
        day = self._situation.stated(COMPLETED_ON, side)
        put: list[tuple[FactKey, Value]] = []
        if day is not None:
            put.append(((COMPLETED_ON, side), self._situation.as_at))
        if day is None or self._situation.stated(fact.name, side) is False:
            put.append(((fact.name, side), True))
        return (self._change(fact, Answered(fact.name, True), side, put=tuple(put)),)

    # Categories

    def category(self, categories: tuple[str, ...], wanted: bool) -> list[Way]:
        """Ways into, or out of, the reach of duties of a category."""
        if not categories or category_state(self._situation, categories).truth is wanted:
            return [NOTHING] if wanted or categories else []
        thresholds = [self._threshold(each, wanted) for each in categories]
        register = self._register(categories, wanted)
        if wanted:
            return either(register, *thresholds)
        held = self._situation.value("designated_categories")
        on_it = not isinstance(held, frozenset) or not held.isdisjoint(categories)
        return register if on_it else both(*thresholds)

    def _threshold(self, category: str, wanted: bool) -> list[Way]:
        side = CATEGORY_SIDES[category]
        met = Is(f"meets_category_{category.lower()}_threshold", True)
        part = self.to(Is(SIDE_FACTS[side], True), wanted, None)
        own = self.to(met, wanted, side)
        return both(part, own) if wanted else either(part, own)

    def _register(self, categories: tuple[str, ...], wanted: bool) -> list[Way]:
        """Put on Ofcom's register, or taken off it (OSA 2023 ss 95-96)."""
        if wanted:
            return [
                (
                    Change(
                        OnRegister((each,), put=True),
                        Effort.OTHERS,
                        designate=each,
                        provision="OSA 2023 s 95",
                    ),
                )
                for each in categories
            ]
        supposed = OnRegister(categories, put=False)
        off = Change(supposed, Effort.OTHERS, remove=categories, provision="OSA 2023 s 95")
        return [(off,)]
