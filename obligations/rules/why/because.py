"""The short reason: the few sentences from which an answer follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from obligations import language
from obligations.rules.conditions.grammar import ALWAYS, Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.names import DESIGNATED, SIDES
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.appeals import appeal_sentence, two_readings, under_appeal
from obligations.rules.verdict.context import (
    SCOPE_UNKNOWN,
    Inquiry,
    category_sentence,
    event_words,
    whether_later,
)
from obligations.rules.verdict.decision import condition_truth, gate_truth, gates_of
from obligations.rules.why.deciding_tests import deciding_sentences


class ReasonKind(StrEnum):
    """What a reason speaks of. WHEN: since or from when, or for what it waits: the headline too."""

    SCOPE = "scope"
    CATEGORY = "category"
    TEST = "test"
    READINGS = "readings"
    APPEAL = "appeal"
    ENDED = "ended"
    PROPOSED = "proposed"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the few things from which an answer follows."""

    kind: ReasonKind
    sentence: str


def because(inquiry: Inquiry) -> tuple[Reason, ...]:
    """What of scope, condition and dates makes the answer what it is."""
    return tuple(dict.fromkeys(_because(inquiry)))


def _because(inquiry: Inquiry) -> Iterator[Reason]:
    if inquiry.finding.ends_on is not None:
        yield from _ended(inquiry)
        return
    if inquiry.finding.suspended is None:
        yield from appeal_reasons(inquiry)
        return
    wanted = inquiry.outcome
    yield from _scope(inquiry, wanted)
    yield from _conditions(inquiry, wanted)
    yield from date_reasons(inquiry)
    yield from appeal_reasons(inquiry)


def appeal_reasons(inquiry: Inquiry) -> Iterator[Reason]:
    """That it need not be complied with, and why; each reading where s 167 has two."""
    about = inquiry.situation, inquiry.requirement, inquiry.reading
    if inquiry.finding.suspended is None:
        for sentence in two_readings(*about).values():
            yield Reason(ReasonKind.APPEAL, sentence)
    elif inquiry.finding.suspended:
        yield Reason(ReasonKind.APPEAL, appeal_sentence(under_appeal(*about)))


def _ended(inquiry: Inquiry) -> Iterator[Reason]:
    """Why something that bound no longer does: removed from the register, repealed, left."""
    last = inquiry.finding.ends_on
    if inquiry.category.lapsed_on is not None:
        yield Reason(ReasonKind.CATEGORY, category_sentence(inquiry))
    elif last == inquiry.reading.to:
        yield Reason(ReasonKind.ENDED, "The text is no longer in force.")
    else:
        yield Reason(ReasonKind.ENDED, "The service has left the scope of the Act.")
    yield from date_reasons(inquiry)


def _scope(inquiry: Inquiry, wanted: Truth) -> Iterator[Reason]:
    situation, requirement = inquiry.situation, inquiry.requirement
    if wanted is True:
        if requirement.gate is not None:
            gate = inquiry.ruleset.gates[requirement.gate]
            yield Reason(ReasonKind.SCOPE, language.sentence(gate.if_so or gate.title))
    elif gate_truth(situation, requirement) is wanted:
        yield from _gate_leaves(inquiry, wanted)
    if requirement.categories and inquiry.category.truth is wanted:
        yield Reason(ReasonKind.CATEGORY, category_sentence(inquiry))


def _gate_leaves(inquiry: Inquiry, wanted: Truth) -> Iterator[Reason]:
    for name in gates_of(inquiry.requirement):
        condition = inquiry.ruleset.gates[name].condition
        if inquiry.situation.holds_on_a_side(condition) is wanted:
            yield from _leaves(inquiry, condition, None)
            return


def _leaves(inquiry: Inquiry, condition: Condition, side: Side) -> Iterator[Reason]:
    if condition != ALWAYS:
        for sentence in deciding_sentences(
            inquiry.situation, condition, side, name_side=inquiry.name_side
        ):
            yield Reason(ReasonKind.TEST, sentence)


def _conditions(inquiry: Inquiry, wanted: Truth) -> Iterator[Reason]:
    if inquiry.finding.readings_differ:
        told = "The readings of the text differ, and come to different answers."
        for sentence in (told, *(each.why for each in inquiry.texts if each.why)):
            yield Reason(ReasonKind.READINGS, sentence)
        return
    for each in inquiry.texts:
        condition = each.condition
        if condition is None:
            if wanted is None:
                yield Reason(ReasonKind.SCOPE, SCOPE_UNKNOWN)
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


def date_reasons(inquiry: Inquiry) -> Iterator[Reason]:
    """From when, until when, for what it waits."""
    finding = inquiry.finding
    match finding.verdict:
        case Verdict.DOES_NOT_APPLY if finding.ends_on is not None:
            yield Reason(ReasonKind.ENDED, f"It last bound on {language.day(finding.ends_on)}.")
        case Verdict.PROPOSED:
            statuses = language.either(list(dict.fromkeys(each.status for each in inquiry.texts)))
            yield Reason(ReasonKind.PROPOSED, f"Not law yet: {statuses}.")
        case _ if (when := _when(inquiry)) is not None:
            yield Reason(ReasonKind.WHEN, when)


def _when(inquiry: Inquiry) -> str | None:
    """Since or from when it binds, or for what it waits or stands by."""
    finding = inquiry.finding
    match finding.verdict:
        case Verdict.APPLIES if finding.starts_on is not None:
            return f"Since {language.day(finding.starts_on)}."
        case Verdict.APPLIES_FROM if finding.starts_on is not None:
            return f"From {language.day(finding.starts_on)}."
        case Verdict.MAY_APPLY_LATER:
            day = language.day(inquiry.situation.as_at)
            return f"Not in force on {day}; {whether_later(inquiry)} turns on what is not known."
        case Verdict.WAITS if finding.starts_on is not None:
            return f"Waiting until {language.day(finding.starts_on)}, when it comes into force."
        case Verdict.WAITS if finding.until_event == DESIGNATED:
            return "Waiting for: being on Ofcom's register."
        case Verdict.WAITS:
            return f"Waiting for: {event_words(inquiry)}."
        case Verdict.STANDS_BY:
            return f"Stands by until: {event_words(inquiry)}."
        case _:
            return None
