"""A what-if of one service: what changes would come to, and what the law asks for first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from obligations.calendar.change_dates import Dated, Gate, dates, gate
from obligations.calendar.working_days import Jurisdiction
from obligations.law.significant_changes import Changing, Example
from obligations.rules import RuleSet, Situation, Subject, SubjectError
from obligations.rules.flips.changes import Difference as Retold
from obligations.rules.whatif.edits import read_edits
from obligations.rules.whatif.one_more import OneMore, one_more
from obligations.rules.whatif.supposition import Supposition, suppose
from obligations.words import flips, stored
from obligations.words.conflicts import conflict_words
from obligations.words.whatif import opening, retold_words, unchanged


@dataclass(frozen=True)
class WhatIf:
    """Everything there is to say about changes to a service; worked out when asked for.

    `launch` is the day of the change where one was told; `done` tells when requirements were last
    done; `notes` are old spellings that were understood.
    """

    supposition: Supposition
    changing: Changing
    launch: dt.date | None
    where: Jurisdiction
    done: Mapping[str, dt.date]
    notes: tuple[str, ...] = field(default=())

    @cached_property
    def sentence(self) -> str:
        return opening(self.supposition)

    @cached_property
    def gate(self) -> Gate:
        """The assessments that come first, were the change a significant one."""
        if not self.supposition.told:
            return Gate((), ())
        before, clocks = self.supposition.before, self.changing.clocks
        return gate(before, clocks, launch=self.launch, where=self.where)

    @cached_property
    def dates(self) -> tuple[Dated, ...]:
        """The days that the change brings, moves or takes away."""
        supposition, clocks = self.supposition, self.changing.clocks
        before = supposition.unchanged
        return dates(before, supposition.after, clocks, where=self.where, done=self.done)

    @cached_property
    def alike(self) -> tuple[tuple[Retold, Example], ...]:
        """The changes of a kind that guidance names as significant."""
        return self.changing.like(self.supposition.told)

    @cached_property
    def one_more(self) -> tuple[OneMore, ...]:
        return one_more(self.supposition)

    def words(self, one: Retold) -> str:
        """An answer told otherwise as a clause."""
        return retold_words(self.supposition.ruleset, one)

    def to_dict(self) -> dict[str, Any]:
        """The what-if as JSON."""
        supposition, changing = self.supposition, self.changing
        return {
            "platform": supposition.after.platform,
            "as_at": supposition.before.as_at.isoformat(),
            "on": supposition.after.as_at.isoformat(),
            "release": supposition.after.release,
            "sentence": self.sentence,
            "changes": [self._retold(each) for each in supposition.told],
            "gave_way": [self._retold(each) for each in supposition.gave_way],
            "supposed": [self._retold(each) for each in supposition.supposed],
            "difference": stored.difference(supposition.difference),
            "unchanged": unchanged(supposition),
            "one_more_change": [
                {"ref": each.answer.ref, "id": each.answer.id, **flips.record(each.flip)}
                for each in self.one_more
            ],
            "significance": {
                "meaning": changing.meaning,
                "examples": [
                    {"fact": one.name, "side": one.side, "example": example.text}
                    for one, example in self.alike
                ],
                "note": changing.note,
                "sources": [dict(each) for each in changing.sources],
                "verification": changing.verification,
            },
            "assessments": self.gate.to_dict(),
            "dates": [each.to_dict() for each in self.dates],
        }

    def _retold(self, one: Retold) -> dict[str, Any]:
        return flips.retold(one) | {"words": self.words(one)}


def what_if(
    ruleset: RuleSet,
    changing: Changing,
    subject: Subject,
    answers: Mapping[str, Any],
    as_at: dt.date,
    *,
    on: dt.date | None = None,
    side: str | None = None,
    where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES,
    done: Mapping[str, dt.date] | None = None,
) -> WhatIf:
    """Try answers told otherwise (`name` or `name@side`) on a service, from a day (`on`).

    Raises SubjectError where an answer cannot be read or contradicts what follows from others.
    """
    changes, notes = read_edits(Situation(ruleset, subject, as_at), answers, side=side)
    supposition = possible(suppose(ruleset, subject, changes, as_at, on=on))
    return WhatIf(supposition, changing, on, where, done or {}, tuple(notes))


def possible(supposition: Supposition) -> Supposition:
    """The same; raises SubjectError where a change contradicts what follows from other answers."""
    if supposition.conflicts:
        told = [conflict_words(supposition.ruleset, each) for each in supposition.conflicts]
        raise SubjectError(
            [f"{each.removesuffix('.')}. Change one with the other." for each in told]
        )
    return supposition
