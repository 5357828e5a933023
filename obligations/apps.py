"""The app that holds the law, the services it binds and the work it asks for."""

from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "obligations"
    verbose_name = "Online Safety Act obligations"
    default_auto_field = "django.db.models.BigAutoField"
