"""Reading a subject from the shape of a fact file: every error found, each with a remedy.

`platform`; `facts` (name to value, with nested `risk` and `children_risk`); `sides` for what
differs between the sides of a combined service; `designations` as [{category, from, to, appealed,
appeal_ended}] (left out: not known; an empty list: none); `events` as [{event, on}]; `how_known`
(fact to words) is kept for people and settles nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from obligations import language
from obligations.intake import Refused, shown
from obligations.rules.conditions.grammar import FAMILY_KEYS, Family
from obligations.rules.conditions.levels import LEVELS, heights, is_span
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.dated_entries import EntryReader
from obligations.rules.facts.file_shapes import SubjectError
from obligations.rules.facts.kind_names import kind_named, kinds_of
from obligations.rules.facts.subject import (
    FactKey,
    RiskKey,
    Side,
    Subject,
)
from obligations.rules.facts.value_words import value_words
from obligations.rules.facts.values import plain_value, read_level, read_value
from obligations.rules.rulebook.names import SIDE_FACTS, SIDES
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact

TOP_KEYS = (
    "platform", "provider", "about", "facts", "sides", "designations", "events", "how_known",
)  # fmt: skip
# Facts that the law asks of each side apart: one answer is never taken for both.
NEVER_SHARED = frozenset(
    {
        "uk_monthly_active_users",
        "first_access_assessment_done",
        "first_access_assessment_completed_on",
        "last_access_assessment_completed_on",
        "child_access_found_on",
        "last_month_over_7000000",
        "last_month_over_700000",
        "ofcom_child_access_decision_from",
        "children_can_access",
        "children_reach_every_part",
        "significant_number_of_child_users",
        "kind_likely_to_attract_significant_child_users",
        "has_child_users",
    }
)

TOGETHER = LEVELS.index("low")  # No Code tells low from negligible.
HIGHER = (
    "what turns on a level between two is not known; where the evidence does not settle it, "
    "Ofcom's guidance is to take the higher"
)


def read_file(mapping: Mapping[str, Any], ruleset: RuleSet) -> tuple[Subject, list[str]]:
    """The subject that a fact file describes, with notes (old spellings that were understood).

    Raises SubjectError with all faults at once: unknown names with the nearest right one, values
    out of range with what is allowed. What contradicts itself is not looked for here.
    """
    reader = _FactReader(ruleset)
    subject = reader.read(mapping)
    if reader.errors:
        raise SubjectError(reader.errors)
    return subject, reader.notes


def does_not_count(ruleset: RuleSet, fact: Fact, told: Value) -> str:
    """Why a value of a derived fact is not taken as told, and what to tell instead."""
    inputs = language.either([*ruleset.inputs(fact)])
    said = f"{value_words(told)} does not count when it is told"
    return f"{fact.name}: {said}; it follows from {inputs}"


class _FactReader(EntryReader):
    """Reads the whole file."""

    def __init__(self, ruleset: RuleSet) -> None:
        super().__init__(ruleset)
        self._facts: dict[FactKey, Value] = {}
        self._risks: dict[RiskKey, str] = {}

    def read(self, mapping: Mapping[str, Any]) -> Subject:
        if not isinstance(mapping, Mapping):
            raise SubjectError(["a fact file holds a mapping that begins with platform: name"])
        self.unknown_keys("the file", mapping, TOP_KEYS)
        platform = mapping.get("platform")
        if not isinstance(platform, str) or not platform.strip():
            self.errors.append("platform: the name of the service is missing")
        top = self.mapping("facts", mapping.get("facts"))
        by_side = {**self.mapping("facts.sides", top.get("sides"))}
        by_side |= self.mapping("sides", mapping.get("sides"))
        own = {name: value for name, value in top.items() if name != "sides"}
        self._read_platform_facts(own)
        self._read_side_facts(own, by_side)
        designations = self.designations(mapping.get("designations"))
        events = self.events(mapping.get("events"))
        return Subject(str(platform), self._facts, self._risks, designations, events)

    def _read_platform_facts(self, top: Mapping[str, Any]) -> None:
        for given, value in top.items():
            if given in FAMILY_KEYS:
                continue
            fact = self._fact("facts", given)
            if fact is not None and fact.level != "side":
                self._put("facts", fact, None, value)

    def _read_side_facts(self, top: Mapping[str, Any], by_side: Mapping[str, Any]) -> None:
        known = {side: self._facts.get((SIDE_FACTS[side], None)) for side in SIDES}
        both = bool(by_side) or all(known.values())
        sides = [side for side in SIDES if known[side] is not False]
        stated = [side for side in sides if known[side] is True]
        if stated and not both:
            sides = stated
        for side, facts in by_side.items():
            if side not in SIDES:
                self.errors.append(
                    f"sides: no such side: {shown(side)}; there are {language.either(SIDES)}"
                )
                continue
            self._read_one_side(f"sides.{side}", side, self.mapping(f"sides.{side}", facts))
        for given, value in top.items():
            self._read_shared(given, value, sides, both=both)

    def _read_one_side(self, where: str, side: str, facts: Mapping[str, Any]) -> None:
        for given, value in facts.items():
            if given in FAMILY_KEYS:
                self._levels(f"{where}.{given}", FAMILY_KEYS[given], [side], value)
                continue
            fact = self._fact(where, given)
            if fact is None:
                continue
            if fact.level != "side":
                self.errors.append(
                    f"{where}: {fact.name} belongs to the {fact.level}, not to a side: put it "
                    "under facts"
                )
            elif side not in fact.sides:
                self.errors.append(
                    f"{where}: {fact.name} is a fact of the {language.either(fact.sides)} side only"
                )
            else:
                self._put(where, fact, side, value)

    def _read_shared(self, given: str, value: Any, sides: list[str], *, both: bool) -> None:
        """A side's fact at the top of the file: of the only side, or of both where shared."""
        if given in FAMILY_KEYS:
            if both and value:
                self.errors.append(
                    f"facts.{given}: levels of risk are never shared between sides: put them "
                    f"under sides: {language.either(SIDES)}"
                )
            else:
                self._levels(f"facts.{given}", FAMILY_KEYS[given], sides, value)
            return
        name = self.ruleset.aliases.get(given, given)
        fact = self.ruleset.facts.get(name)
        if fact is None or fact.level != "side":
            return
        own = [side for side in sides if side in fact.sides] or list(fact.sides)
        if both and len(own) > 1 and self._never_shared(fact):
            self.errors.append(
                f"facts: {name} is asked of each side apart: put it under sides: "
                f"{language.either(SIDES)}"
            )
            return
        for side in own:
            if (name, side) not in self._facts:
                self._put("facts", fact, side, value)

    def _never_shared(self, fact: Fact) -> bool:
        return fact.name in NEVER_SHARED or fact.derived_from is not None

    def _fact(self, where: str, given: str) -> Fact | None:
        """The fact of this name or old spelling, with a note; None after an error."""
        name = self.ruleset.aliases.get(given, given)
        fact = self.ruleset.facts.get(name)
        if fact is None:
            names = [*self.ruleset.facts, *self.ruleset.aliases]
            self.errors.append(f"{where}: no such fact: {shown(given)}{self.near(given, names)}")
        elif name != given:
            self._note(f"{given} is an old spelling of {name}")
        return fact

    def _put(self, where: str, fact: Fact, side: Side, value: Any) -> None:
        if value is None:
            return
        if (fact.name, side) in self._facts:
            self.errors.append(f"{where}: {fact.name} is given twice (an old spelling beside it?)")
            return
        try:
            told = read_value(fact, value)
        except Refused as refusal:
            self.errors.append(f"{where}.{fact.name}: {refusal}")
            return
        self._note_reading(f"{where}.{fact.name}", value, told)
        if fact.counts(told):
            self._facts[(fact.name, side)] = told
        else:
            self._note(does_not_count(self.ruleset, fact, told))

    def _note_reading(self, where: str, given: Any, told: Value) -> None:
        """How a text was read, where it is not what a fact file would write."""
        if isinstance(given, str) and plain_value(told) != given:
            self._note(f"{where}: {shown(given)} was read as {value_words(told)}")

    def _note(self, note: str) -> None:
        self.notes += [] if note in self.notes else [note]

    def _levels(self, where: str, family: Family, sides: Iterable[str], given: Any) -> None:
        read: dict[str, str] = {}
        for written, level in self.mapping(where, given).items():
            kind = kind_named(self.ruleset, family, str(written))
            if kind is None:
                near = self.near(written, kinds_of(self.ruleset, family))
                self.errors.append(f"{where}: no such kind: {shown(written)}{near}")
            elif kind in read:
                twice = f"{shown(written)} is {kind}, as {shown(read[kind])} is"
                self.errors.append(f"{where}: {twice}")
            elif level is not None:
                self._read_level(where, family, kind, level, sides)
            if kind is not None and kind != written:
                self._note(f"{where}: {shown(written)} was read as {kind}")
            read |= {} if kind is None else {kind: str(written)}

    def _read_level(
        self, where: str, family: Family, kind: str, given: Any, sides: Iterable[str]
    ) -> None:
        try:
            level = read_level(given)
        except Refused as refusal:
            self.errors.append(f"{where}.{kind}: {refusal}")
            return
        self._note_reading(f"{where}.{kind}", given, level)
        if is_span(level) and heights(level)[1] > TOGETHER:
            self._note(HIGHER)
        self._put_level(where, family, kind, level, sides)

    def _put_level(
        self, where: str, family: Family, kind: str, level: str, sides: Iterable[str]
    ) -> None:
        record = kinds_of(self.ruleset, family)[kind]
        own = [side for side in sides if side in record.sides]
        if not own:
            self.errors.append(
                f"{where}: {kind} is rated on the {language.either(record.sides)} side only"
            )
        for side in own:
            self._risks[(family, kind, side)] = level
