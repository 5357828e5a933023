"""Celery: one app, one static schedule. Regular jobs are begun by the sweep (`actions.rounds`)."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from celery import Celery, bootsteps
from celery.beat import PersistentScheduler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
os.environ.setdefault("TRACKER_PROCESS", "jobs")

PULSE_EVERY = 5.0


def pulse() -> None:
    """Tell the supervisor, where one listens, that this process turns its loop."""
    with suppress(OSError):  # nobody has listened for long, or nobody does any more
        if listener := os.environ.get("TRACKER_PULSE"):
            os.write(int(listener), b".")


class WorkersPulse(bootsteps.StartStopStep):
    """The worker's, from the loop that also takes in work."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        worker.timer.call_repeatedly(PULSE_EVERY, pulse)


class Scheduler(PersistentScheduler):
    """The schedule of beat, with a pulse at each turn."""

    def tick(self, *args: Any, **named: Any) -> float:
        pulse()
        return float(super().tick(*args, **named))


app = Celery("tracker")
app.steps["worker"].add(WorkersPulse)
app.conf.beat_scheduler = "tracker.celery:Scheduler"
app.conf.beat_max_loop_interval = PULSE_EVERY
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A tick that beat could not send is made good by the next; one that waited is of no use.
app.conf.beat_schedule = {
    "sweep": {
        "task": "obligations.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 20},
    },
    "deliver-notifications": {
        "task": "obligations.tasks.deliver_notifications",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
