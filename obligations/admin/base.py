"""What the admin's tables share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest

from obligations.models import Verification


class ReadOnly(admin.ModelAdmin):
    """A table to look into. Law comes in as reviewed files; what belongs to a provider is changed
    in its own pages, where each change has an author and an event."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WordedValues(admin.AllValuesFieldListFilter):
    """The values that stand in a column, to choose from; that none stands there has words too."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "Not said"}


admin.FieldListFilter.register(
    lambda field: isinstance(field, models.CharField) and not field.choices,
    WordedValues,
    take_priority=True,
)


def table(
    model: type[models.Model],
    display: Sequence[Any],
    *,
    filters: Sequence[Any] = (),
    related: Sequence[str] = (),
    search: Sequence[str] = (),
    day: str | None = None,
    base: type[ReadOnly] = ReadOnly,
    **more: Any,
) -> None:
    """Register a table to be read: its columns, filters, what rows are read with, the day's field.

    `more` are options of Django's ModelAdmin by their own names; what is left out is `base`'s.
    """
    told = {
        "list_filter": filters, "list_select_related": related, "search_fields": search,
        "date_hierarchy": day,
    }  # fmt: skip
    options = {"list_display": display, **{n: v for n, v in told.items() if v}, **more}
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), options))


class ReadOnlyRows(admin.TabularInline):
    """Rows under a record, to be read."""

    extra = 0
    can_delete = False
    template = "admin/rows.html"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.display(description="trust", ordering="verification")
def trust(record: models.Model) -> str:
    """How far a record of the law can be trusted; what nobody checked is marked."""
    mark = getattr(record, "verification")  # noqa: B009 - any Sourced model
    label = Verification(mark).label
    return label if mark in ("verified", "compared") else f"⚠ {label}"
