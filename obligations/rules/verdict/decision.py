"""From a requirement and a situation to a finding, in the fixed order of the answers.

Out of scope or condition false: does not apply. Ended: does not apply, with the day. Unknown: not
known, or, where the law is not in force on the day, may apply later. No date set, or dated later
with a trigger: waits. In force, and a trigger that has not happened: stands by. An event
outstanding: waits. Dated later: applies from. Else applies. Draft, laid or consulted text:
proposed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from obligations.rules.conditions.grammar import Condition
from obligations.rules.conditions.truth import Truth, all_of
from obligations.rules.rulebook.names import CONTESTED, DESIGNATED, IN_FORCE, SIDE_GATES, SIDES
from obligations.rules.rulebook.requirements import Requirement, Text, WaitFor
from obligations.rules.verdict.answers import UNSETTLED, ActsOn, Finding, Verdict, Would
from obligations.rules.verdict.appeals import as_appealed
from obligations.rules.verdict.situation import REGISTER_PUBLISHED, Found, Situation

OUTSIDE, OPEN = Finding(Verdict.DOES_NOT_APPLY), Finding(Verdict.NOT_KNOWN)
TREATED_FROM = "treated_as_child_accessed_from"


@dataclass(frozen=True, slots=True)
class CategoryState:
    """Where the platform stands towards the categories that a duty is for.

    `waits`: it meets a threshold but is not on the register; `lapsed_on`: the last day on it.
    """

    truth: Truth
    waits: bool = False
    lapsed_on: dt.date | None = None


_GATES = Found[tuple[str | None, str], Truth]()
_CATEGORIES = Found[tuple[str, ...], CategoryState]()


def decide(situation: Situation, requirement: Requirement) -> Finding | None:
    """The finding on the law as it stands; None where all its texts are only proposed."""
    reading = current_reading(requirement, situation.as_at)
    if reading is None:
        return None
    if reading.status == CONTESTED:
        return _decide_contested(situation, requirement, reading)
    return _decide_reading(situation, requirement, reading)


def current_reading(requirement: Requirement, as_at: dt.date) -> Text | None:
    """The text in force on the day, else the next one, else one without a date, else the last."""
    if len(requirement.versions) == 1:
        (only,) = requirement.versions
        return None if only.proposed else only
    settled = [each for each in requirement.versions if not each.proposed]
    dated = [each for each in settled if each.from_ is not None]
    for each in dated:
        if each.holds(as_at):
            return each
    for each in dated:
        if each.from_ is not None and each.from_ > as_at:
            return each
    undated = [each for each in settled if each.from_ is None]
    return next(iter(undated), None) or (dated[-1] if dated else None)


def _decide_contested(
    situation: Situation, requirement: Requirement, reading: Text
) -> Finding | None:
    """Known only where all readings agree; a reading that is only proposed does not bind."""
    binding = [each for each in reading.candidates if not each.proposed]
    findings = [_decide_reading(situation, requirement, each) for each in binding]
    if not findings:
        return None
    later = [_later(situation, requirement, each) for each in binding]
    if len(binding) < len(reading.candidates):
        findings.append(OUTSIDE)
    verdicts = {each.verdict for each in findings}
    if len(verdicts) == 1:
        return max(findings, key=lambda each: each.starts_on or dt.date.min)
    # Readings that are each settled, differently, cannot be told apart by more facts.
    settled = verdicts.isdisjoint(UNSETTLED)
    first = _soonest(later)
    return replace(OPEN if first is None else first, readings_differ=settled)


def _soonest(later: list[Finding | None]) -> Finding | None:
    """Where no reading is in force on the day: what the first of them waits for."""
    waiting = [each for each in later if each is not None]
    if len(waiting) < len(later):
        return None
    return min(waiting, key=lambda each: each.starts_on or dt.date.max)


def _decide_reading(situation: Situation, requirement: Requirement, reading: Text) -> Finding:
    category = category_state(situation, requirement.categories)
    truth = _binds(situation, requirement, reading)
    if truth is False:
        lapsed = category.lapsed_on
        return OUTSIDE if lapsed is None else Finding(Verdict.DOES_NOT_APPLY, ends_on=lapsed)
    ended = _ended_on(situation, requirement, reading)
    if ended is not None:
        return Finding(Verdict.DOES_NOT_APPLY, ends_on=ended)
    if truth is None:
        return _later(situation, requirement, reading) or OPEN
    not_begun = _not_begun(situation, requirement, reading)
    trigger = requirement.triggered_by
    if not_begun is None and trigger is not None and situation.happened(trigger) is None:
        return Finding(Verdict.STANDS_BY, until_event=trigger)
    outstanding = _outstanding(situation, requirement, reading, category)
    if outstanding is not None or has_no_day(requirement, reading):
        return Finding(Verdict.WAITS, until_event=outstanding)
    if not_begun is not None and trigger is not None:
        return Finding(Verdict.WAITS, starts_on=not_begun.starts_on)
    start = start_of(situation, requirement, reading)
    late = start is not None and start > situation.as_at
    found = Finding(Verdict.APPLIES_FROM if late else Verdict.APPLIES, starts_on=start)
    return as_appealed(situation, requirement, reading, found)


def _later(situation: Situation, requirement: Requirement, reading: Text) -> Finding | None:
    """How a text that binds nobody on the day, whatever the facts, is told; None where it may."""
    not_begun = _not_begun(situation, requirement, reading)
    no_register = requirement.categories and situation.happened(REGISTER_PUBLISHED) is None
    if not_begun is None and no_register:
        return Finding(Verdict.MAY_APPLY_LATER, until_event=DESIGNATED)
    return not_begun


def _not_begun(situation: Situation, requirement: Requirement, reading: Text) -> Finding | None:
    """The day or event of the law from which the text is in force, where that is still to come."""
    first = reading.from_
    if first is not None and first > situation.as_at:
        return Finding(Verdict.MAY_APPLY_LATER, starts_on=first)
    found = map(situation.outstanding, waits_of(requirement, reading))
    event = next((each for each in found if each is not None), None)
    of_the_law = event is not None and situation.ruleset.events[event].about == "law"
    if of_the_law or has_no_day(requirement, reading):
        return Finding(Verdict.MAY_APPLY_LATER, until_event=event)
    return None


def _binds(situation: Situation, requirement: Requirement, reading: Text) -> Truth:
    """Scope, category and condition together; nothing is read of who is out of scope."""
    scope = gate_truth(situation, requirement)
    if scope is False:
        return False
    category = category_state(situation, requirement.categories).truth
    return all_of((scope, category, condition_truth(situation, requirement, reading.condition)))


def decide_proposed(situation: Situation, requirement: Requirement, reading: Text) -> Finding:
    """What a draft, laid or consulted text would come to."""
    readings = reading.candidates or (reading,)
    truths = {_binds(situation, requirement, each) for each in readings}
    words: dict[Truth, Would] = {True: Would.WOULD, False: Would.WOULD_NOT, None: Would.DEPENDS}
    would = words[truths.pop()] if len(truths) == 1 else Would.DEPENDS
    return Finding(
        Verdict.PROPOSED, would=would, readings_differ=len(readings) > 1 and None not in truths
    )


def proposed_reading(requirement: Requirement) -> Text | None:
    """The text that is only proposed, if the requirement has one."""
    for reading in requirement.versions:
        texts = reading.candidates or (reading,)
        if all(each.proposed for each in texts):
            return reading
    return None


def gate_truth(situation: Situation, requirement: Requirement) -> Truth:
    """Whether the platform is in scope: the gate, and the side that the requirement is for."""
    key = (requirement.gate, requirement.side)
    known = _GATES.of(situation)
    if key not in known:
        gates = situation.ruleset.gates
        known[key] = all_of(
            situation.holds_on_a_side(gates[name].condition) for name in gates_of(requirement)
        )
    return known[key]


def gates_of(requirement: Requirement) -> tuple[str, ...]:
    """The gates that come before the condition: scope, then side."""
    scope = () if requirement.gate is None else (requirement.gate,)
    side = SIDE_GATES.get(requirement.side)
    return scope if side is None else (*scope, side)


def condition_truth(
    situation: Situation, requirement: Requirement, condition: Condition | None
) -> Truth:
    """A condition read on the requirement's side, or on each side; None (scope not known) stays."""
    if condition is None:
        return None
    if requirement.side in SIDES:
        return situation.holds(condition, requirement.side)
    return situation.holds_on_a_side(condition)


