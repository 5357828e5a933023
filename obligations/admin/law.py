"""The law data, as loaded: to be searched and read. It changes with manage.py load_law."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from obligations.admin.base import ReadOnly, ReadOnlyRows, table, trust
from obligations.models import (
    EnforcementCase,
    EventKind,
    HarmKind,
    HarmKindVersion,
    Instrument,
    LawJob,
    LawRecord,
    Milestone,
    PolicyStatement,
    RegisterEntry,
    Release,
    Requirement,
    RequirementId,
    RequirementVersion,
    SearchEntry,
    SearchWord,
)


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    list_display = ["version", "law_date", "is_current", "loaded_at", "loaded_by", "sha256"]
    list_filter = ["is_current"]
    search_fields = ["version", "sha256", "loaded_by"]
    date_hierarchy = "law_date"
    exclude = ["payload"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        return super().get_queryset(request).defer("payload")


class SourcedAdmin(ReadOnly):
    """A record of the law: its trust in every list, and whether a newer release dropped it."""

    list_select_related = ["withdrawn_in"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*self.list_display, trust, "withdrawn_in"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [*self.list_filter, "verification", ("withdrawn_in", admin.EmptyFieldListFilter)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("withdrawn_in__payload")


table(
    Instrument, ["title", "kind", "citation", "in_force_from", "status"],
    filters=["kind", "status", "issuer"], search=["title", "citation", "slug"],
    day="in_force_from", base=SourcedAdmin,
)  # fmt: skip


class VersionRows(ReadOnlyRows):
    model = RequirementVersion
    fields = ["period", "status", "by", "condition", "bites_only_if"]


class OtherIdRows(ReadOnlyRows):
    model = RequirementId
    fields = ["slug"]


table(
    Requirement, ["ref", "title", "kind", "strength", "theme"],
    filters=["kind", "strength", "side", "level", "theme", "optional", "instrument"],
    search=["ref", "slug", "title", "summary"], inlines=[VersionRows, OtherIdRows],
    base=SourcedAdmin,
)  # fmt: skip
table(
    RequirementVersion, ["requirement", "period", "status", "by", "commenced"],
    filters=["status", "requirement__kind"], related=["requirement"],
    search=["requirement__ref", "requirement__title", "by"], day="commenced",
)  # fmt: skip
table(
    RequirementId, ["slug", "requirement"], filters=["requirement__kind"],
    related=["requirement"], search=["slug", "requirement__ref", "requirement__title"],
)  # fmt: skip


class KindVersionRows(ReadOnlyRows):
    model = HarmKindVersion


table(
    HarmKind, ["label", "family", "number"], filters=["family"],
    search=["label", "slug", "meaning"], inlines=[KindVersionRows], base=SourcedAdmin,
)  # fmt: skip
table(
    HarmKindVersion, ["kind", "period"], filters=["kind__family"], related=["kind"],
    search=["kind__label", "meaning"],
)  # fmt: skip
table(
    EventKind, ["title", "about", "recorded_by", "occurred"], filters=["about", "holder"],
    search=["title", "slug", "meaning"], day="occurred", base=SourcedAdmin,
)  # fmt: skip
table(
    Milestone, ["title", "period", "precision", "status", "audience_kind"],
    filters=["status", "kind", "audience_kind", "track", "precision"],
    search=["title", "slug", "summary"], related=["withdrawn_in", "supersedes"],
    base=SourcedAdmin,
)  # fmt: skip
table(
    PolicyStatement, ["speaker", "gist", "made_on", "document_kind"],
    filters=["document_kind", "publisher"], search=["speaker", "gist", "document", "slug"],
    day="made_on", base=SourcedAdmin,
)  # fmt: skip
table(
    RegisterEntry, ["service", "provider_name", "category", "period"], filters=["category"],
    search=["service", "provider_name"], base=SourcedAdmin,
)  # fmt: skip
table(
    EnforcementCase, ["service", "provider_name", "kind", "opened", "status"], filters=["kind"],
    search=["service", "provider_name", "slug", "status"], day="opened", base=SourcedAdmin,
)  # fmt: skip
table(
    LawJob, ["order", "title", "gives"], list_display_links=["title"],
    filters=[("withdrawn_in", admin.EmptyFieldListFilter)], search=["title", "slug", "what"],
)  # fmt: skip
table(
    LawRecord, ["title", "section", "order"], filters=["section"], search=["title", "slug"],
    base=SourcedAdmin,
)  # fmt: skip
table(
    SearchEntry, ["title", "ref", "collection"], filters=["collection"],
    search=["title", "ref", "text", "about"], exclude=["vector"],
)  # fmt: skip


class Spread(admin.SimpleListFilter):
    """Words of one record alone: where a misspelling shows."""

    title = "records"
    parameter_name = "spread"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("one", "in one record"), ("more", "in several")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "one":
                return queryset.filter(records=1)
            case "more":
                return queryset.filter(records__gt=1)
        return queryset


table(SearchWord, ["word", "records"], filters=[Spread], search=["word"])
