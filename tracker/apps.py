"""Puts the tracker's own admin site in the place of Django's, and rights after migrations."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import CheckMessage, Error, register
from django.db.models.signals import post_migrate


class TrackerAdminConfig(AdminConfig):
    default_site = "obligations.admin.site.TrackerAdminSite"

    def ready(self) -> None:
        """Find the tables of other apps, then register ours on the site that now exists."""
        super().ready()
        import_module("obligations.admin.tables")
        register(_every_table_is_declared)
        post_migrate.connect(_put_rights, sender=self)


def _put_rights(*, sender: AppConfig, **told: Any) -> None:
    """Every table that a migration made or changed has the declared rights, and no others."""
    from tracker import rights

    if "plan" in told:  # Emptying tables, as tests do, sends this signal too, without a plan.
        rights.settle()


def _every_table_is_declared(**asked: Any) -> list[CheckMessage]:
    from tracker import rights

    return [
        Error(
            f"nothing says what the site and the jobs may do with the table {name}.",
            hint="Add a line to TABLES in tracker/rights/declaration.py.",
            id="rights.E001",
        )
        for name in rights.undeclared()
    ]
