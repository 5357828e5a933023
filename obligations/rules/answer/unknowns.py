"""What is not known, and how much each answer to it would settle of one requirement."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from obligations import language
from obligations.rules.conditions.levels import LEVELS, heights
from obligations.rules.conditions.truth import Interval, Truth, Value
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Designation, FactKey, Side, Subject
from obligations.rules.flips.changes import changed, risk_change
from obligations.rules.flips.search import decide_again
from obligations.rules.rulebook import words
from obligations.rules.rulebook.names import CATEGORY_SIDES
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.answers import Finding, Verdict
from obligations.rules.verdict.context import Inquiry, outcome_of
from obligations.rules.why.who_settles import DESIGNATIONS

_RESULTS: dict[Truth, str] = {
    True: "it applies",
    False: "it does not apply",
    None: "still not known",
}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact, level ("risk:hate") or the register ("designations") that is not known.

    `outcomes` pairs the answers that come to the same with what they come to; `settles` is the
    share of the answers tried that settle it.
    """

    name: str
    side: Side
    outcomes: tuple[tuple[str, str], ...]
    settles: float

    @property
    def sentence(self) -> str:
        """What each answer would come to: "Yes: it applies. No: still not known.".

        Empty where no answer settles anything without the others.
        """
        if self.settles == 0:
            return ""
        return " ".join(
            f"{given[:1].upper()}{given[1:]}: {result}." for given, result in self.outcomes
        )

    def to_dict(self) -> dict[str, Any]:
        """The unknown as JSON."""
        outcomes = [{"given": given, "result": result} for given, result in self.outcomes]
        return {
            "fact": self.name,
            "side": self.side,
            "settles": round(self.settles, 2),
            "outcomes": outcomes,
        }


def unknowns(inquiry: Inquiry, keys: tuple[FactKey, ...]) -> tuple[Unknown, ...]:
    """Each of these facts with what its answers settle, the most decisive first."""
    found = [_unknown(inquiry, name, side) for name, side in keys]
    return tuple(sorted(found, key=lambda each: -each.settles))


def _unknown(inquiry: Inquiry, name: str, side: Side) -> Unknown:
    by_result: dict[str, list[str]] = {}
    settled = tried = 0
    for given, subject in _trials(inquiry, name, side):
        finding = decide_again(inquiry, subject)
        outcome = None if finding is None else outcome_of(finding)
        by_result.setdefault(_result(finding, outcome), []).append(given)
        tried += 1
        settled += outcome is not None
    outcomes = tuple((language.either(given), result) for result, given in by_result.items())
    return Unknown(name, side, outcomes, settled / tried if tried else 0.0)


def _result(finding: Finding | None, outcome: Truth) -> str:
    if finding is not None and finding.verdict is Verdict.STANDS_BY:
        return "it stands by"
    if finding is not None and finding.verdict is Verdict.WAITS:
        return "it waits"
    return _RESULTS[outcome]


def _trials(inquiry: Inquiry, name: str, side: Side) -> Iterator[tuple[str, Subject]]:
    """Answers in words, each with the subject that it makes."""
    subject, as_at = inquiry.situation.subject, inquiry.situation.as_at
    if (rated := Key(name, side).level) is not None and side is not None:
        for level in _open_levels(inquiry.situation.levels.given(*rated)):
            change = risk_change(rated, level)
            yield level, changed(inquiry.ruleset, subject, (change,), as_at)
    elif name == DESIGNATIONS:
        yield "not on Ofcom's register", replace(subject, designations=())
        for category in (*inquiry.requirement.categories,) or CATEGORY_SIDES:
            held = (Designation(category, as_at, None),)
            yield f"on it in Category {category}", replace(subject, designations=held)
    else:
        for given, value in _values(inquiry, inquiry.ruleset.facts[name], side):
            yield given, replace(subject, facts={**subject.facts, (name, side): value})


def _open_levels(told: str | None) -> Sequence[str]:
    """The levels that it may be: of a span, those within it."""
    if told is None:
        return LEVELS
    low, high = heights(told)
    return LEVELS[low : high + 1]


def _values(inquiry: Inquiry, fact: Fact, side: Side) -> Iterator[tuple[str, Value]]:
    match fact.type:
        case "boolean":
            yield from (("yes", True), ("no", False))
        case "set":
            yield "none", frozenset()
            yield from ((language.plain(each), frozenset({each})) for each in fact.choices)
        case "choice":
            yield from ((language.plain(each), each) for each in fact.choices)
        case "date":
            for day in (dt.date(2024, 1, 10), inquiry.situation.as_at):
                yield language.day(day), day
        case _:
            yield from _stretches(inquiry, fact, side)


def _stretches(inquiry: Inquiry, fact: Fact, side: Side) -> Iterator[tuple[str, Value]]:
    """The stretches of a number between the figures that tests ask about, within its range."""
    told = inquiry.situation.stated(fact.name, side)
    low, high = (told.low, told.high) if isinstance(told, Interval) else (0, math.inf)
    edges = [edge for edge in inquiry.ruleset.edges.get(fact.name, ()) if low < edge <= high]
    starts, stops = [low, *edges], [*(edge - 1 for edge in edges), high]
    for first, last in zip(starts, stops, strict=True):
        value = first if first == last else Interval(first, last)
        yield words.value_words(value, fact.unit), value
