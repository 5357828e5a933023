"""How the installation stands: what an administrator sees before any table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from obligations.actions.rounds import VERIFY
from obligations.calendar.standing import Standing
from obligations.models import (
    Deadline,
    JobRun,
    Letter,
    Notification,
    Platform,
    Provider,
    Release,
    Requirement,
    User,
    Verification,
)
from obligations.models.standing import dates_on
from obligations.rules.rulebook.trust import CHECKED
from tracker import clock

COMING = 30  # Days.


@dataclass(frozen=True)
class Figure:
    """A number in words, the table that lists what it counts, and whether it wants somebody."""

    label: str
    number: int
    url: str
    query: str = ""
    alarming: bool = False


@dataclass(frozen=True)
class Overview:
    """The law in use and the figures of the installation, on one day."""

    day: dt.date
    release: Release | None
    figures: list[Figure]


def overview() -> Overview:
    """Count everything, in a fixed number of queries."""
    day = clock.today()
    release = Release.objects.in_use()
    return Overview(day, release, [*_tenants(), *_dates(day), *_jobs(), *_law()])


def _tenants() -> list[Figure]:
    return [
        Figure("Providers", Provider.objects.count(), "admin:obligations_provider_changelist"),
        Figure(
            "Services",
            Platform.objects.filter(archived_on=None).count(),
            "admin:obligations_platform_changelist",
            "?archived_on__isempty=1",
        ),
        Figure(
            "Accounts",
            User.objects.filter(is_active=True).count(),
            "admin:obligations_user_changelist",
            "?is_active__exact=1",
        ),
    ]


def _dates(day: dt.date) -> list[Figure]:
    overdue = dates_on(Deadline.objects.all(), day).filter(standing=Standing.OVERDUE).count()
    coming = Deadline.objects.due_within(COMING, at=day).count()
    url, query = "admin:obligations_deadline_changelist", "?status__exact=open"
    return [
        Figure("Dates that are late", overdue, url, query),
        Figure(f"Dates within {COMING} days", coming, url, query),
    ]


def _jobs() -> list[Figure]:
    states = dict(JobRun.objects.order_by().values_list("state").annotate(Count("pk")))
    told = Notification.Status
    unsent = Notification.objects.filter(status=told.QUEUED).count()
    lost = Notification.objects.filter(status=told.FAILED).count()
    letters = Letter.objects.given_up().count()
    messages = "admin:obligations_notification_changelist"
    failed = states.get(JobRun.State.FAILED, 0)
    waiting = states.get(JobRun.State.QUEUED, 0) + states.get(JobRun.State.RUNNING, 0)
    verified = JobRun.objects.filter(name=VERIFY, state=JobRun.State.DONE).first()
    broken = len(verified.result["broken"]) if verified else 0
    url = "admin:obligations_jobrun_changelist"
    return [
        Figure("Jobs queued or running", waiting, url),
        Figure("Jobs failed", failed, url, "?state__exact=failed", alarming=failed > 0),
        Figure(
            "Logs that were changed", broken, url, f"?name__exact={VERIFY}", alarming=broken > 0
        ),
        Figure("Messages not yet sent", unsent, messages),
        Figure("Messages given up", lost, messages, "?status__exact=failed", alarming=lost > 0),
        Figure(
            "Letters given up", letters, "admin:obligations_letter_changelist", alarming=letters > 0
        ),
    ]


def _law() -> list[Figure]:
    current = Requirement.objects.filter(withdrawn_in=None)
    unchecked = current.exclude(verification__in=CHECKED).count()
    recalled = current.filter(verification=Verification.RECALLED).count()
    url = "admin:obligations_requirement_changelist"
    return [
        Figure(
            "Requirements not compared",
            unchecked,
            url,
            "?withdrawn_in__isempty=1",
        ),
        Figure("Requirements from memory", recalled, url, "?verification__exact=recalled"),
    ]
