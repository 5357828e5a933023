"""How the answers of two determinations differ: gained, lost, re-dated, and what is softer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from obligations.rules.answer.determination import Answer, Determination
from obligations.rules.conditions.grammar import ALWAYS, Condition, Leaf
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.names import SIDES, STRENGTHS
from obligations.rules.verdict.answers import ActsOn, Verdict
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import TREATED_FROM, gates_of
from obligations.rules.verdict.predicates import BINDING, is_headline
from obligations.rules.why.because import standing
from obligations.rules.why.deciding_tests import deciding_leaves, tell
from obligations.rules.why.reasons import DayMoved, DaySource, Reason

Key = tuple[str, bool]


class Group(StrEnum):
    """What became of an answer. Each answer that differs is in exactly one group."""

    GAINED = "gained"  # It binds, now or from a day, and did not.
    LOST = "lost"  # It bound, now or from a day, and no longer does.
    REDATED = "redated"  # It binds both times, from another day.
    BEGINS = "begins"  # It binds both times from the same day, which one of the days comes before.
    ACTS = "acts"  # It binds both times; there is now something to act on.
    RESTS = "rests"  # It binds both times; there is nothing (or nothing known) to act on.
    PAUSED = "paused"  # It binds both times; an appeal now suspends it.
    RESUMED = "resumed"  # It binds both times; no appeal suspends it any more.
    WAITS = "waits"  # It now waits for an event or a date.
    STANDS_BY = "stands_by"  # It now stands by for an event.
    UNCLEAR = "unclear"  # It is now not known whether it concerns the service.
    CLEARED = "cleared"  # It was not known, waited or stood by; it does not concern the service.
    PROPOSED = "proposed"  # A text that is only proposed would now come out otherwise.


FIRM = (Group.GAINED, Group.LOST, Group.REDATED)


@dataclass(frozen=True)
class Row:
    """One requirement whose answer differs; `before` or `after` is None where it has no text.

    `anyway`: it comes out like this on that day without any change.
    """

    group: Group
    before: Answer | None
    after: Answer | None
    anyway: bool = False

    @property
    def shown(self) -> Answer:
        """The answer that names the requirement: as it would be, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def counts(self) -> bool:
        """Whether headline figures count it: no part of another duty, no permission, and no duty
        with nothing to act on."""
        one = self.shown if self.group is not Group.LOST else self.before or self.shown
        return is_headline(one)

    @cached_property
    def because(self) -> tuple[Reason, ...]:
        """The deciding tests that came out otherwise; else what decides it now."""
        return reasons(self.before, self.after)


@dataclass(frozen=True)
class Difference:
    """Every answer that differs, musts first, each group in natural order of references."""

    rows: tuple[Row, ...]

    def of(self, *groups: Group) -> tuple[Row, ...]:
        """The rows of these groups."""
        return tuple(row for row in self.rows if row.group in groups)

    @property
    def gained(self) -> tuple[Row, ...]:
        return self.of(Group.GAINED)

    @property
    def lost(self) -> tuple[Row, ...]:
        return self.of(Group.LOST)

    @property
    def redated(self) -> tuple[Row, ...]:
        return self.of(Group.REDATED)

    @property
    def softer(self) -> tuple[Row, ...]:
        """What neither begins nor ceases to bind, and has no other first day."""
        return tuple(row for row in self.rows if row.group not in FIRM)

    def __bool__(self) -> bool:
        return bool(self.rows)


def difference(
    before: Determination, after: Determination, *, unchanged: Determination | None = None
) -> Difference:
    """What differs between two determinations of one service.

    `unchanged` is the first on the day of the second: what differs there too comes anyway.
    """
    old, new = _by_key(before), _by_key(after)
    same = old if unchanged is None else _by_key(unchanged)
    order = {key: place for place, key in enumerate({**new, **old})}
    rows = []
    for key in order:
        one, other = old.get(key), new.get(key)
        group = group_of(one, other)
        if group is not None:
            anyway = unchanged is not None and group_of(same.get(key), other) is None
            rows.append(Row(group, one, other, anyway))
    rows.sort(key=lambda row: STRENGTHS.index(row.shown.strength))
    return Difference(tuple(rows))


def _by_key(determination: Determination) -> Mapping[Key, Answer]:
    answers = determination.answers
    return {(each.id, each.answer is Verdict.PROPOSED): each for each in answers}


