"""`manage.py flag_milestones`: point out the dates that come within a lead time."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from obligations import intake, language
from obligations.actions import flags, jobs
from obligations.actions.rounds import FLAG
from obligations.calendar import leads
from obligations.calendar.standing import Standing, standing
from obligations.models import Flag, JobRun
from obligations.models.standing import dated
from obligations.tasks import WORK
from tracker import clock


class Command(BaseCommand):
    """Works dates out again, raises the flags of a day and queues their messages."""

    help = (
        "Point out milestones and deadlines within their lead times (90, 30, 14, 7, 1, 0 days,"
        " then weekly when overdue). Running it again for the same day adds nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="DATE", help="the day to plan for; default: today")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be pointed out; write nothing"
        )

    def handle(self, *args: Any, at: str | None = None, dry_run: bool = False, **rest: Any) -> None:
        as_at = _day(at)
        if dry_run:
            self._rehearse(as_at)
            return
        key = f"command {clock.now().isoformat()}"
        job = jobs.enqueue(FLAG, key, {"as_at": as_at.isoformat()})
        done = jobs.run(job.pk, WORK) if job else None
        if done is None or done.state != JobRun.State.DONE:
            raise CommandError(f"The run failed: {done.error if done else 'it was taken over'}")
        self.stdout.write(done.result["dates"])
        raised = language.counted(done.result["flags"], "flag")
        messages = language.counted(done.result["messages"], "message")
        self.stdout.write(f"{raised} for {language.day(as_at)}; {messages} queued.")

    def _rehearse(self, as_at: dt.date) -> None:
        found = flags.rehearse(as_at=as_at)
        self.stdout.write(f"If this ran for {language.day(as_at)} (nothing is written):")
        self.stdout.write(found.changes.words())
        for where, group in groupby(found.flags, key=_where):
            self.stdout.write(f"\n{where}")
            for flag in group:
                self.stdout.write(f"  {_line(flag, as_at)}")
        self.stdout.write(
            f"\n{language.counted(len(found.flags), 'flag')}, "
            f"{language.counted(found.messages, 'message')}."
        )
        if found.before:
            self.stdout.write(
                f"Pointed out by earlier runs: {language.counted(found.before, 'open date')}."
            )


def _day(given: str | None) -> dt.date:
    if given is None:
        return clock.today()
    try:
        return intake.day(given)
    except intake.Refused as refused:
        raise CommandError(f"--at {given} is not a day: {refused}") from None


def _where(flag: Flag) -> str:
    platform = flag.deadline.platform
    return f"{flag.provider}: {platform or 'the provider itself'}"


def _line(flag: Flag, as_at: dt.date) -> str:
    row = flag.deadline
    if row.milestone is not None:
        return f"{row.derivation['why']}: {row.title}"
    if row.derivation.get("outcome") == "open":
        pace = row.derivation["pace"].replace("_", " ")
        return f"since {language.day(row.due_on)} ({pace}): {row.title}"
    due = language.day(row.due_on)
    match standing(dated(row), as_at):
        case Standing.BEFORE:
            return f"{due}, passed before it was known: {row.title}"
        case Standing.OVERDUE:
            return f"overdue since {due}: {row.title}"
    return f"{due} ({leads.words((row.due_on - as_at).days)}): {row.title}"
