"""Every pair of colours in use meets WCAG AA, light and dark: 4.5 to 1 for words, 3 for lines."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[3] / "obligations/static/obligations/app.css"
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS.read_text()
    )
}
WORDS = [
    *product(("ink", "ink-2", "accent", "late", "soon", "good"), ("paper", "sheet", "sunk")),
    *((f"{state}", f"{state}-soft") for state in ("good", "soon", "stand", "late", "accent")),
    ("ink", "accent-soft"), ("ink", "soon-soft"), ("ink", "late-soft"), ("ink", "good-soft"),
    ("accent-hover", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-hover"),
    ("paper", "ink"), ("accent", "soon-soft"),
]  # fmt: skip
LINES = [("line-2", "sheet"), ("line-2", "paper"), ("accent", "paper"), ("soon", "sheet")]


def luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), WORDS)
def test_words_can_be_read(front: str, back: str, theme: int) -> None:
    assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), LINES)
def test_lines_can_be_seen(front: str, back: str, theme: int) -> None:
    assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= 3
