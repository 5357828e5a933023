"""Reading a subject from the shape of a fact file: every error found, each with a remedy.

`platform`; `facts` (name to value, with nested `risk` and `children_risk`); `sides` for what
differs between the sides of a combined service; `designations` as [{category, from, to, appealed,
appeal_ended}] (left out: not known; an empty list: none); `events` as [{event, on}]; `how_known`
(fact to words) is kept for people and settles nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from obligations import intake, language
from obligations.intake import Refused, shown
from obligations.rules.conditions.grammar import FAMILY_KEYS, LEVELS, Family
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.subject import (
    Designation,
    FactKey,
    RecordedEvent,
    RiskKey,
    Side,
    Subject,
)
from obligations.rules.facts.values import nearest, read_value
from obligations.rules.rulebook.derivations import KindsAtLevel, NamedRule
from obligations.rules.rulebook.kinds import Kind, MergedKind
from obligations.rules.rulebook.names import CATEGORY_SIDES, DESIGNATED, SIDE_FACTS, SIDES
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.rulebook.words import value_words
from obligations.rules.verdict.conflicts import conflict_words, find_conflicts
from obligations.rules.verdict.situation import LEFT, STARTED, Situation

TOP_KEYS = (
    "platform", "provider", "about", "facts", "sides", "designations", "events", "how_known",
)  # fmt: skip
ENTRY_KEYS = ("category", "from", "to", "appealed", "appeal_ended")
MOST_TOLD = 50  # Of the faults of one file.
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


class SubjectError(ValueError):
    """Facts that cannot be read; `errors` holds one sentence for each fault."""

    def __init__(self, errors: list[str]) -> None:
        more = len(errors) - MOST_TOLD
        self.errors = [*errors[:MOST_TOLD], f"and {more} more like these"] if more > 0 else errors
        super().__init__("; ".join(self.errors))


def read_subject(mapping: Mapping[str, Any], ruleset: RuleSet) -> tuple[Subject, list[str]]:
    """The subject that a fact file describes, with notes (old spellings that were understood).

    Raises SubjectError with all faults at once: unknown names with the nearest right one, values
    out of range with what is allowed, facts that contradict each other with both values.
    """
    return _read(mapping, ruleset, contradictions=True)


def read_recorded(mapping: Mapping[str, Any], ruleset: RuleSet) -> Subject:
    """The same of what was recorded before: what contradicts itself by now is the determination's
    to show, because it was taken when the law data did not say so yet."""
    return _read(mapping, ruleset, contradictions=False)[0]


def _read(
    mapping: Mapping[str, Any], ruleset: RuleSet, *, contradictions: bool
) -> tuple[Subject, list[str]]:
    reader = _Reader(ruleset)
    subject = reader.read(mapping)
    if not reader.errors and contradictions:
        reader.errors += _contradictions(ruleset, subject)
    if not reader.errors:
        reader.notes += _periods(subject)
    if reader.errors:
        raise SubjectError(reader.errors)
    return subject, reader.notes


def _periods(subject: Subject) -> list[str]:
    """That a first day after the last one was read as coming back, where that is so."""
    first, last = (subject.facts.get((name, None)) for name in (STARTED, LEFT))
    if not isinstance(first, dt.date) or not isinstance(last, dt.date) or first <= last:
        return []
    days = f"({language.day(last)}) comes before the first ({language.day(first)})"
    text = f"the last day in scope {days}"
    return [f"{text}: read as two periods in scope"]


def _contradictions(ruleset: RuleSet, subject: Subject) -> list[str]:
    """Contradictions that hold on every day; those of one day are the determination's to show."""
    situation = Situation(ruleset, subject, dt.date.fromisoformat(ruleset.law_date))
    timeless = [
        each
        for each in find_conflicts(situation)
        if not any(name in ruleset.facts and _depends_on_day(ruleset, name) for name in each.facts)
    ]
    return [conflict_words(ruleset, each) for each in timeless]


def does_not_count(ruleset: RuleSet, fact: Fact, told: Value) -> str:
    """Why a value of a derived fact is not taken as told, and what to tell instead."""
    inputs = language.either([*ruleset.inputs(fact)])
    return (
        f"{fact.name}: {value_words(told)} does not count when it is told; it follows from {inputs}"
    )


