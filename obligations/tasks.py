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
    flags,
    following,
    jobs,
    notifications,
)
from obligations.models import JobRun, LawAlert, Notification, Release
from tracker import clock

FLAG = "flag_milestones"
DELIVER = "deliver_notifications"
TELL = "tell_law_changes"
MORNING = 7
"""The hour of London before which nobody is written to about the law."""


def flag_work(as_at: str, follow: bool = True) -> dict[str, Any]:
    """Bring obligations and dates up to the law of the day (`follow`), raise its flags, queue
    their messages."""
    day = dt.date.fromisoformat(as_at)
    if follow:
        following.follow_all(as_at=day, actor_label="the daily job")
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
    return {"sent": notifications.deliver(now=now), "alerts": alert_rounds.deliver(now=now)}


def tell_work(as_at: str) -> dict[str, Any]:
    """Find out which alerts have news up to the day, and forget those nobody confirmed."""
    found = alert_rounds.plan(as_at=dt.date.fromisoformat(as_at), now=clock.now())
    return {"as_at": as_at, "due": found.due, "forgotten": found.forgotten}


WORK: dict[str, jobs.Work] = {FLAG: flag_work, DELIVER: deliver_work, TELL: tell_work}


@shared_task
def run_job(job_id: int) -> None:
    """Do one queued job."""
    job = jobs.run(job_id, WORK)
    if job is not None and job.name in {FLAG, TELL}:
        _deliver_if_waiting()


@shared_task
def flag_milestones() -> None:
    """The hourly planning run: on the beat schedule, and made good by the sweeper."""
    job = _flags_of_this_hour()
    if job is not None:
        run_job.delay(job.pk)


@shared_task
def tell_law_changes() -> None:
    """The round of alerts, each morning and after new law data; made good by the sweeper."""
    job = _round_of_today()
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
    _deliver_if_waiting()


def _flags_of_this_hour() -> JobRun | None:
    """The row of this hour's run, if it is not there yet; the day's first works dates out again."""
    now = clock.now()
    day = now.date().isoformat()
    key = f"{day} {now:%H}"
    if JobRun.objects.filter(name=FLAG, key=key).exists():
        return None
    done = JobRun.objects.filter(
        name=FLAG, state=JobRun.State.DONE, arguments__as_at=day, arguments__follow=True
    )
    return jobs.enqueue(FLAG, key, {"as_at": day, "follow": not done.exists()})


def _round_of_today() -> JobRun | None:
    """The row of this day's round with the law data in use, if it is not there yet."""
    now = clock.now()
    if now.hour < MORNING or not LawAlert.objects.exists():
        return None
    edition = Release.objects.filter(is_current=True).values_list("sha256", flat=True).first()
    day = now.date().isoformat()
    key = f"{day} {(edition or 'no law data')[:12]}"
    if JobRun.objects.filter(name=TELL, key=key).exists():
        return None
    return jobs.enqueue(TELL, key, {"as_at": day})


def _deliver_if_waiting() -> None:
    now = clock.now()
    if jobs.unfinished(DELIVER):
        return
    if (
        Notification.objects.filter(notifications.waiting(now)).exists()
        or LawAlert.objects.waiting(now).exists()
    ):
        job = jobs.enqueue(DELIVER, now.astimezone(dt.UTC).isoformat())
        if job is not None:
            run_job.delay(job.pk)
