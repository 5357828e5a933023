"""The rounds of alerts: which are due for a day of law, and sending what is due.

A round is safe to repeat: what was told is noted in the row, so a second round finds nothing.
After downtime one message tells everything since the last.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from obligations.actions import alert_mail, alerts, outgoing
from obligations.actions.alert_mail import News
from obligations.law.news import Arrival, Difference, arrivals, between
from obligations.models import LawAlert, Release

Arrivals = Callable[[dt.date, dt.date], Sequence[Arrival]]


@dataclass(frozen=True, slots=True)
class Round:
    """What a round found: alerts with news, and unconfirmed ones that it deleted."""

    due: int = 0
    forgotten: int = 0


@transaction.atomic
def plan(*, as_at: dt.date, now: dt.datetime) -> Round:
    """Mark every alert that has news up to the day; those without are noted as up to date.

    Two statements, whatever the number of alerts.
    """
    forgotten = alerts.forget_unconfirmed(as_at=as_at)
    current = Release.objects.in_use()
    if current is None:
        return Round(forgotten=forgotten)
    behind = (
        LawAlert.objects.confirmed()
        .filter(Q(due_for=None) | Q(due_for__lt=as_at))
        .exclude(release=current, law_day__gte=as_at)
    )
    news = _with_news(behind, current, as_at)
    behind.exclude(news).update(
        release=current, law_day=Greatest(F("law_day"), as_at), due_for=None, next_attempt_at=None
    )
    due = behind.filter(news).update(due_for=as_at, next_attempt_at=now, attempts=0, error="")
    return Round(due, forgotten)


def rehearse(*, as_at: dt.date, now: dt.datetime) -> list[str]:
    """The messages that a round for the day would send, without addresses; nothing is written."""
    told = []
    with transaction.atomic():
        plan(as_at=as_at, now=now)
        due = LawAlert.objects.filter(due_for__isnull=False).order_by("pk")
        for address in due.values_list("address", flat=True).distinct().order_by():
            batch = list(due.filter(address=address).select_related("release").defer(*alerts.BULKY))
            if message := _message(batch, arrivals):
                told.append(f"{message.subject}\n\n{message.body}")
        transaction.set_rollback(True)
    return told


def deliver(*, now: dt.datetime, people: int = 1000) -> int:
    """Send what is waiting, one message per address and round; how many were sent.

    Rows under another worker's hands are passed over. A message that cannot be sent is tried again
    after 2, 4, 8 ... minutes, eight times in all, and then with the next day's round.
    """
    sent = 0
    arrived = cache(arrivals)  # Most alerts were told up to the same day.
    for _round in range(people):
        with transaction.atomic():
            batch = _claim(now)
            if not batch:
                break
            sent += _send(batch, now, arrived)
    return sent


def _with_news(behind: QuerySet[LawAlert], current: Release, as_at: dt.date) -> Q:
    """Which alerts have something to be told, by the edition and day last told of."""
    news = Q(pk__in=[])
    told = behind.exclude(release=current).values("release")
    for before in Release.objects.filter(pk__in=told).defer("payload"):
        news |= Q(release=before) & _touched(between(before, current))
    since = behind.aggregate(day=Min("law_day"))["day"] or as_at
    by_day: dict[dt.date, list[str]] = defaultdict(list)
    for arrival in arrivals(since, as_at):
        by_day[arrival.day].append(arrival.requirement)
    for day, slugs in by_day.items():
        news |= Q(law_day__lt=day) & _follows(slugs, slugs)
    return news


def _touched(found: Difference) -> Q:
    beneath = {slug for shared in found.shared for slug in shared.requirements}
    touched = _follows({*found.changed, *beneath}, {*found.whom, *beneath})
    if found.new or any(shared.scope for shared in found.shared):
        touched |= Q(from_check=True)
    return touched


def _follows(changed: Iterable[str], near: Iterable[str]) -> Q:
    return Q(requirements__overlap=sorted(changed)) | Q(near__overlap=sorted(near))


def _claim(now: dt.datetime) -> list[LawAlert]:
    """Take the waiting alerts of one address; they stay locked until the transaction ends.

    A question is a message of its own; the news of all alerts of an address is one.
    """
    waiting = LawAlert.objects.waiting(now)
    queue = waiting.select_for_update(skip_locked=True, of=("self",))
    earlier = waiting.confirmed().filter(address=OuterRef("address"), pk__lt=OuterRef("pk"))
    leading = Q(confirmed_on=None) | ~Exists(earlier)  # Two workers never share out an address.
    first = queue.filter(leading).order_by("next_attempt_at", "pk").first()
    if first is None:
        return []
    alike = queue.filter(pk=first.pk)
    if first.confirmed_on is not None:
        alike = queue.confirmed().filter(address=first.address)
    return list(alike.select_related("release").defer(*alerts.BULKY).order_by("pk"))


def _message(batch: Sequence[LawAlert], arrived: Arrivals) -> EmailMessage | None:
    """The message for one address; None where there is nothing to tell after all."""
    current = Release.objects.in_use()
    assert current is not None
    found = _news(batch, current, arrived)
    return alert_mail.news(batch, found, current) if found else None


def _send(batch: Sequence[LawAlert], now: dt.datetime, arrived: Arrivals) -> int:
    asking = batch[0].confirmed_on is None
    told, error = outgoing.send(
        lambda: alert_mail.question(batch[0]) if asking else _message(batch, arrived)
    )
    rows = LawAlert.objects.filter(pk__in=[alert.pk for alert in batch])
    if error:
        attempts = batch[0].attempts + 1
        again = outgoing.again_at(now, attempts)
        rows.update(attempts=attempts, next_attempt_at=again, error=error)
        return 0
    rows.update(next_attempt_at=None, attempts=0, error="")
    if asking:
        return 1
    current = Release.objects.in_use()
    day = {"told_on": batch[0].due_for} if told else {}
    rows.update(release=current, law_day=Greatest(F("law_day"), F("due_for")), due_for=None, **day)
    return 1 if told else 0


def _news(batch: Sequence[LawAlert], current: Release, arrived: Arrivals) -> News:
    """What the alerts of one address have not been told yet, each thing once."""
    changed: dict[str, list[str]] = {}
    near: dict[str, list[str]] = {}
    shared: dict[str, None] = {}
    new: set[str] = set()
    for alert in batch:
        assert alert.due_for is not None
        follows, could = {*alert.requirements}, {*alert.near}
        if alert.release_id != current.pk:
            found = between(alert.release, current)
            _take(changed, found.changed, follows)
            _take(near, found.whom, could)
            for each in found.shared:
                if each.requirements & (follows | could) or (each.scope and alert.from_check):
                    shared[each.sentence] = None
            new |= found.new if alert.from_check else set()
        for arrival in arrived(alert.law_day, alert.due_for):
            _arrived(changed if arrival.requirement in follows else near, arrival, follows | could)
    only_near = {slug: said for slug, said in near.items() if slug not in changed}
    return News(changed, only_near, [*shared], len(new))


def _take(
    into: dict[str, list[str]], phrases: Mapping[str, Sequence[str]], wanted: set[str]
) -> None:
    for slug in phrases.keys() & wanted:
        said = into.setdefault(slug, [])
        said += [text for text in map(_sentence, phrases[slug]) if text not in said]


def _arrived(into: dict[str, list[str]], arrival: Arrival, wanted: set[str]) -> None:
    if arrival.requirement in wanted:
        said = into.setdefault(arrival.requirement, [])
        if arrival.sentence not in said:
            said.append(arrival.sentence)


def _sentence(phrase: str) -> str:
    """A phrase of the difference as a sentence of its own."""
    if phrase.startswith(("is ", "has ")):
        return f"It {phrase}."
    return f"{phrase[:1].upper()}{phrase[1:]}."
