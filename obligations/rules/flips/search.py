"""Flips: the nearest changes after which an answer would be another, each of them tried.

Candidates come from `reaching`; every one shown was answered again and came out as it says. They
are ranked by effort (`efforts.Effort`), then by how far the change is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from obligations import language
from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Subject
from obligations.rules.flips import conditional_words
from obligations.rules.flips.candidates import Ways
from obligations.rules.flips.changes import Change, Difference, changed, differences
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
    """One way to another answer.

    `sentence` says it whole; `distance` how far it is, where there is a number or level; `note`
    is what the law data says about giving that answer; `differences` what would be told otherwise.
    """

    sentence: str
    effort: Effort
    answer: Verdict
    would: Would | None
    changes: Way
    differences: tuple[Difference, ...]
    subject: Subject = field(repr=False, compare=False)

    @property
    def distances(self) -> tuple[str, ...]:
        """How far each change is that has a number or a level."""
        return tuple(each.distance for each in self.changes if each.distance)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the law data says about the answers to change."""
        return tuple(dict.fromkeys(each.note for each in self.changes if each.note))

    @property
    def provisions(self) -> tuple[str, ...]:
        """Where the facts to change come from."""
        return tuple(dict.fromkeys(each.provision for each in self.changes if each.provision))

    def to_dict(self) -> dict[str, Any]:
        """The flip as JSON; `changes` in the shape of a fact file."""
        return {
            "sentence": self.sentence,
            "answer": str(self.answer),
            "would": None if self.would is None else str(self.would),
            "effort": self.effort.name.lower(),
            "takes": self.effort.label,
            "distances": list(self.distances),
            "notes": list(self.notes),
            "provisions": list(self.provisions),
            "changes": [each.to_dict() for each in self.differences],
        }


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
    return tuple(_acting_flip(inquiry, way, *found) for way, found in trial.accepted())


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
        change = Change("it had not left the scope of the Act", Effort.NATURE, put=((key, None),))
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


def _flip(inquiry: Inquiry, way: Way, finding: Finding, subject: Subject) -> Flip:
    then = f"{inquiry.requirement.ref} {_then(inquiry, finding)}"
    return _supposed(inquiry, way, finding, subject, then)


def _acting_flip(inquiry: Inquiry, way: Way, finding: Finding, subject: Subject) -> Flip:
    then = f"there would be something for {inquiry.requirement.ref} to act on"
    return _supposed(inquiry, way, finding, subject, then)


def _supposed(inquiry: Inquiry, way: Way, finding: Finding, subject: Subject, then: str) -> Flip:
    clauses = conditional_words.together(each.clause for each in way)
    return Flip(
        sentence=f"If {clauses}, {then}.",
        effort=max(each.effort for each in way),
        answer=finding.verdict,
        would=finding.would,
        changes=way,
        differences=differences(inquiry.situation.subject, subject),
        subject=subject,
    )


def _then(inquiry: Inquiry, finding: Finding) -> str:
    """What an answer would then be, after the requirement's name."""
    match finding.verdict:
        case Verdict.NOT_KNOWN | Verdict.MAY_APPLY_LATER:
            return "would depend on answers that are not given yet"
        case Verdict.PROPOSED if finding.would is Would.DEPENDS:
            return "would depend on answers that are not given yet"
        case Verdict.DOES_NOT_APPLY:
            return {
                Verdict.WAITS: "would no longer wait",
                Verdict.STANDS_BY: "would no longer stand by",
            }.get(inquiry.finding.verdict, "would no longer apply")
        case Verdict.APPLIES_FROM if finding.starts_on is not None:
            return f"would apply from {language.day(finding.starts_on)}"
        case Verdict.STANDS_BY:
            return f"would stand by until: {_event(inquiry, finding)}"
        case Verdict.WAITS:
            return f"would wait for: {_event(inquiry, finding)}"
        case Verdict.PROPOSED if finding.would is Would.WOULD_NOT:
            return "would not apply, were it law"
        case Verdict.PROPOSED:
            return "would apply, were it law"
        case _:
            return "would apply"


def _event(inquiry: Inquiry, finding: Finding) -> str:
    if finding.until_event is None:
        return "a day on which it comes into force"
    return language.within(inquiry.ruleset.events[finding.until_event].title)
