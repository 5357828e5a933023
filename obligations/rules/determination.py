"""The answer for one platform on one day, requirement by requirement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from obligations.rules import words
from obligations.rules.answers import ActsOn, Finding, Settler, Verdict, Would
from obligations.rules.asking import Unknown, unknowns
from obligations.rules.because import because
from obligations.rules.conflicts import find_conflicts
from obligations.rules.deciding import (
    acts_on,
    current_reading,
    decide,
    decide_proposed,
    proposed_reading,
)
from obligations.rules.explaining import explain
from obligations.rules.flips import Flip, find_flips, find_no_help
from obligations.rules.inquiry import Inquiry, headline
from obligations.rules.outlook import outlook
from obligations.rules.readings import ReadAs, read_each_way
from obligations.rules.records import Reading, Requirement
from obligations.rules.ruleset import RuleSet
from obligations.rules.settling import Settlement, missing_facts, missing_to_act_on, settle
from obligations.rules.situation import Conflict, Situation
from obligations.rules.subject import FactKey, Subject
from obligations.rules.trace import Trace
from obligations.rules.ways import LONGEST


@dataclass(frozen=True)
class Answer:
    """What one requirement comes to. Reasons are worked out when they are first asked for.

    `starts_on` is the first day on which it binds, `ends_on` the last on which it bound;
    `until_event` is stood by or waited for. `settled_by` names facts ("risk:hate" for a level).
    """

    ref: str
    id: str
    kind: str
    strength: str
    side: str
    level: str
    title: str
    theme: str
    part_of: str | None
    answer: Verdict
    starts_on: dt.date | None
    ends_on: dt.date | None
    until_event: str | None
    optional: bool
    acts_on: ActsOn
    verification: str
    would: Would | None
    _inquiry: Inquiry = field(repr=False, compare=False)

    @cached_property
    def because(self) -> list[str]:
        """The few sentences from which the answer follows."""
        return because(self._inquiry)

    @cached_property
    def headline(self) -> str:
        """The answer as one sentence."""
        return headline(self._inquiry)

    @cached_property
    def trace(self) -> Trace:
        """The whole tree behind the answer."""
        return explain(self._inquiry)

    @cached_property
    def _settlement(self) -> Settlement:
        open_answer = self.answer is Verdict.NOT_KNOWN or self.would is Would.DEPENDS
        if not open_answer:
            return Settlement()
        return settle(self._inquiry)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The nearest changes after which the answer would be another, by effort."""
        return find_flips(self._inquiry)

    @property
    def noted_flips(self) -> list[tuple[Flip, list[str]]]:
        """The flips, each with what the law data says about its answers and was not said above."""
        said: set[str] = set()
        found = []
        for flip in self.flips:
            found.append((flip, [note for note in flip.notes if note not in said]))
            said.update(flip.notes)
        return found

    @property
    def far(self) -> str | None:
        """That no near change would do, where none was found for what does not apply."""
        if self.flips or self._inquiry.outcome is not False:
            return None
        if self.ends_on is not None:
            return "It has ended: no change of yours would bring it back."
        return f"More than {words.small(LONGEST)} answers would have to change before it applies."

    @cached_property
    def no_help(self) -> str | None:
        """What people expect to end it and does not, as a sentence."""
        return find_no_help(self._inquiry)

    @cached_property
    def outlook(self) -> tuple[str, ...]:
        """Of what stands by or waits: what has still to happen and what then starts."""
        return outlook(self._inquiry)

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """The facts of `settled_by` with what each answer would settle, most decisive first."""
        return unknowns(self._inquiry, self.settled_by)

    @cached_property
    def readings(self) -> tuple[ReadAs, ...]:
        """Of a contested text: each reading, and the answer if it is the right one."""
        return read_each_way(self._inquiry)

    @property
    def settled_by(self) -> tuple[str, ...]:
        """The facts that would settle an answer that is not known."""
        return self._settlement.facts

    @property
    def settled_by_whom(self) -> Settler | None:
        """Who can settle it: you, the law, Ofcom."""
        return self._settlement.who

    def explained(self) -> dict[str, Any]:
        """The answer as JSON with its whole reasoning: tree, flips, what would settle it."""
        return self.to_dict() | {
            "trace": self.trace.to_dict(),
            "flips": [each.to_dict() for each in self.flips],
            "no_help": self.no_help,
            "outlook": list(self.outlook),
            "unknowns": [each.to_dict() for each in self.unknowns],
        }

    @property
    def turns_on(self) -> tuple[FactKey, ...]:
        """The facts, each with its side, that an answer that is not known still turns on."""
        return missing_facts(self._inquiry) if self.answer is Verdict.NOT_KNOWN else ()

    @property
    def acting_turns_on(self) -> tuple[FactKey, ...]:
        """The facts, each with its side, that decide whether there is anything to act on."""
        return missing_to_act_on(self._inquiry) if self.acts_on is ActsOn.NOT_KNOWN else ()

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "ref": self.ref,
            "id": self.id,
            "kind": self.kind,
            "strength": self.strength,
            "side": self.side,
            "level": self.level,
            "title": self.title,
            "theme": self.theme,
            "part_of": self.part_of,
            "answer": str(self.answer),
            "would": None if self.would is None else str(self.would),
            "from": _iso(self.starts_on),
            "ended_on": _iso(self.ends_on),
            "until_event": self.until_event,
            "optional": self.optional,
            "acts_on": str(self.acts_on),
            "verification": self.verification,
            "because": list(self.because),
            "settled_by": list(self.settled_by),
            "settled_by_whom": None if self.settled_by_whom is None else str(self.settled_by_whom),
        }


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

    def trace(self, requirement_id: str) -> Trace:
        """The tree behind the answer for a requirement. Raises KeyError for an unknown id."""
        return self._by_id[requirement_id].trace

    def to_dict(self) -> dict[str, Any]:
        """The determination as JSON."""
        return {
            "platform": self.platform,
            "as_at": self.as_at.isoformat(),
            "release": self.release,
            "scope": dict(self.scope),
            "requirements": [answer.to_dict() for answer in self.answers],
        }


