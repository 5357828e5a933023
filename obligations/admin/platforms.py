"""Services and what is recorded of them: to be read."""

from __future__ import annotations

from django.contrib import admin

from obligations.admin.base import ReadOnly, table
from obligations.models import Designation, FactValue, MonthlyUsers, Platform, PlatformEvent

table(
    Platform, ["name", "provider", "url", "created_at", "archived_on"],
    filters=["provider", ("archived_on", admin.EmptyFieldListFilter)], related=["provider"],
    search=["name", "slug", "description", "provider__name"], day="created_at",
)  # fmt: skip


class RecordedAdmin(ReadOnly):
    """Something recorded once: who, when, of which service."""

    list_select_related = ["provider", "platform", "recorded_by"]
    date_hierarchy = "recorded_at"


table(
    FactValue,
    ["name", "side", "value", "platform", "provider", "effective_from", "recorded_at",
     "recorded_by"],
    filters=["side", "provider"],
    search=["name", "platform__name", "provider__name", "note", "how_known"], base=RecordedAdmin,
)  # fmt: skip
table(
    MonthlyUsers, ["platform", "side", "month", "low", "high", "method", "recorded_by"],
    filters=["side", "provider"], search=["platform__name", "provider__name", "method"],
    base=RecordedAdmin,
)  # fmt: skip
table(
    Designation, ["platform", "provider", "category", "period", "appealed_on", "recorded_by"],
    filters=["category", "provider"], search=["platform__name", "provider__name", "note"],
    base=RecordedAdmin,
)  # fmt: skip
table(
    PlatformEvent, ["event", "platform", "provider", "happened_on", "due_on", "recorded_by"],
    filters=["event", "provider"], related=["provider", "platform", "recorded_by", "takes_back"],
    search=["event", "platform__name", "provider__name", "note"], base=RecordedAdmin,
)  # fmt: skip
