"""What stands by or waits: the event it is for, and what starts once that has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from obligations.rules.facts.subject import Designation, RecordedEvent, Subject
from obligations.rules.flips.search import decide_again
from obligations.rules.rulebook.names import DESIGNATED
from obligations.rules.rulebook.requirements import WaitFor
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import has_no_day, waits_of


@dataclass(frozen=True, slots=True)
class Awaited:
    """An event waited for; of alternatives, `any_of` in place of it."""

    event: str = ""
    categories: tuple[str, ...] = ()
    any_of: tuple[Awaited, ...] = ()


@dataclass(frozen=True, slots=True)
class WouldApply:
    """After the event it would apply: from this day, or (None) from that of the event.

    `is_found`: a text is in force on the day asked about.
    """

    event: str
    from_: dt.date | None
    is_found: bool = True


@dataclass(frozen=True, slots=True)
class WouldWait:
    """After the event it would wait for another, or (None) for a day of its own."""

    event: str
    until: str | None


@dataclass(frozen=True, slots=True)
class ThenStandsBy:
    """From this day it stands by for the event."""

    from_: dt.date
    event: str


@dataclass(frozen=True, slots=True)
class StillToCome:
    """Everything that is still waited for."""

    events: tuple[Awaited, ...]


@dataclass(frozen=True, slots=True)
class ThenApplies:
    """It would then apply: from a day still to be set, or from that of the last of the events."""

    has_no_day: bool
    events: int


Outlook = WouldApply | WouldWait | ThenStandsBy | StillToCome | ThenApplies


def outlook(inquiry: Inquiry) -> tuple[Outlook, ...]:
    """What has still to happen and what then starts; none for other answers."""
    match inquiry.finding.verdict:
        case Verdict.STANDS_BY:
            return (_on_trigger(inquiry),)
        case Verdict.WAITS:
            return tuple(_when_over(inquiry))
        case _:
            return ()


def _on_trigger(inquiry: Inquiry) -> Outlook:
    """The answer on the day after which the event is recorded."""
    event = inquiry.finding.until_event
    assert event is not None
    subject, as_at = inquiry.situation.subject, inquiry.situation.as_at
    found = decide_again(inquiry, _with_event(subject, event, as_at, inquiry))
    if found is not None and found.verdict is Verdict.WAITS:
        return WouldWait(event, found.until_event)
    first = None if found is None else found.starts_on
    later = first if first is not None and first > as_at else None
    return WouldApply(event, later, is_found=found is not None)


def _with_event(subject: Subject, event: str, as_at: dt.date, inquiry: Inquiry) -> Subject:
    if event != DESIGNATED:
        return replace(subject, events=(*subject.events, RecordedEvent(event, as_at)))
    category = next(iter(inquiry.requirement.categories), "1")
    held = (*(subject.designations or ()), Designation(category, as_at, None))
    return replace(subject, designations=held)


def _outstanding(inquiry: Inquiry) -> Iterator[Awaited]:
    """Everything still waited for."""
    if inquiry.category.waits:
        yield Awaited(DESIGNATED, inquiry.requirement.categories)
    for each in waits_of(inquiry.requirement, inquiry.reading):
        yield from _still(inquiry, each)


def _still(inquiry: Inquiry, wait: WaitFor) -> Iterator[Awaited]:
    if inquiry.situation.outstanding(wait) is None:
        return
    if wait.event is not None:
        categories: tuple[str, ...] = inquiry.requirement.categories
        if wait.event == DESIGNATED and not categories and wait.category is not None:
            categories = (wait.category,)
        yield Awaited(wait.event, categories if wait.event == DESIGNATED else ())
    for each in wait.all:
        yield from _still(inquiry, each)
    choices = tuple(dict.fromkeys(found for each in wait.any for found in _still(inquiry, each)))
    if choices:
        yield choices[0] if len(choices) == 1 else Awaited(any_of=choices)


def _when_over(inquiry: Inquiry) -> Iterator[Outlook]:
    awaited = tuple(dict.fromkeys(_outstanding(inquiry)))
    first, trigger = inquiry.finding.starts_on, inquiry.requirement.triggered_by
    if first is not None and trigger is not None:
        yield ThenStandsBy(first, trigger)
        return
    if awaited:
        yield StillToCome(awaited)
    yield ThenApplies(has_no_day(inquiry.requirement, inquiry.reading), len(awaited))
