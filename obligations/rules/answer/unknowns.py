"""What is not known, and how much each answer to it would settle of one requirement."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from obligations.rules.conditions.levels import LEVELS, heights
from obligations.rules.conditions.truth import Interval, Truth, Value
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Designation, FactKey, Side, Subject
from obligations.rules.flips.changes import changed, risk_change
from obligations.rules.flips.search import decide_again
from obligations.rules.rulebook.names import CATEGORY_SIDES
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.answers import Finding, Verdict
from obligations.rules.verdict.context import Inquiry, outcome_of
from obligations.rules.why.who_settles import DESIGNATIONS


class Result(StrEnum):
    """What an answer would come to."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does_not_apply"
    STANDS_BY = "stands_by"
    WAITS = "waits"
    NOT_KNOWN = "not_known"


Given = Value | None
"""An answer: a value, a level, or a category of the register (None: not on it)."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact, level ("risk:hate") or the register ("designations") that is not known.

    `outcomes` pairs the answers that come to the same with what they come to; `settles` is the
    share of the answers tried that settle it.
    """

    name: str
    side: Side
    outcomes: tuple[tuple[tuple[Given, ...], Result], ...]
    settles: float


def unknowns(inquiry: Inquiry, keys: tuple[FactKey, ...]) -> tuple[Unknown, ...]:
    """Each of these facts with what its answers settle, the most decisive first."""
    found = [_unknown(inquiry, name, side) for name, side in keys]
    return tuple(sorted(found, key=lambda each: -each.settles))


def _unknown(inquiry: Inquiry, name: str, side: Side) -> Unknown:
    by_result: dict[Result, list[Given]] = {}
    settled = tried = 0
    for given, subject in _trials(inquiry, name, side):
        finding = decide_again(inquiry, subject)
        outcome = None if finding is None else outcome_of(finding)
        by_result.setdefault(_result(finding, outcome), []).append(given)
        tried += 1
        settled += outcome is not None
    outcomes = tuple((tuple(given), result) for result, given in by_result.items())
    return Unknown(name, side, outcomes, settled / tried if tried else 0.0)


def _result(finding: Finding | None, outcome: Truth) -> Result:
    if finding is not None and finding.verdict in (Verdict.STANDS_BY, Verdict.WAITS):
        return Result(finding.verdict)
    if outcome is None:
        return Result.NOT_KNOWN
    return Result.APPLIES if outcome else Result.DOES_NOT_APPLY


def _trials(inquiry: Inquiry, name: str, side: Side) -> Iterator[tuple[Given, Subject]]:
    """Answers, each with the subject that it makes."""
    subject, as_at = inquiry.situation.subject, inquiry.situation.as_at
    if (rated := Key(name, side).level) is not None and side is not None:
        for level in _open_levels(inquiry.situation.levels.given(*rated)):
            change = risk_change(rated, level)
            yield level, changed(inquiry.ruleset, subject, (change,), as_at)
    elif name == DESIGNATIONS:
        yield None, replace(subject, designations=())
        for category in (*inquiry.requirement.categories,) or CATEGORY_SIDES:
            held = (Designation(category, as_at, None),)
            yield category, replace(subject, designations=held)
    else:
        for value in _values(inquiry, inquiry.ruleset.facts[name], side):
            yield value, replace(subject, facts={**subject.facts, (name, side): value})


def _open_levels(told: str | None) -> Sequence[str]:
    """The levels that it may be: of a span, those within it."""
    if told is None:
        return LEVELS
    low, high = heights(told)
    return LEVELS[low : high + 1]


def _values(inquiry: Inquiry, fact: Fact, side: Side) -> Iterator[Value]:
    match fact.type:
        case "boolean":
            yield from (True, False)
        case "set":
            yield frozenset()
            yield from (frozenset({each}) for each in fact.choices)
        case "choice":
            yield from fact.choices
        case "date":
            yield from (dt.date(2024, 1, 10), inquiry.situation.as_at)
        case _:
            yield from _stretches(inquiry, fact, side)


def _stretches(inquiry: Inquiry, fact: Fact, side: Side) -> Iterator[Value]:
    """The stretches of a number between the figures that tests ask about, within its range."""
    told = inquiry.situation.stated(fact.name, side)
    low, high = (told.low, told.high) if isinstance(told, Interval) else (0, math.inf)
    edges = [edge for edge in inquiry.ruleset.edges.get(fact.name, ()) if low < edge <= high]
    starts, stops = [low, *edges], [*(edge - 1 for edge in edges), high]
    for first, last in zip(starts, stops, strict=True):
        yield first if first == last else Interval(first, last)
