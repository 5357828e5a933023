"""`manage.py deliver_notifications`: send what is in the outboxes now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obligations import language
from obligations.actions import jobs
from obligations.models import JobRun
from obligations.tasks import DELIVER, WORK
from tracker import clock


class Command(BaseCommand):
    """Does what the worker does every minute, for an installation without one."""

    help = "Send the messages that wait in the outboxes; safe beside a running worker."

    def handle(self, *args: Any, **options: Any) -> None:
        job = jobs.enqueue(DELIVER, f"command {clock.now().isoformat()}")
        done = jobs.run(job.pk, WORK) if job else None
        if done is None or done.state != JobRun.State.DONE:
            raise CommandError(f"The run failed: {done.error if done else 'it was taken over'}")
        sent = done.result["sent"]
        self.stdout.write(f"{language.counted(sent, 'notice')} sent.")
        if letters := done.result["letters"]:
            self.stdout.write(f"{language.counted(letters, 'letter')} sent.")
        if alerts := done.result["alerts"]:
            self.stdout.write(f"{language.counted(alerts, 'message')} of alerts sent.")
