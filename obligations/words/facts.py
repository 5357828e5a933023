"""Facts and their values in plain words."""

from __future__ import annotations

import datetime as dt
import re

from obligations import language
from obligations.rules.conditions.grammar import AS_AT, ComparisonOp, Family
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Value
from obligations.rules.facts.value_words import number as number
from obligations.rules.facts.value_words import value_words as value_words
from obligations.rules.rulebook.vocabulary import Fact

OPPOSITES: dict[ComparisonOp, ComparisonOp] = {
    "over": "at_most",
    "at_least": "under",
    "under": "at_least",
    "at_most": "over",
}
OP_WORDS = {
    "over": "more than",
    "at_least": "at least",
    "under": "under",
    "at_most": "at most",
}
DATE_OP_WORDS = {
    "over": "after",
    "at_least": "on or after",
    "under": "before",
    "at_most": "on or before",
}
NEGATION = re.compile(r"\b(?:no|not|none|never|neither|nobody|nothing|cannot|without)\b")
"""Words that deny: one of them in a sentence is enough."""
EVERY = "every one within its scope"
FAMILY_WORDS: dict[Family, str] = {
    "illegal": "illegal content",
    "children": "content harmful to children",
}
SIDE_WORDS = {"u2u": "user-to-user side", "search": "search side"}


def comparison_words(
    op: ComparisonOp, limit: float | dt.date | str, unit: str | None = None, *, met: bool = True
) -> str:
    """ "more than 7 million", "on or before 16 December 2024", "one or more" of what is counted.

    What would not meet it, where `met` is false.
    """
    op = op if met else OPPOSITES[op]
    if limit == AS_AT:
        return f"{DATE_OP_WORDS[op]} the day asked about"
    if isinstance(limit, dt.date):
        return f"{DATE_OP_WORDS[op]} {language.day(limit)}"
    assert not isinstance(limit, str)
    if unit == "kinds" and op in ("over", "at_least"):
        return f"{language.small(int(limit) + (op == 'over'))} or more"
    return f"{OP_WORDS[op]} {number(limit, unit)}"


def statement(fact: Fact, value: bool) -> str:
    """What is so when a yes-or-no fact has this value; without words of its own, its spelling."""
    said = fact.if_so if value else fact.if_not
    return said or f"{language.plain(fact.name)}: {'yes' if value else 'no'}"


def asserted(fact: Fact) -> str:
    """What follows "whether": that a fact is so; that it is not, where only this denies nothing."""
    denied = [NEGATION.search(statement(fact, value)) for value in (True, False)]
    return statement(fact, not (denied[0] and not denied[1]))


def noun(fact: Fact) -> str:
    """What a number, day, choice or set is called."""
    return fact.noun or fact.if_so or language.plain(fact.name)


def side_words(side: str | None) -> str:
    """ " on the user-to-user side", or nothing where no side is meant."""
    return f" on the {SIDE_WORDS[side]}" if side in SIDE_WORDS else ""


def spoken(family: Family, kind: str, label: str) -> str:
    """A kind's label as one would say it within a sentence."""
    title, _, part = label.partition(": ")
    text = language.within(f"{title} ({part})" if part else title)
    if family == "illegal" or "content" in text:
        return text
    return f"{text} content" if kind not in NOT_CALLED_CONTENT else text


NOT_CALLED_CONTENT = ("dangerous_stunts_and_challenges", "other_non_designated")


def level_words(at_least: str, *, met: bool = True) -> str:
    """ "medium or high" for at least medium; where that is not met, "low or negligible"."""
    reach = LEVELS.index(at_least)
    return language.either(LEVELS[reach:] if met else reversed(LEVELS[:reach]))


def told_words(fact: Fact, value: Value | None) -> str:
    """A fact's value with what its members stand for, where they are bare numbers of the law."""
    meant = choice_titles(fact)
    if not meant or not isinstance(value, frozenset) or not value:
        return value_words(value, fact.unit)
    named = [
        f"{each}, {language.within(meant[each])}" if each in meant else each
        for each in sorted(value)
    ]
    return "; ".join(named)


def choice_titles(fact: Fact) -> dict[str, str]:
    """What each choice stands for that is a bare number of the law."""
    return {each.choice: each.title for each in fact.choice_words}
