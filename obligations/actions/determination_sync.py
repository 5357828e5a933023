"""Obligations follow determinations: what people wrote on them stays, the answers move on."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Func, JSONField, Q, Value, When

from obligations import language
from obligations.actions import audit, deadlines, obligation_rows, turns
from obligations.actions.obligation_rows import Move
from obligations.actions.turns import in_turn
from obligations.law.determinations import Snapshot
from obligations.law.law_rows import law_rows
from obligations.law.ruleset import find_release
from obligations.models import AnswerKind, Determination, Platform, Provider, Release, User
from obligations.rules import SubjectError
from obligations.words.stored import kept

log = logging.getLogger(__name__)
# The answers of a stored determination to what a provider owes once: not the whole of it.
SHARED = Func(
    F("result"),
    Value('$.requirements[*] ? (@.level == "provider")'),
    function="jsonb_path_query_array",
    template="%(function)s(%(expressions)s::jsonpath)",
    output_field=JSONField(),
)


@dataclass
class Followed:
    """What changed for one platform, or (platform None) for its provider as a whole; by ref."""

    platform: Platform | None
    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.ended)


@in_turn
def follow(
    *, platform: Platform, as_at: dt.date, by: User | None, actor_label: str = ""
) -> list[Followed]:
    """Bring the obligations of one platform, and its provider's, up to the law of a day.

    What applies, applies from a day, waits or stands by is tracked; content of an assessment
    becomes a part of its obligation; what no longer applies stays and says so. Progress, result,
    owner and notes are never touched. Doing it twice changes nothing the second time.
    """
    return follow_on([Snapshot.of(platform, as_at)], by, actor_label=actor_label)


def follow_all(*, as_at: dt.date, actor_label: str) -> int:
    """The same for every provider, each in a transaction of its own; how many had changes.

    For each new day and each new edition of the law: nobody who signs in did it. A service whose
    answers contradict each other under the edition is left as it was; its page says what is wrong.
    """
    moved = 0
    for provider in Provider.objects.order_by("pk"):
        with transaction.atomic():
            turns.take(provider.pk)
            readable = [each for each in snapshots(provider, as_at) if _is_readable(each)]
            moved += bool(follow_on(readable, None, actor_label=actor_label))
    return moved


def follow_recorded(
    provider: Provider,
    platform: Platform | None,
    as_at: dt.date,
    by: User | None,
    *entries: audit.Entry,
    release: Release | None = None,
) -> Snapshot | None:
    """Log what was recorded in this turn of a service, or (platform None) of its provider, and
    follow from it: the service as it is now. `release`: the edition in use, where it was read.

    Raises SubjectError where a service cannot be read.
    """
    if platform is not None:
        services = [Snapshot.of(platform, as_at, release=release)]
    else:
        services = snapshots(provider, as_at)
    if services:
        follow_on(services, by, before=entries)
    else:
        audit.record_all(provider=provider, by=by, entries=entries)
    return services[0] if platform is not None else None


def snapshots(provider: Provider, as_at: dt.date, *known: Snapshot) -> list[Snapshot]:
    """Every service of a provider as it is on a day, under the edition in use; those `known` were
    read in this turn."""
    release = known[0].release if known else find_release(None)
    others = Platform.objects.filter(provider=provider).select_related("provider")
    others = others.exclude(pk__in=[each.platform.pk for each in known])
    return [*known, *(Snapshot.of(each, as_at, release=release) for each in others)]


def _is_readable(now: Snapshot) -> bool:
    try:
        return bool(now.subject)
    except SubjectError as error:
        log.warning("%s is not followed: %s", now.platform, error)
        return False


def follow_on(
    services: Sequence[Snapshot],
    by: User | None,
    *,
    before: Sequence[audit.Entry] = (),
    actor_label: str = "",
) -> list[Followed]:
    """Follow services of one provider, in its turn, as they are on a day; `before` is what the log
    says first. Raises SubjectError where one of them cannot be read."""
    if not services:
        return []
    provider, as_at = services[0].platform.provider, services[0].as_at
    release = services[0].release
    assert release is not None, "Obligations follow law data that was loaded."
    law = law_rows(release)
    kept = {each.platform.pk: _kept(each) for each in services}
    shared = _keep(provider, services, kept)
    moves, rows = obligation_rows.bring_up_to_date(
        provider, {pk: each["requirements"] for pk, each in kept.items()}, shared,
        rows=law, as_at=as_at,
    )  # fmt: skip
    followed = _tell([each.platform for each in services], moves)
    data = {"as_at": as_at, "release": release.version}
    said = [*before, *(_entry(provider, each, data) for each in followed)]
    for now in services:
        own = [row for row in rows if row.platform_id in (None, now.platform.pk)]
        said += deadlines.entries(now.platform, as_at, deadlines.follow(now, own, law, by))
    audit.record_all(provider=provider, by=by, entries=said, actor_label=actor_label)
    return followed


def _kept(now: Snapshot) -> dict[str, Any]:
    """The platform's answers on the day, as they are stored; none for one put away."""
    return {"requirements": []} if now.platform.archived_on else kept(now.determination)


