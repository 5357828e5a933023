"""Flips: the nearest changes after which an answer would be another, each of them tried.

Candidates come from `reaching`; every one shown was answered again and came out as it says. They
are ranked by effort (`efforts.Effort`), then by how far the change is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Subject
from obligations.rules.flips.candidates import Ways
from obligations.rules.flips.changes import Change, Difference, NeverLeft, changed, differences
from obligations.rules.flips.ways import NOTHING, Way, both, either
from obligations.rules.rulebook.requirements import Text
from obligations.rules.verdict.answers import ActsOn, Finding, Verdict, Would
from obligations.rules.verdict.context import Inquiry, outcome_of
from obligations.rules.verdict.decision import acts_on, decide, decide_proposed, gates_of
from obligations.rules.verdict.exclusions import clashes
from obligations.rules.verdict.situation import LEFT, Situation

MOST = 8
MOST_TRIED = 60
MOST_OF_ONE_FACT = 4


@dataclass(frozen=True, slots=True)
class Flip:
    """One way to another answer: what it would come to, and what would be told otherwise.

    `inquiry` is the answer as it is; `acts`: it would have something to act on, where it now has
    nothing.
    """

    finding: Finding
    changes: Way
    differences: tuple[Difference, ...]
    inquiry: Inquiry = field(repr=False, compare=False)
    subject: Subject = field(repr=False, compare=False)
    acts: bool = False

    @property
    def effort(self) -> Effort:
        """What the most of its changes asks."""
        return max(each.effort for each in self.changes)

    @property
    def answer(self) -> Verdict:
        """What the answer would be."""
        return self.finding.verdict

    @property
    def would(self) -> Would | None:
        """What a proposed text would come to."""
        return self.finding.would

    @property
    def notes(self) -> tuple[str, ...]:
        """What the law data says about the answers to change."""
        return tuple(dict.fromkeys(each.note for each in self.changes if each.note))

    @property
    def provisions(self) -> tuple[str, ...]:
        """Where the facts to change come from."""
        return tuple(dict.fromkeys(each.provision for each in self.changes if each.provision))


def find_flips(inquiry: Inquiry) -> tuple[Flip, ...]:
    """The nearest changes that turn "applies" into "does not", or the other way round.

    None for an answer that is not known: questions settle that, not changes. Where nothing near
    makes a requirement apply, the changes after which it would depend on what is not told yet.
    """
    outcome = inquiry.outcome
    if outcome is None:
        return ()
    trial = _Trial(inquiry, wanted=not outcome)
    accepted = list(trial.accepted()) or list(trial.opened())
    return tuple(_flip(inquiry, way, *found) for way, found in accepted)


def find_to_act_on(inquiry: Inquiry) -> tuple[Flip, ...]:
    """The nearest changes after which what binds, and has nothing to act on, would have something.

    None for any other answer.
    """
    bites = inquiry.reading.bites_only_if
    idle = acts_on(inquiry.situation, inquiry.requirement, inquiry.reading) is ActsOn.NOTHING
    if bites is None or not idle or inquiry.outcome is not True:
        return ()
    trial = _ActingTrial(inquiry, bites)
    return tuple(_flip(inquiry, way, *found, acts=True) for way, found in trial.accepted())


def decide_again(inquiry: Inquiry, subject: Subject) -> Finding | None:
    """The finding on the same requirement and day for a changed subject."""
    situation = Situation(inquiry.ruleset, subject, inquiry.situation.as_at)
    if inquiry.finding.verdict is Verdict.PROPOSED:
        return decide_proposed(situation, inquiry.requirement, inquiry.reading)
    return decide(situation, inquiry.requirement)


class _Trial:
    """Tries the candidates of one requirement in order of their cost."""

    def __init__(self, inquiry: Inquiry, *, wanted: bool) -> None:
        self._inquiry = inquiry
        self._wanted = wanted
        self._ways = Ways(inquiry.situation)

    def accepted(self) -> Iterator[tuple[Way, tuple[Finding, Subject]]]:
        """The ways that work and need all their changes, cheapest first."""
        return self._working(self._candidates(), self._wanted)

    def opened(self) -> Iterator[tuple[Way, tuple[Finding, Subject]]]:
        """The ways out of a gate or category after which the answer is open."""
        if not self._wanted:
            return iter(())
        parts = self._before_condition()
        return self._working(either(*parts, both(*parts)), None)

    def _working(
        self, candidates: list[Way], outcome: Truth
    ) -> Iterator[tuple[Way, tuple[Finding, Subject]]]:
        chosen: list[set[Change]] = []
        by_fact: dict[object, int] = {}
        for way in [each for each in candidates if each != NOTHING][:MOST_TRIED]:
            if len(chosen) == MOST:
                return
            told = frozenset(_told(way))
            if any(each <= set(way) for each in chosen) or by_fact.get(told, 0) >= MOST_OF_ONE_FACT:
                continue
            found = self._tried(way, outcome)
            if found is None or self._needs_less(way, outcome):
                continue
            chosen.append(set(way))
            by_fact[told] = by_fact.get(told, 0) + 1
            yield way, found

    def _tried(self, way: Way, outcome: Truth) -> tuple[Finding, Subject] | None:
        situation = self._inquiry.situation
        subject = changed(situation.ruleset, situation.subject, way, situation.as_at)
        finding = decide_again(self._inquiry, subject)
        if finding is None or outcome_of(finding) is not outcome:
            return None
        after = Situation(situation.ruleset, subject, situation.as_at)
        return None if any(True for _ in clashes(after)) else (finding, subject)

    def _needs_less(self, way: Way, outcome: Truth) -> bool:
        """Whether one of several changes could be left out; then the shorter way is shown."""
        if len(way) == 1:
            return False
        shorter = (tuple(each for each in way if each is not left) for left in way)
        return any(self._tried(each, outcome) for each in shorter)

    def _candidates(self) -> list[Way]:
        parts = [*self._before_condition(), self._texts()]
        if self._wanted:
            return either(both(*parts, self._back_in_scope()))
        return either(*parts)

    def _before_condition(self) -> list[list[Way]]:
        """Ways through each gate, or out of it, and for the category."""
        requirement = self._inquiry.requirement
        gates = self._inquiry.ruleset.gates
        return [
            *(
                self._ways.on_sides(gates[name].condition, self._wanted, "platform")
                for name in gates_of(requirement)
            ),
            self._ways.category(requirement.categories, self._wanted),
        ]

    def _texts(self) -> list[Way]:
        """Ways for the condition, or for all readings of it."""
        texts = self._inquiry.texts
        return both(*(self._text(each) for each in texts if _counts(each, texts)))

    def _text(self, text: Text) -> list[Way]:
        if text.condition is None:
            return []
        return self._ways.on_sides(text.condition, self._wanted, self._inquiry.requirement.side)

    def _back_in_scope(self) -> list[Way]:
        key = (LEFT, None)
        if self._inquiry.requirement.gate is None or not self._inquiry.situation.has_left:
            return [NOTHING]
        change = Change(NeverLeft(), Effort.NATURE, put=((key, None),))
        return [NOTHING, (change,)]


class _ActingTrial(_Trial):
    """Tries what would give a requirement something to act on, while it still binds."""

    def __init__(self, inquiry: Inquiry, bites: Condition) -> None:
        super().__init__(inquiry, wanted=True)
        self._bites = bites

    def _candidates(self) -> list[Way]:
        return self._ways.on_sides(self._bites, True, self._inquiry.requirement.side)

    def _tried(self, way: Way, outcome: Truth) -> tuple[Finding, Subject] | None:
        found = super()._tried(way, outcome)
        if found is None:
            return None
        inquiry = self._inquiry
        situation = Situation(inquiry.ruleset, found[1], inquiry.situation.as_at)
        acts = acts_on(situation, inquiry.requirement, inquiry.reading)
        return found if acts is ActsOn.SOMETHING else None


def _counts(text: Text, texts: tuple[Text, ...]) -> bool:
    """Among readings of a contested text, those that are only proposed bind nobody."""
    return not text.proposed or all(each.proposed for each in texts)


def _told(way: Way) -> Iterator[object]:
    for change in way:
        yield from (key for key, _ in (*change.put, *change.adds, *change.drops))
        yield from (key for key, _ in change.levels)
        yield change.designate or change.remove or None


def _flip(
    inquiry: Inquiry, way: Way, finding: Finding, subject: Subject, *, acts: bool = False
) -> Flip:
    told = differences(inquiry.situation.subject, subject)
    return Flip(finding, way, told, inquiry, subject, acts)
