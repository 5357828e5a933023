"""Jobs are rows: done once for their key, tried again, handed out again when abandoned."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from obligations import tasks
from obligations.actions import flags, jobs, rounds
from obligations.models import JobRun, Notification
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch) -> list[int]:
    """The ids of the jobs that were handed to workers."""
    ids: list[int] = []
    monkeypatch.setattr(tasks.run_job, "delay", ids.append)
    return ids


@pytest.fixture
def elsewhere():
    """A second session of the same database, as another worker has."""
    settings = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(
        **{k: settings[k] for k in keep if settings.get(k)}, autocommit=True
    ) as other:
        yield other


def aged(job: JobRun, seconds: int = 60) -> JobRun:
    past = timezone.now() - dt.timedelta(seconds=seconds)
    JobRun.objects.filter(pk=job.pk).update(queued_at=past)
    JobRun.objects.filter(pk=job.pk, heartbeat_at__isnull=False).update(heartbeat_at=past)
    job.refresh_from_db()
    return job


def test_a_job_is_queued_once_for_its_key():
    assert jobs.enqueue("x", "2026-11-21") is not None
    assert jobs.enqueue("x", "2026-11-21") is None
    assert jobs.enqueue("x", "2026-11-22") is not None


def test_a_job_runs_with_its_arguments_and_keeps_its_result():
    job = jobs.enqueue("double", "a", {"number": 4})
    done = jobs.run(job.pk, {"double": lambda number: {"came_to": number * 2}})
    assert (done.state, done.result, done.attempts) == ("done", {"came_to": 8}, 1)
    assert done.worker
    assert done.finished_at


def test_a_finished_job_is_not_run_again():
    job = jobs.enqueue("x", "a")
    jobs.run(job.pk, {"x": dict})
    assert jobs.run(job.pk, {"x": lambda: pytest.fail("ran again")}) is None


def test_a_job_that_another_session_holds_is_left_to_it(elsewhere):
    job = jobs.enqueue("x", "a")
    elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.LOCKS, job.pk])
    assert jobs.run(job.pk, {"x": lambda: pytest.fail("ran twice")}) is None


def test_the_lock_is_given_back(elsewhere):
    job = jobs.enqueue("x", "a")
    jobs.run(job.pk, {"x": dict})
    taken = elsewhere.execute("SELECT pg_try_advisory_lock(%s, %s)", [jobs.LOCKS, job.pk])
    assert taken.fetchone() == (True,)


def fails():
    raise ValueError("broken")


def test_a_job_that_fails_is_queued_again_for_later(caplog):
    job = jobs.enqueue("x", "a")
    failed = jobs.run(job.pk, {"x": fails})
    assert (failed.state, failed.error) == ("queued", "ValueError: broken")
    assert failed.queued_at > timezone.now()
    assert "job x a failed" in caplog.text


def test_a_job_that_keeps_failing_is_given_up(caplog):
    job = jobs.enqueue("x", "a")
    for _attempt in range(jobs.ATTEMPTS):
        job = jobs.run(job.pk, {"x": fails})
    assert job.state == "failed"


def test_an_abandoned_job_is_found_and_marked_so_that_it_is_handed_out_once():
    job = aged(jobs.enqueue("x", "a"))
    JobRun.objects.filter(pk=job.pk).update(state="running", heartbeat_at=job.queued_at)
    now = timezone.now()
    assert jobs.abandoned(now) == [job.pk]
    job.refresh_from_db()
    assert job.state == "queued"
    assert jobs.abandoned(now) == []


def test_a_job_that_somebody_is_at_is_not_abandoned(elsewhere):
    job = aged(jobs.enqueue("x", "a"))
    elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.LOCKS, job.pk])
    assert jobs.abandoned(timezone.now()) == []


def test_a_job_on_its_way_to_a_worker_is_not_abandoned():
    jobs.enqueue("x", "a")
    assert jobs.abandoned(timezone.now()) == []


def test_a_job_whose_workers_keep_dying_is_given_up():
    job = aged(jobs.enqueue("x", "a"))
    JobRun.objects.filter(pk=job.pk).update(state="running", attempts=jobs.ATTEMPTS)
    assert jobs.abandoned(timezone.now()) == []
    job.refresh_from_db()
    assert job.state == "failed"
    assert "worker stopped" in job.error


def test_the_sweeper_makes_good_a_lost_message(sent):
    job = aged(jobs.enqueue(tasks.DELIVER, "lost"))
    tasks.sweep()
    assert job.pk in sent


def test_the_sweeper_makes_good_a_missed_tick_once(sent):
    tasks.sweep()
    tasks.sweep()
    row = JobRun.objects.get(name=rounds.FLAG)
    assert sent.count(row.pk) == 1


def test_the_first_run_of_a_day_works_dates_out_again_and_later_ones_do_not(sent):
    tasks.sweep()
    first = JobRun.objects.get(name=rounds.FLAG)
    assert first.arguments["follow"] is True
    JobRun.objects.filter(pk=first.pk).update(key="an hour ago", state="done")
    tasks.sweep()
    assert (
        JobRun.objects.filter(name=rounds.FLAG).exclude(pk=first.pk).get().arguments["follow"]
        is False
    )


@pytest.mark.usefixtures("law")
def test_a_planning_run_queues_the_delivery_of_its_messages(sent):
    factories.make_forum()
    job = rounds.flags_of_this_hour(timezone.now())
    tasks.run_job(job.pk)
    assert JobRun.objects.get(name=rounds.FLAG).state == "done"
    delivery = JobRun.objects.get(name=tasks.DELIVER)
    assert sent == [delivery.pk]
    tasks.run_job(delivery.pk)
    assert not Notification.objects.filter(status="queued").exists()


@pytest.mark.usefixtures("law")
def test_no_second_delivery_is_queued_while_one_is_under_way(sent):
    factories.make_forum()
    flags.plan(as_at=factories.TODAY)
    tasks.deliver_notifications()
    tasks.deliver_notifications()
    assert len(sent) == 1


def test_an_empty_outbox_makes_no_job(sent):
    tasks.deliver_notifications()
    assert sent == []
