"""Alerts of changes of the law, to be read, and deleted where asked to; letters given up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from obligations.admin.base import ReadOnly
from obligations.models import LawAlert, Letter


@admin.register(LawAlert)
class LawAlertAdmin(ReadOnly):
    """The only place that shows an address."""

    list_display = ["address", "created_on", "confirmed_on", "told_on", "law_day", "release",
                    "due_for", "attempts"]  # fmt: skip
    list_filter = ["from_check", ("confirmed_on", admin.EmptyFieldListFilter), "release"]
    list_select_related = ["release"]
    search_fields = ["address", "error"]
    date_hierarchy = "created_on"
    exclude = ["key"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As every administrator's right on other tables: Django's own permission decides."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LawAlert]:
        return super().get_queryset(request).defer("release__payload", "release__difference")


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    """Invitations, links to set a password and the like that no mail server took, and why."""

    list_display = ["address", "subject", "written_at", "attempts", "error"]
    list_filter = ["subject"]
    search_fields = ["address", "subject", "error"]
    date_hierarchy = "written_at"
    exclude = ["body", "next_attempt_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return Letter.objects.given_up()
