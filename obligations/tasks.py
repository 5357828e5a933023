"""The doors that Celery uses. Each finds out the day, and lets an action do the work.

A job is a row first (see `actions.jobs`). Every ten seconds `sweep` begins the regular jobs
(`actions.rounds`) and makes good a message that was lost and a worker that was killed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from celery import shared_task

from obligations.actions import (
    alert_rounds,
    deadlines,
    determination_sync,
    flags,
    jobs,
    letters,
    logs,
    notifications,
)
from obligations.actions.rounds import FLAG, ROUNDS, TELL, VERIFY
from obligations.models import LawAlert, Letter, Notification
from tracker import clock

DELIVER = "deliver_notifications"


def flag_work(as_at: str, follow: bool = True, edition: str = "") -> dict[str, Any]:
    """Bring obligations and dates up to the law of the day (`follow`), raise its flags, queue
    their messages. The law is what is in use when it runs: `edition` or a later one."""
    day = dt.date.fromisoformat(as_at)
    if follow:
        determination_sync.follow_all(as_at=day, actor_label="the daily job")
    changes = deadlines.recompute_all(as_at=day) if follow else deadlines.Changes()
    planned = flags.plan(as_at=day)
    return {
        "as_at": as_at,
        "dates": changes.words(),
        "flags": len(planned.flags),
        "messages": planned.messages,
    }


def deliver_work() -> dict[str, Any]:
    """Send what is in the outboxes."""
    now = clock.now()
    return {
        "letters": letters.deliver(now=now),  # First: somebody is waiting for them.
        "sent": notifications.deliver(now=now),
        "alerts": alert_rounds.deliver(now=now),
    }


def tell_work(as_at: str) -> dict[str, Any]:
    """Find out which alerts have news up to the day, and forget those nobody confirmed."""
    found = alert_rounds.plan(as_at=dt.date.fromisoformat(as_at), now=clock.now())
    return {"as_at": as_at, "due": found.due, "forgotten": found.forgotten}


def verify_work() -> dict[str, Any]:
    """Read every log again, and tell administrators of those that were changed."""
    checks = dict(logs.checks())
    broken = {whose: check.problem for whose, check in checks.items() if check.problem}
    told = logs.tell_administrators(broken) if broken else 0
    return {"logs": len(checks), "broken": broken, "told": told}


WORK: dict[str, jobs.Work] = {
    FLAG: flag_work,
    DELIVER: deliver_work,
    TELL: tell_work,
    VERIFY: verify_work,
}


@shared_task
def run_job(job_id: int) -> None:
    """Do one queued job."""
    job = jobs.run(job_id, WORK)
    if job is not None and job.name in ROUNDS:
        _deliver_if_waiting()


@shared_task
def deliver_notifications() -> None:
    """Send what is in the outboxes, as a job."""
    _deliver_if_waiting()


@shared_task
def sweep() -> None:
    """Begin the regular jobs whose time has come, and hand out again what was lost: abandoned
    jobs, unsent messages."""
    now = clock.now()
    for job_id in jobs.abandoned(now):
        run_job.delay(job_id)
    for begin in ROUNDS.values():
        if (job := begin(now)) is not None:
            run_job.delay(job.pk)
    _deliver_if_waiting()


def _deliver_if_waiting() -> None:
    now = clock.now()
    if jobs.unfinished(DELIVER):
        return
    if (
        Letter.objects.filter(letters.waiting(now)).exists()
        or Notification.objects.filter(notifications.waiting(now)).exists()
        or LawAlert.objects.waiting(now).exists()
    ):
        job = jobs.enqueue(DELIVER, now.astimezone(dt.UTC).isoformat())
        if job is not None:
            run_job.delay(job.pk)
