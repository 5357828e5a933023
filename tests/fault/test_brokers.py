"""The worker on every broker it may be given: the embedded Valkey, Redis, RabbitMQ."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery

from launch import embedded
from launch.variables import ROOT, data_folder
from tests.fault.conftest import wait_for

pytestmark = pytest.mark.servers


def brokers() -> list[str]:
    """The brokers named for the tests when these are repeated, else the embedded one."""
    if os.environ.get("DATABASE_URL"):
        return os.environ["TEST_SERVERS_BROKER_URLS"].split(",")
    return [embedded.broker_url(embedded.valkey_socket(data_folder()))]


@pytest.fixture(params=brokers(), ids=lambda url: url.split(":")[0])
def broker(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def worker(broker: str, tmp_path: Path) -> Iterator[str]:
    """The name of a running worker."""
    name = f"test-{uuid.uuid4().hex[:8]}@localhost"
    command = [
        sys.executable,
        "-m",
        "celery",
        "-A",
        "tracker.celery",
        "worker",
        "-n",
        name,
        "-l",
        "INFO",
    ]
    variables = {"CELERY_BROKER_URL": broker, "TRACKER_PROCESS": "jobs"}
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--concurrency", "1", "-Q", name, "--without-mingle", "--without-gossip"],
            cwd=ROOT,
            env={**os.environ, **variables, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdout=log,
            stderr=log,
        )
    wait_for(lambda: "ready." in (tmp_path / "worker.log").read_text(), 60)
    yield name
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0, (tmp_path / "worker.log").read_text()


def test_worker_answers_through_the_broker(
    broker: str, worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_BROKER_URL", broker)  # Celery prefers it to the argument
    with Celery(broker=broker) as asker:
        wait_for(lambda: asker.control.ping([worker], timeout=1) == [{worker: {"ok": "pong"}}])
