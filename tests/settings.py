"""The project's settings, with what tests change: their own data folder, speed, no surprises."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("TRACKER_VAR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from tracker.settings import *  # noqa: F403 - the variable must be set before settings read it
from tracker.settings import STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# WhiteNoise warns of a missing folder, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
