"""Words of the law that a question uses, each with what it means in words anyone knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from obligations import language


@dataclass(frozen=True)
class Term:
    """A definition of the law data (`id`) as it is said in questions, and what it means."""

    id: str
    said: tuple[str, ...]
    plain: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(re.escape(language.typographic(each)) for each in self.said)
        return re.compile(rf"(?<!primary )\b(?:{words})\b", re.IGNORECASE)

    @property
    def title(self) -> str:
        return language.typographic(self.said[0])

    @property
    def means(self) -> str:
        return language.typographic(self.plain)

    def is_in(self, text: str) -> bool:
        return self._pattern.search(language.typographic(text)) is not None


def terms_of(payload: Mapping[str, Any]) -> tuple[Term, ...]:
    """The terms of a law payload; earlier editions have none."""
    return tuple(
        Term(each["id"], tuple(each["said"]), each["plain"])
        for each in payload.get("definitions") or ()
        if each.get("said")
    )


def terms_in(terms: Iterable[Term], text: str) -> tuple[Term, ...]:
    """The terms that a text uses, in the order of the law data."""
    return tuple(each for each in terms if each.is_in(text))
