"""Celery: one app, one static schedule. Each job is also a command and a row."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("TRACKER_PROCESS", "jobs")

app = Celery("tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A tick that beat could not send is made good by the next sweep; one that waited is of no use.
app.conf.beat_schedule = {
    "sweep": {
        "task": "obligations.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 20},
    },
    "flag-milestones": {
        "task": "obligations.tasks.flag_milestones",
        "schedule": crontab(minute=5),
        "options": {"expires": 600},
    },
    "tell-law-changes": {
        "task": "obligations.tasks.tell_law_changes",
        "schedule": crontab(hour=7, minute=0),
        "options": {"expires": 600},
    },
    "deliver-notifications": {
        "task": "obligations.tasks.deliver_notifications",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
