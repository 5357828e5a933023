"""Writes records of the law by their stable id: added or brought up to date, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model

from obligations.models import Release
from obligations.models.release import Kept

S = TypeVar("S", bound=Kept)
M = TypeVar("M", bound=Model)

Links = set[tuple[int, int]]


def by_slug(model: type[S], rows: Iterable[S], release: Release) -> dict[str, int]:
    """Upserts the rows and marks what the release no longer has as withdrawn. Slug to id."""
    wanted = list(rows)
    fields = [
        f.name
        for f in model._meta.concrete_fields
        if not f.primary_key and f.name != "slug" and not getattr(f, "generated", False)
    ]
    model._default_manager.bulk_create(
        wanted, update_conflicts=True, unique_fields=["slug"], update_fields=fields, batch_size=500
    )
    kept = [row.slug for row in wanted]
    model._default_manager.filter(withdrawn_in__isnull=True).exclude(slug__in=kept).update(
        withdrawn_in=release
    )
    return dict(model._default_manager.filter(slug__in=kept).values_list("slug", "pk"))


def links(
    through: type[Model], source: str, target: str, wanted: Links, owners: Iterable[int]
) -> None:
    """Makes a many-to-many table say exactly `wanted` for the owning rows, and no others."""
    table = through._default_manager
    mine = table.filter(**{f"{source}__in": list(owners)})
    present: dict[tuple[int, int], int] = {
        (a, b): pk for a, b, pk in mine.values_list(source, target, "pk")
    }
    table.filter(pk__in=[pk for pair, pk in present.items() if pair not in wanted]).delete()
    table.bulk_create(
        [through(**{source: a, target: b}) for a, b in sorted(wanted - set(present))],
        batch_size=1000,
    )


def children(
    model: type[M], owner: str, wanted: dict[int, list[M]], compared: tuple[str, ...]
) -> None:
    """Replaces the dependent rows of each owner whose rows differ; the rest keep their ids.

    `compared`: the fields that make a row what it is.
    """

    def content(row: Model) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in compared)

    table = model._default_manager
    present: dict[int, list[Any]] = {}
    for row in table.filter(**{f"{owner}__in": list(wanted)}):
        present.setdefault(getattr(row, owner), []).append(content(row))
    changed = [
        key
        for key, rows in wanted.items()
        if sorted(map(repr, present.get(key, []))) != sorted(repr(content(r)) for r in rows)
    ]
    table.filter(**{f"{owner}__in": changed}).delete()
    table.bulk_create([row for key in changed for row in wanted[key]], batch_size=500)
