"""Positions set against computed answers: which stand, and which to look at again, and why."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import DateField, F, Func

from obligations import language, words
from obligations.models import AnswerKind, Platform, Position, Requirement
from obligations.rules import Answer
from obligations.rules.verdict.predicates import BINDING

STRONGEST_FIRST = AnswerKind.values
OF_REQUIREMENT = (
    "kind", "strength", "side", "level", "gate", "categories", "optional", "triggered_by",
    "waits_for", "withdrawn_in",
)  # fmt: skip
CANDIDATES = "versions__candidates"
OF_VERSION = (
    "versions__status", "versions__by", "versions__condition", "versions__bites_only_if",
    CANDIDATES, "first", "after",
)  # fmt: skip
ONLY_WORDS = {"why", "date_note"}
LATEST = """
WITH called AS (
  SELECT slug AS now, slug AS name FROM obligations_requirement WHERE slug = ANY(%(ids)s)
   UNION
  SELECT r.slug, other.slug FROM obligations_requirementid other
    JOIN obligations_requirement r ON r.id = other.requirement_id WHERE r.slug = ANY(%(ids)s))
SELECT latest.platform_id, latest.provider_id, called.now, answer ->> 'answer',
       (answer ->> 'from')::date
  FROM (SELECT DISTINCT ON (d.platform_id) d.platform_id, d.provider_id, d.result
          FROM obligations_determination d
          JOIN obligations_platform p ON p.id = d.platform_id AND p.archived_on IS NULL
         WHERE d.provider_id = ANY(%(providers)s)
         ORDER BY d.platform_id, d.made_at DESC) AS latest,
       jsonb_path_query(latest.result, '$.requirements[*] ? (@.id == $ids[*])',
         jsonb_build_object('ids', (SELECT jsonb_agg(name) FROM called))) AS answer
  JOIN called ON called.name = answer ->> 'id'
"""
"""What the latest determination of each service says of some requirements, whatever the edition
that it was worked out under called them: one query."""


@dataclass(frozen=True)
class Computed:
    """An answer that was worked out, and the day from which it binds."""

    answer: str
    starts_on: dt.date | None = None

    @classmethod
    def of(cls, answer: Answer) -> Computed:
        return cls(str(answer.answer), answer.starts_on)

    @property
    def words(self) -> str:
        """The answer, within a sentence."""
        return words.answers.within(self.answer, self.starts_on)

    def is_same(self, other: Computed) -> bool:
        """Is it the same answer? That its day has come meanwhile is no other answer."""
        if self.answer in BINDING and other.answer in BINDING:
            return self.starts_on == other.starts_on
        return self.answer == other.answer


def strongest(found: Iterable[Computed]) -> Computed | None:
    """Of the answers of several services, the one that counts for what a provider owes once."""
    order = sorted(found, key=lambda one: one.starts_on or dt.date.max)
    return min(order, key=lambda one: STRONGEST_FIRST.index(one.answer), default=None)


def standing_on(
    platform: Platform, at: dt.date | None = None, known_at: dt.datetime | None = None
) -> dict[str, Position]:
    """The positions on a service and its provider, by the requirement's id. One query."""
    rows = Position.objects.standing(at=at, known_at=known_at).concerning(platform)
    return {row.requirement.slug: row for row in rows.select_related("requirement", "author")}


def to_look_at_again(positions: Iterable[Position], at: dt.date) -> dict[int, tuple[str, ...]]:
    """Which of these positions to look at again and why, by number.

    They are read with their requirements. Two queries; none where there are no positions.
    """
    rows = list(positions)
    if not rows:
        return {}
    lately = computed_lately(rows)
    law = fingerprints(row.requirement_id for row in rows)
    found = {
        row.pk: look_again(row, lately.get(row.pk), law.get(row.requirement_id), at) for row in rows
    }
    return {pk: reasons for pk, reasons in found.items() if reasons}


def computed_lately(positions: Iterable[Position]) -> dict[int, Computed]:
    """What is computed now of what each position is about, by its number. One query."""
    rows = list(positions)
    of_platform: dict[tuple[int, str], Computed] = {}
    of_provider: dict[tuple[int, str], list[Computed]] = {}
    for platform, provider, slug, computed in _latest(
        {row.provider_id for row in rows}, {row.requirement.slug for row in rows}
    ):
        of_platform[platform, slug] = computed
        of_provider.setdefault((provider, slug), []).append(computed)
    found = {}
    for row in rows:
        slug = row.requirement.slug
        if row.platform_id is None:
            now = strongest(of_provider.get((row.provider_id, slug), ()))
        else:
            now = of_platform.get((row.platform_id, slug))
        if now is not None:
            found[row.pk] = now
    return found


def computed_for(platform: Platform, answer: Answer) -> Computed:
    """What a position on this answer stands beside: for what a provider owes once, the strongest
    answer of all its services. One query, for that alone."""
    own = Computed.of(answer)
    if answer.level != Requirement.Level.PROVIDER:
        return own
    latest = _latest({platform.provider_id}, {answer.id})
    others = [one for of, _provider, _slug, one in latest if of != platform.pk]
    return strongest([own, *others]) or own


def _latest(
    providers: Iterable[int], slugs: Iterable[str]
) -> Iterator[tuple[int, int, str, Computed]]:
    """Platform, provider, requirement's id and the latest answer, for the services in use."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {"providers": sorted(providers), "ids": sorted(slugs)})
        for platform, provider, slug, answer, starts_on in cursor.fetchall():
            yield platform, provider, slug, Computed(answer, starts_on)


def fingerprints(requirements: Iterable[int]) -> dict[int, str]:
    """The hash of what the law data holds on each requirement, words aside. One query."""
    rows = (
        Requirement.objects.filter(pk__in=list(requirements))
        .order_by("pk", F("versions__period").asc(nulls_last=True), "versions__pk")
        .annotate(first=_end("lower"), after=_end("upper"))
        .values("pk", *OF_REQUIREMENT, *OF_VERSION)
    )
    found = {}
    for pk, texts in groupby(rows, key=lambda row: row["pk"]):
        said = [{**row, CANDIDATES: _without_words(row[CANDIDATES])} for row in texts]
        found[pk] = _hash(said)
    return found


def _end(which: str) -> Func:
    return Func(F("versions__period"), function=which, output_field=DateField())


def _without_words(candidates: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in one.items() if name not in ONLY_WORDS}
        for one in candidates or ()
    ]


def _hash(said: Any) -> str:
    text = json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def look_again(
    position: Position, computed: Computed | None, law_sha256: str | None, at: dt.date
) -> tuple[str, ...]:
    """Why to look at a position again, a sentence each; none where nothing has changed."""
    found = []
    if computed is not None:
        then = Computed(position.computed, position.computed_from)
        if not computed.is_same(then):
            found.append(
                f"The computed answer has changed: it was that it {then.words}, "
                f"and is now that it {computed.words}."
            )
    if law_sha256 is not None and law_sha256 != position.law_sha256:
        found.append("The law data on this requirement has changed since it was taken.")
    if position.review_on <= at:
        found.append(f"Its review day was {language.day(position.review_on)}.")
    return tuple(found)