def category_state(situation: Situation, categories: tuple[str, ...]) -> CategoryState:
    """Designated: bound. Meets a threshold only: waits. Removed: lapsed. Neither: not bound."""
    known = _CATEGORIES.of(situation)
    if categories not in known:
        known[categories] = _category_state(situation, categories)
    return known[categories]


def _category_state(situation: Situation, categories: tuple[str, ...]) -> CategoryState:
    if not categories:
        return CategoryState(True)
    held = situation.value("designated_categories")
    if not isinstance(held, frozenset):
        return CategoryState(None)
    if not held.isdisjoint(categories):
        return CategoryState(True)
    removed = [
        each.to
        for each in situation.subject.designations or ()
        if each.category in categories and each.to is not None and each.to <= situation.as_at
    ]
    if removed:
        return CategoryState(False, lapsed_on=max(removed) - dt.timedelta(days=1))
    threshold = situation.meets_threshold(categories)
    return CategoryState(threshold, waits=threshold is True)


def acts_on(situation: Situation, requirement: Requirement, reading: Text) -> ActsOn:
    """Whether the requirement has something to act on today."""
    if reading.bites_only_if is None:
        return ActsOn.SOMETHING
    truth = condition_truth(situation, requirement, reading.bites_only_if)
    if truth is None:
        return ActsOn.NOT_KNOWN
    return ActsOn.SOMETHING if truth else ActsOn.NOTHING


