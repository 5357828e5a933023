"""Logs are read again: by the daily job, which tells administrators, and by a command."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from obligations import tasks
from obligations.actions import letters, rounds
from obligations.models import JobRun, Letter, Provider
from tests import factories
from tests.integration.test_events import rewrite, say
from tracker import clock, database

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed() -> Provider:
    """A provider one of whose events says something else than was recorded."""
    provider = factories.make_provider("Moss & Fern")
    rewrite(say(provider, "The truth."), sentence="A lie.")
    return provider


def test_daily_job_tells_administrators_of_a_changed_log_once(
    changed: Provider, client: Client
) -> None:
    administrator = factories.make_administrator()
    job = rounds.logs_of_today(clock.now())
    assert job is not None
    assert rounds.logs_of_today(clock.now()) is None
    tasks.run_job(job.pk)
    job.refresh_from_db()
    problem = "Event 2 does not say what it said when recorded."
    assert (job.state, job.result["broken"]) == ("done", {"Moss & Fern": problem})
    letters.deliver(now=clock.now())
    (message,) = mail.outbox
    assert message.to == [administrator.email]
    assert f"- Moss & Fern: {problem}" in message.body
    client.force_login(administrator)
    page = client.get(reverse("admin:index")).content.decode()
    assert "Logs that were changed</a></th>" in page
    assert page.count("needs somebody") == 1


def test_the_jobs_role_may_do_all_of_it(changed: Provider) -> None:
    factories.make_administrator()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {database.JOBS_ROLE}")
        done = tasks.verify_work()
        cursor.execute("RESET ROLE")
    assert (list(done["broken"]), done["told"]) == (["Moss & Fern"], 1)


def test_daily_job_writes_to_nobody_where_every_log_holds() -> None:
    say(factories.make_provider())
    factories.make_administrator()
    job = rounds.logs_of_today(clock.now())
    assert job is not None
    tasks.run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result["broken"]) == ("done", {})
    assert not Letter.objects.exists()


def test_sweeper_makes_good_a_missed_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(tasks.run_job, "delay", sent.append)
    tasks.sweep()
    tasks.sweep()
    assert sent.count(JobRun.objects.get(name=rounds.VERIFY).pk) == 1


def test_command_tells_every_log_and_fails_for_a_changed_one(changed: Provider) -> None:
    told = StringIO()
    with pytest.raises(CommandError, match="1 of the logs"):
        call_command("verify_events", stdout=told)
    assert "The installation's own log: " in told.getvalue()
    assert "Moss & Fern: 2 events, Event 2 does not say" in told.getvalue()
