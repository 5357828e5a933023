"""The log of decisions: who did what when, one hash-chained row after another."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from obligations.actions import turns
from obligations.actions.permissions import OPERATOR
from obligations.models import Event, Platform, Provider, User


@dataclass(frozen=True)
class Entry:
    """What an event says: `action` is "noun.verb", `sentence` could stand alone on a page, and
    `subject` is the record it is about, by default the platform or else the provider."""

    action: str
    sentence: str
    platform: Platform | None = None
    subject: models.Model | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def record(
    *,
    provider: Provider | None,
    by: User | None,
    action: str,
    sentence: str,
    platform: Platform | None = None,
    subject: models.Model | None = None,
    data: Mapping[str, Any] | None = None,
    actor_label: str = "",
) -> Event:
    """Add one event to the provider's chain (see Entry, record_all), in its turn."""
    turns.take(provider.pk if provider else None)
    entry = Entry(action, sentence, platform, subject, data or {})
    (event,) = record_all(provider=provider, by=by, entries=[entry], actor_label=actor_label)
    return event


def record_all(
    *, provider: Provider | None, by: User | None, entries: Sequence[Entry], actor_label: str = ""
) -> list[Event]:
    """Add events to the provider's chain, in this order (`provider` None: the installation's own).

    The caller has the provider's turn, which holds the chain until its transaction ends.
    `by` None is an operator's command, which may say so better in `actor_label`.
    """
    if not entries:
        return []
    last = Event.objects.filter(provider=provider).order_by("-number").first()
    events: list[Event] = []
    for entry in entries:
        about = entry.subject or entry.platform or provider
        event = Event(
            provider=provider,
            platform=entry.platform,
            at=timezone.now(),
            actor=by,
            actor_label=str(by) if by else actor_label or OPERATOR,
            action=entry.action,
            subject=f"{about._meta.model_name} {about.pk}" if about else "",
            sentence=entry.sentence,
            data=_plain(entry.data),
            number=last.number + 1 if last else 1,
            previous_hash=last.hash if last else "",
        )
        event.hash = fingerprint(event)
        events.append(event)
        last = event
    return Event.objects.bulk_create(events)


def fingerprint(event: Event) -> str:
    """SHA-256 of everything that the event says, its place and the hash of the one before."""
    said = {
        "provider": event.provider_id,
        "platform": event.platform_id,
        "at": event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_label": event.actor_label,
        "action": event.action,
        "subject": event.subject,
        "sentence": event.sentence,
        "data": event.data,
        "number": event.number,
        "previous_hash": event.previous_hash,
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class ChainCheck:
    """How many events a chain holds, and the first thing wrong with it, in words."""

    length: int
    problem: str | None

    @property
    def holds(self) -> bool:
        return self.problem is None


def verify_chain(provider: Provider | None) -> ChainCheck:
    """Read the whole chain again and work out every hash."""
    previous, number = "", 0
    for event in Event.objects.filter(provider=provider).order_by("number").iterator():
        number += 1
        if event.number != number:
            return ChainCheck(number - 1, f"Event {number} is missing.")
        if event.previous_hash != previous:
            return ChainCheck(number, f"Event {number} does not follow the one before it.")
        if event.hash != fingerprint(event):
            return ChainCheck(number, f"Event {number} does not say what it said when recorded.")
        previous = event.hash
    return ChainCheck(number, None)


def _plain(data: Mapping[str, Any]) -> Any:
    """The data as the database will give it back, so that its hash can be worked out again."""
    return _whole_numbers(json.loads(json.dumps(data, cls=DjangoJSONEncoder)))


def _whole_numbers(value: Any) -> Any:
    """jsonb keeps 1e3 as 1000: floats without a fraction become integers before they are hashed."""
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {key: _whole_numbers(each) for key, each in value.items()}
        case list():
            return [_whole_numbers(each) for each in value]
        case _:
            return value
