"""`manage.py tell_law_changes`: tell who asked for it what changed in the law, now."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obligations import language
from obligations.actions import alert_rounds, jobs
from obligations.actions.rounds import TELL
from obligations.management.days import day
from obligations.models import JobRun, LawAlert
from obligations.tasks import DELIVER, WORK
from tracker import clock


class Command(BaseCommand):
    """Does what the jobs do each morning and after new law data, for a day, and sends at once."""

    help = (
        "Tell every confirmed address what changed in the law it asked about, up to a day."
        " Running it again for the same day sends nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", type=day, metavar="DATE", help="the day of law to tell of; default: today"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be sent; write nothing"
        )

    def handle(
        self, *args: Any, at: dt.date | None = None, dry_run: bool = False, **rest: Any
    ) -> None:
        as_at = at or clock.today()
        if dry_run:
            self._rehearse(as_at)
            return
        found = _done(TELL, {"as_at": as_at.isoformat()})
        sent = _done(DELIVER, {})["alerts"]
        self.stdout.write(
            f"{language.counted(found['due'], 'alert')} with news for {language.day(as_at)}."
        )
        self.stdout.write(f"{language.counted(sent, 'message')} sent.")
        if found["forgotten"]:
            self.stdout.write(
                f"{language.counted(found['forgotten'], 'unconfirmed alert')} deleted."
            )
        failing = LawAlert.objects.exclude(error="").count()
        if failing:
            self.stdout.write(
                f"{language.counted(failing, 'alert')} could not be sent; tried again later."
            )

    def _rehearse(self, as_at: dt.date) -> None:
        told = alert_rounds.rehearse(as_at=as_at, now=clock.now())
        for number, text in enumerate(told, 1):
            self.stdout.write(f"--- Message {number} of {len(told)} ---\n{text}")
        self.stdout.write(
            f"{language.counted(len(told), 'message')} for {language.day(as_at)}; nothing is sent."
        )


def _done(name: str, arguments: dict[str, str]) -> dict[str, Any]:
    """Do one job here and now; its result."""
    job = jobs.enqueue(name, f"command {clock.now().isoformat()}", arguments)
    done = jobs.run(job.pk, WORK) if job else None
    if done is None or done.state != JobRun.State.DONE:
        raise CommandError(f"The run failed: {done.error if done else 'it was taken over'}")
    return dict(done.result)
