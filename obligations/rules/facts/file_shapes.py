"""The shapes of a fact file: mappings, lists of entries, days; each fault noted with a remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from obligations import intake, language
from obligations.intake import Refused, shown
from obligations.rules.facts.values import nearest
from obligations.rules.rulebook.ruleset import RuleSet

MOST_TOLD = 50  # Of the faults of one file.


class SubjectError(ValueError):
    """Facts that cannot be read; `errors` holds one sentence for each fault."""

    def __init__(self, errors: list[str]) -> None:
        more = len(errors) - MOST_TOLD
        self.errors = [*errors[:MOST_TOLD], f"and {more} more like these"] if more > 0 else errors
        super().__init__("; ".join(self.errors))


class ShapeReader:
    """Collects errors and notes from one file."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.ruleset = ruleset
        self.errors: list[str] = []
        self.notes: list[str] = []

    def items(
        self, name: str, given: Any, keys: tuple[str, ...]
    ) -> Sequence[tuple[str, Mapping[str, Any]]]:
        if not isinstance(given, list | tuple):
            self.errors.append(f"{name}: a list is wanted; an empty list says there are none")
            return []
        found = []
        for index, item in enumerate(given, start=1):
            where = f"{name}[{index}]"
            if isinstance(item, Mapping):
                self.unknown_keys(where, item, keys)
                found.append((where, item))
            else:
                self.errors.append(f"{where}: wanted {{{', '.join(keys)}}}, not {shown(item)}")
        return found

    def mapping(self, where: str, given: Any) -> Mapping[str, Any]:
        if given is None:
            return {}
        if isinstance(given, Mapping):
            return given
        self.errors.append(f"{where}: names with values are wanted, not {shown(given)}")
        return {}

    def near(self, given: object, names: Iterable[str]) -> str:
        """The nearest right name; not looked for where nobody will read it."""
        return nearest(given, names) if len(self.errors) < MOST_TOLD else ""

    def unknown_keys(self, where: str, given: Mapping[str, Any], keys: Iterable[str]) -> None:
        allowed = list(keys)
        for key in given:
            if key not in allowed:
                near = self.near(str(key), allowed)
                self.errors.append(
                    f"{where}: no such key: {shown(key)}{near}; there are "
                    f"{language.either(allowed)}"
                )

    def day(
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
