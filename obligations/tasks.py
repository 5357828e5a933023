"""The doors that Celery uses. Each finds out the day, and lets an action do the work.

A job is a row first (see `actions.jobs`): a message that is lost, a tick that beat missed and a
worker that was killed are all made good by `sweep`, every ten seconds.
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
    rounds,
)
from obligations.actions.rounds import FLAG, TELL, VERIFY
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
    if job is not None and job.name in {FLAG, TELL, VERIFY}:
        _deliver_if_waiting()


@shared_task
def flag_milestones() -> None:
    """The hourly planning run: on the beat schedule, and made good by the sweeper."""
    job = rounds.flags_of_this_hour(clock.now())
    if job is not None:
        run_job.delay(job.pk)


@shared_task
def tell_law_changes() -> None:
    """The round of alerts, each morning and after new law data; made good by the sweeper."""
    job = rounds.alerts_of_today(clock.now())
    if job is not None:
        run_job.delay(job.pk)


@shared_task
def verify_events() -> None:
    """The daily reading of the logs; made good by the sweeper."""
    job = rounds.logs_of_today(clock.now())
    if job is not None:
        run_job.delay(job.pk)


@shared_task
def deliver_notifications() -> None:
    """Send what is in the outboxes, as a job."""
    _deliver_if_waiting()


@shared_task
def sweep() -> None:
    """Hand out again what was lost: abandoned jobs, missed planning runs, unsent messages."""
    for job_id in jobs.abandoned(clock.now()):
        run_job.delay(job_id)
    flag_milestones()
    tell_law_changes()
    verify_events()
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
