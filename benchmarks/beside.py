"""The conditions of one service alone: read by the tracker, by closures and by zen-engine."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks import closures, gorules
from benchmarks.inputs import Given, given, questions
from benchmarks.measurement import Timing, timed
from obligations.rules import RuleSet, Situation, Subject
from obligations.rules.conditions.grammar import Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Side

Question = tuple[Condition, Side]
Truths = Mapping[tuple[int, Side], Truth]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the conditions that both answered: how many alike, and what was said of the others."""

    alike: int
    differ: tuple[str, ...]


@dataclass(frozen=True)
class Beside:
    """What the three came to, and how fast.

    `left_out` counts the conditions that zen cannot express for this service, by reason;
    `of_unknown` what it says of them all the same.
    """

    service: str
    conditions: int
    tracker: Timing
    closures: Timing
    zen: Timing
    expressed: int
    left_out: dict[str, int]
    of_unknown: dict[str, int]
    agreement: dict[str, Agreement]


def beside(ruleset: RuleSet, service: str, subject: Subject, as_at: dt.date, runs: int) -> Beside:
    """The same conditions read by each; only the tracker works out the facts they read."""
    situation = Situation(ruleset, subject, as_at)
    asked = questions(ruleset, situation)
    told = {side: given(situation, side) for side in dict.fromkeys(side for _, side in asked)}
    ours = _read(situation, asked)
    tests = [closures.compiled(condition) for condition, _ in asked]
    excuses = [gorules.why_not(condition, told[side]) for condition, side in asked]
    pairs = list(zip(asked, excuses, strict=True))
    expressed = [question for question, excuse in pairs if excuse is None]
    decisions = _decisions(expressed, told)
    unknown = [question for question, excuse in pairs if excuse is not None]
    return Beside(
        service=service,
        conditions=len(asked),
        tracker=timed(
            lambda fresh: _read(fresh, asked), lambda: Situation(ruleset, subject, as_at), runs
        ),
        closures=timed(lambda _: _by_closures(tests, asked, told), lambda: None, runs),
        zen=timed(lambda _: _by_zen(decisions), lambda: None, runs),
        expressed=len(expressed),
        left_out=dict(Counter(excuse for excuse in excuses if excuse is not None)),
        of_unknown=dict(Counter(gorules.of_unknown(each, told[side]) for each, side in unknown)),
        agreement={
            "closures": _agreement(asked, ours, _by_closures(tests, asked, told)),
            "zen-engine": _agreement(expressed, ours, _by_zen(decisions)),
        },
    )


def _read(situation: Situation, asked: list[Question]) -> Truths:
    return {(id(condition), side): situation.holds(condition, side) for condition, side in asked}


def _by_closures(
    tests: list[closures.Test], asked: list[Question], told: Mapping[Side, Given]
) -> Truths:
    return {
        (id(condition), side): test(told[side])
        for test, (condition, side) in zip(tests, asked, strict=True)
    }


def _decisions(
    expressed: list[Question], told: Mapping[Side, Given]
) -> list[tuple[Side, gorules.Decision]]:
    """One zen decision for each side."""
    found = []
    for side in told:
        own = [condition for condition, each in expressed if each == side]
        if own:
            found.append((side, gorules.Decision.of(own, told[side])))
    return found


def _by_zen(decisions: list[tuple[Side, gorules.Decision]]) -> Truths:
    return {
        (id(condition), side): truth
        for side, decision in decisions
        for condition, truth in decision.answers()
    }


def _agreement(asked: list[Question], ours: Truths, theirs: Truths) -> Agreement:
    differ = []
    for condition, side in asked:
        mine, other = ours[id(condition), side], theirs[id(condition), side]
        if mine is not other:
            differ.append(f"{condition} on {side}: {mine}, not {other}")
    return Agreement(len(asked) - len(differ), tuple(differ))
