"""Ways: sets of changes that together do something, and how they are joined and ranked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from obligations.rules.flips.changes import Change

Way = tuple[Change, ...]
WIDTH = 24
LONGEST = 3
NOTHING: Way = ()


def cost(way: Way) -> tuple[int, float, int]:
    """By what a way is ranked: the effort of its changes, then how far they are."""
    return sum(each.effort for each in way), sum(each.steps for each in way), len(way)


def either(*choices: Iterable[Way]) -> list[Way]:
    """The cheapest of all these ways."""
    found = dict.fromkeys(way for ways in choices for way in ways)
    return sorted(found, key=cost)[:WIDTH]


def both(*needed: list[Way]) -> list[Way]:
    """The cheapest ways that do all of these at once; none where one of them has none."""
    found: list[Way] = [NOTHING]
    for ways in needed:
        pairs = (_joined(one, other) for one, other in product(found, ways))
        found = either(*pairs)
    return found


def _joined(one: Way, other: Way) -> list[Way]:
    """Two ways as one. Where they set the same number or level, either may be enough."""
    mine, theirs = _touched(one), _touched(other)
    clash = {key for key in mine.keys() & theirs.keys() if mine[key] != theirs[key]}
    if not clash:
        joined = [tuple(dict.fromkeys((*one, *other)))]
    elif any(isinstance(mine[key], bool) for key in clash):
        return []
    else:
        joined = [(*_without(one, clash), *other), (*one, *_without(other, clash))]
    return [way for way in joined if len(way) <= LONGEST]


def _touched(way: Way) -> dict[object, object]:
    found: dict[object, object] = {}
    for change in way:
        found |= dict(change.put) | dict(change.levels)
        found |= dict.fromkeys(change.adds, True) | dict.fromkeys(change.drops, False)
    return found


def _without(way: Way, keys: set[object]) -> Way:
    return tuple(each for each in way if not keys & _touched((each,)).keys())
