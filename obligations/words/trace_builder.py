"""From conditions to the lines that explain them, each built once for a situation."""

from __future__ import annotations

from collections.abc import Iterable

from obligations import language
from obligations.rules.conditions.grammar import (
    All,
    AnyOf,
    Compare,
    Condition,
    Family,
    In,
    Is,
    Leaf,
    Not,
    Risk,
    without_not,
)
from obligations.rules.conditions.truth import Truth, negate
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.derivations import (
    CountListed,
    GateRule,
    KindsAtLevel,
    NamedRule,
    SettledBy,
    StaysOver,
)
from obligations.rules.verdict.situation import Found, Situation
from obligations.rules.why.deciding_tests import deciding_parts, tell
from obligations.rules.why.reasons import Told
from obligations.words import facts, told
from obligations.words.trace import Line

ACCESS_ASSESSMENTS = "OSA 2023 s 37"


def explainer_of(situation: Situation, provision: str | None) -> Explainer:
    """The explainer of a situation for what has this provision where it has none of its own."""
    known = _EXPLAINERS.of(situation)
    if provision not in known:
        known[provision] = Explainer(situation, provision)
    return known[provision]


class Explainer:
    """Builds lines over one situation; `provision` is that of a test without one of its own."""

    def __init__(self, situation: Situation, provision: str | None) -> None:
        self._situation = situation
        self._ruleset = situation.ruleset
        self._provision = provision
        self._name_side = len(situation.sides()) > 1
        # As in a situation, each condition is kept so that its id() cannot be used again.
        self._read: dict[int, tuple[Condition, Condition]] = {}
        self._plain: dict[tuple[int, Side], tuple[Condition, Line]] = {}
        self._marked: dict[tuple[int, Side], tuple[Condition, Line]] = {}

    def tree(self, condition: Condition, side: Side, decides: bool) -> Line:
        """The tree of a condition read on a side; the lines marked that decide it, if it does."""
        return self.marked(condition, side) if decides else self.plain(condition, side)

    def plain(self, condition: Condition, side: Side) -> Line:
        """The tree with none of its lines marked."""
        condition = self._without_not(condition)
        key = (id(condition), side)
        known = self._plain.get(key)
        if known is None:
            known = self._plain[key] = (condition, self._build(condition, side))
        return known[1]

    def marked(self, condition: Condition, side: Side) -> Line:
        """The tree with those of its lines marked that decide it."""
        condition = self._without_not(condition)
        key = (id(condition), side)
        known = self._marked.get(key)
        if known is None:
            line = self.plain(condition, side)
            children = self._mark_under(line, condition, side)
            known = self._marked[key] = (condition, line.marked(children))
        return known[1]

    def _without_not(self, condition: Condition) -> Condition:
        """The condition as it is told: with `not` before single tests only."""
        known = self._read.get(id(condition))
        if known is None:
            told = without_not(condition)
            known = self._read[id(condition)] = (condition, told)
            self._read[id(told)] = (told, told)
        return known[1]

    def _build(self, condition: Condition, side: Side) -> Line:
        match condition:
            case All(()):
                return Line(language.sentence(facts.EVERY), True, provision=self._provision)
            case All(parts):
                return self._group("All of these:", condition, parts, side)
            case AnyOf(parts):
                return self._group("Any of these:", condition, parts, side)
            case Not(part):
                assert not isinstance(part, All | AnyOf | Not)
                return self._test(part, side, negated=True)
            case test:
                return self._test(test, side)

    def _group(
        self, text: str, condition: Condition, parts: Iterable[Condition], side: Side
    ) -> Line:
        return Line(text, self._situation.holds(condition, side), children=self._each(parts, side))

    def _each(self, parts: Iterable[Condition], side: Side) -> tuple[Line, ...]:
        return tuple(self.plain(part, side) for part in parts)

    def _test(self, leaf: Leaf, side: Side, *, negated: bool = False) -> Line:
        test = tell(self._situation, leaf, side, name_side=self._name_side)
        text = told.line(self._ruleset, test, negated=negated)
        outcome = negate(test.truth) if negated else test.truth
        if isinstance(leaf, Risk):
            return self._level(leaf, side, test, Line(text, outcome))
        return self._fact(leaf, side, test, Line(text, outcome))

    def _level(self, leaf: Risk, side: Side, test: Told, line: Line) -> Line:
        return line._replace(
            provision=self._provision,
            children=self._parts_of_kind(leaf, side),
            fact=Key.of_level(leaf.family, leaf.kind, side).name,
            side=side,
            value=told.value(self._ruleset, test),
            test=told.asked(self._ruleset, leaf),
        )

    def _fact(self, leaf: Is | In | Compare, side: Side, test: Told, line: Line) -> Line:
        return line._replace(
            provision=self._ruleset.citations[leaf.fact] or self._provision,
            children=self._behind(leaf.fact, side),
            fact=leaf.fact,
            side=side if leaf.fact in self._ruleset.side_dependent else None,
            value=told.value(self._ruleset, test),
            test=told.asked(self._ruleset, leaf),
            verification=self._ruleset.marks[leaf.fact],
        )

    def _parts_of_kind(self, leaf: Risk, side: Side) -> tuple[Line, ...]:
        levels = self._situation.levels
        if levels.given(leaf.family, leaf.kind, side) is not None:
            return ()
        parts = levels.parts(leaf.family, leaf.kind, side)
        return self._levels(leaf.family, parts, leaf.at_least, side)

    def _levels(
        self, family: Family, kinds: Iterable[str], level: str, side: Side
    ) -> tuple[Line, ...]:
        tests = self._ruleset.level_tests
        return tuple(self.plain(tests[family, kind, level], side) for kind in kinds)

    def _behind(self, name: str, side: Side) -> tuple[Line, ...]:
        """What a derived fact was worked out from."""
        fact = self._ruleset.facts[name]
        match fact.derived_from:
            case None | Compare():
                return ()
            case GateRule(gate=gate):
                return (self.plain(self._ruleset.gates[gate].condition, side),)
            case KindsAtLevel(family=family, level=level):
                listed = self._situation.levels.listed(family).values()
                counted = [kind.name for kind in listed if kind.counts is not False]
                return self._levels(family, counted, level, side)
            case CountListed(family=family, level=level, kinds=kinds):
                return self._levels(family, kinds, level, side)
            case NamedRule(rule=rule):
                return self._named(rule, side)
            case StaysOver() as kept:
                return self._kept_over(kept, side)
            case SettledBy() as rule:
                settled = self._settling(rule, side)
                return () if settled is None else (self.plain(settled, side),)
            case condition:
                return (self.plain(condition, side),)

    def _kept_over(self, rule: StaysOver, side: Side) -> tuple[Line, ...]:
        """That six months at or below the figure have not run, where only that keeps it over."""
        last = self._situation.kept_over(rule, side)
        if last is None or self._situation.holds(rule.over, side) is True:
            return ()
        text = (
            f"The last month over was {language.month(last)}; six months running at or below "
            "have not passed since."
        )
        return (self.plain(rule.over, side), Line(text, True, provision="Codes, large service"))

    def _settling(self, rule: SettledBy, side: Side) -> Condition | None:
        """The test that settles such a fact, if one does."""
        held = (each for each in rule.tests if self._situation.holds(each, side) is True)
        return next(held, None)

    def _named(self, rule: str, side: Side) -> tuple[Line, ...]:
        if rule == "child_access_state":
            return self._child_access(side)
        fact_names = {
            "service_kind": ("has_user_to_user_part", "has_public_search_engine"),
            "access_assessment_missed": ("first_access_assessment_done",),
        }.get(rule, ())
        return self._each([Is(name, True) for name in fact_names], side)

    def _child_access(self, side: Side) -> tuple[Line, ...]:
        situation = self._situation
        access = situation.child_access(side)
        lines = []
        if access.decided_from is not None and access.decided_from <= situation.as_at:
            when = language.day(access.decided_from)
            lines.append(
                Line(
                    f"Ofcom so decided with effect from {when}.", True, provision=ACCESS_ASSESSMENTS
                )
            )
        if access.completed_on is not None:
            when = language.day(access.completed_on)
            lines.append(
                Line(
                    f"The first access assessment was completed on {when}.",
                    True,
                    provision=ACCESS_ASSESSMENTS,
                )
            )
        elif access.done is not True and access.due is not None:
            past = situation.as_at >= access.due
            asks = "The day by which the first access assessment is due has come?"
            text = f"{asks} {'Yes' if past else 'No'}: {language.day(access.due)}."
            lines.append(Line(text, past, provision=ACCESS_ASSESSMENTS))
        tests = [Is("first_access_assessment_done", True)] if access.completed_on is None else []
        if access.done is not False:
            tests += [Is("children_can_access", True), Is("child_user_condition_met", True)]
        return (*lines, *self._each(tests, side))

    def _mark_under(self, line: Line, condition: Condition, side: Side) -> tuple[Line, ...]:
        """The lines under one that decides, those marked that decide it in turn."""
        match condition:
            case Risk():
                return _agreeing(line.children, line.outcome)
            case Is(fact) | In(fact) | Compare(fact):
                return self._mark_behind(line, fact, side)
            case Not(part):
                tested = line._replace(outcome=negate(line.outcome))
                return self._mark_under(tested, part, side)
            case All(parts) | AnyOf(parts):
                chosen = deciding_parts(self._situation, condition, parts, side)
                return tuple(
                    self.marked(part, side)
                    if any(part is each for each in chosen)
                    else self.plain(part, side)
                    for part in parts
                )

    def _mark_behind(self, line: Line, name: str, side: Side) -> tuple[Line, ...]:
        if not line.children:
            return ()
        match self._ruleset.facts[name].derived_from:
            case GateRule(gate=gate):
                return (self.marked(self._ruleset.gates[gate].condition, side),)
            case KindsAtLevel() | CountListed() | NamedRule() | StaysOver() | None:
                return _agreeing(line.children, line.outcome or None)
            case SettledBy() as rule:
                settled = self._settling(rule, side)
                return () if settled is None else (self.marked(settled, side),)
            case condition:
                return (self.marked(condition, side),)


_EXPLAINERS = Found[str | None, Explainer]()


def _agreeing(lines: tuple[Line, ...], outcome: Truth) -> tuple[Line, ...]:
    """The lines, those marked that come out so; what lies under them is not looked into."""
    return tuple(line.marked(line.children) if line.outcome is outcome else line for line in lines)
