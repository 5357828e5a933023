"""What happens to a service or its provider: notices, planned changes, content found."""

from __future__ import annotations

import datetime as dt

from obligations import language
from obligations.actions import audit, determination_sync
from obligations.actions.permissions import Refused, refuse, require
from obligations.actions.turns import in_turn
from obligations.law.ruleset import find_release, ruleset_for
from obligations.models import Permission, Platform, PlatformEvent, User

PLANNED = frozenset({"significant_change", "news_publisher_action_planned"})


@in_turn
def record_event(
    *,
    platform: Platform,
    by: User | None,
    event: str,
    happened_on: dt.date,
    as_at: dt.date,
    happened_at: dt.datetime | None = None,
    due_on: dt.date | None = None,
    note: str = "",
) -> PlatformEvent:
    """Record an event that duties stand by for; they become tasks and their clocks start.

    `event` is the id of an event kind that is about a platform or a provider; one about the
    provider concerns all its services. `happened_at` is for clocks that run in hours, `due_on`
    the day that a notice sets. Only what is planned may lie in the future. Raises Refused.
    """
    provider = platform.provider
    require(by, provider, Permission.RECORD_FACTS)
    release = find_release(None)
    kind = ruleset_for(release).events.get(event)
    if kind is None or kind.about == "law":
        raise Refused({"event": [f"There is no event {event!r} that a provider records."]})
    if errors := _faults(event, happened_on, happened_at, due_on, as_at):
        raise Refused(errors)
    own = None if kind.about == "provider" else platform
    told = {"event": event, "happened_on": happened_on, "happened_at": happened_at,
            "due_on": due_on, "note": note}  # fmt: skip
    row = PlatformEvent.objects.create(provider=provider, platform=own, recorded_by=by, **told)
    entry = audit.Entry(
        "event.recorded",
        f"{own or provider}: {kind.title[:1].lower()}{kind.title[1:]}, "
        f"{language.day(happened_on)}.",
        own, row, told,
    )  # fmt: skip
    determination_sync.follow_recorded(provider, own, as_at, by, entry, release=release)
    return row


@in_turn
def take_back(
    *, event: PlatformEvent, by: User | None, as_at: dt.date, why: str = ""
) -> PlatformEvent:
    """Undo an event that was recorded by mistake: a new record says so, and the old one stays."""
    provider = event.provider
    require(by, provider, Permission.RECORD_FACTS)
    if not PlatformEvent.objects.standing().filter(pk=event.pk).exists():
        raise refuse("", "This was taken back already.")
    row = PlatformEvent.objects.create(
        provider=provider, platform=event.platform, event=event.event, takes_back=event,
        happened_on=event.happened_on, happened_at=event.happened_at, due_on=event.due_on,
        note=why, recorded_by=by,
    )  # fmt: skip
    entry = audit.Entry(
        "event.taken_back",
        f"{event.platform or provider}: what was recorded for "
        f"{language.day(event.happened_on)} was a mistake" + (f": {why}" if why else "."),
        event.platform, row, {"event": event.event, "taken_back": event.pk, "why": why},
    )  # fmt: skip
    determination_sync.follow_recorded(provider, event.platform, as_at, by, entry)
    return row


def _faults(
    event: str,
    happened_on: dt.date,
    happened_at: dt.datetime | None,
    due_on: dt.date | None,
    as_at: dt.date,
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if happened_on > as_at and event not in PLANNED:
        errors["happened_on"] = ["This day has not come yet."]
    if happened_at is not None and happened_at.tzinfo is None:
        errors["happened_at"] = ["Say in which time zone."]
    if due_on is not None and due_on < happened_on:
        errors["due_on"] = ["The day set is before the event."]
    return errors
