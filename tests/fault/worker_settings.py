"""The tests' settings for real workers: the test database, and a queue of their own."""

from __future__ import annotations

import os

from tests.settings import *  # noqa: F403 - these are the same settings, with two changes
from tests.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKERS_DATABASE"]
CELERY_TASK_DEFAULT_QUEUE = os.environ["WORKERS_QUEUE"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["WORKERS_MAIL"]
