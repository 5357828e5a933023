"""Names of the code as words, where no table has better ones."""

from __future__ import annotations

from typing import Any

from obligations import language

ACRONYMS = {
    "csea": "CSEA", "csam": "CSAM", "urls": "URLs", "uk": "UK", "ai": "AI", "ofcom": "Ofcom",
    "ofcom's": "Ofcom's", "id": "id", "gbp": "in pounds", "api": "API",
}  # fmt: skip


def plain(value: Any) -> str:
    """`age-assurance` or `in_force` as words: Age assurance, In force."""
    words = str(value).replace("-", " ").replace("_", " ").split()
    return language.capital(" ".join(ACRONYMS.get(word, word) for word in words))


def named(names: dict[str, str], value: Any) -> str:
    """What a table of names has for a value, or the value as words."""
    return names.get(str(value)) or plain(value)
