"""Whether the words beside a measure's number are clearly the title of another measure.

Titles here are in our own words and a list has Ofcom's, so words are compared, not texts: each
weighs the more, the fewer titles of its Code have it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from obligations.rules.rulebook.requirements import Requirement

TOLD = 0.6
"""The share of a title, and of what was written, that must agree before it is that title."""
APART = 0.4
"""By how much another title must be nearer than the measure's own."""
STEM = 6
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = frozenset({
    "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "be", "by", "for", "from",
    "in", "into", "is", "it", "its", "not", "of", "on", "or", "that", "the", "their", "these",
    "this", "to", "which", "who", "will", "with",
})  # fmt: skip


def stems(text: str) -> frozenset[str]:
    """The words of a text that carry its meaning, so cut that "policies" and "policy" are one."""
    found = (word for word in _WORD.findall(text.casefold()) if word not in _SMALL)
    return frozenset(_stem(word) for word in found)


def _stem(word: str) -> str:
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return word.replace("ie", "y")[:STEM]


class Titles:
    """The titles of the numbered measures of one Code."""

    def __init__(self, measures: Iterable[Requirement]) -> None:
        self.measures = tuple(measures)

    @cached_property
    def _stems(self) -> dict[str, frozenset[str]]:
        return {each.id: stems(each.title) for each in self.measures}

    @cached_property
    def _weights(self) -> dict[str, float]:
        counts = Counter(stem for found in self._stems.values() for stem in found)
        return {stem: math.log(1 + len(self.measures) / count) for stem, count in counts.items()}

    def other(self, measure: Requirement, texts: Iterable[str]) -> Requirement | None:
        """The measure whose title one of the texts clearly is, if not the measure's own.

        None where the title could be its own, or could be that of several others.
        """
        found: dict[str, Requirement] = {}
        for text in texts:
            written = stems(text)
            own = self._alike(written, measure)
            if own >= TOLD:
                return None
            for each in self.measures:
                alike = self._alike(written, each)
                if each.id != measure.id and alike >= TOLD and alike - own >= APART:
                    found[each.id] = each
        return next(iter(found.values())) if len(found) == 1 else None

    def _alike(self, written: frozenset[str], measure: Requirement) -> float:
        """How far what was written is a measure's title: 0 to 1, the worse of the two shares."""
        title = self._stems[measure.id]
        both = self._weight(written & title)
        return both / max(self._weight(written), self._weight(title), 1e-9)

    def _weight(self, found: frozenset[str]) -> float:
        """Words of no title weigh as those of one: they speak for none."""
        rare = math.log(1 + len(self.measures))
        return sum(self._weights.get(stem, rare) for stem in found)
