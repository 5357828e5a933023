"""The answers for one platform on one day, requirement by requirement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from obligations.rules.answer.answer import Answer, Decision
from obligations.rules.facts.subject import Subject
from obligations.rules.rulebook.requirements import Requirement, Text
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.answers import Finding
from obligations.rules.verdict.conflicts import find_conflicts
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.contradictions import Conflict
from obligations.rules.verdict.decision import (
    acts_on,
    current_reading,
    decide,
    decide_proposed,
    proposed_reading,
)
from obligations.rules.verdict.situation import Situation

__all__ = ["Answer", "Determination", "determine"]


@dataclass(frozen=True)
class Determination:
    """The answers for one platform on one day, under one release, in natural order of refs."""

    platform: str
    as_at: dt.date
    release: str
    answers: tuple[Answer, ...]
    situation: Situation = field(repr=False, compare=False)

    @cached_property
    def scope(self) -> dict[str, bool | None]:
        """Each gate and side, and whether the platform is within it (None: not known)."""
        gates = self.situation.ruleset.gates
        return {
            name: self.situation.holds_on_a_side(gate.condition) for name, gate in gates.items()
        }

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Facts stated one way that work out another way on this day."""
        return find_conflicts(self.situation)

    @cached_property
    def _by_id(self) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for answer in self.answers:
            found.setdefault(answer.id, answer)
        return found

    def answer(self, requirement_id: str) -> Answer | None:
        """The answer for a requirement; of two, the one on the law as it stands."""
        return self._by_id.get(requirement_id)


def determine(
    ruleset: RuleSet, subject: Subject, as_at: dt.date, *, proposals: bool = False
) -> Determination:
    """Answer every duty, measure and expectation for a platform on a day.

    With `proposals`, draft, laid and consulted texts are answered too. Never raises: facts that
    contradict each other are listed in `conflicts`, and the computed value is used.
    """
    situation = Situation(ruleset, subject, as_at)
    known: dict[int, tuple[Decision, ...]] = {}
    answers: list[Answer] = []
    for requirement, alike in zip(ruleset.determined, ruleset.alike, strict=True):
        decisions = known.get(alike)
        if decisions is None:
            decisions = known[alike] = tuple(
                _decisions(situation, requirement, proposals=proposals)
            )
        for decision in decisions:
            answers.append(Answer(requirement, decision))
    return Determination(subject.platform, as_at, ruleset.release, tuple(answers), situation)


def answered_again(
    determination: Determination, subject: Subject, answers: Iterable[Answer]
) -> tuple[Answer, ...]:
    """Some answers of a determination, for its service with other facts."""
    situation = Situation(determination.situation.ruleset, subject, determination.as_at)
    return tuple(
        Answer(each.requirement, decision)
        for each in answers
        for decision in _decisions(situation, each.requirement, proposals=False)
    )


def _decisions(
    situation: Situation, requirement: Requirement, *, proposals: bool
) -> Iterator[Decision]:
    """What the requirement comes to, as the law stands and as it is proposed."""
    reading = current_reading(requirement, situation.as_at)
    finding = decide(situation, requirement)
    if reading is not None and finding is not None:
        yield _decision(situation, requirement, reading, finding)
    proposed = proposed_reading(requirement) if proposals else None
    if proposed is not None:
        finding = decide_proposed(situation, requirement, proposed)
        yield _decision(situation, requirement, proposed, finding)


def _decision(
    situation: Situation, requirement: Requirement, reading: Text, finding: Finding
) -> Decision:
    inquiry = Inquiry(situation, requirement, reading, finding)
    return Decision(finding, acts_on(situation, requirement, reading), inquiry)
