"""Puts the tracker's own admin site in the place of Django's, and rights after migrations."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class TrackerAdminConfig(AdminConfig):
    default_site = "obligations.admin.site.TrackerAdminSite"

    def ready(self) -> None:
        """Find the tables of other apps, then register ours on the site that now exists.

        Both read the models, which Django has loaded by now and not before.
        """
        super().ready()
        import_module("obligations.admin.tables")
        post_migrate.connect(import_module("tracker.rights.hooks").put, sender=self)
