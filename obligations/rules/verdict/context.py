"""One requirement's finding for one platform, with what it was found from."""

from __future__ import annotations

from dataclasses import dataclass

from obligations.rules.conditions.grammar import Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.names import SIDES
from obligations.rules.rulebook.requirements import Requirement, Text
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.answers import Finding, Verdict, Would
from obligations.rules.verdict.decision import CategoryState, category_state
from obligations.rules.verdict.situation import Situation


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A finding with what it was found from."""

    situation: Situation
    requirement: Requirement
    reading: Text
    finding: Finding

    @property
    def ruleset(self) -> RuleSet:
        return self.situation.ruleset

    @property
    def texts(self) -> tuple[Text, ...]:
        """The text, or its readings where it is contested."""
        return self.reading.candidates or (self.reading,)

    @property
    def name_side(self) -> bool:
        """Whether sentences must say which side they speak of."""
        return len(self.situation.sides()) > 1

    @property
    def category(self) -> CategoryState:
        """Where the platform stands towards the categories that the requirement is for."""
        return category_state(self.situation, self.requirement.categories)

    @property
    def outcome(self) -> Truth:
        """The answer as a truth: it binds (now, later or on an event), it does not, not known."""
        return outcome_of(self.finding)

    def sides_read(self, condition: Condition) -> list[Side]:
        """The sides on which a condition is read: the requirement's own, or each there is."""
        if self.requirement.side in SIDES:
            return [self.requirement.side]
        return [*self.situation.sides()] if self.ruleset.reads_side(condition) else [None]


def outcome_of(finding: Finding) -> Truth:
    """A finding as a truth: it binds (now, later or on an event), it does not, not known."""
    match finding.verdict:
        case Verdict.DOES_NOT_APPLY:
            return False
        case Verdict.NOT_KNOWN | Verdict.MAY_APPLY_LATER:
            return None
        case Verdict.PROPOSED:
            settled = {Would.WOULD: True, Would.WOULD_NOT: False}
            return settled.get(finding.would or Would.DEPENDS)
        case _:
            return True
