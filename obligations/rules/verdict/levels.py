"""Levels of risk: of one kind, of kinds taken together, and how many kinds reach a level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from obligations.rules.conditions.grammar import Family
from obligations.rules.conditions.levels import LEVELS, heights
from obligations.rules.conditions.truth import Interval, Truth, any_of
from obligations.rules.facts.subject import Side, Subject
from obligations.rules.rulebook.kinds import Kind
from obligations.rules.rulebook.ruleset import RuleSet


class Levels:
    """The risk levels of one subject, under one rule set, on one day."""

    def __init__(self, ruleset: RuleSet, subject: Subject, as_at: dt.date) -> None:
        self._ruleset = ruleset
        self._subject = subject
        self._as_at = as_at
        self._known: dict[tuple[Family, str, str, Side], Truth] = {}
        self._listed: dict[Family, dict[str, Kind]] = {}

    def given(self, family: Family, kind: str, side: Side) -> str | None:
        """The level, or span of levels, told for a kind on a side, if any."""
        return self._subject.risks.get((family, kind, side))

    def at_least(self, family: Family, kind: str, level: str, side: Side) -> Truth:
        """Whether a kind is at a level or above it on this side."""
        key = (family, kind, level, side)
        if key not in self._known:
            self._known[key] = self._at_least(family, kind, level, side)
        return self._known[key]

    def _at_least(self, family: Family, kind: str, level: str, side: Side) -> Truth:
        given = self.given(family, kind, side)
        if given is not None:
            low, high = heights(given)
            wanted = LEVELS.index(level)
            if low >= wanted or high < wanted:
                return low >= wanted
        parts = self.parts(family, kind, side)
        if parts:
            return any_of(self.at_least(family, part, level, side) for part in parts)
        return self._under_whole(family, kind, level, side)

    def parts(self, family: Family, kind: str, side: Side) -> tuple[str, ...]:
        """The kinds rated apart that together make up a kind on the day, if any on this side."""
        listed = self.listed(family)
        found = self._ruleset.parts.get((family, kind, side), ())
        return tuple(part for part in found if part in listed)

    def whole_of(self, family: Family, kind: str) -> str | None:
        """The kind that a kind is a part of, if any."""
        record = self._ruleset.kinds[family].get(kind)
        return None if record is None else record.part_of

    def _under_whole(self, family: Family, kind: str, level: str, side: Side) -> Truth:
        """What follows for a kind that is not rated by itself.

        It is never above the level told for the whole that it belongs to, or for the kind whose
        level answers for it, and at that level where it is all there is of the whole on the day;
        and a kind that an assessment was to name, and did not, is at none.
        """
        record = self._ruleset.kinds[family].get(kind)
        if record is None:
            return None
        above = record.part_of or record.answered_by
        told = None if above is None else self.given(family, above, side)
        if told is not None:
            low, high = heights(told)
            if high < LEVELS.index(level):
                return False
            if self.parts(family, above or "", side) == (kind,):
                return True if low >= LEVELS.index(level) else None
        named = record.named_if is None or self._subject.facts.get((record.named_if, side))
        return False if named is False and LEVELS.index(level) > 0 and told is None else None

    def count_listed(
        self, family: Family, kinds: tuple[str, ...], level: str, side: Side
    ) -> int | Interval:
        """How many of these kinds are at a level; a range while some are not known."""
        low, high = self._fewest_and_most(family, kinds, level, side)
        return low if low == high else Interval(low, high)

    def _fewest_and_most(
        self, family: Family, kinds: Iterable[str], level: str, side: Side
    ) -> tuple[int, int]:
        """How many of these kinds are at a level, at least and at most.

        Where kinds are rated together and together reach it, one of them at least does.
        """
        truths = {kind: self.at_least(family, kind, level, side) for kind in kinds}
        wholes = [whole for whole in self._ruleset.merged.values() if family == "children"]
        parts = [[truths[kind] for kind in whole.merges if kind in truths] for whole in wholes]
        hidden = sum(
            self.at_least(family, whole.name, level, side) is True
            and None in own
            and True not in own
            for whole, own in zip(wholes, parts, strict=True)
        )
        low = sum(truth is True for truth in truths.values())
        return low + hidden, sum(truth is not False for truth in truths.values())

    def count(self, family: Family, level: str, side: Side) -> tuple[int, int]:
        """Fewest and most kinds at a level that a Code's count of kinds can come to.

        Each kind is counted apart. A kind that may or may not count (`counts` None) widens the
        count.
        """
        sure = [kind.name for kind in self.listed(family).values() if kind.counts is True]
        low, high = self._fewest_and_most(family, sure, level, side)
        return low, high + len(self.in_doubt(family, level, side))

    def in_doubt(self, family: Family, level: str, side: Side) -> list[str]:
        """Kinds that may be at a level, of which it is not known whether the count takes them.

        A kind with a part that surely counts is one kind with it: it adds nothing to that part.
        """
        listed = self.listed(family)
        return [
            kind.name
            for kind in listed.values()
            if kind.counts is None
            and self.at_least(family, kind.name, level, side) is not False
            and not any(
                listed[part].counts is True
                and self.at_least(family, part, level, side) is not False
                for part in self.parts(family, kind.name, side)
            )
        ]

    def unrated(self, family: Family, level: str, side: Side) -> list[str]:
        """The kinds whose missing level leaves the multi-risk count open."""
        return [
            kind.name
            for kind in self.listed(family).values()
            if kind.counts is not False and self.at_least(family, kind.name, level, side) is None
        ]

    def listed(self, family: Family) -> dict[str, Kind]:
        """The kinds that the list of kinds holds on the day, by name, each as it counts then.

        Before there was a list, the first one answers: what is to start later is foretold with
        the list that it starts with.
        """
        if family not in self._listed:
            kinds = self._ruleset.kinds[family].values()
            firsts = [span.from_ for kind in kinds for span in kind.versions if span.from_]
            day = max(self._as_at, min(firsts, default=self._as_at))
            self._listed[family] = {
                kind.name: kind.as_at(day)
                for kind in kinds
                if any(span.holds(day) for span in kind.versions)
            }
        return self._listed[family]
