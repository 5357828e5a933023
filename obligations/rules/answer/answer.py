"""The answer of one requirement: what it comes to, and what can be asked about it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property

from obligations.rules.answer.contested_readings import ReadAs, read_each_way
from obligations.rules.answer.outlook import Outlook, outlook
from obligations.rules.answer.unknowns import Unknown, unknowns
from obligations.rules.conditions.grammar import Family
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import FactKey
from obligations.rules.flips.search import Flip, find_flips, find_to_act_on
from obligations.rules.flips.vain_changes import find_no_help
from obligations.rules.rulebook.requirements import Requirement
from obligations.rules.rulebook.trust import Trust
from obligations.rules.verdict.answers import UNSETTLED, ActsOn, Finding, Settler, Verdict, Would
from obligations.rules.verdict.context import Inquiry
from obligations.rules.why.assessments import families_not_assessed
from obligations.rules.why.because import because
from obligations.rules.why.reasons import Reason
from obligations.rules.why.who_settles import (
    Settlement,
    doubt,
    missing_facts,
    missing_to_act_on,
    scope_facts,
    settle,
)


@dataclass(frozen=True)
class Decision:
    """What the requirements that turn on the same come to, worked out once for all of them.

    `inquiry` is into the first of them, so its ref is not that of the others. Reasons are worked
    out when one of them is first asked for.
    """

    finding: Finding
    acts_on: ActsOn
    inquiry: Inquiry = field(repr=False, compare=False)

    @cached_property
    def because(self) -> tuple[Reason, ...]:
        return because(self.inquiry)

    @cached_property
    def settlement(self) -> Settlement:
        finding = self.finding
        is_open = finding.verdict in UNSETTLED or finding.would is Would.DEPENDS
        return settle(self.inquiry) if is_open else Settlement()

    @cached_property
    def turns_on(self) -> tuple[FactKey, ...]:
        return missing_facts(self.inquiry) if self.finding.verdict in UNSETTLED else ()

    @cached_property
    def awaits_assessment(self) -> frozenset[Family]:
        situation = self.inquiry.situation
        if self.settlement.who is not Settler.YOU or scope_facts(situation):
            return frozenset()
        return families_not_assessed(situation, self.turns_on)

    @cached_property
    def acting_turns_on(self) -> tuple[FactKey, ...]:
        return missing_to_act_on(self.inquiry) if self.acts_on is ActsOn.NOT_KNOWN else ()


@dataclass(frozen=True)
class Answer:
    """What one requirement comes to. Reasons are worked out when they are first asked for."""

    requirement: Requirement = field(repr=False)
    decision: Decision

    @property
    def ref(self) -> str:
        return self.requirement.ref

    @property
    def id(self) -> str:
        return self.requirement.id

    @property
    def kind(self) -> str:
        return self.requirement.kind

    @property
    def strength(self) -> str:
        return self.requirement.strength

    @property
    def side(self) -> str:
        return self.requirement.side

    @property
    def level(self) -> str:
        return self.requirement.level

    @property
    def title(self) -> str:
        return self.requirement.title

    @property
    def theme(self) -> str:
        return self.requirement.theme

    @property
    def part_of(self) -> str | None:
        return self.requirement.part_of

    @property
    def optional(self) -> bool:
        return self.requirement.optional

    @property
    def verification(self) -> str:
        return self.trust.mark

    @property
    def trust(self) -> Trust:
        """How far the requirement was checked."""
        return self.decision.inquiry.ruleset.trust[self.id]

    @property
    def answer(self) -> Verdict:
        """Whether it applies."""
        return self.decision.finding.verdict

    @property
    def starts_on(self) -> dt.date | None:
        """The first day on which it binds."""
        return self.decision.finding.starts_on

    @property
    def ends_on(self) -> dt.date | None:
        """The last day on which it bound."""
        return self.decision.finding.ends_on

    @property
    def until_event(self) -> str | None:
        """The event that is stood by or waited for."""
        return self.decision.finding.until_event

    @property
    def suspended(self) -> Truth:
        """It binds and need not be complied with while an appeal is pending; None: two readings."""
        return self.decision.finding.suspended

    @property
    def would(self) -> Would | None:
        """What a proposed text would come to."""
        return self.decision.finding.would

    @property
    def acts_on(self) -> ActsOn:
        """Whether there is anything to act on."""
        return self.decision.acts_on

    @cached_property
    def inquiry(self) -> Inquiry:
        """What it was found from."""
        return replace(self.decision.inquiry, requirement=self.requirement)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The nearest changes after which the answer would be another, by effort."""
        return find_flips(self.inquiry)

    @cached_property
    def to_act_on(self) -> tuple[Flip, ...]:
        """Of what binds and has nothing to act on: the nearest changes that would give it some."""
        return find_to_act_on(self.inquiry)

    @property
    def noted_flips(self) -> list[tuple[Flip, list[str]]]:
        """The flips, each with what the law data says about its answers and was not said above."""
        said: set[str] = set()
        found = []
        for flip in (*self.to_act_on, *self.flips):
            found.append((flip, [note for note in flip.notes if note not in said]))
            said.update(flip.notes)
        return found

    @cached_property
    def no_help(self) -> tuple[str, ...]:
        """The facts of which people expect that another answer ends it, and it does not."""
        return find_no_help(self.inquiry)

    @cached_property
    def outlook(self) -> tuple[Outlook, ...]:
        """Of what stands by or waits: what has still to happen and what then starts."""
        return outlook(self.inquiry)

    @cached_property
    def unknowns(self) -> tuple[Unknown, ...]:
        """The facts of `settled_by` with what each answer would settle, most decisive first."""
        return unknowns(self.inquiry, self.decision.settlement.keys)

    @cached_property
    def readings(self) -> tuple[ReadAs, ...]:
        """Of a contested text: each reading, and the answer if it is the right one."""
        return read_each_way(self.inquiry)

    @property
    def settled_by(self) -> tuple[str, ...]:
        """The facts that would settle an answer that is not known ("risk:hate" for a level)."""
        return self.decision.settlement.facts

    @property
    def settled_by_whom(self) -> Settler | None:
        """Who can settle it: you, the law, Ofcom."""
        return self.decision.settlement.who

    @property
    def awaits_assessment(self) -> frozenset[Family]:
        """The families of risks that an answer turns on and that nobody assessed yet: it depends on
        the assessment, and nobody can be asked for it. None while scope is open."""
        return self.decision.awaits_assessment

    @property
    def doubt(self) -> tuple[tuple[Family, str], ...]:
        """The kinds that the law data leaves open, where no answer of the provider settles it."""
        return doubt(self.inquiry) if self.settled_by_whom is Settler.LAW else ()

    @property
    def turns_on(self) -> tuple[FactKey, ...]:
        """The facts, each with its side, that an answer that is not known still turns on."""
        return self.decision.turns_on

    @property
    def acting_turns_on(self) -> tuple[FactKey, ...]:
        """The facts, each with its side, that decide whether there is anything to act on."""
        return self.decision.acting_turns_on
