"""The lines of an explanation: as requirements share them, and as they read under one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Side

OWN = "own"
"""The provision of a line that comes from the requirement itself, whichever it stands under."""


class Line(NamedTuple):
    """A sentence, whether it holds, and what lies under it: the same for all whom it explains.

    `deciding` marks the lines without which the answer could be another. `value` and `test` are
    what was told and what was asked, in words; `fact` names what to change.
    """

    sentence: str
    outcome: Truth
    deciding: bool = False
    provision: str | None = None
    children: tuple[Line, ...] = ()
    fact: str | None = None
    side: Side = None
    value: str | None = None
    test: str | None = None
    verification: str | None = None

    def marked(self, children: tuple[Line, ...]) -> Line:
        """The same line as one that decides, over these."""
        return self._replace(deciding=True, children=children)


@dataclass(frozen=True, slots=True)
class Trace:
    """A line as it reads under one requirement, whose ref is the provision of what has no other.

    A thousand lines explain every answer about a platform; what is read of them is made on the way.
    """

    line: Line
    ref: str

    @property
    def sentence(self) -> str:
        return self.line.sentence

    @property
    def outcome(self) -> Truth:
        return self.line.outcome

    @property
    def deciding(self) -> bool:
        return self.line.deciding

    @property
    def provision(self) -> str | None:
        """Where it comes from, as a short citation."""
        return self.ref if self.line.provision == OWN else self.line.provision

    @property
    def children(self) -> tuple[Trace, ...]:
        """The lines under it."""
        return tuple(Trace(child, self.ref) for child in self.line.children)

    @property
    def fact(self) -> str | None:
        return self.line.fact

    @property
    def side(self) -> Side:
        return self.line.side

    @property
    def value(self) -> str | None:
        return self.line.value

    @property
    def test(self) -> str | None:
        return self.line.test

    @property
    def verification(self) -> str | None:
        return self.line.verification

    def to_dict(self) -> dict[str, Any]:
        """The tree as JSON."""
        return {
            "sentence": self.sentence,
            "outcome": self.outcome,
            "deciding": self.deciding,
            "provision": self.provision,
            "fact": self.fact,
            "side": self.side,
            "value": self.value,
            "test": self.test,
            "verification": self.verification,
            "children": [child.to_dict() for child in self.children],
        }
