"""The gate before a change: whether it is significant, what was assessed first, the launch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from obligations import language
from obligations.actions import audit, deadlines, facts, platform_events
from obligations.actions.permissions import Refused, refuse, require
from obligations.actions.scenarios import quoted, told, try_out
from obligations.actions.turns import in_turn
from obligations.calendar.change_dates import SIGNIFICANT, First
from obligations.law.whatif import WhatIf
from obligations.models import ChangeDecision, Deadline, Permission, Platform, Scenario, User
from obligations.rules import SubjectError
from obligations.rules.facts.key import Key
from obligations.rules.flips.changes import DESIGNATIONS

ACCESS_ASSESSMENT = "osa-s36-4-a"  # The one that finds a service likely to be used by children.


@in_turn
def decide(
    *,
    platform: Platform,
    by: User | None,
    what: str,
    significant: bool,
    as_at: dt.date,
    because: str = "",
    planned_for: dt.date | None = None,
    scenario: Scenario | None = None,
) -> ChangeDecision:
    """Record whether a change is a significant one, as the provider judges (OSA s 9(4)).

    A significant one is recorded as an event too, so that the assessments before it become tasks
    with a day. One that is not says why. Raises Refused.
    """
    provider = platform.provider
    require(by, provider, Permission.RECORD_FACTS)
    decision = ChangeDecision(
        provider=provider, platform=platform, scenario=scenario, what=what.strip(),
        significant=significant, because=because.strip(), planned_for=planned_for, recorded_by=by,
    )  # fmt: skip
    if errors := _faults(decision, as_at):
        raise Refused(errors)
    if significant:
        platform_events.record_event(
            platform=platform, by=by, event=SIGNIFICANT, happened_on=as_at, as_at=as_at,
            due_on=planned_for, note=decision.what,
        )  # fmt: skip
    decision.save()
    _log(decision, by)
    return decision


def _faults(decision: ChangeDecision, as_at: dt.date) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not decision.what:
        errors["what"] = ["Say in a sentence what changes."]
    if not decision.significant and not decision.because:
        errors["because"] = ["Say why the change is not significant."]
    if decision.planned_for is not None and decision.planned_for < as_at:
        errors["planned_for"] = ["This day has passed: a change is decided on before it is made."]
    if decision.scenario is not None and decision.scenario.launched_on is not None:
        errors[""] = ["This scenario was launched already."]
    return errors


def _log(decision: ChangeDecision, by: User | None) -> None:
    judged = "a significant change" if decision.significant else "not a significant change"
    why = f", because {decision.because}" if decision.because else ""
    audit.record(
        provider=decision.provider, platform=decision.platform, by=by, action="change.decided",
        subject=decision,
        sentence=f"{decision.platform}: {decision.what.rstrip('.')}: {judged}{why.rstrip('.')}.",
        data={
            "what": decision.what, "significant": decision.significant,
            "because": decision.because, "planned_for": decision.planned_for,
            "scenario": decision.scenario_id,
        },
    )  # fmt: skip


@in_turn
def launch(
    *,
    scenario: Scenario,
    by: User | None,
    on: dt.date,
    as_at: dt.date,
    done: Mapping[str, dt.date],
    anyway: str = "",
) -> Scenario:
    """Turn a scenario into facts from its launch day on; it is kept and never changed again.

    Whether the change is significant must be decided. For a significant one `done` tells, by
    requirement, when each assessment that comes first was carried out: on a day not after the
    launch, or else `anyway` says why it is launched all the same, and the log keeps that.
    Raises Refused, and then nothing is written.
    """
    platform, provider = scenario.platform, scenario.provider
    require(by, provider, Permission.RECORD_FACTS)
    row, decision = _decided(scenario)
    found = _tried(row, as_at, on)
    missing = _not_done(found.gate.first, done, on, as_at) if decision.significant else {}
    if missing and not anyway.strip():
        raise Refused(missing)
    _close(row, by, done, as_at)
    answers = _answers(found, done.get(ACCESS_ASSESSMENT))
    facts.record_many(
        platform=platform, by=by, answers=answers, as_at=as_at, effective_from=on,
        note=f"From scenario {quoted(row)}.",
    )  # fmt: skip
    row.launched_on, row.launched_at, row.launched_by = on, timezone.now(), by
    row.launched_anyway = anyway.strip() if missing else ""
    row.save()
    early = f" before every assessment was carried out, because {row.launched_anyway}"
    told(
        row, by, "launched",
        f"launched on {language.day(on)}{early.rstrip('.') if missing else ''}",
        {"on": on, "done": dict(done), "missing": sorted(missing), "anyway": row.launched_anyway,
         "answers": answers},
    )  # fmt: skip
    return row


def _decided(scenario: Scenario) -> tuple[Scenario, ChangeDecision]:
    """The scenario as it stands in this turn, and what was decided on it. Raises Refused."""
    row = Scenario.objects.get(pk=scenario.pk)
    if row.launched_on is not None:
        raise refuse("", "This scenario was launched already.")
    decision = row.decisions.first()
    if decision is None:
        raise refuse("", "First say whether the change is a significant one.")
    return row, decision


def _tried(scenario: Scenario, as_at: dt.date, on: dt.date) -> WhatIf:
    try:
        return try_out(scenario.platform, scenario.changes, as_at, max(on, as_at))
    except SubjectError as error:
        raise Refused({"": list(error.errors)}) from error


def _not_done(
    first: tuple[First, ...], done: Mapping[str, dt.date], on: dt.date, as_at: dt.date
) -> dict[str, list[str]]:
    """For each assessment that was not carried out in time, what to do."""
    errors: dict[str, list[str]] = {}
    for each in first:
        day, name = done.get(each.answer.id), f"{each.answer.ref}: {each.answer.title}"
        if each.open:
            continue
        if day is None:
            errors[f"done:{each.answer.id}"] = [f"Say when it was carried out. {name}."]
        elif day > as_at:
            errors[f"done:{each.answer.id}"] = [f"{language.day(day)} has not come yet."]
        elif day > on:
            errors[f"done:{each.answer.id}"] = [
                f"{language.day(day)} is after the launch: it must come before the change."
            ]
    return errors


def _close(
    scenario: Scenario, by: User | None, done: Mapping[str, dt.date], as_at: dt.date
) -> None:
    """Close the dates of the assessments that were carried out."""
    for requirement, day in done.items():
        rows = Deadline.objects.open().filter(
            platform=scenario.platform, requirement__slug=requirement,
            key__startswith=f"{requirement}:{SIGNIFICANT}:",
        )  # fmt: skip
        if day <= as_at and (row := rows.order_by("due_on").first()) is not None:
            note = f"Before the launch of scenario {quoted(scenario)}."
            deadlines.close(deadline=row, by=by, done_on=day, as_at=as_at, note=note)


def _answers(found: WhatIf, assessed: dt.date | None) -> dict[str, Any]:
    """What was changed, what gave way and what was supposed, as answers to record."""
    supposition, answers = found.supposition, {}
    for each in (*supposition.told, *supposition.gave_way, *supposition.supposed):
        if each.name == DESIGNATIONS:
            raise refuse(
                "", "Ofcom's register is not changed by a launch: record the entry once it is made."
            )
        key = str(Key(each.name, each.side))
        answers[key] = each.told[1]
        if each in supposition.supposed and assessed is not None:
            answers[key] = assessed.isoformat()
    return answers