def _depends_on_day(ruleset: RuleSet, name: str) -> bool:
    fact = ruleset.facts[name]
    if name == "first_access_assessment_done":
        return True
    if isinstance(fact.derived_from, KindsAtLevel):
        return True
    if isinstance(fact.derived_from, NamedRule) and fact.derived_from.rule != "service_kind":
        return True
    return any(_depends_on_day(ruleset, each) for each in ruleset.inputs(fact))


class _Reader:
    """Collects facts, errors and notes from one mapping."""

    def __init__(self, ruleset: RuleSet) -> None:
        self._ruleset = ruleset
        self.errors: list[str] = []
        self.notes: list[str] = []
        self._facts: dict[FactKey, Value] = {}
        self._risks: dict[RiskKey, str] = {}

    def read(self, mapping: Mapping[str, Any]) -> Subject:
        if not isinstance(mapping, Mapping):
            raise SubjectError(["a fact file holds a mapping that begins with platform: name"])
        self._unknown_keys("the file", mapping, TOP_KEYS)
        platform = mapping.get("platform")
        if not isinstance(platform, str) or not platform.strip():
            self.errors.append("platform: the name of the service is missing")
        top = self._mapping("facts", mapping.get("facts"))
        by_side = {**self._mapping("facts.sides", top.get("sides"))}
        by_side |= self._mapping("sides", mapping.get("sides"))
        own = {name: value for name, value in top.items() if name != "sides"}
        self._read_platform_facts(own)
        self._read_side_facts(own, by_side)
        designations = self._designations(mapping.get("designations"))
        events = self._events(mapping.get("events"))
        return Subject(str(platform), self._facts, self._risks, designations, events)

    # Facts of the provider and the platform, then those of a side

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
            self._read_one_side(f"sides.{side}", side, self._mapping(f"sides.{side}", facts))
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
        name = self._ruleset.aliases.get(given, given)
        fact = self._ruleset.facts.get(name)
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
        name = self._ruleset.aliases.get(given, given)
        fact = self._ruleset.facts.get(name)
        if fact is None:
            names = [*self._ruleset.facts, *self._ruleset.aliases]
            self.errors.append(f"{where}: no such fact: {shown(given)}{self._near(given, names)}")
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
        if fact.counts(told):
            self._facts[(fact.name, side)] = told
        else:
            self._note(does_not_count(self._ruleset, fact, told))

    def _note(self, note: str) -> None:
        self.notes += [] if note in self.notes else [note]

    def _levels(self, where: str, family: Family, sides: Iterable[str], given: Any) -> None:
        kinds: dict[str, Kind | MergedKind] = dict(self._ruleset.kinds[family])
        if family == "children":
            kinds |= self._ruleset.merged
        for kind, level in self._mapping(where, given).items():
            if kind not in kinds:
                self.errors.append(f"{where}: no such kind: {shown(kind)}{self._near(kind, kinds)}")
            elif level is None:
                continue
            elif level not in LEVELS:
                self.errors.append(
                    f"{where}.{kind}: {shown(level)} is none of {language.either(LEVELS)}"
                )
            else:
                self._put_level(where, family, kind, level, sides)

    def _put_level(
        self, where: str, family: Family, kind: str, level: str, sides: Iterable[str]
    ) -> None:
        record = self._ruleset.kinds[family].get(kind) or self._ruleset.merged[kind]
        own = [side for side in sides if side in record.sides]
        if not own:
            self.errors.append(
                f"{where}: {kind} is rated on the {language.either(record.sides)} side only"
            )
        for side in own:
            self._risks[(family, kind, side)] = level

    # Designations and events

    def _designations(self, given: Any) -> tuple[Designation, ...] | None:
        if given is None:
            return None
        found = []
        for where, item in self._items("designations", given, ENTRY_KEYS):
            category = str(item.get("category"))
            if category not in CATEGORY_SIDES:
                self.errors.append(
                    f"{where}.category: {shown(category)} is none of "
                    f"{language.either(CATEGORY_SIDES)}"
                )
                continue
            since, to = self._day(where, item, "from"), self._day(where, item, "to", needed=False)
            if since is not None and to is not None and to <= since:
                self.errors.append(f"{where}: removed on {to}, which is not after {since}")
            elif since is not None:
                appeal = self._appeal(where, item, since)
                found.append(Designation(category, since, to, *appeal))
        return tuple(found)

    def _appeal(
        self, where: str, item: Mapping[str, Any], since: dt.date
    ) -> tuple[dt.date | None, dt.date | None]:
        """The days of an appeal against the entry, and of its end (s 167)."""
        appealed = self._day(where, item, "appealed", needed=False)
        ended = self._day(where, item, "appeal_ended", needed=False)
        if appealed is not None and appealed < since:
            self.errors.append(f"{where}.appealed: {appealed} is before the entry of {since}")
        if ended is not None and (appealed is None or ended < appealed):
            after = "no appeal is told" if appealed is None else f"the appeal is of {appealed}"
            self.errors.append(f"{where}.appeal_ended: {ended}, but {after}")
        return appealed, ended

    def _events(self, given: Any) -> tuple[RecordedEvent, ...]:
        recordable = {
            event.id: event
            for event in self._ruleset.events.values()
            if event.about != "law" and event.id != DESIGNATED
        }
        found = []
        for where, item in self._items("events", given or [], ("event", "on", "due_on")):
            event = str(item.get("event"))
            if event == DESIGNATED:
                self.errors.append(f"{where}: a designation is recorded under designations")
                continue
            if event not in recordable:
                near = self._near(event, recordable)
                self.errors.append(f"{where}.event: no such event to record: {shown(event)}{near}")
                continue
            on, moment = self._when(where, item)
            due_on = self._day(where, item, "due_on", needed=False)
            if on is not None:
                found.append(RecordedEvent(event, on, moment, due_on))
        return tuple(found)

    def _when(
        self, where: str, item: Mapping[str, Any]
    ) -> tuple[dt.date | None, dt.datetime | None]:
        """The day of an event, and its moment where a time of day was told."""
        try:
            if intake.has_time(item.get("on")):
                moment = intake.moment(item["on"])
                return moment.date(), moment
        except Refused as refusal:
            self.errors.append(f"{where}.on: {refusal}")
            return None, None
        return self._day(where, item, "on"), None

    # Shapes

    def _items(
        self, name: str, given: Any, keys: tuple[str, ...]
    ) -> Sequence[tuple[str, Mapping[str, Any]]]:
        if not isinstance(given, list | tuple):
            self.errors.append(f"{name}: a list is wanted; an empty list says there are none")
            return []
        found = []
        for index, item in enumerate(given, start=1):
            where = f"{name}[{index}]"
            if isinstance(item, Mapping):
                self._unknown_keys(where, item, keys)
                found.append((where, item))
            else:
                self.errors.append(f"{where}: wanted {{{', '.join(keys)}}}, not {shown(item)}")
        return found

    def _mapping(self, where: str, given: Any) -> Mapping[str, Any]:
        if given is None:
            return {}
        if isinstance(given, Mapping):
            return given
        self.errors.append(f"{where}: names with values are wanted, not {shown(given)}")
        return {}

    def _near(self, given: object, names: Iterable[str]) -> str:
        """The nearest right name; not looked for where nobody will read it."""
        return nearest(given, names) if len(self.errors) < MOST_TOLD else ""

    def _unknown_keys(self, where: str, given: Mapping[str, Any], keys: Iterable[str]) -> None:
        allowed = list(keys)
        for key in given:
            if key not in allowed:
                near = self._near(str(key), allowed)
                self.errors.append(
                    f"{where}: no such key: {shown(key)}{near}; there are "
                    f"{language.either(allowed)}"
                )

    def _day(
        self, where: str, item: Mapping[str, Any], key: str, *, needed: bool = True
    ) -> dt.date | None:
        given = item.get(key)
        if given is None:
            if needed:
                self.errors.append(f"{where}.{key}: a day is missing (YYYY-MM-DD)")
            return None
        try:
            return intake.day(given)
        except Refused as refusal:
            self.errors.append(f"{where}.{key}: {refusal}")
            return None
