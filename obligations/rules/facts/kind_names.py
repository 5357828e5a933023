"""Kinds of harm by the names that people write: ours, Ofcom's, a heading of an assessment."""

from __future__ import annotations

import re
from collections.abc import Mapping

from obligations.rules.conditions.grammar import Family
from obligations.rules.rulebook.kinds import Kind, MergedKind
from obligations.rules.rulebook.ruleset import RuleSet

_SAY_NOTHING = frozenset(
    ("a", "and", "any", "content", "for", "kind", "of", "offence", "or", "other", "than", "the")
)
_WORD = re.compile(r"[^\W_]+")


def kinds_of(ruleset: RuleSet, family: Family) -> dict[str, Kind | MergedKind]:
    """The kinds of a family to which a level is given, by name, those taken together last."""
    merged: Mapping[str, MergedKind] = ruleset.merged if family == "children" else {}
    return {**ruleset.kinds[family], **merged}


def kind_named(ruleset: RuleSet, family: Family, text: str) -> str | None:
    """The name of the one kind that a text names; None where none or several are meant.

    "Grooming", "Drugs and psychoactive substances offences" and "2C Grooming" name one; "abuse"
    does not.
    """
    kinds = kinds_of(ruleset, family)
    if text in kinds:
        return text
    said = _words(text)
    if not said:
        return None
    named = {name: _names(kind) for name, kind in kinds.items()}
    same = [name for name, ways in named.items() if said in ways]
    within = [name for name, ways in named.items() if any(said <= way for way in ways)]
    found = same or within
    return found[0] if len(found) == 1 else None


def _names(kind: Kind | MergedKind) -> list[frozenset[str]]:
    """The words of each of its names, and of all together."""
    ways = [_words(kind.name), _words(kind.label), _words(kind.title or "")]
    ways += [_words(each) for each in kind.also]
    return [way for way in ways if way]


def _words(text: str) -> frozenset[str]:
    found = (word.casefold() for word in _WORD.findall(text.replace("_", " ")))
    return frozenset(_singular(word) for word in found if not word[0].isdigit()) - _SAY_NOTHING


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
