"""The law data, as loaded: to be searched and read. It changes with manage.py load_law."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from obligations.admin.base import ReadOnly, ReadOnlyRows, trust
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


@admin.register(Instrument)
class InstrumentAdmin(SourcedAdmin):
    list_display = ["title", "kind", "citation", "in_force_from", "status"]
    list_filter = ["kind", "status", "issuer"]
    search_fields = ["title", "citation", "slug"]
    date_hierarchy = "in_force_from"


class VersionRows(ReadOnlyRows):
    model = RequirementVersion
    fields = ["period", "status", "by", "condition", "bites_only_if"]


class OtherIdRows(ReadOnlyRows):
    model = RequirementId
    fields = ["slug"]


@admin.register(Requirement)
class RequirementAdmin(SourcedAdmin):
    list_display = ["ref", "title", "kind", "strength", "theme"]
    list_filter = ["kind", "strength", "side", "level", "theme", "optional", "instrument"]
    search_fields = ["ref", "slug", "title", "summary"]
    inlines = [VersionRows, OtherIdRows]


@admin.register(RequirementVersion)
class RequirementVersionAdmin(ReadOnly):
    list_display = ["requirement", "period", "status", "by", "commenced"]
    list_filter = ["status", "requirement__kind"]
    list_select_related = ["requirement"]
    search_fields = ["requirement__ref", "requirement__title", "by"]
    date_hierarchy = "commenced"


@admin.register(RequirementId)
class RequirementIdAdmin(ReadOnly):
    list_display = ["slug", "requirement"]
    list_filter = ["requirement__kind"]
    list_select_related = ["requirement"]
    search_fields = ["slug", "requirement__ref", "requirement__title"]


class KindVersionRows(ReadOnlyRows):
    model = HarmKindVersion


@admin.register(HarmKind)
class HarmKindAdmin(SourcedAdmin):
    list_display = ["label", "family", "number"]
    list_filter = ["family"]
    search_fields = ["label", "slug", "meaning"]
    inlines = [KindVersionRows]


@admin.register(HarmKindVersion)
class HarmKindVersionAdmin(ReadOnly):
    list_display = ["kind", "period"]
    list_filter = ["kind__family"]
    list_select_related = ["kind"]
    search_fields = ["kind__label", "meaning"]


@admin.register(EventKind)
class EventKindAdmin(SourcedAdmin):
    list_display = ["title", "about", "recorded_by", "occurred"]
    list_filter = ["about", "holder"]
    search_fields = ["title", "slug", "meaning"]
    date_hierarchy = "occurred"


@admin.register(Milestone)
class MilestoneAdmin(SourcedAdmin):
    list_display = ["title", "period", "precision", "status", "audience_kind"]
    list_filter = ["status", "kind", "audience_kind", "track", "precision"]
    search_fields = ["title", "slug", "summary"]
    list_select_related = ["withdrawn_in", "supersedes"]


@admin.register(PolicyStatement)
class PolicyStatementAdmin(SourcedAdmin):
    list_display = ["speaker", "gist", "made_on", "document_kind"]
    list_filter = ["document_kind", "publisher"]
    search_fields = ["speaker", "gist", "document", "slug"]
    date_hierarchy = "made_on"


@admin.register(RegisterEntry)
class RegisterEntryAdmin(SourcedAdmin):
    list_display = ["service", "provider_name", "category", "period"]
    list_filter = ["category"]
    search_fields = ["service", "provider_name"]


@admin.register(EnforcementCase)
class EnforcementCaseAdmin(SourcedAdmin):
    list_display = ["service", "provider_name", "kind", "opened", "status"]
    list_filter = ["kind"]
    search_fields = ["service", "provider_name", "slug", "status"]
    date_hierarchy = "opened"


@admin.register(LawJob)
class LawJobAdmin(ReadOnly):
    list_display = ["order", "title", "gives"]
    list_display_links = ["title"]
    list_filter = [("withdrawn_in", admin.EmptyFieldListFilter)]
    search_fields = ["title", "slug", "what"]


@admin.register(LawRecord)
class LawRecordAdmin(SourcedAdmin):
    list_display = ["title", "section", "order"]
    list_filter = ["section"]
    search_fields = ["title", "slug"]
