"""Background jobs as rows: what is to be done is in the database before it is in any queue.

A job is done under an advisory lock of its own database session. When its worker dies, the session
and the lock die with it, and the sweeper sees at once that nobody is at work on the row.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from obligations.models import JobRun

log = logging.getLogger(__name__)

Work = Callable[..., Mapping[str, Any]]
QUEUED, RUNNING = JobRun.State.QUEUED, JobRun.State.RUNNING
UNFINISHED = (QUEUED, RUNNING)
ATTEMPTS = 5
SETTLES_IN = dt.timedelta(seconds=5)  # A row younger than this may be on its way to a worker.
FIRST_PAUSE = dt.timedelta(seconds=5)
LOCKS = 2023_10_26  # The first half of our advisory locks' name; the second is the row's id.


def enqueue(name: str, key: str, arguments: Mapping[str, Any] | None = None) -> JobRun | None:
    """The row of a job that is to be done once for its key; None where there is one already."""
    job, made = JobRun.objects.get_or_create(
        name=name,
        key=key,
        defaults={"arguments": dict(arguments or {}), "queued_at": timezone.now()},
    )
    return job if made else None


def run(job_id: int, work: Mapping[str, Work]) -> JobRun | None:
    """Do one job, unless it is finished or somebody is at it; returns its row if it was run.

    `work` maps names of jobs to functions that take the row's arguments by name and may safely be
    called twice. One that fails is tried again after 10, 20, 40, 80 seconds: five times in all.
    """
    with _held(job_id) as ours:
        if not ours:
            return None
        begun = timezone.now()
        taken = JobRun.objects.filter(pk=job_id, state__in=UNFINISHED).update(
            state=RUNNING,
            attempts=F("attempts") + 1,
            started_at=begun,
            heartbeat_at=begun,
            worker=f"{socket.gethostname()}:{os.getpid()}",
        )
        if not taken:
            return None
        job = JobRun.objects.get(pk=job_id)
        try:
            job.result = dict(work[job.name](**job.arguments))
        except Exception as error:
            log.exception("job %s %s failed", job.name, job.key)
            job.error = f"{type(error).__name__}: {error}"
            job.state = JobRun.State.FAILED if job.attempts >= ATTEMPTS else QUEUED
            job.queued_at = begun + FIRST_PAUSE * 2**job.attempts  # Not before then.
        else:
            job.state, job.error = JobRun.State.DONE, ""
        job.finished_at = timezone.now()
        job.save()
        return job


@contextmanager
def _held(job_id: int) -> Iterator[bool]:
    """Hold the job's lock for this session; yields False where another session holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, job_id])
        ours = cursor.fetchone() == (True,)
    try:
        yield ours
    finally:
        if ours and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, job_id])


def abandoned(now: dt.datetime) -> list[int]:
    """The ids of unfinished jobs that nobody is at work on; given up after five attempts.

    Each is marked as queued now, so that it is handed out at most once in a while.
    """
    settled = now - SETTLES_IN
    free = (
        JobRun.objects.filter(state__in=UNFINISHED)
        .annotate(touched=Coalesce("heartbeat_at", "queued_at"))
        .filter(touched__lt=settled, queued_at__lt=settled)
        .exclude(pk__in=_held_anywhere())
    )
    worn_out = free.filter(attempts__gte=ATTEMPTS)
    gave_up = f"Given up: its worker stopped {ATTEMPTS} times."
    JobRun.objects.filter(pk__in=[job.pk for job in worn_out]).update(
        state=JobRun.State.FAILED, finished_at=now, error=gave_up
    )
    ids = list(free.order_by("queued_at").values_list("pk", flat=True))
    JobRun.objects.filter(pk__in=ids, state__in=UNFINISHED).update(state=QUEUED, queued_at=now)
    return ids


def _held_anywhere() -> list[int]:
    """The ids of the jobs that a living session is at work on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND objsubid = 2 AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LOCKS],
        )
        return [row[0] for row in cursor.fetchall()]


def unfinished(name: str) -> bool:
    """Whether a job of that name is queued or running."""
    return JobRun.objects.filter(Q(name=name), state__in=UNFINISHED).exists()
