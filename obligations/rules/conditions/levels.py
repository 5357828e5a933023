"""Levels of risk, and spans of them: "low to medium" for what an assessment leaves between two."""

from __future__ import annotations

from typing import Literal, get_args

Level = Literal["negligible", "low", "medium", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)

_HEIGHTS = {level: (at, at) for at, level in enumerate(LEVELS)} | {
    f"{low} to {high}": (at, at + 1 + above)
    for at, low in enumerate(LEVELS)
    for above, high in enumerate(LEVELS[at + 1 :])
}


def heights(told: str) -> tuple[int, int]:
    """The lowest and the highest level that is told, as places in LEVELS. Raises KeyError."""
    return _HEIGHTS[told]


def span(lowest: int, highest: int) -> str:
    """What is told by these places in LEVELS: a level, or a span in words."""
    low, high = LEVELS[lowest], LEVELS[highest]
    return low if low == high else f"{low} to {high}"


def is_told(value: object) -> bool:
    """Whether this is a level or a span of levels."""
    return isinstance(value, str) and value in _HEIGHTS


def is_span(told: str | None) -> bool:
    """Whether more than one level is told."""
    return told is not None and told not in LEVELS
