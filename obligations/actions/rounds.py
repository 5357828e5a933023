"""The rows of the regular jobs: one for each hour's or day's round with the law data in use.

An edition that comes into use, be it for the second time on a day, makes rounds of its own: what
was done under another edition is not done under this one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from obligations.actions import jobs
from obligations.models import JobRun, LawAlert, Release

FLAG = "flag_milestones"
TELL = "tell_law_changes"
VERIFY = "verify_events"
MORNING = 7
"""The hour of London before which nobody is written to about the law."""


def flags_of_this_hour(now: dt.datetime) -> JobRun | None:
    """The row of this hour's planning, if it is not there yet.

    The first to be done for a day and an edition brings every service up to them (`follow`).
    """
    day, edition = now.date().isoformat(), _edition_in_use()
    key = f"{day} {now:%H} {edition}"
    if JobRun.objects.filter(name=FLAG, key=key).exists():
        return None
    followed = JobRun.objects.filter(
        name=FLAG,
        state=JobRun.State.DONE,
        arguments__contains={"as_at": day, "edition": edition, "follow": True},
    ).exists()
    return jobs.enqueue(FLAG, key, {"as_at": day, "edition": edition, "follow": not followed})


def alerts_of_today(now: dt.datetime) -> JobRun | None:
    """The row of this day's round of alerts, from MORNING on, if it is not there yet."""
    if now.hour < MORNING or not LawAlert.objects.exists():
        return None
    day = now.date().isoformat()
    key = f"{day} {_edition_in_use()}"
    if JobRun.objects.filter(name=TELL, key=key).exists():
        return None
    return jobs.enqueue(TELL, key, {"as_at": day})


def logs_of_today(now: dt.datetime) -> JobRun | None:
    """The row of this day's reading of the logs, if it is not there yet."""
    day = now.date().isoformat()
    if JobRun.objects.filter(name=VERIFY, key=day).exists():
        return None
    return jobs.enqueue(VERIFY, day)


ROUNDS: dict[str, Callable[[dt.datetime], JobRun | None]] = {
    FLAG: flags_of_this_hour,
    TELL: alerts_of_today,
    VERIFY: logs_of_today,
}
"""Every regular job, and what makes its row once it is time. The sweeper asks each."""


def _edition_in_use() -> str:
    """The hash of the law data in use and since when; an edition may come back on the same day."""
    release = Release.objects.in_use()
    if release is None:
        return "no law data"
    since = (release.made_current_at or release.loaded_at).astimezone(dt.UTC)
    return f"{release.sha256[:12]} since {since:%Y-%m-%dT%H:%M:%S.%fZ}"
