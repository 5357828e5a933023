"""What would begin to bind with one more change than those that were made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from obligations.rules.answer.determination import Answer
from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import ALWAYS, leaves
from obligations.rules.flips.search import Flip
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.predicates import BINDING
from obligations.rules.whatif.supposition import Supposition

MOST_TRIED = 12


@dataclass(frozen=True)
class OneMore:
    """A requirement that tests what was changed and still does not apply, and what is missing."""

    answer: Answer
    flip: Flip


def one_more(supposition: Supposition) -> tuple[OneMore, ...]:
    """What would begin to bind with one more change, because of those that were made."""
    found = []
    for answer in list(_touched(supposition))[:MOST_TRIED]:
        single = next((flip for flip in answer.flips if len(flip.changes) == 1), None)
        yours = single is not None and single.effort is not Effort.OTHERS
        if single is not None and yours and single.answer in BINDING:
            found.append(OneMore(answer, single))
    return tuple(found)


def _touched(supposition: Supposition) -> Iterator[Answer]:
    """What does not apply before or after, and has a test that the changes turned."""
    moved = {(row.shown.id, row.shown.side) for row in supposition.difference.rows}
    then, now = supposition.unchanged.situation, supposition.after.situation
    for answer in supposition.after.answers:
        outside = answer.answer is Verdict.DOES_NOT_APPLY and answer.ends_on is None
        if not outside or (answer.id, answer.side) in moved:
            continue
        inquiry = answer.inquiry
        trees = [each.condition for each in inquiry.texts if each.condition not in (None, ALWAYS)]
        turned = any(
            now.holds(leaf, side) is True is not then.holds(leaf, side)
            for tree in trees
            if tree is not None
            for leaf in leaves(tree)
            for side in inquiry.sides_read(tree)
        )
        if turned:
            yield answer
