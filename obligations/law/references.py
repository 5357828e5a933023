"""References as people write them and as records do: "Section 10 (2)" is s 10(2), C14 is ICU C14.

A reference has keys, the shortest first: "OSA 2023 s 10(2)(a)" has s10, s10(2) and s10(2)(a). What
is sought is one key, so who asks for a section finds its subsections.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_NUMBER = r"\s*(\d+[A-Z]{0,2})((?:\s*\(\w{1,4}\))*)"
_PLACE = re.compile(rf"\b(ss?|Sch|paras?|regs?|arts?)\b{_NUMBER}")
_MEASURE = re.compile(r"\b(?:(IC[US]|PC[US])\s*)?([A-K])\s?(\d{1,2})\b")
_MEASURE_AS_WRITTEN = re.compile(_MEASURE.pattern, re.IGNORECASE)
_BRACKETS = re.compile(r"\(\w+\)")


@dataclass(frozen=True, slots=True)
class Asked:
    """The references in what somebody wrote, by key, and the words that are left.

    `written`: each reference as texts may write it, for what has no reference of its own.
    """

    keys: tuple[str, ...]
    words: str
    written: tuple[tuple[str, ...], ...]


def plain(text: str) -> str:
    """A name as it is compared: small letters and digits, one space between words."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def keys_of(ref: str) -> list[str]:
    """Every key under which a reference of the law data is found."""
    found: list[str] = []
    for kind, number, brackets in _PLACE.findall(ref):
        key = _key(kind.removesuffix("s") or kind, number, "")
        found.append(key)
        for bracket in _BRACKETS.findall(brackets):
            key += bracket.casefold()
            found.append(key)
    for code, letter, number in _MEASURE.findall(ref):
        measure = f"{letter}{number}".casefold()
        found += [measure, f"{code}{measure}".casefold()] if code else [measure]
    return list(dict.fromkeys(found))


def _key(kind: str, number: str, brackets: str) -> str:
    return "".join(f"{kind}{number}{brackets}".casefold().split())


def asked(text: str, forms: Iterable[Mapping[str, Any]]) -> Asked:
    """The references in a text; `forms` say how people write the parts (fixtures/law/search.yaml).

    A single letter with a number is a Code measure: C14, icu c14.
    """
    keys: list[str] = []
    spelt: list[tuple[str, ...]] = []
    for form in forms:
        written = "|".join(map(re.escape, sorted(form["written"], key=len, reverse=True)))
        place = re.compile(rf"\b(?:{written})\.?{_NUMBER}", re.IGNORECASE)
        for number, brackets in place.findall(text):
            keys.append(_key(form["as"], number, brackets))
            spelt.append(tuple(f"{each} {number}" for each in form["written"] if len(each) > 2))
        text = place.sub(" ", text)
    for found in _MEASURE_AS_WRITTEN.findall(text):
        keys.append("".join(found).casefold())
        spelt.append((" ".join(filter(None, (found[0], "".join(found[1:])))),))
    text = _MEASURE_AS_WRITTEN.sub(" ", text)
    return Asked(tuple(dict.fromkeys(keys)), " ".join(text.split()), tuple(spelt))
