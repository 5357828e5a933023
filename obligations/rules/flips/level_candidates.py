"""Ways to bring levels of risk to where a test wants them: of one kind, or of enough of several."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import Compare, Family, Is, Risk
from obligations.rules.conditions.levels import LEVELS, heights
from obligations.rules.facts.subject import Side
from obligations.rules.flips.changes import Change, Count, Level, Now, changed
from obligations.rules.flips.ways import Way
from obligations.rules.verdict.situation import Situation


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of which some test counts how many are at a level; `more` or fewer are wanted."""

    family: Family
    level: str
    kinds: tuple[str, ...]
    side: Side
    _: KW_ONLY
    more: bool

    @property
    def target(self) -> str:
        """The level that a kind is raised or lowered to."""
        return LEVELS[LEVELS.index(self.level) - (0 if self.more else 1)]


class LevelWays:
    """Finds ways that change levels of risk, over one situation."""

    def __init__(self, situation: Situation) -> None:
        self._situation = situation
        self._ruleset = situation.ruleset
        self._name_side = len(situation.sides()) > 1

    def _where(self, side: Side) -> Side:
        return side if self._name_side else None

    def to(self, test: Risk, wanted: bool, side: Side) -> list[Way]:
        """A kind's risk at the nearest level that meets the test, or does not."""
        reach = LEVELS.index(test.at_least)
        if side is None or (not wanted and reach == 0):
            return []
        level = LEVELS[reach if wanted else reach - 1]
        told = self._situation.levels.given(test.family, test.kind, side)
        change = Change(
            Level(test, wanted),
            Effort.FINDING,
            levels=(((test.family, test.kind, side), level),),
            side=self._where(side),
            steps=1.0 if told is None else _steps(told, level),
            now=None if told is None else Now(told),
        )
        return [(change,)]

    def counted(self, family: Family, side: Side, *, more: bool) -> tuple[str, ...]:
        """The kinds that the Code's count of risks takes each as one, to raise or to lower.

        Kinds that were rated together only are moved together. A kind that may not count is of
        no use to raise; to lower, it takes the place of what is a part of it.
        """
        levels = self._situation.levels
        names = {
            kind.name: None
            for kind in levels.listed(family).values()
            if (kind.counts or (kind.counts is None and not more)) and side in kind.sides
        }
        names = {name: None for name in names if levels.whole_of(family, name) not in names}
        for whole in self._ruleset.merged.values() if family == "children" else ():
            apart = [levels.given(family, part, side) for part in whole.merges]
            if levels.given(family, whole.name, side) is not None and not any(apart):
                names = {name: None for name in names if name not in whole.merges}
                names[whole.name] = None
        return tuple(names)

    def of_group(self, group: Group, leaf: Is | Compare, wanted: bool) -> list[Way]:
        """The nearest kinds raised, or lowered, one by one until their number is right."""
        if group.side is None:
            return []
        ruleset, situation = self._ruleset, self._situation
        moved: list[str] = []
        for kind in sorted(group.kinds, key=lambda each: self._height(group, each)):
            at_level = situation.levels.at_least(group.family, kind, group.level, group.side)
            if at_level is group.more:
                continue
            moved.append(kind)
            change = self._change(group, moved)
            subject = changed(ruleset, situation.subject, (change,), situation.as_at)
            after = Situation(ruleset, subject, situation.as_at)
            if after.holds(leaf, group.side) is wanted:
                return [(change,)]
        return []

    def _height(self, group: Group, kind: str) -> int:
        """The nearest to the level first: the highest to raise, the lowest to lower."""
        given = self._situation.levels.given(group.family, kind, group.side)
        low, high = (-1, -1) if given is None else heights(given)
        return -high if group.more else low

    def _change(self, group: Group, moved: list[str]) -> Change:
        levels, family, side = self._situation.levels, group.family, group.side
        truths = [levels.at_least(family, each, group.level, side) for each in group.kinds]
        reached = sum(each is not False for each in truths)
        told = None not in truths and not group.more
        return Change(
            Count(family, group.level, tuple(moved), group.more, left=reached - len(moved)),
            Effort.FINDING,
            levels=tuple(((family, each, side), group.target) for each in moved),
            side=self._where(side),
            steps=float(len(moved)),
            now=Now(reached) if told else None,
        )


def _steps(told: str, level: str) -> float:
    """How many levels lie between what is told and another level."""
    wanted = LEVELS.index(level)
    low, high = heights(told)
    return float(max(low - wanted, wanted - high, 0))
