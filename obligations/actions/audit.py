"""The log of decisions: who did what when, one hash-chained row after another."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from obligations.actions import turns
from obligations.actions.permissions import OPERATOR
from obligations.models import Event, Platform, Provider, User


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
    """Add one event to the provider's chain (`provider` None: the installation's own).

    `action` is "noun.verb"; `sentence` could stand alone on a page; `subject` is the record it is
    about, by default the platform or provider. `by` None is an operator's command, which may say
    so better in `actor_label`.
    """
    last = _last_of_chain(provider)
    about = subject or platform or provider
    event = Event(
        provider=provider,
        platform=platform,
        at=timezone.now(),
        actor=by,
        actor_label=str(by) if by else actor_label or OPERATOR,
        action=action,
        subject=f"{about._meta.model_name} {about.pk}" if about else "",
        sentence=sentence,
        data=_plain(data or {}),
        number=last.number + 1 if last else 1,
        previous_hash=last.hash if last else "",
    )
    event.hash = fingerprint(event)
    event.save(force_insert=True)
    return event


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


def _last_of_chain(provider: Provider | None) -> Event | None:
    """The newest event, with the chain held until this transaction ends."""
    turns.take(provider.pk if provider else None)
    return Event.objects.filter(provider=provider).order_by("-number").first()


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
