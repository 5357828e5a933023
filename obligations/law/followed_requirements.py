"""What a result rests on: the requirements whose change could make it another result."""

from __future__ import annotations

from dataclasses import dataclass

from obligations.rules import Determination, Verdict
from obligations.rules.rulebook.names import SIDE_GATES


@dataclass(frozen=True)
class Resting:
    """Ids of requirements: those that every change of matters, and those that could turn."""

    requirements: tuple[str, ...]
    near: tuple[str, ...] = ()


def rests_on(determination: Determination) -> Resting:
    """The requirements that a determination rests on.

    Everything that binds, waits, stands by or is not known. Of what does not apply, only what is
    in scope and for no category of Ofcom's register: there the condition alone stands between the
    service and the requirement, so a change of it could bring it in.
    """
    records = {each.id: each for each in determination.situation.ruleset.requirements}
    follows, near = [], []
    for answer in determination.answers:
        record = records[answer.id]
        gates = (record.gate, SIDE_GATES.get(record.side))
        if answer.answer is not Verdict.DOES_NOT_APPLY:
            follows.append(answer.id)
        elif not record.categories and all(
            determination.scope[gate] is not False for gate in gates if gate is not None
        ):
            near.append(answer.id)
    return Resting(tuple(follows), tuple(near))
