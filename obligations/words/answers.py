"""How an answer is said: what it comes to, how strongly, on which side."""

from __future__ import annotations

import datetime as dt
from typing import Any

from obligations import language
from obligations.rules.answer.answer import Answer
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.context import event_words, whether_later
from obligations.words.names import named

STRENGTHS = {
    "must": "You must",
    "recommended": "Recommended to you",
    "should": "You should",
    "information": "For information",
}
ANSWERS = {
    "applies": "Applies",
    "applies_from": "Applies from a date",
    "waits": "Waits",
    "stands_by": "Stands by",
    "not_known": "Not known yet",
    "may_apply_later": "Not in force; may apply later",
    "does_not_apply": "Does not apply",
    "proposed": "Proposed",
}
SUSPENDED = {True: "yes", False: "no", None: "unclear"}
"""Whether an appeal against the register suspends an answer (OSA 2023 s 167), as filters say it."""
SIDES = {
    "u2u": "User-to-user side",
    "search": "Search side",
    "platform": "Whole service",
    "provider": "Provider",
}


def strength(value: Any) -> str:
    return named(STRENGTHS, value)


def answer(value: Any) -> str:
    return named(ANSWERS, value)


def side(value: Any) -> str:
    return named(SIDES, value)


def screen_level(value: Any) -> str:
    """The level a thing is told of: what the code calls a platform is a service on screen."""
    return "service" if str(value) == "platform" else str(value)


def within(value: Any, day: dt.date | None = None) -> str:
    """An answer within a sentence: "applies from 1 January 2027", "is not known"."""
    match Verdict(value):
        case Verdict.APPLIES | Verdict.APPLIES_FROM if day is not None:
            return f"applies from {language.day(day)}"
        case Verdict.WAITS:
            return "waits for an event"
        case Verdict.NOT_KNOWN:
            return "is not known"
        case Verdict.MAY_APPLY_LATER:
            return "is not in force, and may apply later"
        case other:
            return answer(other).lower()


def state(one: Answer | None) -> str:
    """An answer in a few words: "binds from 1 March 2027", "waits for: ...", "does not apply"."""
    if one is None:
        return "does not apply"
    match one.answer:
        case Verdict.APPLIES if one.starts_on is not None:
            return f"binds since {language.day(one.starts_on)}"
        case Verdict.APPLIES:
            return "binds"
        case Verdict.APPLIES_FROM if one.starts_on is not None:
            return f"binds from {language.day(one.starts_on)}"
        case Verdict.WAITS if one.starts_on is not None:
            return f"waits until {language.day(one.starts_on)}, when it comes into force"
        case Verdict.WAITS:
            return f"waits for: {event_words(one.inquiry)}"
        case Verdict.STANDS_BY:
            return f"stands by until: {event_words(one.inquiry)}"
        case Verdict.NOT_KNOWN:
            return "not known"
        case Verdict.MAY_APPLY_LATER:
            return f"not in force; {whether_later(one.inquiry)} is not known"
        case Verdict.PROPOSED:
            return "proposed"
        case _:
            return "does not apply"