def group_of(before: Answer | None, after: Answer | None) -> Group | None:
    """Where a requirement belongs; None where its answer does not differ."""
    old = Verdict.DOES_NOT_APPLY if before is None else before.answer
    new = Verdict.DOES_NOT_APPLY if after is None else after.answer
    if old in BINDING or new in BINDING:
        if old not in BINDING:
            return Group.GAINED
        if new not in BINDING:
            return Group.LOST
        assert before is not None
        assert after is not None
        return _of_two_that_bind(before, after)
    if new is Verdict.PROPOSED or old is Verdict.PROPOSED:
        told = [None if each is None else each.would for each in (before, after)]
        return Group.PROPOSED if told[0] is not told[1] else None
    events = [None if each is None else each.until_event for each in (before, after)]
    if old is new and events[0] == events[1]:
        return None
    return {
        Verdict.WAITS: Group.WAITS,
        Verdict.STANDS_BY: Group.STANDS_BY,
        Verdict.NOT_KNOWN: Group.UNCLEAR,
        Verdict.MAY_APPLY_LATER: Group.UNCLEAR,
    }.get(new, Group.CLEARED)


def _of_two_that_bind(before: Answer, after: Answer) -> Group | None:
    if before.starts_on != after.starts_on:
        return Group.REDATED
    if before.suspended is not after.suspended:
        return Group.PAUSED if after.suspended else Group.RESUMED
    if before.answer is not after.answer:
        return Group.BEGINS
    if before.acts_on is after.acts_on:
        return None
    return Group.ACTS if after.acts_on is ActsOn.SOMETHING else Group.RESTS


# Reasons


def reasons(before: Answer | None, after: Answer | None) -> tuple[Reason, ...]:
    """Why an answer differs: the deciding tests that came out otherwise, then days that moved."""
    if before is None or after is None:
        return () if after is None else after.decision.because
    old, new = before.inquiry, after.inquiry
    found = tuple(dict.fromkeys((*_categories(old, new), *_tests(old, new), *_days(before, after))))
    if found:
        return found
    known, now = set(before.decision.because), after.decision.because
    return tuple(each for each in now if each not in known) or now


def _categories(old: Inquiry, new: Inquiry) -> Iterator[Reason]:
    if old.requirement.categories and standing(old) != standing(new):
        yield standing(new)


def _tests(old: Inquiry, new: Inquiry) -> Iterator[Reason]:
    """The tests that help to decide either answer and come out otherwise, as they are now."""
    for condition, side in _trees(old, new):
        now, then = new.situation, old.situation
        leaves: dict[Leaf, None] = {}
        for situation in (now, then):
            leaves |= dict.fromkeys(deciding_leaves(situation, condition, side))
        for leaf in leaves:
            if now.holds(leaf, side) is not then.holds(leaf, side):
                yield tell(now, leaf, side, name_side=new.name_side)


def _trees(old: Inquiry, new: Inquiry) -> Iterator[tuple[Condition, Side]]:
    """Each condition that bears on the answer with each side it is read on: gates come first."""
    gates = new.ruleset.gates
    conditions = [gates[name].condition for name in gates_of(new.requirement)]
    for condition in conditions:
        reads = new.ruleset.reads_side(condition)
        yield from ((condition, side) for side in (new.situation.sides() if reads else (None,)))
    trees = [each.condition for each in (*new.texts, *old.texts)]
    trees += [new.reading.bites_only_if]
    for tree in dict.fromkeys(tree for tree in trees if tree is not None and tree != ALWAYS):
        sides = (
            new.sides_read(tree)
            if new.requirement.side in SIDES
            else dict.fromkeys((*new.sides_read(tree), *old.sides_read(tree)))
        )
        yield from ((tree, side) for side in sides)


def _days(before: Answer, after: Answer) -> Iterator[Reason]:
    """Which day moved, where the first day did."""
    if group_of(before, after) not in (Group.REDATED, Group.BEGINS):
        return
    first = after.starts_on
    yield DayMoved(None) if first is None else DayMoved(first, _source_of_day(after, first))


def _source_of_day(answer: Answer, first: dt.date) -> DaySource:
    """Which of the days that an answer starts from it is."""
    inquiry = answer.inquiry
    situation = inquiry.situation
    if situation.stated("service_start_date") == first:
        return DaySource.STARTED
    if any(situation.value(TREATED_FROM, side) == first for side in situation.sides()):
        return DaySource.CHILD_ACCESSED
    if any(each.since == first for each in situation.subject.designations or ()):
        return DaySource.REGISTERED
    return DaySource.OTHER


def by_reason(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows that share their reasons, in the order of each reason's first row."""
    found: dict[tuple[Reason, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(row.because, []).append(row)
    return list(found.values())
