"""Answers told otherwise, read against a service: from keys and values, or from a command line.

A key is `name` or `name@side`; a level of risk is `risk:<kind>` or `children_risk:<kind>` (a dot
does for the colon). A value is what a facts file holds; None forgets the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from obligations import language
from obligations.intake import Refused, shown
from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import FAMILY_KEYS
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.fact_file import NEVER_SHARED, does_not_count
from obligations.rules.facts.file_shapes import SubjectError
from obligations.rules.facts.key import SIDE_MARK, Key
from obligations.rules.facts.kind_names import kinds_of
from obligations.rules.facts.subject import Side
from obligations.rules.facts.values import nearest, read_level, read_value
from obligations.rules.flips.changes import Change
from obligations.rules.rulebook.names import CATEGORY_SIDES, SIDES
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.situation import Situation

REGISTER = "designated_categories"
_NONE = ("", "none", "[]", "{}")
_UNKNOWN = ("unknown", "not known", "null", "?")


def read_edits(
    situation: Situation, answers: Mapping[str, Any], *, side: str | None = None
) -> tuple[tuple[Change, ...], list[str]]:
    """The changes that these answers make to a service, with notes on old spellings.

    What belongs to a side and names none is told of every side that the service has (or of
    `side`). Raises SubjectError with all faults, each naming the answer and what to do.
    """
    reader = _Reader(situation, side)
    changes = [each for key, value in answers.items() for each in reader.read(key, value)]
    if reader.errors:
        raise SubjectError(reader.errors)
    return tuple(changes), reader.notes


class _Reader:
    """Collects errors and notes while it reads one answer after another."""

    def __init__(self, situation: Situation, side: str | None) -> None:
        self._situation, self._ruleset, self._side = situation, situation.ruleset, side
        self.errors: list[str] = []
        self.notes: list[str] = []

    def read(self, key: str, value: Any) -> Iterator[Change]:
        given, own_side = Key.parse(key)
        side = own_side or self._side
        if side and side not in SIDES:
            self.errors.append(
                f"{key}: no such side: {shown(side)}; there are {language.either(SIDES)}"
            )
            return
        group, kind = _split(given)
        if group in FAMILY_KEYS:
            yield from self._level(given, group, kind, side, value)
            return
        name = self._ruleset.aliases.get(given, given)
        fact = self._ruleset.facts.get(name)
        if fact is None:
            names = [*self._ruleset.facts, *self._ruleset.aliases]
            self.errors.append(f"no such fact: {shown(given)}{nearest(given, names)}")
            return
        if name != given:
            self.notes.append(f"{given} is an old spelling of {name}")
        yield from self._fact(fact, own_side, side, value)

    def _level(
        self, given: str, group: str, kind: str, side: str | None, value: Any
    ) -> Iterator[Change]:
        family = FAMILY_KEYS[group]
        kinds = kinds_of(self._ruleset, family)
        if kind not in kinds:
            near = nearest(kind, kinds)
            self.errors.append(f"{given}: no such kind: {shown(kind)}{near}")
            return
        if value is None:
            self.errors.append(
                f"{given}: a level cannot be forgotten; say {language.either(LEVELS)}"
            )
            return
        try:
            level = read_level(value)
        except Refused as refusal:
            self.errors.append(f"{given}: {refusal}")
            return
        sides = self._sides(given, kinds[kind].sides, side)
        for each in sides:
            yield Change(None, Effort.FINDING, levels=(((family, kind, each), level),))

    def _fact(self, fact: Fact, own: Side, side: str | None, value: Any) -> Iterator[Change]:
        try:
            told = None if value is None else read_value(fact, value)
        except Refused as refusal:
            self.errors.append(f"{fact.name}: {refusal}")
            return
        if told is not None and not fact.counts(told):
            self.errors.append(does_not_count(self._ruleset, fact, told))
            return
        if fact.name == REGISTER:
            yield from self._register(told)
        elif fact.level != "side":
            if own:
                self.errors.append(
                    f"{fact.name} is about the whole service: leave out {SIDE_MARK}{own}"
                )
            yield _put(fact.name, None, told)
        else:
            sides = self._sides(fact.name, fact.sides, side)
            if len(sides) > 1 and fact.name in NEVER_SHARED:
                self.errors.append(
                    f"{fact.name} is asked of each side apart: say "
                    f"{Key(fact.name, sides[0])} or {Key(fact.name, sides[1])}"
                )
                return
            yield from (_put(fact.name, each, told) for each in sides)

    def _sides(self, given: str, allowed: tuple[str, ...], side: str | None) -> list[str]:
        """The sides that an answer is told of; an error where there is none."""
        own = [each for each in self._situation.sides() if each in allowed]
        if side:
            own = [side] if side in allowed else []
        if not own:
            self.errors.append(f"{given} is asked of the {language.either(allowed)} side only")
        return own

    def _register(self, told: Value | None) -> Iterator[Change]:
        """Entries on Ofcom's register that begin, and those that end, on the day."""
        if not isinstance(told, frozenset):
            self.errors.append(
                f"{REGISTER}: say which ({language.either(CATEGORY_SIDES)}), or none; it cannot be "
                "forgotten"
            )
            return
        held = self._situation.value(REGISTER)
        held = held if isinstance(held, frozenset) else frozenset()
        if gone := tuple(sorted(held - told)):
            yield Change(None, Effort.NATURE, remove=gone)
        for category in sorted(told - held):
            yield Change(None, Effort.NATURE, designate=category)


def _put(name: str, side: str | None, value: Value | None) -> Change:
    return Change(None, Effort.FEATURE, put=(((name, side), value),))


def _split(name: str) -> tuple[str, str]:
    """ "risk.hate" and "risk:hate" as family and kind."""
    for mark in (":", "."):
        group, found, kind = name.partition(mark)
        if found and group in FAMILY_KEYS:
            return group, kind
    return "", name


def plain_of(situation: Situation, key: str, text: str, side: str | None = None) -> Any:
    """A value typed on a command line, in the shape of a facts file.

    Sets ("a,b", "none", or "+a,-b" against what was told) and "unknown"; all else comes back as it
    was typed, for the reader of edits to understand or to refuse in words.
    """
    ruleset, given = situation.ruleset, text.strip()
    if given.casefold() in _UNKNOWN:
        return None
    name, own_side = Key.read(key, ruleset)
    fact = ruleset.facts.get(name)
    if fact is not None and fact.type == "set":
        return _set(situation, name, own_side or side, given)
    return given


def _set(situation: Situation, name: str, side: str | None, text: str) -> list[str]:
    if text.casefold() in _NONE:
        return []
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part[0] in "+-" for part in parts):
        return parts
    own = side or next(iter(situation.sides()), None)
    told = situation.stated(name, own)
    members = set(told) if isinstance(told, frozenset) else set()
    for part in parts:
        (members.add if part[0] == "+" else members.discard)(part[1:].strip())
    return sorted(members)


def edited(changes: tuple[Change, ...]) -> set[tuple[str, str | None]]:
    """The names and sides that changes tell otherwise, as `changes.Difference` names them."""
    found = {key for change in changes for key, _value in change.put}
    found |= {Key.of_level(*rated) for change in changes for rated, _level in change.levels}
    if any(change.designate or change.remove for change in changes):
        found.add(("designations", None))
    return found
