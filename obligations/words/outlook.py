"""What stands by or waits, in sentences: what has still to happen, and what then starts."""

from __future__ import annotations

from obligations import language
from obligations.rules.answer.answer import Answer
from obligations.rules.answer.outlook import (
    Awaited,
    Outlook,
    StillToCome,
    ThenApplies,
    ThenStandsBy,
    WouldApply,
    WouldWait,
)
from obligations.rules.rulebook.names import DESIGNATED
from obligations.rules.rulebook.ruleset import RuleSet


def sentences(one: Answer) -> list[str]:
    """What has still to happen and what then starts; none where nothing waits or stands by."""
    return [_sentence(each, one.inquiry.ruleset, one.ref) for each in one.outlook]


def _sentence(found: Outlook, ruleset: RuleSet, ref: str) -> str:
    match found:
        case WouldApply(event, day, is_found):
            start = "the day on which that happens" if day is None else language.day(day)
            when = f" from {start}" if is_found else ""
            return f"{_title(ruleset, event)}: {ref} would then apply{when}."
        case WouldWait(event, until):
            then = "a day on which it comes into force"
            if until is not None:
                then = language.within(ruleset.events[until].title)
            return f"{_title(ruleset, event)}: {ref} would then wait for {then}."
        case ThenStandsBy(starts_on, event):
            title = language.within(ruleset.events[event].title)
            return f"From {language.day(starts_on)} {ref} stands by, and binds after this: {title}."
        case StillToCome(events):
            every = dict.fromkeys(_awaited(each, ruleset) for each in events)
            return f"Still to come: {language.listed([*every])}."
        case ThenApplies(has_no_day, count):
            if has_no_day:
                return f"{ref} would then apply from the day that is set for it; none is set yet."
            last = "that" if count == 1 else "the last of them"
            return f"{ref} would then apply from the day on which {last} happens."


def _title(ruleset: RuleSet, event: str) -> str:
    return language.sentence(ruleset.events[event].title)[:-1]


def _awaited(event: Awaited, ruleset: RuleSet) -> str:
    if event.any_of:
        return language.either([_awaited(each, ruleset) for each in event.any_of])
    if event.event == DESIGNATED and event.categories:
        named = language.either([f"Category {each}" for each in event.categories])
        return f"being on Ofcom's register in {named}"
    return language.within(ruleset.events[event.event].title)
