"""A service as a facts file tells it, recorded through the usual actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from obligations.actions import designations, facts, platform_events, platforms
from obligations.actions.turns import in_turn
from obligations.models import Designation, Platform, PlatformEvent, Provider, User
from obligations.models.situations import Recorded
from obligations.rules import Subject
from obligations.rules.facts.fact_set import FactSet


@in_turn
def keep(
    *,
    provider: Provider,
    by: User | None,
    subject: Subject,
    as_at: dt.date,
    methods: Mapping[str, str],
    unknown: Iterable[str] = (),
) -> tuple[Platform, list[str]]:
    """Make a service of the provider from what was told; `methods` say how an answer is known.

    `unknown` are the keys that were asked and are not known yet: its interview leaves them out.
    What the provider has answered already, for all its services, is left as it is: those names
    come back beside the service. Raises Refused, and then nothing is written.
    """
    platform = platforms.create(provider=provider, by=by, name=subject.platform)
    known = Recorded.of(platform).told(as_at).known().to_form()
    answers = FactSet.from_subject(subject).to_form()
    left_alone = [key for key in answers if key in known]
    told = {key: value for key, value in answers.items() if key not in known}
    for how_known in sorted({methods.get(key, "") for key in told}):
        group = {key: v for key, v in told.items() if methods.get(key, "") == how_known}
        facts.record_many(platform=platform, by=by, answers=group, as_at=as_at, how_known=how_known)
    facts.record_many(platform=platform, by=by, answers={}, unknown=unknown, as_at=as_at)
    record_register(platform=platform, by=by, subject=subject, as_at=as_at)
    record_events(platform=platform, by=by, subject=subject, as_at=as_at)
    return platform, [key for key in left_alone if answers[key] != known[key]]


def record_register(
    *, platform: Platform, by: User | None, subject: Subject, as_at: dt.date, note: str = ""
) -> None:
    """Record the entries on Ofcom's register that are not recorded yet, or that there are none."""
    if subject.designations is None:
        return
    if not subject.designations:
        designations.say_none(platform=platform, by=by, as_at=as_at)
    for entry in subject.designations:
        known = Designation.objects.filter(platform=platform, category=entry.category)
        if not known.filter(period__contains=entry.since).exists():
            last_day = entry.to - dt.timedelta(days=1) if entry.to else None
            row = designations.begin(
                platform=platform, by=by, category=entry.category, since=entry.since,
                last_day=last_day, as_at=as_at, note=note,
            )  # fmt: skip
            if entry.appealed is not None:
                designations.appeal(
                    designation=row, by=by, appealed_on=entry.appealed,
                    ended_on=entry.appeal_ended, as_at=as_at,
                )  # fmt: skip


def record_events(
    *, platform: Platform, by: User | None, subject: Subject, as_at: dt.date, note: str = ""
) -> None:
    """Record the events that are not recorded yet."""
    for told in subject.events:
        known = PlatformEvent.objects.standing().filter(event=told.event, happened_on=told.on)
        if not known.filter(provider=platform.provider).exists():
            platform_events.record_event(
                platform=platform, by=by, event=told.event, happened_on=told.on,
                happened_at=told.at, due_on=told.due_on, as_at=as_at, note=note,
            )  # fmt: skip