def _keep(
    provider: Provider, services: Sequence[Snapshot], kept: Mapping[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Store a determination of each, unless its last one says the same of the same inputs.

    What the provider's other services last said of the duties that the provider owes once. Two
    queries, and one where a day is new and the inputs are not.
    """
    others = Q(platform__archived_on=None) & ~Q(platform__in=list(kept))
    latest = (
        Determination.objects.filter(provider=provider)
        .order_by("platform_id", "-made_at")
        .distinct("platform_id")
        .annotate(shared=Case(When(others, then=SHARED), default=Value([], JSONField())))
        .values_list("platform_id", "pk", "as_at", "inputs_sha256", "shared")
    )
    last = {platform: rest for platform, *rest in latest}
    Determination.objects.bulk_create(
        (
            Determination(
                provider=provider, platform=now.platform, as_at=now.as_at,
                inputs_sha256=now.inputs_sha256(), release=now.release,
                result=kept[now.platform.pk],
            )
            for now in services
            if not now.platform.archived_on
            and not _is_kept(now, kept[now.platform.pk], last.get(now.platform.pk))
        ),
        update_conflicts=True, unique_fields=["platform", "as_at", "inputs_sha256"],
        update_fields=["provider", "release", "result", "made_at"],
    )  # fmt: skip
    return [answer for *_, shared in last.values() for answer in shared]


def _is_kept(now: Snapshot, result: dict[str, Any], last: Sequence[Any] | None) -> bool:
    """Does the last determination say this, of the same inputs?"""
    if last is None or last[2] != now.inputs_sha256():
        return False
    if last[1] == now.as_at:
        return True
    said = Determination.objects.values_list("result__requirements", flat=True).get(pk=last[0])
    return bool(said == result["requirements"])


def _tell(platforms: Sequence[Platform], moves: list[Move]) -> list[Followed]:
    """The moves, gathered by the platform they are about; the provider's own come last."""
    found = {platform.pk: Followed(platform) for platform in platforms}
    of_provider = Followed(None)
    for move in moves:
        home = of_provider if move.platform_id is None else found[move.platform_id]
        if move.before is None:
            home.added.append(move.ref)
        elif move.after == AnswerKind.DOES_NOT_APPLY != move.before:
            home.ended.append(move.ref)
        else:
            home.changed[move.ref] = [move.before, move.after]
    return [each for each in (*found.values(), of_provider) if each]


def _entry(provider: Provider, followed: Followed, data: dict[str, Any]) -> audit.Entry:
    counts = (
        (len(followed.added), "came onto the list"),
        (len(followed.changed), "changed"),
        (len(followed.ended), "no longer apply"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    return audit.Entry(
        "obligations.followed",
        f"{followed.platform or provider}, on {language.day(data['as_at'])}: {told}.",
        followed.platform,
        data={
            **data, "added": followed.added, "changed": followed.changed,
            "ended": followed.ended,
        },
    )  # fmt: skip