def _ended_on(situation: Situation, requirement: Requirement, reading: Text) -> dt.date | None:
    """The last day on which it bound, where that is past: text repealed, or scope left."""
    left = None if requirement.gate is None else situation.period.last
    ends = [day for day in (reading.to, left) if day is not None and day < situation.as_at]
    return min(ends, default=None)


def waits_of(requirement: Requirement, reading: Text) -> tuple[WaitFor, ...]:
    """What has to happen first: for the requirement, and for this reading of its text."""
    return tuple(each for each in (requirement.waits_for, reading.waits_for) if each is not None)


def has_no_day(requirement: Requirement, reading: Text) -> bool:
    """Whether nothing says yet on which day it begins.

    What is switched on and waits for events alone begins on the day of the last of them.
    """
    switched_on = reading.commenced is not None and bool(waits_of(requirement, reading))
    return reading.from_ is None and not switched_on


def _outstanding(
    situation: Situation, requirement: Requirement, reading: Text, category: CategoryState
) -> str | None:
    if category.waits:
        return DESIGNATED
    found = map(situation.outstanding, waits_of(requirement, reading))
    return next((event for event in found if event is not None), None)


def start_of(situation: Situation, requirement: Requirement, reading: Text) -> dt.date | None:
    """The latest of the law's day (with the events it waited for), scope, designation, trigger
    and the day from which the platform is treated as child-accessed."""
    days = [_first_day(situation, requirement, reading)]
    days += [situation.wait_over_on(each) for each in waits_of(requirement, reading)]
    if requirement.triggered_by is not None:
        days.append(situation.happened(requirement.triggered_by))
    if requirement.gate is not None:
        days.append(situation.period.first)
    if requirement.categories:
        designated = [situation.happened(DESIGNATED, each) for each in requirement.categories]
        days.append(min((day for day in designated if day is not None), default=None))
    if reading.needs_child_access:
        days.append(_child_accessed_from(situation, requirement))
    return max([day for day in days if day is not None], default=None)


def _first_day(situation: Situation, requirement: Requirement, reading: Text) -> dt.date | None:
    """The day since which it has bound without a break, be it in other words before.

    A text that follows another on the next day goes on from it, unless that one did not bind.
    Where it is not known whether it did (a fact of the past that nothing asks for any more: Sch 17
    of the Act), the earlier day stands, as it does for nearly everyone.
    """
    first = reading.from_
    by_last_day = {each.to: each for each in requirement.versions}
    while first is not None:
        before = by_last_day.get(first - dt.timedelta(days=1))
        if before is None or before.status != IN_FORCE:
            break
        if condition_truth(situation, requirement, before.condition) is False:
            break
        first = before.from_
    return first


def _child_accessed_from(situation: Situation, requirement: Requirement) -> dt.date | None:
    sides = (requirement.side,) if requirement.side in SIDES else situation.sides()
    days = [situation.value(TREATED_FROM, side) for side in sides]
    return min((day for day in days if isinstance(day, dt.date)), default=None)
