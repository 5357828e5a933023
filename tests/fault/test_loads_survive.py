"""A loader of law data may die at any moment: what it committed is followed all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from launch.variables import ROOT
from obligations.actions import rounds
from obligations.models import JobRun, Obligation, Release
from tests import factories
from tests.fault.conftest import wait_for
from tests.fault.test_jobs_survive import Workers, forum, workers  # noqa: F401 - its fixtures
from tracker import clock

pytestmark = pytest.mark.django_db(transaction=True)

GONE = "icu-a2"
DIES_AFTER_ITS_COMMIT = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from obligations.actions import jobs
jobs.run = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
call_command("load_law", sys.argv[1])
"""


def newer_edition(folder: Path) -> Path:
    """The shipped edition without one measure, under a later version."""
    payload = {**factories.law_data().payload}
    payload["release"] = {**payload["release"], "version": "2099.01.01"}
    payload["requirements"] = [each for each in payload["requirements"] if each["id"] != GONE]
    payload["jobs"] = [
        {**job, "settles": [each for each in job["settles"] if each != GONE]}
        for job in payload["jobs"]
    ]
    folder.mkdir()
    (folder / "law.yaml").write_text(yaml.dump(payload, Dumper=yaml.CSafeDumper))
    return folder


def test_an_edition_whose_loader_is_killed_after_its_commit_is_followed(workers, forum, tmp_path):  # noqa: F811
    JobRun.objects.filter(pk=rounds.flags_of_this_hour(clock.now()).pk).update(state="done")
    task = Obligation.objects.get(platform=forum, requirement__slug=GONE)
    assert task.answer == "applies"
    killed = subprocess.run(
        [sys.executable, "-c", DIES_AFTER_ITS_COMMIT, str(newer_edition(tmp_path / "law"))],
        cwd=ROOT,
        env=workers.environment | {"TRACKER_PROCESS": "owner"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert Release.objects.get(is_current=True).version == "2099.01.01"
    task.refresh_from_db()
    assert task.answer == "applies"
    workers.worker()
    workers.beat()

    def followed() -> bool:
        task.refresh_from_db()
        return task.answer != "applies"

    wait_for(followed, 60)
    job = JobRun.objects.filter(name=rounds.FLAG, key__contains=str(clock.today())).latest("pk")
    assert job.arguments["follow"] is True
