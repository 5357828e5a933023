"""The short reason: the few sentences from which an answer follows."""

from __future__ import annotations

from collections.abc import Iterator

from obligations.rules import words
from obligations.rules.answers import Verdict
from obligations.rules.appeals import appeal_sentence, two_readings, under_appeal
from obligations.rules.conditions import ALWAYS, Condition
from obligations.rules.deciding import condition_truth, gate_truth, gates_of
from obligations.rules.inquiry import (
    SCOPE_UNKNOWN,
    Inquiry,
    category_sentence,
    event_words,
    whether_later,
)
from obligations.rules.records import DESIGNATED, SIDES
from obligations.rules.subject import Side
from obligations.rules.truth import Truth
from obligations.rules.why.leaves import deciding_sentences

DATED = (
    "Since ",
    "From ",
    "Not in force on ",
    "Waiting until ",
    "Waiting for:",
    "Stands by until:",
)
"""How the sentences begin that say when, or for what it waits, as the headline does."""


def because(inquiry: Inquiry) -> list[str]:
    """The sentences of scope, condition and dates that make the answer what it is."""
    return list(dict.fromkeys(_because(inquiry)))


def _because(inquiry: Inquiry) -> Iterator[str]:
    if inquiry.finding.ends_on is not None:
        yield from _ended(inquiry)
        return
    if inquiry.finding.suspended is None:
        yield from appeal_sentences(inquiry)
        return
    wanted = inquiry.outcome
    yield from _scope(inquiry, wanted)
    yield from _conditions(inquiry, wanted)
    yield from date_sentences(inquiry)
    yield from appeal_sentences(inquiry)


def appeal_sentences(inquiry: Inquiry) -> Iterator[str]:
    """That it need not be complied with, and why; each reading where s 167 has two."""
    about = inquiry.situation, inquiry.requirement, inquiry.reading
    if inquiry.finding.suspended is None:
        yield from two_readings(*about).values()
    elif inquiry.finding.suspended:
        yield appeal_sentence(under_appeal(*about))


def _ended(inquiry: Inquiry) -> Iterator[str]:
    """Why something that bound no longer does: removed from the register, repealed, left."""
    last = inquiry.finding.ends_on
    if inquiry.category.lapsed_on is not None:
        yield category_sentence(inquiry)
    elif last == inquiry.reading.span.last:
        yield "The text is no longer in force."
    else:
        yield "The service has left the scope of the Act."
    yield from date_sentences(inquiry)


def _scope(inquiry: Inquiry, wanted: Truth) -> Iterator[str]:
    situation, requirement = inquiry.situation, inquiry.requirement
    if wanted is True:
        if requirement.gate is not None:
            gate = inquiry.ruleset.gates[requirement.gate]
            yield words.sentence(gate.if_so or gate.title)
    elif gate_truth(situation, requirement) is wanted:
        yield from _gate_leaves(inquiry, wanted)
    if requirement.categories and inquiry.category.truth is wanted:
        yield category_sentence(inquiry)


def _gate_leaves(inquiry: Inquiry, wanted: Truth) -> Iterator[str]:
    for name in gates_of(inquiry.requirement):
        condition = inquiry.ruleset.gates[name].condition
        if inquiry.situation.holds_on_a_side(condition) is wanted:
            yield from _leaves(inquiry, condition, None)
            return


def _leaves(inquiry: Inquiry, condition: Condition, side: Side) -> Iterator[str]:
    if condition != ALWAYS:
        yield from deciding_sentences(
            inquiry.situation, condition, side, name_side=inquiry.name_side
        )


def _conditions(inquiry: Inquiry, wanted: Truth) -> Iterator[str]:
    if inquiry.finding.readings_differ:
        yield "The readings of the text differ, and come to different answers."
        yield from (each.why for each in inquiry.texts if each.why)
        return
    for each in inquiry.texts:
        condition = each.condition
        if condition is None:
            if wanted is None:
                yield SCOPE_UNKNOWN
        elif condition_truth(inquiry.situation, inquiry.requirement, condition) is wanted:
            for side in _sides_that_count(inquiry, condition, wanted):
                yield from _leaves(inquiry, condition, side)


def _sides_that_count(inquiry: Inquiry, condition: Condition, wanted: Truth) -> list[Side]:
    """The requirement's own side, or those sides on which the condition comes out as it does."""
    sides = inquiry.sides_read(condition)
    if inquiry.requirement.side in SIDES or sides == [None]:
        return sides
    agreeing = [side for side in sides if inquiry.situation.holds(condition, side) is wanted]
    return agreeing[:1] if wanted is True else agreeing


def date_sentences(inquiry: Inquiry) -> Iterator[str]:
    """From when, until when, for what it waits."""
    finding = inquiry.finding
    match finding.verdict:
        case Verdict.DOES_NOT_APPLY if finding.ends_on is not None:
            yield f"It last bound on {words.day(finding.ends_on)}."
        case Verdict.APPLIES if finding.starts_on is not None:
            yield f"Since {words.day(finding.starts_on)}."
        case Verdict.APPLIES_FROM if finding.starts_on is not None:
            yield f"From {words.day(finding.starts_on)}."
        case Verdict.MAY_APPLY_LATER:
            day = words.day(inquiry.situation.as_at)
            yield f"Not in force on {day}; {whether_later(inquiry)} turns on what is not known."
        case Verdict.WAITS if finding.starts_on is not None:
            yield f"Waiting until {words.day(finding.starts_on)}, when it comes into force."
        case Verdict.WAITS if finding.until_event == DESIGNATED:
            yield "Waiting for: being on Ofcom's register."
        case Verdict.WAITS:
            yield f"Waiting for: {event_words(inquiry)}."
        case Verdict.STANDS_BY:
            yield f"Stands by until: {event_words(inquiry)}."
        case Verdict.PROPOSED:
            statuses = dict.fromkeys(each.status for each in inquiry.texts)
            yield f"Not law yet: {words.join_or(list(statuses))}."
