"""Puts the tracker's own admin site in the place of Django's."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    default_site = "obligations.admin.site.TrackerAdminSite"

    def ready(self) -> None:
        """Find the tables of other apps, then register ours on the site that now exists."""
        super().ready()
        import_module("obligations.admin.tables")
