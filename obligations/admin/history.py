"""The log of decisions and the histories that the database writes: to be read, by everybody."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from obligations.admin.base import ReadOnly
from obligations.models import Event


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ["sentence", "at", "actor_label", "action", "provider", "number"]
    list_filter = ["action", "provider"]
    list_select_related = ["provider", "platform", "actor"]
    search_fields = ["sentence", "actor_label", "subject", "hash"]
    date_hierarchy = "at"


class HistoryAdmin(ReadOnly):
    """One row for each time a record was added, changed or removed."""

    list_filter = ["pgh_label"]
    date_hierarchy = "pgh_created_at"


@admin.register(apps.get_model("obligations", "ObligationEvent"))
class ObligationHistoryAdmin(HistoryAdmin):
    list_display = ["requirement", "platform", "provider", "pgh_label", "pgh_created_at", "answer",
                    "progress", "result", "owner"]  # fmt: skip
    list_filter = ["pgh_label", "answer", "progress", "result"]
    list_select_related = ["requirement", "platform", "provider", "owner"]
    search_fields = ["requirement__ref", "platform__name", "provider__name"]


@admin.register(apps.get_model("obligations", "MembershipEvent"))
class MembershipHistoryAdmin(HistoryAdmin):
    list_display = ["user", "provider", "role", "pgh_label", "pgh_created_at"]
    list_filter = ["pgh_label", "role"]
    list_select_related = ["user", "provider"]
    search_fields = ["user__email", "provider__name"]


@admin.register(apps.get_model("obligations", "DesignationEvent"))
class DesignationHistoryAdmin(HistoryAdmin):
    list_display = ["platform", "provider", "category", "period", "pgh_label", "pgh_created_at"]
    list_filter = ["pgh_label", "category"]
    list_select_related = ["platform", "provider"]
    search_fields = ["platform__name", "provider__name"]


@admin.register(apps.get_model("obligations", "ScenarioEvent"))
class ScenarioHistoryAdmin(HistoryAdmin):
    list_display = ["name", "platform", "provider", "pgh_label", "pgh_created_at", "shared"]
    list_select_related = ["platform", "provider"]
    search_fields = ["name", "platform__name", "provider__name"]


@admin.register(LogEntry)
class AdminLogAdmin(ReadOnly):
    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag"]
    list_filter = ["action_flag"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "user__email"]
    date_hierarchy = "action_time"