def determine(
    ruleset: RuleSet, subject: Subject, as_at: dt.date, *, proposals: bool = False
) -> Determination:
    """Answer every duty, measure and expectation for a platform on a day.

    With `proposals`, draft, laid and consulted texts are answered too. Never raises: facts that
    contradict each other are listed in `conflicts`, and the computed value is used.
    """
    situation = Situation(ruleset, subject, as_at)
    found: list[Answer] = []
    for requirement in ruleset.determined:
        found.extend(_answers(situation, requirement, proposals=proposals))
    return Determination(subject.platform, as_at, ruleset.release, tuple(found), situation)


def _answers(
    situation: Situation, requirement: Requirement, *, proposals: bool
) -> Iterator[Answer]:
    reading = current_reading(requirement, situation.as_at)
    finding = decide(situation, requirement)
    if reading is not None and finding is not None:
        yield _answer(situation, requirement, reading, finding)
    proposed = proposed_reading(requirement) if proposals else None
    if proposed is not None:
        yield _answer(
            situation, requirement, proposed, decide_proposed(situation, requirement, proposed)
        )


def _answer(
    situation: Situation, requirement: Requirement, reading: Reading, finding: Finding
) -> Answer:
    return Answer(
        ref=requirement.ref,
        id=requirement.id,
        kind=requirement.kind,
        strength=requirement.strength,
        side=requirement.side,
        level=requirement.level,
        title=requirement.title,
        theme=requirement.theme,
        part_of=requirement.part_of,
        answer=finding.verdict,
        starts_on=finding.starts_on,
        ends_on=finding.ends_on,
        until_event=finding.until_event,
        optional=requirement.optional,
        acts_on=acts_on(situation, requirement, reading),
        verification=requirement.verification,
        would=finding.would,
        _inquiry=Inquiry(situation, requirement, reading, finding),
    )


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
