"""Answers, obligations, dates, flags, messages and jobs: to be read."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from obligations.admin.base import ReadOnly, ReadOnlyRows, table
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


table(
    Obligation, [ref, "platform", "provider", "answer", "progress", "result", "owner"],
    filters=["answer", "progress", "result", "requirement__kind", "requirement__theme", "provider"],
    related=["requirement", "platform", "provider", "owner"],
    search=["requirement__ref", "requirement__title", "platform__name", "note"],
    day="created_at", inlines=[PartRows],
)  # fmt: skip
table(
    ObligationPart, [ref, "obligation", "answer", "covered"],
    filters=["answer", "covered", "provider"],
    related=["requirement", "obligation__requirement", "obligation__platform",
     "obligation__provider"],
    search=["requirement__ref", "requirement__title", "note"],
)  # fmt: skip


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


table(
    Deadline, ["title", "platform", "provider", "due_on", "confirmed", "status"],
    filters=["status", "confirmed", ("milestone", admin.EmptyFieldListFilter), "provider"],
    related=["platform", "provider"],
    search=["title", "platform__name", "provider__name", "key"], day="due_on",
)  # fmt: skip
table(
    Flag, ["deadline", "lead", "due_on", "flagged_on", "provider"], filters=["lead", "provider"],
    related=["deadline", "provider"], search=["deadline__title", "provider__name"],
    day="flagged_on",
)  # fmt: skip
table(
    Notification, ["subject", "user", "status", "attempts", "sent_at", "created_at"],
    filters=["status", "provider"], related=["user"], day="created_at",
    search=["told__title", "told__of", "told__subject", "user__email", "error"],
)  # fmt: skip
table(
    JobRun, ["name", "key", "state", "attempts", "queued_at", "finished_at", "worker"],
    filters=["state", "name"], search=["name", "key", "worker", "error"], day="queued_at",
)  # fmt: skip
table(
    Scenario, ["name", "platform", "provider", "shared", "created_by", "launched_on"],
    filters=["shared", "provider"], related=["platform", "provider", "created_by"],
    search=["name", "note", "platform__name"], day="created_at",
)  # fmt: skip
table(
    ChangeDecision,
    ["what", "platform", "provider", "significant", "recorded_by", "recorded_at"],
    filters=["significant", "provider"], related=["platform", "provider", "recorded_by"],
    search=["what", "because", "platform__name"], day="recorded_at",
)  # fmt: skip
