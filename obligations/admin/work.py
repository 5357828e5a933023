"""Answers, obligations, dates, flags, messages and jobs: to be read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from obligations.admin.base import ReadOnly, ReadOnlyRows
from obligations.models import (
    ChangeDecision,
    Deadline,
    Determination,
    Flag,
    JobRun,
    Notification,
    Obligation,
    ObligationPart,
    Position,
    Scenario,
)
from obligations.models.positions import ANYBODY


@admin.display(description="requirement", ordering="requirement__natural_key")
def ref(row: Obligation | ObligationPart | Position) -> str:
    """The official citation alone: titles are long."""
    return row.requirement.ref


@admin.register(Determination)
class DeterminationAdmin(ReadOnly):
    list_display = ["platform", "provider", "as_at", "release", "made_at"]
    list_filter = ["release", "provider"]
    list_select_related = ["platform", "provider", "release"]
    search_fields = ["platform__name", "provider__name", "inputs_sha256"]
    date_hierarchy = "as_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Determination]:
        return super().get_queryset(request).defer("result", "release__payload")


class PartRows(ReadOnlyRows):
    model = ObligationPart
    fields = ["requirement", "answer", "covered", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ObligationPart]:
        return super().get_queryset(request).select_related("requirement")


@admin.register(Obligation)
class ObligationAdmin(ReadOnly):
    list_display = [ref, "platform", "provider", "answer", "progress", "result", "owner"]
    list_filter = ["answer", "progress", "result", "requirement__kind", "requirement__theme",
                   "provider"]  # fmt: skip
    list_select_related = ["requirement", "platform", "provider", "owner"]
    search_fields = ["requirement__ref", "requirement__title", "platform__name", "note"]
    date_hierarchy = "created_at"
    inlines = [PartRows]


@admin.register(ObligationPart)
class ObligationPartAdmin(ReadOnly):
    list_display = [ref, "obligation", "answer", "covered"]
    list_filter = ["answer", "covered", "provider"]
    list_select_related = [
        "requirement", "obligation__requirement", "obligation__platform", "obligation__provider",
    ]  # fmt: skip
    search_fields = ["requirement__ref", "requirement__title", "note"]


@admin.register(Position)
class PositionAdmin(ReadOnly):
    """Positions, without the reasons of privileged ones: those are the provider's alone."""

    list_display = [ref, "platform", "provider", "kind", "takes", "taken_on", "review_on",
                    "ended_at"]  # fmt: skip
    list_filter = ["kind", "takes", "privileged", ("ended_at", admin.EmptyFieldListFilter),
                   "provider"]  # fmt: skip
    list_select_related = ["requirement", "platform", "provider"]
    search_fields = ["requirement__ref", "requirement__title", "platform__name", "author_label"]
    date_hierarchy = "taken_on"
    exclude = ["reason", "ended_why"]
    readonly_fields = ["why", "why_it_ended"]

    @admin.display(description="reason")
    def why(self, row: Position) -> str:
        return row.reason_for(ANYBODY)

    @admin.display(description="why it ended")
    def why_it_ended(self, row: Position) -> str:
        return row.ended_why_for(ANYBODY)


@admin.register(Deadline)
class DeadlineAdmin(ReadOnly):
    list_display = ["title", "platform", "provider", "due_on", "confirmed", "status"]
    list_filter = ["status", "confirmed", ("milestone", admin.EmptyFieldListFilter), "provider"]
    list_select_related = ["platform", "provider"]
    search_fields = ["title", "platform__name", "provider__name", "key"]
    date_hierarchy = "due_on"


@admin.register(Flag)
class FlagAdmin(ReadOnly):
    list_display = ["deadline", "lead", "due_on", "flagged_on", "provider"]
    list_filter = ["lead", "provider"]
    list_select_related = ["deadline", "provider"]
    search_fields = ["deadline__title", "provider__name"]
    date_hierarchy = "flagged_on"


@admin.register(Notification)
class NotificationAdmin(ReadOnly):
    list_display = ["subject", "user", "status", "attempts", "sent_at", "created_at"]
    list_filter = ["status", "provider"]
    list_select_related = ["user"]
    search_fields = ["subject", "user__email", "error"]
    date_hierarchy = "created_at"


@admin.register(JobRun)
class JobRunAdmin(ReadOnly):
    list_display = ["name", "key", "state", "attempts", "queued_at", "finished_at", "worker"]
    list_filter = ["state", "name"]
    search_fields = ["name", "key", "worker", "error"]
    date_hierarchy = "queued_at"


@admin.register(Scenario)
class ScenarioAdmin(ReadOnly):
    list_display = ["name", "platform", "provider", "shared", "created_by", "launched_on"]
    list_filter = ["shared", "provider"]
    list_select_related = ["platform", "provider", "created_by"]
    search_fields = ["name", "note", "platform__name"]
    date_hierarchy = "created_at"


@admin.register(ChangeDecision)
class ChangeDecisionAdmin(ReadOnly):
    list_display = ["what", "platform", "provider", "significant", "recorded_by", "recorded_at"]
    list_filter = ["significant", "provider"]
    list_select_related = ["platform", "provider", "recorded_by"]
    search_fields = ["what", "because", "platform__name"]
    date_hierarchy = "recorded_at"
