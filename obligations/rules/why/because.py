"""The short reason: the few things from which an answer follows."""

from __future__ import annotations

from collections.abc import Iterator

from obligations.rules.conditions.grammar import ALWAYS, Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.names import SIDES
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.appeals import WAYS, not_appealed, under_appeal
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import condition_truth, gate_truth, gates_of
from obligations.rules.why.deciding_tests import deciding_tests
from obligations.rules.why.reasons import (
    AppealRead,
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
    UnderAppeal,
    When,
)


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
    suspended = inquiry.finding.suspended
    if suspended is False:
        return
    about = inquiry.situation, inquiry.requirement, inquiry.reading
    entries = under_appeal(*about)
    if suspended:
        yield UnderAppeal(entries)
        return
    appealed, others = tuple(each.category for each in entries), not_appealed(*about)
    yield from (AppealRead(way, appealed, others) for way in WAYS)


def standing(inquiry: Inquiry) -> Standing:
    """Where the platform stands towards the categories that the requirement is for."""
    return Standing(inquiry.requirement.categories, inquiry.category)


def _ended(inquiry: Inquiry) -> Iterator[Reason]:
    """Why something that bound no longer does: removed from the register, repealed, left."""
    last = inquiry.finding.ends_on
    if inquiry.category.lapsed_on is not None:
        yield standing(inquiry)
    elif last == inquiry.reading.to:
        yield TextEnded()
    else:
        yield LeftScope()
    yield from date_reasons(inquiry)


def _scope(inquiry: Inquiry, wanted: Truth) -> Iterator[Reason]:
    situation, requirement = inquiry.situation, inquiry.requirement
    if wanted is True:
        if requirement.gate is not None:
            yield InScope(requirement.gate)
    elif gate_truth(situation, requirement) is wanted:
        yield from _gate_tests(inquiry, wanted)
    if requirement.categories and inquiry.category.truth is wanted:
        yield standing(inquiry)


def _gate_tests(inquiry: Inquiry, wanted: Truth) -> Iterator[Reason]:
    for name in gates_of(inquiry.requirement):
        condition = inquiry.ruleset.gates[name].condition
        if inquiry.situation.holds_on_a_side(condition) is wanted:
            yield from _tests(inquiry, condition, None)
            return


def _tests(inquiry: Inquiry, condition: Condition, side: Side) -> Iterator[Reason]:
    if condition != ALWAYS:
        yield from deciding_tests(inquiry.situation, condition, side, name_side=inquiry.name_side)


def _conditions(inquiry: Inquiry, wanted: Truth) -> Iterator[Reason]:
    if inquiry.finding.readings_differ:
        yield ReadingsDiffer()
        yield from (Reading(each.why) for each in inquiry.texts if each.why)
        return
    for each in inquiry.texts:
        condition = each.condition
        if condition is None:
            if wanted is None:
                yield ScopeUnread()
        elif condition_truth(inquiry.situation, inquiry.requirement, condition) is wanted:
            for side in _sides_that_count(inquiry, condition, wanted):
                yield from _tests(inquiry, condition, side)


def _sides_that_count(inquiry: Inquiry, condition: Condition, wanted: Truth) -> list[Side]:
    """The requirement's own side, or those sides on which the condition comes out as it does."""
    sides = inquiry.sides_read(condition)
    if inquiry.requirement.side in SIDES or sides == [None]:
        return sides
    agreeing = [side for side in sides if inquiry.situation.holds(condition, side) is wanted]
    return agreeing[:1] if wanted is True else agreeing


def date_reasons(inquiry: Inquiry) -> Iterator[Reason]:
    """From when, until when, for what it waits."""
    finding, as_at = inquiry.finding, inquiry.situation.as_at
    match finding.verdict:
        case Verdict.DOES_NOT_APPLY if finding.ends_on is not None:
            yield LastBound(finding.ends_on)
        case Verdict.PROPOSED:
            yield NotLaw(tuple(dict.fromkeys(each.status for each in inquiry.texts)))
        case Verdict.APPLIES | Verdict.APPLIES_FROM if finding.starts_on is None:
            return
        case Verdict.DOES_NOT_APPLY | Verdict.NOT_KNOWN:
            return
        case verdict:
            yield When(verdict, finding.starts_on, finding.until_event, as_at)
