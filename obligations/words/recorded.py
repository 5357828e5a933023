"""An answer about a service in words, as it was recorded."""

from __future__ import annotations

from typing import Any

from obligations import language
from obligations.rules.facts.file_shapes import SubjectError
from obligations.rules.facts.key import Key
from obligations.rules.facts.values import read_value
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.words import conditions, facts


def answer(ruleset: RuleSet, key: Key, value: Any) -> str:
    """ "It has direct messages."; of what these rules do not know, its name alone."""
    where = facts.side_words(key.side) if key.side == "search" else ""
    fact, rated = ruleset.facts.get(key.name), key.level
    if rated is not None:
        name = f"risk of {conditions.kind_words(ruleset, *rated[:2])}{where}"
        said = f"{name}: {language.plain(str(value)) if value is not None else 'not known'}"
    elif fact is None:
        said = language.plain(key.name)
    elif value is None:
        said = f"{facts.noun(fact)}{where}: not known"
    elif isinstance(value, bool):
        said = f"{facts.statement(fact, value)}{where}"
    else:
        said = f"{facts.noun(fact)}{where}: {_value(fact, value)}"
    return language.sentence(said)


def _value(fact: Fact, value: Any) -> str:
    try:
        return facts.told_words(fact, read_value(fact, value))
    except (SubjectError, ValueError):  # Recorded under rules that took it.
        return language.plain(str(value))
