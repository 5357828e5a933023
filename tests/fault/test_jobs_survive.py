"""Jobs outlive their workers: real workers and a real beat, killed in the middle of the work."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import psutil
import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from launch.variables import ROOT
from obligations import tasks
from obligations.actions import flags, jobs, notifications, rounds
from obligations.models import EventKind, Flag, JobRun, LawAlert, Notification, Platform
from tests import factories
from tests.fault.conftest import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

A_WEEK_ON = factories.TODAY + dt.timedelta(days=7)
RECOVERED_IN = 30  # seconds: the promise of the sweeper


class Workers:
    """Celery on the test database, with a queue, a clock and a mail folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mail = folder / "mail"
        self.running: list[subprocess.Popen[bytes]] = []
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.fault.worker_settings",
            "TRACKER_PROCESS": "jobs",
            "WORKERS_DATABASE": connection.settings_dict["NAME"],
            "WORKERS_QUEUE": f"test-{uuid.uuid4().hex}",
            "WORKERS_MAIL": str(self.mail),
            "PYTHONPATH": str(ROOT),
        }

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "tracker.celery", *words],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        """Two at once: what the sweeper begins by itself may wait for the same thing before."""
        return self._start("worker", "--concurrency", "2", "--without-gossip", "--without-mingle")

    def beat(self) -> subprocess.Popen[bytes]:
        schedule = str(self.folder / "beat")
        return self._start("beat", "--pidfile", "", "--schedule", schedule, "--max-interval", "1")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and its children as a power cut would."""
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait()

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def words(self) -> str:
        return "\n".join(path.read_text()[-3000:] for path in self.folder.glob("*.log"))


@pytest.fixture
def workers(tmp_path):
    found = Workers(tmp_path)
    yield found
    found.end()


@pytest.fixture
def forum(db) -> Platform:
    factories.load_law()
    return factories.make_forum(name="Moss Forum")


@pytest.fixture
def in_the_way(forum):
    """Another session that holds the provider's turn, so that whoever works dates out waits."""
    settings = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{k: settings[k] for k in keep if settings.get(k)}) as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('obligations.log', %s))",
            [forum.provider_id],
        )
        yield other


def state(job: JobRun) -> str:
    job.refresh_from_db()
    return job.state


def test_a_killed_worker_leaves_nothing_undone(workers, forum, in_the_way):
    job = jobs.enqueue(rounds.FLAG, "by hand", {"as_at": factories.TODAY.isoformat()})
    first = workers.worker()
    workers.beat()
    wait_for(lambda: state(job) == "running", 60)
    workers.kill(first)
    in_the_way.rollback()
    killed = dt.datetime.now(dt.UTC)
    workers.worker()
    wait_for(lambda: state(job) == "done", 60)
    assert job.attempts == 2, workers.words()
    assert (job.finished_at - killed).total_seconds() < RECOVERED_IN
    assert Flag.objects.filter(deadline__platform=forum).exists()
    wait_for(lambda: not Notification.objects.exclude(status="sent").exists(), 30)
    letters = [path.read_text() for path in workers.mail.iterdir()]
    assert any("First illegal content risk assessment" in letter for letter in letters)


def test_a_job_whose_message_was_lost_is_done_by_the_sweeper(workers, forum):
    job = jobs.enqueue(rounds.FLAG, "never sent", {"as_at": factories.TODAY.isoformat()})
    workers.worker()
    workers.beat()
    wait_for(lambda: state(job) == "done", 60)
    assert job.attempts == 1
    wait_for(lambda: JobRun.objects.filter(name=rounds.VERIFY, state="done").exists(), 60)


def test_a_job_under_way_is_neither_handed_out_nor_done_again(workers, in_the_way):
    job = jobs.enqueue(rounds.FLAG, "by hand", {"as_at": factories.TODAY.isoformat()})
    workers.worker()
    workers.beat()
    wait_for(lambda: state(job) == "running", 60)
    in_a_minute = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    assert job.pk not in jobs.abandoned(in_a_minute)
    assert jobs.run(job.pk, tasks.WORK) is None
    in_the_way.rollback()
    wait_for(lambda: state(job) == "done", 30)
    assert job.attempts == 1


def test_notices_in_another_workers_hands_are_passed_over(forum):
    flags.plan(as_at=factories.TODAY)
    settings = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    held = Notification.objects.order_by("pk").first()
    with psycopg.connect(**{k: settings[k] for k in keep if settings.get(k)}) as other:
        other.execute("SELECT FROM obligations_notification WHERE id = %s FOR UPDATE", [held.pk])
        sent = notifications.deliver(now=timezone.now())
    assert sent == Notification.objects.count() - 1
    held.refresh_from_db()
    assert held.status == "queued"
    assert notifications.deliver(now=timezone.now()) == 1


def test_a_round_of_alerts_whose_worker_is_killed_tells_once(workers):
    factories.load_law()
    alert = factories.make_alert(requirements=["osa-s14-2"], as_at=factories.TODAY)
    EventKind.objects.filter(slug="s15_2_guidance_published").update(occurred=A_WEEK_ON)
    job = jobs.enqueue(rounds.TELL, "by hand", {"as_at": A_WEEK_ON.isoformat()})
    settings = connection.get_connection_params()
    keep = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{k: settings[k] for k in keep if settings.get(k)}) as other:
        other.execute("SELECT FROM obligations_lawalert WHERE id = %s FOR UPDATE", [alert.pk])
        first = workers.worker()
        workers.beat()
        wait_for(lambda: state(job) == "running", 60)
        workers.kill(first)
    workers.worker()
    wait_for(lambda: state(job) == "done", 60)
    assert job.attempts == 2, workers.words()
    wait_for(lambda: LawAlert.objects.filter(told_on=A_WEEK_ON).exists(), 30)
    letters = [path.read_text() for path in workers.mail.iterdir()]
    (told,) = [letter for letter in letters if "The law you rest on changed" in letter]
    assert told.count("Message-ID") == 1
