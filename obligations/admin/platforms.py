"""Services and what is recorded of them: to be read."""

from __future__ import annotations

from django.contrib import admin

from obligations.admin.base import ReadOnly
from obligations.models import Designation, FactValue, MonthlyUsers, Platform, PlatformEvent


@admin.register(Platform)
class PlatformAdmin(ReadOnly):
    list_display = ["name", "provider", "url", "created_at", "archived_on"]
    list_filter = ["provider", ("archived_on", admin.EmptyFieldListFilter)]
    list_select_related = ["provider"]
    search_fields = ["name", "slug", "description", "provider__name"]
    date_hierarchy = "created_at"


class RecordedAdmin(ReadOnly):
    """Something recorded once: who, when, of which service."""

    list_select_related = ["provider", "platform", "recorded_by"]
    date_hierarchy = "recorded_at"


@admin.register(FactValue)
class FactValueAdmin(RecordedAdmin):
    list_display = ["name", "side", "value", "platform", "provider", "effective_from",
                    "recorded_at", "recorded_by"]  # fmt: skip
    list_filter = ["side", "provider"]
    search_fields = ["name", "platform__name", "provider__name", "note", "how_known"]


@admin.register(MonthlyUsers)
class MonthlyUsersAdmin(RecordedAdmin):
    list_display = ["platform", "side", "month", "low", "high", "method", "recorded_by"]
    list_filter = ["side", "provider"]
    search_fields = ["platform__name", "provider__name", "method"]


@admin.register(Designation)
class DesignationAdmin(RecordedAdmin):
    list_display = ["platform", "provider", "category", "period", "appealed_on", "recorded_by"]
    list_filter = ["category", "provider"]
    search_fields = ["platform__name", "provider__name", "note"]


@admin.register(PlatformEvent)
class PlatformEventAdmin(RecordedAdmin):
    list_display = ["event", "platform", "provider", "happened_on", "due_on", "recorded_by"]
    list_filter = ["event", "provider"]
    list_select_related = ["provider", "platform", "recorded_by", "takes_back"]
    search_fields = ["event", "platform__name", "provider__name", "note"]
