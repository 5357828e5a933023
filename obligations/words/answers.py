"""How an answer is said: what it comes to, how strongly, on which side."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from obligations import language
from obligations.rules.answer.answer import Answer
from obligations.rules.flips.ways import LONGEST
from obligations.rules.verdict.answers import Verdict, Would
from obligations.words.conditions import kind_words
from obligations.words.names import named
from obligations.words.reasons import NOT_NOW, event_words, whether_later
from obligations.words.trace import OWN, Line, Trace
from obligations.words.trace_lines import lines_of

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
WOULD = {
    Would.WOULD: "would apply",
    Would.WOULD_NOT: "would not apply",
    Would.DEPENDS: "may or may not apply",
}
SIDES = {
    "u2u": "User-to-user side",
    "search": "Search side",
    "platform": "Whole service",
    "provider": "Provider",
}

strength = partial(named, STRENGTHS)
side = partial(named, SIDES)
answer = partial(named, ANSWERS)


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
            return f"waits for: {_event(one)}"
        case Verdict.STANDS_BY:
            return f"stands by until: {_event(one)}"
        case Verdict.NOT_KNOWN:
            return "not known"
        case Verdict.MAY_APPLY_LATER:
            return f"not in force; {_later(one)} is not known"
        case Verdict.PROPOSED:
            return "proposed"
        case _:
            return "does not apply"


def headline(one: Answer) -> str:
    """The answer as one sentence: "ICU C1 stands by until: a significant change is planned."."""
    ref, since = one.ref, language.day(one.starts_on)
    if one.suspended is not False:
        return _suspended(one)
    match one.answer:
        case Verdict.APPLIES:
            return f"{ref} has applied since {since}." if since else f"{ref} applies."
        case Verdict.APPLIES_FROM if since:
            return f"{ref} applies from {since}."
        case Verdict.WAITS if since:
            return f"{ref} waits: it comes into force on {since}."
        case Verdict.WAITS:
            return f"{ref} waits for: {_event(one)}."
        case Verdict.STANDS_BY:
            return f"{ref} stands by until: {_event(one)}."
        case Verdict.NOT_KNOWN:
            return f"Whether {ref} applies is not known."
        case Verdict.MAY_APPLY_LATER:
            day = language.day(one.inquiry.situation.as_at)
            return f"{ref} is not in force on {day}; {_later(one)} is not known yet."
        case Verdict.PROPOSED:
            return f"{ref} is only proposed; it {WOULD[one.would or Would.DEPENDS]}."
        case _ if one.ends_on is not None:
            return f"{ref} no longer applies; it last bound on {language.day(one.ends_on)}."
        case _:
            return f"{ref} does not apply."


def _event(one: Answer) -> str:
    return event_words(one.inquiry.ruleset, one.until_event)


def _later(one: Answer) -> str:
    return whether_later(one.inquiry.ruleset, one.decision.finding)


def _suspended(one: Answer) -> str:
    """Of what binds while an appeal against the register is pending."""
    if one.suspended is None:
        return (
            f"Whether {one.ref} must be complied with while the appeal is pending is not settled."
        )
    if one.starts_on is None:
        return f"{one.ref} applies, but {NOT_NOW}."
    verb = "applies from" if one.answer is Verdict.APPLIES_FROM else "has applied since"
    return f"{one.ref} {verb} {language.day(one.starts_on)}, but {NOT_NOW}."


def trace(one: Answer) -> Trace:
    """The whole tree behind the answer: the answer over the lines that explain it."""
    decision = one.decision
    line = Line(headline(one), decision.inquiry.outcome, True, OWN, lines_of(decision))
    return Trace(line, one.ref)


def doubt(one: Answer) -> str | None:
    """What the law data leaves open, where no answer of the provider settles it."""
    ruleset = one.inquiry.ruleset
    kinds = dict.fromkeys(kind_words(ruleset, *each) for each in one.doubt)
    if not kinds:
        return None
    counts = "counts as one of these kinds" if len(kinds) == 1 else "count as such kinds"
    return f"Whether {language.listed([*kinds])} {counts} is not confirmed."


def far(one: Answer) -> str | None:
    """That no near change would do, where none was found for what does not apply."""
    if one.flips or one.inquiry.outcome is not False:
        return None
    if one.ends_on is not None:
        return "It has ended: no change of yours would bring it back."
    return f"More than {language.small(LONGEST)} answers would have to change before it applies."
