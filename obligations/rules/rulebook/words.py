"""Facts, values, days and lists in plain words."""

from __future__ import annotations

import datetime as dt
from calendar import month_name

from obligations.rules.conditions.grammar import AS_AT, LEVELS, Family
from obligations.rules.conditions.truth import Interval, Value
from obligations.rules.rulebook.records import Fact

INFINITY = float("inf")
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
_MONTHS = tuple(month_name)
EVERY = "every one within its scope"
FAMILY_WORDS: dict[Family, str] = {
    "illegal": "illegal content",
    "children": "content harmful to children",
}
SIDE_WORDS = {"u2u": "user-to-user side", "search": "search side"}


def comparison_words(op: str, limit: float | dt.date | str, unit: str | None = None) -> str:
    """ "more than 7 million", "on or before 16 December 2024", "one or more" of what is counted."""
    if limit == AS_AT:
        return f"{DATE_OP_WORDS[op]} the day asked about"
    if isinstance(limit, dt.date):
        return f"{DATE_OP_WORDS[op]} {day(limit)}"
    assert not isinstance(limit, str)
    if unit == "kinds" and op in ("over", "at_least"):
        return f"{small(int(limit) + (op == 'over'))} or more"
    return f"{OP_WORDS[op]} {number(limit, unit)}"


def statement(fact: Fact, value: bool) -> str:
    """What is so when a yes-or-no fact has this value; without words of its own, its spelling."""
    said = fact.words.if_so if value else fact.words.if_not
    return said or f"{plain(fact.name)}: {'yes' if value else 'no'}"


def noun(fact: Fact) -> str:
    """What a number, day, choice or set is called."""
    return fact.words.noun or fact.words.if_so or plain(fact.name)


def side_words(side: str | None) -> str:
    """ " on the user-to-user side", or nothing where no side is meant."""
    return f" on the {SIDE_WORDS[side]}" if side in SIDE_WORDS else ""


def spoken(family: Family, kind: str, label: str) -> str:
    """A kind's label as one would say it within a sentence."""
    title, _, part = label.partition(": ")
    text = within(f"{title} ({part})" if part else title)
    if family == "illegal" or "content" in text:
        return text
    return f"{text} content" if kind not in NOT_CALLED_CONTENT else text


NOT_CALLED_CONTENT = ("dangerous_stunts_and_challenges", "other_non_designated")


def level_words(at_least: str) -> str:
    """ "medium or high" for at least medium."""
    return _LEVEL_WORDS[at_least]


def value_words(value: Value | None, unit: str | None = None) -> str:
    """A fact's value as one would write it."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case Interval(low, high):
            if high == INFINITY:
                return f"{number(low, unit)} or more"
            return f"{number(low, unit)} to {number(high, unit)}"
        case int() | float():
            return number(value, unit)
        case frozenset():
            return join_and([plain(each) for each in sorted(value)]) if value else "none"
        case dt.date():
            return day(value)
        case text:
            return plain(text)


def told_words(fact: Fact, value: Value | None) -> str:
    """A fact's value with what its members stand for, where they are bare numbers of the law."""
    meant = choice_titles(fact)
    if not meant or not isinstance(value, frozenset) or not value:
        return value_words(value, fact.unit)
    named = [f"{each}, {within(meant[each])}" if each in meant else each for each in sorted(value)]
    return "; ".join(named)


def choice_titles(fact: Fact) -> dict[str, str]:
    """What each choice stands for that is a bare number of the law."""
    return {each.choice: each.title for each in fact.words.choices}


def number(value: float, unit: str | None = None) -> str:
    """1234567 as "1,234,567", 34000000 as "34 million", pounds with their sign."""
    sign = "£" if unit is not None and unit.startswith("GBP") else ""
    if value >= 1_000_000 and value % 100_000 == 0:
        return f"{sign}{value / 1_000_000:g} million"
    return f"{sign}{value:,.0f}" if float(value).is_integer() else f"{sign}{value:,}"


def small(count: int) -> str:
    """A count in a sentence: one to nine in letters."""
    letters = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return letters[count - 1] if 1 <= count <= len(letters) else str(count)


def day(value: dt.date) -> str:
    """21 November 2026."""
    return f"{value.day} {_MONTHS[value.month]} {value.year}"


def month(value: dt.date) -> str:
    """November 2026."""
    return f"{_MONTHS[value.month]} {value.year}"


def plain(name: str) -> str:
    """A name of the data as words: "user_to_user" -> "user to user"."""
    return name.replace("_", " ")


def sentence(clause: str) -> str:
    """A clause with a capital and a full stop."""
    text = clause[:1].upper() + clause[1:]
    return text if text.endswith((".", ":", "?")) else f"{text}."


def within(title: str) -> str:
    """A title as it stands within a sentence; what begins with an acronym keeps its capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def join_or(words: list[str]) -> str:
    """a, b or c."""
    return _join(words, "or")


def join_and(words: list[str]) -> str:
    """a, b and c."""
    return _join(words, "and")


def _join(words: list[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


_LEVEL_WORDS = {level: join_or(list(LEVELS[at:])) for at, level in enumerate(LEVELS)}
