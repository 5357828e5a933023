"""What an answer follows from, in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from obligations import language
from obligations.rules.answer.answer import Answer
from obligations.rules.facts.subject import Designation
from obligations.rules.rulebook.names import DESIGNATED
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.answers import Finding, Verdict
from obligations.rules.verdict.appeals import BY_LETTER
from obligations.rules.verdict.situation import Found, Situation
from obligations.rules.whatif.difference import Row
from obligations.rules.why.reasons import (
    AppealRead,
    DayMoved,
    DaySource,
    InScope,
    LastBound,
    LeftScope,
    NotLaw,
    Reading,
    ReadingsDiffer,
    Reason,
    ScopeUnread,
    Standing,
    TextEnded,
    Told,
    UnderAppeal,
    When,
)
from obligations.words import told

OF_CATEGORIES = {"1": "Category 1", "2A": "Category 2A", "2B": "Category 2B"}
SCOPE_UNKNOWN = "Whom it concerns is not known: the text was not read."
NOT_NOW = "need not be complied with while the appeal is pending"
_DAY_SOURCES = {
    DaySource.STARTED: "The service is in scope from",
    DaySource.CHILD_ACCESSED: "It is treated as likely to be accessed by children from",
    DaySource.REGISTERED: "It is on Ofcom's register from",
    DaySource.OTHER: "It binds from",
}
_SENTENCES = Found[Reason, str]()


def because(one: Answer) -> list[str]:
    """The few sentences from which the answer follows."""
    return sentences(one.decision.inquiry.situation, one.decision.because)


def reasons(one: Answer) -> list[str]:
    """`because` without the day or event that the answer itself says already."""
    found = [each for each in one.decision.because if not isinstance(each, When)]
    return sentences(one.decision.inquiry.situation, found)


def of_row(row: Row) -> list[str]:
    """Why an answer of two determinations differs."""
    return sentences(row.shown.decision.inquiry.situation, row.because)


def sentences(situation: Situation, found: Iterable[Reason]) -> list[str]:
    """Reasons in words, each made once for a situation: many requirements have the same."""
    known = _SENTENCES.of(situation)
    said: dict[str, None] = {}
    for each in found:
        text = known.get(each)
        if text is None:
            text = known[each] = sentence(situation.ruleset, each)
        said[text] = None
    return list(said)


def sentence(ruleset: RuleSet, reason: Reason) -> str:
    """A reason as a sentence."""
    match reason:
        case Told():
            return told.sentence(ruleset, reason)
        case InScope(name):
            gate = ruleset.gates[name]
            return language.sentence(gate.if_so or gate.title)
        case Standing():
            return _standing(reason)
        case When():
            return _when(ruleset, reason)
        case ScopeUnread():
            return SCOPE_UNKNOWN
        case ReadingsDiffer():
            return "The readings of the text differ, and come to different answers."
        case Reading(why):
            return why
        case TextEnded():
            return "The text is no longer in force."
        case LeftScope():
            return "The service has left the scope of the Act."
        case LastBound(day):
            return f"It last bound on {language.day(day)}."
        case NotLaw(statuses):
            return f"Not law yet: {language.either(statuses)}."
        case UnderAppeal(entries):
            return _under_appeal(entries)
        case AppealRead():
            return _appeal_read(reason)
        case DayMoved(None):
            return "It no longer has a first day of its own."
        case DayMoved(day, source):
            return f"{_DAY_SOURCES[source]} {language.day(day)}."


def event_words(ruleset: RuleSet, event: str | None) -> str:
    """The event stood by or waited for, within a sentence."""
    if event is None:
        return "a day on which it comes into force"
    return language.within(ruleset.events[event].title)


def whether_later(ruleset: RuleSet, finding: Finding | When) -> str:
    """Of what may apply later, in a clause: "whether it will apply from 17 March 2025"."""
    if isinstance(finding, When):
        day, event = finding.day, finding.event
    else:
        day, event = finding.starts_on, finding.until_event
    if day is not None:
        return f"whether it will apply from {language.day(day)}"
    return f"whether it will apply after {event_words(ruleset, event)}"


def after_appeal(since: dt.date, until: dt.date) -> str:
    """Of a count of days that an appeal, ended by now, fell into: that the Act is silent on it."""
    return (
        f"From {language.day(since)} to {language.day(until)} it need not be complied with, "
        "because an appeal was pending. The Act does not say that this stops the count."
    )


def _standing(found: Standing) -> str:
    state = found.state
    names = language.either([OF_CATEGORIES[each] for each in found.categories])
    if state.waits:
        return f"It meets a threshold of {names}, but is not on Ofcom's register."
    if state.lapsed_on is not None:
        return f"It was on Ofcom's register in {names} until {language.day(state.lapsed_on)}."
    if state.truth is None:
        return f"Not known whether it is on Ofcom's register in {names}."
    if state.truth:
        return f"It is on Ofcom's register in {names}."
    return f"It is not on Ofcom's register in {names} and meets no threshold of it."


def _when(ruleset: RuleSet, when: When) -> str:
    """Since or from when it binds, or for what it waits or stands by."""
    day = language.day(when.day)
    match when.verdict:
        case Verdict.APPLIES:
            return f"Since {day}."
        case Verdict.APPLIES_FROM:
            return f"From {day}."
        case Verdict.MAY_APPLY_LATER:
            later = whether_later(ruleset, when)
            return (
                f"Not in force on {language.day(when.as_at)}; {later} turns on what is not known."
            )
        case Verdict.WAITS if day:
            return f"Waiting until {day}, when it comes into force."
        case Verdict.WAITS if when.event == DESIGNATED:
            return "Waiting for: being on Ofcom's register."
        case Verdict.WAITS:
            return f"Waiting for: {event_words(ruleset, when.event)}."
        case _:
            return f"Stands by until: {event_words(ruleset, when.event)}."


def _under_appeal(entries: tuple[Designation, ...]) -> str:
    appeals = language.listed(
        f"the appeal of {language.day(each.appealed)} against being in Category {each.category}"
        for each in entries
        if each.appealed is not None
    )
    verb = "is" if len(entries) == 1 else "are"
    return f"It need not be complied with while {appeals} {verb} pending."


def _appeal_read(found: AppealRead) -> str:
    if found.way == BY_LETTER:
        appealed = language.listed(f"Category {each}" for each in found.appealed)
        return (
            f"By the letter of s 167(4) it is a special requirement of {appealed}, which is "
            "appealed against: it need not be complied with while the appeal is pending."
        )
    kept = language.listed(f"Category {each}" for each in found.others)
    return (
        f"It binds the service as {kept} too, which is not appealed against: "
        "it must be complied with."
    )
