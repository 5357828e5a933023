"""What would bring a service into the scope of the Act: ways through its gates, each tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from obligations.rules.conditions.efforts import Effort
from obligations.rules.flips.candidates import Ways
from obligations.rules.flips.changes import changed
from obligations.rules.flips.ways import NOTHING, Way, cost
from obligations.rules.verdict.situation import Situation

GATES = ("part3_scope", "part5_scope")
MOST = 4


@dataclass(frozen=True, slots=True)
class Entrance:
    """A way into scope."""

    changes: Way

    @property
    def effort(self) -> Effort:
        """What the most of its changes asks."""
        return max(each.effort for each in self.changes)


def entrances(situation: Situation) -> tuple[Entrance, ...]:
    """The nearest changes after which a service out of scope would be regulated, by effort."""
    gates = situation.ruleset.gates
    if any(situation.holds_on_a_side(gates[name].condition) is not False for name in GATES):
        return ()
    found = sorted(_ways(situation), key=cost)
    return tuple(Entrance(way) for way in dict.fromkeys(found))[:MOST]


def _ways(situation: Situation) -> Iterator[Way]:
    ways, ruleset = Ways(situation), situation.ruleset
    for name in GATES:
        condition = ruleset.gates[name].condition
        for way in ways.on_sides(condition, True, "platform"):
            if way == NOTHING:
                continue
            subject = changed(ruleset, situation.subject, way, situation.as_at)
            if Situation(ruleset, subject, situation.as_at).holds_on_a_side(condition) is True:
                yield way
