"""What is true of one platform on one day: facts stated, facts worked out, conditions read.

Everything is total: an answer is True, False or None (not known), never an exception.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from itertools import repeat
from typing import Any, Generic, TypeVar

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
from obligations.rules.conditions.periods import Period, period_on
from obligations.rules.conditions.truth import Interval, Truth, Value, all_of, any_of, ends, negate
from obligations.rules.facts.subject import FactKey, Side, Subject
from obligations.rules.rulebook.derivations import (
    CountListed,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.rulebook.names import (
    CATEGORY_SIDES,
    CHILD_ACCESS,
    DESIGNATED,
    SIDE_FACTS,
    SIDE_GATES,
    SIDES,
)
from obligations.rules.rulebook.requirements import WaitFor
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.child_access import ChildAccess, first_assessment_due, months_after
from obligations.rules.verdict.contradictions import Conflict
from obligations.rules.verdict.levels import Levels

ACCESS_GUIDANCE = "first_access_guidance_published"
FOUND_ON = "child_access_found_on"
MONTHS_TO_CEASE = 6
"""Months running at or below a figure after which a service is no longer over it (Codes)."""
STARTED, LEFT = "service_start_date", "scope_left_date"
REGISTER_PUBLISHED = "register_first_published"
BOTH = "both"
K = TypeVar("K")
V = TypeVar("V")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "over": operator.gt,
    "at_least": operator.ge,
    "under": operator.lt,
    "at_most": operator.le,
}


class Found(Generic[K, V]):
    """What one module finds out that is the same for many requirements: once for a situation."""

    def of(self, situation: Situation) -> dict[K, V]:
        """What was found out of a situation so far, which it keeps."""
        return situation.found.setdefault(self, {})


class Situation:
    """One subject under one rule set on one day. Values are worked out once and kept."""

    def __init__(self, ruleset: RuleSet, subject: Subject, as_at: dt.date) -> None:
        self.ruleset = ruleset
        self.subject = subject
        self.as_at = as_at
        self.levels = Levels(ruleset, subject, as_at)
        self.conflicts: dict[FactKey, Conflict] = {}
        self.found: dict[Found[Any, Any], dict[Any, Any]] = {}  # Read through Found.of.
        self._values: dict[FactKey, Value | None] = {}
        # By side and id(): each condition read is kept, so that its id() is not used again.
        self._truths: defaultdict[Side, dict[int, Truth]] = defaultdict(dict)
        self._read_conditions: list[Condition] = []
        self._happened: dict[tuple[str, str | None], dt.date | None] = {}

    # Facts

    def sides(self) -> tuple[str, ...]:
        """The sides that the platform has or may have."""
        return self._sides

    @cached_property
    def _sides(self) -> tuple[str, ...]:
        return tuple(side for side in SIDES if self.value(SIDE_FACTS[side]) is not False)

    def stated(self, name: str, side: Side = None) -> Value | None:
        """What was told of a fact, if anything."""
        own_side = side if self.ruleset.facts[name].level == "side" else None
        return self.subject.facts.get((name, own_side))

    @cached_property
    def period(self) -> Period:
        """The period in scope that counts on the day."""
        first, last = (_as_day(self.stated(name)) for name in (STARTED, LEFT))
        return period_on(self.as_at, first, last)

    @property
    def has_left(self) -> bool:
        """Whether the service has left the scope of the Act and has not come back by the day."""
        ended = self.period.last is not None and self.period.last < self.as_at
        first = self.period.first
        return ended or (
            self.period.before is not None and first is not None and self.as_at < first
        )

    def value(self, name: str, side: Side = None) -> Value | None:
        """A fact's value, stated or worked out; None is not known."""
        key = (name, side if name in self.ruleset.side_dependent else None)
        try:
            return self._values[key]
        except KeyError:
            found = self._values[key] = self._work_out(self.ruleset.facts[name], key[1])
            return found

    def _work_out(self, fact: Fact, side: Side) -> Value | None:
        if fact.level == "side" and side not in fact.sides:
            return _value_without_side(fact, side)
        if fact.name in (STARTED, LEFT):
            return self.period.first if fact.name == STARTED else self.period.last
        stated = self.stated(fact.name, side)
        if fact.derived_from is None:
            return stated
        computed = self.derive(fact, side)
        if computed is None:
            return stated if self._counts(fact, stated, side) else None
        if stated is None:
            return computed
        return self._reconcile(fact, side, stated, computed)

    def _counts(self, fact: Fact, stated: Value | None, side: Side) -> bool:
        """Whether what was told counts; a no may need more than to be told."""
        rule = fact.derived_from
        if stated is not False or not isinstance(rule, SettledBy) or rule.no_counts_if is None:
            return True
        return self.holds(rule.no_counts_if, side) is True

    def _reconcile(self, fact: Fact, side: Side, stated: Value, computed: Value) -> Value:
        if stated == computed:
            return computed
        if isinstance(stated, Interval) or isinstance(computed, Interval):
            low, high = ends(computed)
            least, most = ends(stated)
            if max(low, least) <= min(high, most):
                narrower = Interval(max(low, least), min(high, most))
                return narrower.low if narrower.low == narrower.high else narrower
        self.conflicts[(fact.name, side)] = Conflict(fact.name, side, stated, computed)
        return computed

    def derive(self, fact: Fact, side: Side) -> Value | None:
        """What a derived fact comes to from the others, whatever was stated."""
        match fact.derived_from:
            case None:
                return None
            case GateRule(gate=gate):
                return self.holds(self.ruleset.gates[gate].condition, side)
            case KindsAtLevel(family=family, level=level, at_least=at_least):
                low, high = self.levels.count(family, level, side)
                return True if low >= at_least else False if high < at_least else None
            case CountListed(family=family, level=level, kinds=kinds):
                return self.levels.count_listed(family, kinds, level, side)
            case StaysOver() as rule:
                return True if self.kept_over(rule, side) else self.holds(rule.over, side)
            case SettledBy(yes=yes, no=no):
                if self.holds(yes, side) is True:
                    return True
                return False if self.holds(no, side) is True else None
            case NamedRule(rule=name):
                return self._named(name, side)
            case condition:
                return self.holds(condition, side)

    def kept_over(self, rule: StaysOver, side: Side) -> dt.date | None:
        """The day told of the last month over the figure, while six months have not run since."""
        last = _as_day(self.stated(rule.last, side)) if rule.last in self.ruleset.facts else None
        if last is None or last > self.as_at:
            return None
        ends = months_after(last.replace(day=1), MONTHS_TO_CEASE + 1)
        return last if self.as_at < ends else None

    def _named(self, name: str, side: Side) -> Value | None:
        match name:
            case "designations_on_day":
                return self._designated_categories()
            case "service_kind":
                return self._service_kind()
            case "child_access_state":
                return self.child_access(side).holds(self.as_at)
            case "child_access_from":
                if self.value(CHILD_ACCESS, side) is not True:
                    return None
                return self.child_access(side).since(self.as_at)
            case _:
                return self.child_access(side).missed(self.as_at)

    def _designated_categories(self) -> Value | None:
        if self.subject.designations is None:
            before_register = self.happened(REGISTER_PUBLISHED) is None
            return frozenset() if before_register else None
        held = [each for each in self.subject.designations if each.holds(self.as_at)]
        return frozenset(each.category for each in held)

    def _service_kind(self) -> str | None:
        u2u, search = (self.value(SIDE_FACTS[side]) for side in SIDES)
        own_pornography = self.value(self.ruleset.own_pornography)
        if u2u is None or search is None:
            return None
        if u2u or search:
            # Beside a search engine, content of the exempt kinds makes no user-to-user service
            # (s 3(5)-(7)).
            u2u = u2u and self.holds(self.ruleset.gates[SIDE_GATES["u2u"]].condition) is not False
            return "combined" if u2u and search else "user_to_user" if u2u else "search"
        if own_pornography is None:
            return None
        return "provider_pornography" if own_pornography else "none"

    def child_access(self, side: Side) -> ChildAccess:
        """What s 37 looks at on this side; an earlier period in scope is over (Sch 3 para 4)."""
        completed = _as_day(self.stated("first_access_assessment_completed_on", side))
        if completed is not None:
            done: Truth = completed <= self.as_at and not self.period.of_before(completed)
        else:
            done = _as_truth(self.stated("first_access_assessment_done", side))
        concludes = all_of(
            _as_truth(self.value(name, side))
            for name in ("children_can_access", "child_user_condition_met")
        )
        return ChildAccess(
            decided_from=_as_day(self.stated("ofcom_child_access_decision_from", side)),
            done=done,
            completed_on=completed if done is True else None,
            concludes=concludes,
            due=first_assessment_due(self.period.first, self._law_day(ACCESS_GUIDANCE)),
            found_on=self._child_access_found_on(side),
        )

    def _child_access_found_on(self, side: Side) -> dt.date | None:
        """Releases before this fact was asked have no such day."""
        known = FOUND_ON in self.ruleset.facts
        found = _as_day(self.stated(FOUND_ON, side)) if known else None
        return None if self.period.of_before(found) else found

    def _law_day(self, event: str) -> dt.date | None:
        known = self.ruleset.events.get(event)
        return None if known is None else known.occurred

    # Conditions

    def holds(self, condition: Condition, side: Side = None) -> Truth:
        """The truth of a condition read on a side."""
        truths, key = self._truths[side], id(condition)
        if key not in truths:
            truths[key] = self._read(condition, side)
            self._read_conditions.append(condition)
        return truths[key]

    def _read(self, condition: Condition, side: Side) -> Truth:
        match condition:
            case All(parts):
                return all_of(map(self.holds, parts, repeat(side)))
            case AnyOf(parts):
                return any_of(map(self.holds, parts, repeat(side)))
            case Not(part):
                return negate(self.holds(part, side))
            case Risk(family, kind, at_least):
                return self.levels.at_least(family, kind, at_least, side)
            case Is(fact, wanted):
                value = self.value(fact, side)
                return None if value is None else value == wanted
            case In(fact, wanted_values):
                return _is_in(self.value(fact, side), wanted_values)
            case Compare():
                return self._compare(condition, side)

    def _compare(self, test: Compare, side: Side) -> Truth:
        value = self.value(test.fact, side)
        limit = self.as_at if test.limit == AS_AT else test.limit
        compare = _OPERATORS[test.op]
        if isinstance(value, dt.date) and isinstance(limit, dt.date):
            return compare(value.toordinal(), limit.toordinal())
        if value is None or not isinstance(limit, int | float):
            return None
        low, high = ends(value)
        return compare(low, limit) if compare(low, limit) == compare(high, limit) else None

    def holds_on_a_side(self, condition: Condition) -> Truth:
        """Read on each side that the platform has: true if it holds on one of them."""
        truths, key = self._truths[BOTH], id(condition)
        if key not in truths:
            truths[key] = self._read_on_sides(condition)
            self._read_conditions.append(condition)
        return truths[key]

    def _read_on_sides(self, condition: Condition) -> Truth:
        if not self.ruleset.reads_side(condition):
            return self.holds(condition)
        return any_of(
            all_of((_as_truth(self.value(SIDE_FACTS[side])), self.holds(condition, side)))
            for side in SIDES
        )

    # Events and designations

    def happened(self, event: str, category: str | None = None) -> dt.date | None:
        """The latest day up to today on which an event happened, or None."""
        key = (event, category)
        if key not in self._happened:
            self._happened[key] = self._latest(event, category)
        return self._happened[key]

    def _latest(self, event: str, category: str | None) -> dt.date | None:
        occurred = self._law_day(event)
        if occurred is not None:
            return occurred if occurred <= self.as_at else None
        if event == DESIGNATED:
            held = [each for each in self.subject.designations or () if each.holds(self.as_at)]
            days = [each.since for each in held if category in (None, each.category)]
        else:
            days = [each.on for each in self.subject.events if each.event == event]
        return max((day for day in days if day <= self.as_at), default=None)

    def outstanding(self, wait: WaitFor) -> str | None:
        """The first event still waited for, or None when the wait is over."""
        if wait.event is not None:
            done = self.happened(wait.event, wait.category) is not None
            if not done and wait.event == DESIGNATED and wait.category is not None:
                categories = self.value("designated_categories")
                done = isinstance(categories, frozenset) and wait.category in categories
            return None if done else wait.event
        found = [self.outstanding(each) for each in wait.all or wait.any]
        if wait.any and None in found:
            return None
        return next((event for event in found if event is not None), None)

    def wait_over_on(self, wait: WaitFor) -> dt.date | None:
        """The day on which the last event waited for happened."""
        if wait.event is not None:
            return self.happened(wait.event, wait.category)
        days = [self.wait_over_on(each) for each in wait.all or wait.any]
        known = [day for day in days if day is not None]
        if not known:
            return None
        return max(known) if wait.all else min(known)

    def meets_threshold(self, categories: tuple[str, ...]) -> Truth:
        """Whether the threshold conditions of one of the categories are met (SI 2025/226)."""
        truths = []
        for category in categories:
            side = CATEGORY_SIDES[category]
            met = self.value(f"meets_category_{category.lower()}_threshold", side)
            truths.append(all_of((_as_truth(self.value(SIDE_FACTS[side])), _as_truth(met))))
        return any_of(truths)


def _is_in(value: Value | None, wanted: tuple[str, ...]) -> Truth:
    if value is None:
        return None
    if isinstance(value, frozenset):
        return not value.isdisjoint(wanted)
    return value in wanted


def _value_without_side(fact: Fact, side: Side) -> Value | None:
    """A fact of another side: no, and none of a set; what no side was named for is not known."""
    if side is None:
        return None
    if fact.type == "boolean":
        return False
    return frozenset() if fact.type == "set" else None


def _as_truth(value: Value | None) -> Truth:
    return value if isinstance(value, bool) else None


def _as_day(value: Value | None) -> dt.date | None:
    return value if isinstance(value, dt.date) else None
