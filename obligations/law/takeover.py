"""Rows follow their requirement when an edition gives it another id.

The row keeps its key, and so everything that providers recorded about it: tasks, positions, dates,
histories. What names an id by text is rewritten here; determinations and the log of events are
records of their day and stay as they are, read through `RequirementId`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat, Substr

from obligations.calendar.due import TOGETHER_WITH
from obligations.law.moved_ids import names
from obligations.models import Deadline, LawAlert, Requirement, RequirementId

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """A requirement that bears another id now: its row, and what it was called before and now."""

    pk: int
    was: str
    now: str
    ref_before: str
    ref_now: str


def take_over(records: Iterable[Record]) -> list[Moved]:
    """Give each row the id that its requirement bears in these records of an edition.

    A row that bears the id already goes first; else the row that bears, or bore in another
    edition, one of the record's names. Call it inside a transaction, before the rows are written.
    """
    wanted = {record["id"]: record for record in records}
    rows = {row.slug: row for row in Requirement.objects.only("pk", "slug", "ref").order_by()}
    known = RequirementId.objects.now()
    found: dict[str, Moved] = {}
    for slug, record in wanted.items():
        if slug in rows:
            continue
        origins = (
            origin
            for name in names(record)
            for origin in (name, known.get(name))
            if origin in rows and origin not in wanted and origin not in found
        )
        if (was := next(origins, None)) is not None:
            row = rows[was]
            found[was] = Moved(row.pk, was, slug, row.ref, record["ref"])
    moved = list(found.values())
    for each in moved:
        Requirement.objects.filter(pk=each.pk).update(slug=each.now)
        _rewrite(each)
    remember({each.was: each.pk for each in moved})
    return moved


def remember(ids: dict[str, int]) -> None:
    """Note that these ids lead to these rows."""
    RequirementId.objects.bulk_create(
        [RequirementId(slug=slug, requirement_id=pk) for slug, pk in ids.items()],
        update_conflicts=True, unique_fields=["slug"], update_fields=["requirement"],
    )  # fmt: skip


def _rewrite(each: Moved) -> None:
    """The keys of dates, what dates say they go with, and what alerts follow."""
    own = Deadline.objects.filter(requirement=each.pk, key__startswith=f"{each.was}:")
    own.update(key=Concat(Value(each.now), Substr("key", len(each.was) + 1)))
    beside = Deadline.objects.filter(derivation__inputs__contains={TOGETHER_WITH: each.was})
    for row in beside.only("derivation"):
        inputs = {**row.derivation["inputs"], TOGETHER_WITH: each.now}
        row.derivation = {**row.derivation, "inputs": inputs}
        row.save(update_fields=["derivation"])
    following = Q(requirements__contains=[each.was]) | Q(near__contains=[each.was])
    LawAlert.objects.filter(following).update(
        requirements=_replaced("requirements", each), near=_replaced("near", each)
    )


def _replaced(column: str, each: Moved) -> Func:
    was, now = (Value(name, TextField()) for name in (each.was, each.now))
    return Func(F(column), was, now, function="array_replace", output_field=ArrayField(TextField()))
