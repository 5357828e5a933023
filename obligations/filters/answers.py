"""The filters over the answers of one determination, with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from obligations import words
from obligations.models import Position
from obligations.rules import Answer
from obligations.rules.verdict.predicates import is_counted

SUSPENDED = {
    "yes": "Need not be complied with while an appeal is pending",
    "no": "Not suspended",
    "unclear": "Two readings of what an appeal suspends",
}
POSITION = {"yes": "You take one", "no": "None"}
FILTERS: dict[str, tuple[str, Callable[[str], str]]] = {
    "answer": ("Answer", words.answers.answer),
    "suspended": ("Appeal", SUSPENDED.__getitem__),
    "kind": ("Kind", words.records.kind),
    "strength": ("Strength", words.answers.strength),
    "theme": ("Theme", words.records.theme),
    "verification": ("How far checked", words.checks.verification),
    "position": ("Your position", lambda value: POSITION.get(value, value)),
}
"""Each filter by the name in the address: its title, and its values in words."""


@dataclass(frozen=True)
class AnswerFilter:
    """What an address asks of the answers for a service; `taken`: the positions on them by id."""

    asked: Mapping[str, str]
    found: Sequence[Answer]
    taken: Mapping[str, Position]

    @property
    def counted(self) -> bool:
        """Only what the opening sentence counts?"""
        return self.asked.get("counted") == "yes"

    @cached_property
    def chosen(self) -> dict[str, str]:
        return {name: self.asked.get(name, "") for name in FILTERS}

    @cached_property
    def _answers(self) -> list[Answer]:
        return [one for one in self.found if not self.counted or is_counted(one)]

    @cached_property
    def choices(self) -> list[dict[str, Any]]:
        """Each filter with the values that occur, how many answers have each, and the chosen."""
        found = []
        for name, (title, named) in FILTERS.items():
            values = sorted({self._value(name, one) for one in self._answers}, key=named)
            counts = dict.fromkeys(values, 0)
            for one in self._matching({**self.chosen, name: ""}):
                counts[self._value(name, one)] += 1
            options = [(value, named(value), counts[value]) for value in values]
            found.append(
                {"name": name, "title": title, "chosen": self.chosen[name], "options": options}
            )
        return found

    @property
    def problems(self) -> list[str]:
        """What was asked for and does not occur."""
        return [
            f"{each['title']}: “{each['chosen'][:40]}” does not occur here."
            for each in self.choices
            if each["chosen"] and each["chosen"] not in [value for value, *_ in each["options"]]
        ]

    @property
    def rows(self) -> list[Answer]:
        """The answers that match; none where something that was asked for does not occur."""
        return [] if self.problems else self._matching(self.chosen)

    def in_words(self) -> str:
        """The filters in one line, for the head of a file."""
        used = [
            f"{FILTERS[name][0]}: {FILTERS[name][1](v)}" for name, v in self.chosen.items() if v
        ]
        if self.counted:
            used.append("only what the opening sentence counts")
        return "; ".join(used) or "Everything"

    def _value(self, name: str, answer: Answer) -> str:
        """What an answer has under a filter."""
        if name == "position":
            return "yes" if answer.id in self.taken else "no"
        if name == "suspended":
            return words.answers.SUSPENDED[answer.suspended]
        return str(getattr(answer, name))

    def _matching(self, chosen: Mapping[str, str]) -> list[Answer]:
        return [
            one
            for one in self._answers
            if all(not value or self._value(name, one) == value for name, value in chosen.items())
        ]
