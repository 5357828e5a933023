"""The answers about one service, in one shape: from rows, files and forms, and back to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from obligations.rules.conditions.grammar import FAMILY_KEYS, FAMILY_WORDS
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Side, Subject
from obligations.rules.facts.values import plain_value
from obligations.rules.rulebook.ruleset import RuleSet


class FactSet(dict[Key, Any]):
    """Answers by key, as a fact file writes them; None was asked, and is not known."""

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[str, str, Any]]) -> FactSet:
        """From names, sides ("" for none) and values, as they are recorded."""
        return cls({Key(name, side or None): value for name, side, value in rows})

    @classmethod
    def from_form(cls, answers: Mapping[str, Any], ruleset: RuleSet) -> FactSet:
        """From answers under their written keys (see Key); old spellings are understood."""
        return cls({Key.read(text, ruleset): plain_value(each) for text, each in answers.items()})

    @classmethod
    def from_file(cls, mapping: Mapping[str, Any], ruleset: RuleSet) -> FactSet:
        """From a fact file that was read without error; what is null there was asked."""
        facts = mapping.get("facts") or {}
        found = cls(_flat(facts, None, ruleset))
        for of_sides in (facts.get("sides"), mapping.get("sides")):
            for side, told in (of_sides or {}).items():
                found.update(_flat(told or {}, side, ruleset))
        return found

    @classmethod
    def from_subject(cls, subject: Subject) -> FactSet:
        """From what was read of a file."""
        found = cls({Key(*key): plain_value(value) for key, value in subject.facts.items()})
        found.update({Key.of_level(*key): level for key, level in subject.risks.items()})
        return found

    def to_file(self) -> dict[str, Any]:
        """What a fact file has under `facts`: levels under their family, sides under `sides`."""
        facts: dict[str, Any] = {}
        for key in sorted(self, key=lambda key: (key.side is not None, str(key))):
            home, name = facts, key.name
            if key.side:
                home = facts.setdefault("sides", {}).setdefault(key.side, {})
            if key.level:
                home = home.setdefault(FAMILY_WORDS[key.level[0]], {})
                name = key.own_name
            home[name] = self[key]
        return facts

    def to_form(self) -> dict[str, Any]:
        """The answers under their written keys, as forms and `facts.record_many` name them."""
        return {str(key): value for key, value in self.items()}

    def known(self) -> FactSet:
        """Without what was asked and is not known."""
        return FactSet({key: value for key, value in self.items() if value is not None})

    def unknown(self) -> list[Key]:
        """What was asked and is not known."""
        return [key for key, value in self.items() if value is None]

    def changed(self, new: Mapping[Key, Any]) -> FactSet:
        """The same with these answers in place of theirs."""
        return FactSet({**self, **new})

    def told(self, key: Key) -> Any:
        """An answer; a service with one side may have told that side's among its own."""
        return self[key] if key in self else self.get(Key(key.name))

    def sides(self) -> tuple[str, ...]:
        """The sides it has by its answers; while that is not known, the user-to-user side."""
        has = {
            "u2u": self.get(Key("has_user_to_user_part")),
            "search": self.get(Key("has_public_search_engine")),
        }
        chosen = tuple(side for side, answer in has.items() if answer is True)
        unknown = all(answer is None for answer in has.values())
        return chosen or (("u2u",) if unknown else ())


def _flat(facts: Mapping[str, Any], side: Side, ruleset: RuleSet) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for name, value in facts.items():
        if name in FAMILY_KEYS:
            levels = (value or {}).items()
            found |= {Key.of_level(FAMILY_KEYS[name], kind, side): each for kind, each in levels}
        elif name != "sides":
            found[Key.read(name, ruleset)._replace(side=side)] = plain_value(value)
    return found
