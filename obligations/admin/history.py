"""The log of decisions and the histories that the database writes: to be read, by everybody."""

from __future__ import annotations

from django.apps import apps
from django.contrib.admin.models import LogEntry

from obligations.admin.base import ReadOnly, table
from obligations.models import Event

table(
    Event, ["sentence", "at", "actor_label", "action", "provider", "number"],
    filters=["action", "provider"], related=["provider", "platform", "actor"],
    search=["sentence", "actor_label", "subject", "hash"], day="at",
)  # fmt: skip


class HistoryAdmin(ReadOnly):
    """One row for each time a record was added, changed or removed."""

    list_filter = ["pgh_label"]
    date_hierarchy = "pgh_created_at"


table(
    apps.get_model("obligations", "ObligationEvent"),
    ["requirement", "platform", "provider", "pgh_label", "pgh_created_at", "answer",
     "progress", "result", "owner"],
    filters=["pgh_label", "answer", "progress", "result"],
    related=["requirement", "platform", "provider", "owner"],
    search=["requirement__ref", "platform__name", "provider__name"], base=HistoryAdmin,
)  # fmt: skip
table(
    apps.get_model("obligations", "MembershipEvent"),
    ["user", "provider", "role", "pgh_label", "pgh_created_at"], filters=["pgh_label", "role"],
    related=["user", "provider"], search=["user__email", "provider__name"], base=HistoryAdmin,
)  # fmt: skip
table(
    apps.get_model("obligations", "DesignationEvent"),
    ["platform", "provider", "category", "period", "pgh_label", "pgh_created_at"],
    filters=["pgh_label", "category"], related=["platform", "provider"],
    search=["platform__name", "provider__name"], base=HistoryAdmin,
)  # fmt: skip
table(
    apps.get_model("obligations", "ScenarioEvent"),
    ["name", "platform", "provider", "pgh_label", "pgh_created_at", "shared"],
    related=["platform", "provider"], search=["name", "platform__name", "provider__name"],
    base=HistoryAdmin,
)  # fmt: skip
table(
    LogEntry, ["action_time", "user", "content_type", "object_repr", "action_flag"],
    filters=["action_flag"], related=["user", "content_type"],
    search=["object_repr", "user__email"], day="action_time",
)  # fmt: skip
