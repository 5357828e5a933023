"""A service as it is and as it would be: changes tried on paper, and what gives way to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from obligations.rules.answer.determination import Determination, determine
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.subject import FactKey, Subject
from obligations.rules.flips.changes import Change, changed, differences
from obligations.rules.flips.changes import Difference as Retold
from obligations.rules.rulebook.derivations import StaysOver
from obligations.rules.rulebook.names import CHILD_ACCESS
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.contradictions import Conflict
from obligations.rules.verdict.situation import FOUND_ON, Situation
from obligations.rules.whatif.difference import Difference, difference
from obligations.rules.whatif.edits import edited


@dataclass(frozen=True)
class Supposition:
    """What binds a service as told, and what would with changes, or on another day.

    `before` is as told on the day asked about, `after` with the changes on the day they are made;
    `unchanged` is as told on that later day, so that what comes anyway can be told apart.
    `told` is what the changes say, `gave_way` the answers that had to follow, `supposed` what is
    taken to be so because of the law: an assessment that it asks for first, a figure that it keeps.
    """

    before: Determination
    unchanged: Determination
    after: Determination
    told: tuple[Retold, ...]
    gave_way: tuple[Retold, ...]
    supposed: tuple[Retold, ...]

    @cached_property
    def difference(self) -> Difference:
        """The answers that differ, each with its reason."""
        return difference(self.before, self.after, unchanged=self.unchanged)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Where a change contradicts what follows from other answers."""
        old = {(each.facts, each.side) for each in self.unchanged.conflicts}
        return tuple(each for each in self.after.conflicts if (each.facts, each.side) not in old)

    @property
    def ruleset(self) -> RuleSet:
        return self.after.situation.ruleset


def suppose(
    ruleset: RuleSet,
    subject: Subject,
    changes: Iterable[Change],
    as_at: dt.date,
    *,
    on: dt.date | None = None,
) -> Supposition:
    """What changes made on a day (`on`, by default the day asked about) would come to."""
    day, listed = on or as_at, tuple(changes)
    before = determine(ruleset, subject, as_at)
    unchanged = before if day == as_at else determine(ruleset, subject, day)
    edited_subject = changed(ruleset, subject, listed, day)
    supposed_subject = _with_new_access_assessment(unchanged.situation, edited_subject, listed)
    supposed_subject = _kept_over(unchanged.situation, supposed_subject, listed)
    after = determine(ruleset, supposed_subject, day)
    keys = edited(listed)
    retold = differences(subject, edited_subject)
    return Supposition(
        before=before,
        unchanged=unchanged,
        after=after,
        told=tuple(each for each in retold if (each.name, each.side) in keys),
        gave_way=tuple(each for each in retold if (each.name, each.side) not in keys),
        supposed=differences(edited_subject, supposed_subject),
    )


def _with_new_access_assessment(
    before: Situation, after: Subject, changes: tuple[Change, ...]
) -> Subject:
    """A side that becomes child-accessed is so from a new access assessment (ss 36(4), 37).

    The change itself was not assessed earlier, so the assessment that finds it is taken to be
    complete on the day of the change, unless its day was told.
    """
    if FOUND_ON not in before.ruleset.facts:
        return after
    situation = Situation(before.ruleset, after, before.as_at)
    facts: dict[FactKey, Value] = dict(after.facts)
    told = edited(changes)
    for side in situation.sides():
        became = before.value(CHILD_ACCESS, side), situation.value(CHILD_ACCESS, side)
        assessed = all(each.child_access(side).done is True for each in (before, situation))
        if became == (False, True) and assessed and (FOUND_ON, side) not in told:
            facts[(FOUND_ON, side)] = before.as_at
    return replace(after, facts=facts)


def _kept_over(before: Situation, after: Subject, changes: tuple[Change, ...]) -> Subject:
    """Who falls to a figure was over it up to the change, and stays so for six months (Codes).

    The month of the change is taken to be the last one over, unless another was told.
    """
    situation = Situation(before.ruleset, after, before.as_at)
    facts: dict[FactKey, Value] = dict(after.facts)
    told = edited(changes)
    rules = [fact.derived_from for fact in before.ruleset.facts.values()]
    for rule in [each for each in rules if isinstance(each, StaysOver)]:
        for side in before.ruleset.facts[rule.last].sides:
            fell = before.holds(rule.over, side) is True is not situation.holds(rule.over, side)
            if fell and (rule.last, side) not in told:
                facts[rule.last, side] = before.as_at
    return replace(after, facts=facts)
