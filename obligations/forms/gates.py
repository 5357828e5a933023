"""Which topics can be asked: some make sense only once a fact is known.

Levels of risk can be told only where somebody assessed the risk; what a service earns is asked only
of one that is not small. A gate is the fact that is asked before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from obligations.forms.questions import Section
from obligations.rules import Determination
from obligations.rules.answer.open_questions import OpenQuestion
from obligations.rules.conditions.grammar import FAMILY_WORDS
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import FactKey, Side
from obligations.rules.why.assessments import gate_of, not_assessed


class Gates:
    """What has to be known before some topics make sense, for one service on one day."""

    def __init__(self, determination: Determination, answers: Collection[str]) -> None:
        """`answers` are the keys that were asked already, "don't know" among the answers."""
        self._situation, self._answers = determination.situation, answers
        self._ruleset = determination.situation.ruleset

    def is_open(self, section: Section) -> bool:
        """Whether its questions make sense: its fact is known to be so, or a level was told."""
        gate = section.topic.waits_for
        if gate is None or self._rated(section):
            return True
        return self._situation.value(gate[0], self._of(section).side) == gate[1]

    def may_open(self, section: Section) -> bool:
        """Whether its questions may make sense once its fact is told, which nobody asked yet."""
        return (
            section.topic.waits_for is not None
            and not self.is_open(section)
            and self._is_unasked(self._of(section))
        )

    def of_levels(self, section: Section) -> Key | None:
        """The fact to ask before the levels of a topic, where it was not."""
        return self._of(section) if section.topic.levels and self.may_open(section) else None

    def of_assessment(self, section: Section) -> str:
        """The key of what the assessment of the levels of a topic came to; empty for others."""
        return str(self._of(section)) if section.topic.assessed_by else ""

    def put_off(self, key: FactKey) -> bool:
        """Whether it is a level that nobody can tell yet: the risk was not assessed."""
        level = Key(*key).level
        if level is None or not not_assessed(self._situation, key):
            return False
        gate = gate_of(self._ruleset, level[0])
        return gate is not None and not self._is_unasked(self._on(gate, level[2]))

    def opens(self, section: Section) -> bool:
        """Whether it asks for the gate of levels."""
        gates = {gate_of(self._ruleset, family) for family in FAMILY_WORDS}
        return any(each.name in gates for each in section.asked)

    def _of(self, section: Section) -> Key:
        gate = section.topic.waits_for
        assert gate is not None
        return self._on(gate[0], Key.parse(section.asked[0].key).side)

    def _on(self, name: str, side: Side) -> Key:
        return Key(name, side if self._ruleset.facts[name].level == "side" else None)

    def _is_unasked(self, key: Key) -> bool:
        return str(key) not in self._answers and self._situation.value(*key) is None

    def _rated(self, section: Section) -> bool:
        return bool(section.topic.levels) and any(
            each.current is not None for each in section.asked
        )


def gate_question(key: Key, behind: Iterable[OpenQuestion]) -> OpenQuestion:
    """The question whether what stands behind a gate can be told: it bears on all of that."""
    every = list(behind)
    return OpenQuestion(
        key.name, key.side,
        tuple(dict.fromkeys(ref for each in every for ref in each.settles)),
        tuple(dict.fromkeys(ref for each in every for ref in each.acts_on)),
        scope=False,
    )  # fmt: skip
