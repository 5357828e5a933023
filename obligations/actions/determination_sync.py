"""Obligations follow determinations: what people wrote on them stays, the answers move on."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Func, JSONField, Value
from django.utils import timezone

from obligations.actions import audit, deadlines, obligation_rows, turns
from obligations.actions.obligation_rows import Move
from obligations.actions.turns import in_turn
from obligations.law.determinations import inputs_sha256, recorded
from obligations.law.ruleset import ruleset_for
from obligations.models import AnswerKind, Determination, Platform, Provider, Release, User
from obligations.rules import SubjectError, determine, read_recorded

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
    return _follow(platform.provider, [platform], as_at, by, actor_label)


@in_turn
def follow_provider(
    *, provider: Provider, as_at: dt.date, by: User | None, actor_label: str = ""
) -> list[Followed]:
    """The same for every service of a provider: after a fact of the provider, or new law."""
    platforms = list(Platform.objects.filter(provider=provider).select_related("provider"))
    return _follow(provider, platforms, as_at, by, actor_label)


def follow_all(*, as_at: dt.date, actor_label: str) -> int:
    """The same for every provider, each in a transaction of its own; how many had changes.

    For each new day and each new edition of the law: nobody who signs in did it. A service whose
    answers contradict each other under the edition is left as it was; its page says what is wrong.
    """
    moved = 0
    for provider in Provider.objects.order_by("pk"):
        with transaction.atomic():
            turns.take(provider.pk)
            platforms = Platform.objects.filter(provider=provider).select_related("provider")
            moved += bool(_follow(provider, list(platforms), as_at, None, actor_label, whole=False))
    return moved


def _follow(
    provider: Provider,
    platforms: Sequence[Platform],
    as_at: dt.date,
    by: User | None,
    actor_label: str,
    *,
    whole: bool = True,
) -> list[Followed]:
    """Follow these services; `whole` False leaves out those that cannot be read."""
    release = Release.objects.defer("payload").get(is_current=True)
    answers: dict[int, list[dict[str, Any]]] = {}
    for platform in platforms:
        try:
            answers[platform.pk] = _answers(platform, as_at, release)
        except SubjectError as error:
            if whole:
                raise
            log.warning("%s is not followed: %s", platform, error)
    platforms = [platform for platform in platforms if platform.pk in answers]
    moves = obligation_rows.bring_up_to_date(
        provider, answers, _shared_by_others(provider, answers), as_at=as_at
    )
    followed = _tell(platforms, moves)
    for each in followed:
        _record(provider, each, by, actor_label, {"as_at": as_at, "release": release.version})
    for platform in platforms:
        deadlines.recompute(platform=platform, as_at=as_at, by=by, actor_label=actor_label)
    return followed


def _answers(platform: Platform, as_at: dt.date, release: Release) -> list[dict[str, Any]]:
    """The platform's answers on the day, kept as a Determination; none for one put away."""
    if platform.archived_on is not None:
        return []
    ruleset = ruleset_for(release)
    situation = recorded(platform, ruleset, as_at)
    subject = read_recorded(situation, ruleset)
    result = determine(ruleset, subject, as_at).kept()
    _keep(platform, as_at, release, inputs_sha256(situation, release), result)
    requirements: list[dict[str, Any]] = result["requirements"]
    return requirements


def _keep(
    platform: Platform, as_at: dt.date, release: Release, inputs: str, result: dict[str, Any]
) -> None:
    """Store a determination, unless the last one says the same of the same inputs."""
    last = Determination.objects.filter(platform=platform).order_by("-made_at").first()
    if last is not None and last.inputs_sha256 == inputs:
        requirements = result["requirements"]
        if last.as_at == as_at or last.result["requirements"] == requirements:
            return
    Determination.objects.update_or_create(
        platform=platform,
        as_at=as_at,
        inputs_sha256=inputs,
        defaults={
            "provider": platform.provider, "release": release, "result": result,
            "made_at": timezone.now(),
        },
    )  # fmt: skip


def _shared_by_others(provider: Provider, but: Iterable[int]) -> list[dict[str, Any]]:
    """What the provider's other services last said of the duties that the provider owes once."""
    others = Platform.objects.filter(provider=provider, archived_on__isnull=True).exclude(
        pk__in=list(but)
    )
    latest = (
        Determination.objects.filter(platform__in=others)
        .order_by("platform_id", "-made_at")
        .distinct("platform_id")
        .annotate(shared=SHARED)
    )
    return [answer for shared in latest.values_list("shared", flat=True) for answer in shared]


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


def _record(
    provider: Provider,
    followed: Followed,
    by: User | None,
    actor_label: str,
    data: dict[str, Any],
) -> None:
    counts = (
        (len(followed.added), "came onto the list"),
        (len(followed.changed), "changed"),
        (len(followed.ended), "no longer apply"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    audit.record(
        provider=provider, platform=followed.platform, by=by, actor_label=actor_label,
        action="obligations.followed",
        sentence=f"{followed.platform or provider}, on {data['as_at']:%-d %B %Y}: {told}.",
        data={
            **data, "added": followed.added, "changed": followed.changed,
            "ended": followed.ended,
        },
    )  # fmt: skip
