"""The tracker's settings on data of their own, without what only slows a bench down."""

from __future__ import annotations

from tracker.settings import *  # noqa: F403
from tracker.settings import STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder.
LOGGING = {"version": 1, "disable_existing_loggers": True}  # What fails is in the report.
