"""What stands by or waits: the event it is for, and what starts once that has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from obligations import language
from obligations.rules.facts.subject import Designation, RecordedEvent, Subject
from obligations.rules.flips.search import decide_again
from obligations.rules.rulebook.names import DESIGNATED
from obligations.rules.rulebook.requirements import WaitFor
from obligations.rules.verdict.answers import Finding, Verdict
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import has_no_day, waits_of

WHOLE_REGISTER = "being on Ofcom's register in {}"


def outlook(inquiry: Inquiry) -> tuple[str, ...]:
    """What has still to happen and what then starts, in sentences; none for other answers."""
    match inquiry.finding.verdict:
        case Verdict.STANDS_BY:
            return (_on_trigger(inquiry),)
        case Verdict.WAITS:
            return tuple(_when_over(inquiry))
        case _:
            return ()


def _on_trigger(inquiry: Inquiry) -> str:
    """The answer on the day after which the event is recorded."""
    event = inquiry.finding.until_event
    assert event is not None
    subject, as_at = inquiry.situation.subject, inquiry.situation.as_at
    found = decide_again(inquiry, _with_event(subject, event, as_at, inquiry))
    title, ref = (
        language.sentence(inquiry.ruleset.events[event].title)[:-1],
        inquiry.requirement.ref,
    )
    if found is None or found.verdict is not Verdict.WAITS:
        start = "" if found is None else _start(found, as_at)
        return f"{title}: {ref} would then apply{start}."
    return f"{title}: {ref} would then wait for {_awaited(inquiry, found)}."


def _with_event(subject: Subject, event: str, as_at: dt.date, inquiry: Inquiry) -> Subject:
    if event != DESIGNATED:
        return replace(subject, events=(*subject.events, RecordedEvent(event, as_at)))
    category = next(iter(inquiry.requirement.categories), "1")
    held = (*(subject.designations or ()), Designation(category, as_at, None))
    return replace(subject, designations=held)


def _start(found: Finding, as_at: dt.date) -> str:
    if found.starts_on is not None and found.starts_on > as_at:
        return f" from {language.day(found.starts_on)}"
    return " from the day on which that happens"


def _awaited(inquiry: Inquiry, found: Finding) -> str:
    if found.until_event is None:
        return "a day on which it comes into force"
    return language.within(inquiry.ruleset.events[found.until_event].title)


def _when_over(inquiry: Inquiry) -> Iterator[str]:
    awaited = list(dict.fromkeys(_outstanding(inquiry)))
    ref, trigger = inquiry.requirement.ref, inquiry.requirement.triggered_by
    first = inquiry.finding.starts_on
    if first is not None and trigger is not None:
        event = language.within(inquiry.ruleset.events[trigger].title)
        yield f"From {language.day(first)} {ref} stands by, and binds after this: {event}."
        return
    if awaited:
        yield f"Still to come: {language.listed(awaited)}."
    if has_no_day(inquiry.requirement, inquiry.reading):
        yield f"{ref} would then apply from the day that is set for it; none is set yet."
    else:
        last = "that" if len(awaited) == 1 else "the last of them"
        yield f"{ref} would then apply from the day on which {last} happens."


def _outstanding(inquiry: Inquiry) -> Iterator[str]:
    """Everything still waited for, in words; of alternatives, each."""
    if inquiry.category.waits:
        yield _event_words(inquiry, DESIGNATED, inquiry.requirement.categories)
    for each in waits_of(inquiry.requirement, inquiry.reading):
        yield from _still(inquiry, each)


def _still(inquiry: Inquiry, wait: WaitFor) -> Iterator[str]:
    if inquiry.situation.outstanding(wait) is None:
        return
    if wait.event is not None:
        categories: tuple[str, ...] = inquiry.requirement.categories
        if wait.event == DESIGNATED and not categories and wait.category is not None:
            categories = (wait.category,)
        yield _event_words(inquiry, wait.event, categories)
    for each in wait.all:
        yield from _still(inquiry, each)
    choices = list(dict.fromkeys(word for each in wait.any for word in _still(inquiry, each)))
    if choices:
        yield language.either(choices)


def _event_words(inquiry: Inquiry, event: str, categories: tuple[str, ...]) -> str:
    if event == DESIGNATED:
        named = language.either([f"Category {each}" for each in categories])
        return WHOLE_REGISTER.format(named)
    return language.within(inquiry.ruleset.events[event].title)
