"""What a clock says for one service on one day: the day owed, how found, or why there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from obligations import language
from obligations.calendar import days, moments
from obligations.calendar.due import TOGETHER_WITH, Due, Occurrence, Outcome, Situation
from obligations.calendar.working_days import last_working_day
from obligations.rules.conditions.grammar import Condition, Risk, leaves
from obligations.rules.rulebook.clocks import (
    BeforeChargingYear,
    BeforeEvent,
    Clock,
    Continuous,
    Form,
    FromDone,
    FromEvent,
    FromFact,
    InNotice,
    Pace,
    Period,
    Rule,
    TogetherWith,
)


def evaluate(clock: Clock, situation: Situation) -> tuple[Due, ...]:
    """Every day that a clock gives: at least one answer, one per occurrence of its event.

    The first rule whose condition holds gives the answer. A rule before it whose condition is not
    known may hold, too: then the earliest of the days is given, marked provisional, with the facts
    that would settle it. Where no rule is certain to hold, the day is not known.
    """
    if clock.unstructured is not None or not clock.rules:
        return (Due(Outcome.NONE, rule=clock.text or "", why=clock.unstructured or ""),)
    open_rules: list[Rule] = []
    for rule in clock.rules:
        holds = True if rule.when is None else situation.holds(rule.when)
        if holds is True:
            return _settled(rule, open_rules, situation)
        if holds is None:
            open_rules.append(rule)
    needs = tuple(sorted({name for rule in open_rules for name in facts_of(rule.when)}))
    if open_rules:
        return (Due(Outcome.NOT_KNOWN, rule=clock.text or "", needs=needs, why="not known yet"),)
    return (Due(Outcome.NONE, rule=clock.text or "", why="none of its rules is about this case"),)


def _settled(rule: Rule, open_rules: list[Rule], situation: Situation) -> tuple[Due, ...]:
    certain = _apply(rule, situation)
    if not open_rules:
        return certain
    needs = tuple(sorted({name for other in open_rules for name in facts_of(other.when)}))
    maybe = [due for other in open_rules for due in _apply(other, situation)]
    dated = [due for due in (*certain, *maybe) if due.last is not None]
    if not dated:
        return tuple(replace(due, needs=(*due.needs, *needs), provisional=True) for due in certain)
    soonest = min(dated, key=lambda due: (due.last or dt.date.max, due.moment or _NEVER))
    return (replace(soonest, needs=(*soonest.needs, *needs), provisional=True),)


_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _apply(rule: Rule, situation: Situation) -> tuple[Due, ...]:
    """One rule's answers, with the rule's own marks put on each."""
    return tuple(_finish(due, rule, situation) for due in _run(rule.due, situation))


def _finish(due: Due, rule: Rule, situation: Situation) -> Due:
    last = due.last
    inputs = due.inputs
    if last is not None and rule.not_before is not None and rule.not_before > last:
        last = rule.not_before
        inputs = (*inputs, ("never before", language.day(last)))
    working = last_working_day(last, situation.where) if last is not None else None
    return replace(
        due,
        rule=rule.text,
        basis=rule.basis,
        sense=rule.sense,
        last=last,
        inputs=inputs,
        working_day=working if working != last else None,
    )


def _run(form: dt.date | Form | None, situation: Situation) -> Iterator[Due]:
    match form:
        case None:
            yield Due(Outcome.NOT_WORKED_OUT, why="the law data does not work this day out")
        case dt.date():
            yield Due(Outcome.DAY, last=form, why="a day set for everyone in this case")
        case Continuous():
            yield Due(Outcome.CONTINUOUS, why="binds all the time; there is no last day")
        case FromFact(from_=fact, add=period):
            yield _from_fact(fact, situation.date(fact), period)
        case FromEvent():
            yield from _from_event(form, situation)
        case FromDone():
            yield _from_done(form, situation)
        case BeforeEvent(before_event=event):
            yield from _before_event(event, situation)
        case BeforeChargingYear():
            yield _before_charging_year(form, situation.as_at)
        case InNotice():
            yield from _in_notice(form, situation)
        case TogetherWith():
            yield _together_with(form.duties, situation)
        case unknown:
            assert_never(unknown)


def _from_fact(fact: str, start: dt.date | None, period: Period) -> Due:
    if start is None:
        return Due(Outcome.NOT_KNOWN, needs=(fact,), why="counted from a day that is not known")
    return Due(
        Outcome.DAY,
        first=start,
        last=days.add(start, period),
        inputs=((fact, language.day(start)), ("plus", period.words())),
        why=f"{period.words()} from {language.day(start)}",
    )


def _from_event(form: FromEvent, situation: Situation) -> Iterator[Due]:
    """One answer per occurrence; where several events must have happened, one from the latest."""
    happened = [situation.occurrences(event) for event in form.events]
    missing = [event for event, found in zip(form.events, happened, strict=True) if not found]
    if missing:
        yield Due(Outcome.AWAITS, needs=tuple(missing), why="starts when the event is recorded")
        return
    if len(form.events) > 1:
        latest = max((found[-1] for found in happened), key=lambda one: one.on)
        yield _after(latest, form.add, form.pace)
        return
    for one in happened[0]:
        yield _after(one, form.add, form.pace)


def _after(one: Occurrence, period: Period | None, pace: Pace | None) -> Due:
    inputs: tuple[tuple[str, str], ...] = ((one.event, language.day(one.on)),)
    if period is None:
        pace = pace or Pace.AS_SOON_AS_REASONABLY_PRACTICABLE
        why = f"runs from {language.day(one.on)}: {pace.words()}"
        return Due(
            Outcome.OPEN, first=one.on, pace=pace, inputs=inputs, why=why, occurrence=one.key
        )
    inputs = (*inputs, ("plus", period.words()))
    if not period.hours:
        last, why = days.add(one.on, period), f"{period.words()} from {language.day(one.on)}"
        return Due(Outcome.DAY, first=one.on, last=last, inputs=inputs, why=why, occurrence=one.key)
    start = one.at or moments.start_of(one.on)
    moment = moments.add_hours(start, period.hours)
    why = f"{period.words()} from {language.moment(start)}"
    if one.at is None:
        why += " (no hour was recorded: counted from the start of the day, the safe side)"
    return Due(
        Outcome.DAY,
        first=one.on,
        last=moments.london_day(moment),
        moment=moment,
        inputs=inputs,
        why=why,
        occurrence=one.key,
    )


def _from_done(form: FromDone, situation: Situation) -> Due:
    """A period runs from the later of that duty and this one; a pace ends when this one is done."""
    days_done = {duty: situation.last_done(duty) for duty in form.duties}
    last = max(((day, duty) for duty, day in days_done.items() if day is not None), default=None)
    if last is None:
        why = "counted from when that duty was last done"
        return Due(Outcome.AWAITS, needs=form.duties, why=why)
    (done, duty), own = last, situation.own_done()
    if form.add is None and own is not None and own >= done:
        why = "done since; runs again when that duty is next done"
        return Due(Outcome.AWAITS, needs=form.duties, why=why)
    start = max(done, own or done)
    return replace(_after(Occurrence(duty, start), form.add, form.pace), occurrence="")


def _before_event(event: str, situation: Situation) -> Iterator[Due]:
    found = situation.occurrences(event)
    if not found:
        yield Due(Outcome.AWAITS, needs=(event,), why="starts when the event is recorded")
    for one in found:
        planned = one.due_on or one.on
        yield Due(
            Outcome.DAY,
            first=min(one.on, planned),
            last=days.day_before(planned),
            inputs=((event, language.day(planned)),),
            why=f"before {language.day(planned)}, so by the day before",
            occurrence=one.key,
        )


def _before_charging_year(form: BeforeChargingYear, as_at: dt.date) -> Due:
    begins = days.charging_year(as_at)
    inputs = (("charging year from", language.day(begins)),)
    first = form.initial
    if first is not None and begins <= first.from_:
        inputs = (("charging year from", language.day(first.from_)),)
        last, why = first.due, "the first charging year has a day of its own"
    else:
        last = days.last_month_day_before(begins, *form.month_and_day)
        why = f"before the charging year that begins on {language.day(begins)}"
    return Due(Outcome.DAY, last=last, inputs=inputs, why=why)


def _in_notice(form: InNotice, situation: Situation) -> Iterator[Due]:
    found = situation.occurrences(form.in_notice)
    if not found:
        yield Due(Outcome.AWAITS, needs=(form.in_notice,), why="stands by until a notice comes")
    for one in found:
        inputs: tuple[tuple[str, str], ...] = ((form.in_notice, language.day(one.on)),)
        if one.due_on is not None:
            inputs = (*inputs, ("day in the notice", language.day(one.due_on)))
            why = f"the day in the notice of {language.day(one.on)}"
            yield Due(Outcome.DAY, "", why, one.on, one.due_on, inputs=inputs, occurrence=one.key)
            continue
        why = f"the notice of {language.day(one.on)} sets the day; it has not been recorded"
        if form.at_least:
            soonest = days.add(one.on, form.at_least)
            why += f" (not before {language.day(soonest)})"
        yield Due(
            Outcome.NOT_KNOWN,
            first=one.on,
            needs=(f"{form.in_notice}.due_on",),
            inputs=inputs,
            why=why,
            occurrence=one.key,
        )


def _together_with(duties: tuple[str, ...], situation: Situation) -> Due:
    """The earliest open day of the named duties; where none has a day, the first open clock."""
    found = [(duty, due) for duty in duties for due in situation.open_days(duty)]
    dated = [(duty, due) for duty, due in found if due.last is not None]
    if dated:
        duty, due = min(dated, key=lambda pair: (pair[1].last or dt.date.max, pair[0]))
        return replace(
            due,
            inputs=((TOGETHER_WITH, duty), *due.inputs),
            why=f"together with {duty}: {due.why}",
        )
    for outcome in (Outcome.OPEN, Outcome.NOT_KNOWN, Outcome.NOT_WORKED_OUT):
        for duty, due in found:
            if due.outcome is outcome:
                inputs = ((TOGETHER_WITH, duty), *due.inputs)
                return replace(due, inputs=inputs, why=f"together with {duty}: {due.why}")
    return Due(Outcome.AWAITS, needs=duties, why="nothing that it goes with is open")


def facts_of(condition: Condition | None) -> Iterator[str]:
    """The names of the facts (and kinds of harm) that a condition reads."""
    for leaf in () if condition is None else leaves(condition):
        yield leaf.kind if isinstance(leaf, Risk) else leaf.fact
