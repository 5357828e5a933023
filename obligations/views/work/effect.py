"""A change shows its effect: what is different for a service since a moment, and why."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from obligations import intake, language, words
from obligations.actions.due_dates import done_so_far
from obligations.calendar.change_dates import dates
from obligations.calendar.working_days import Jurisdiction
from obligations.law.determinations import Snapshot
from obligations.law.significant_changes import changing_for
from obligations.models import Platform
from obligations.rules import SubjectError
from obligations.rules.flips.changes import differences
from obligations.rules.whatif.difference import Group, difference
from obligations.views.shared.arrival import arrived
from obligations.views.shared.current_provider import plain_day, platform_at_work, render_work
from obligations.views.shared.whatif import reasoned
from obligations.words.determinations import opening
from obligations.words.whatif import retold_words

OPEN_GROUPS = (Group.GAINED, Group.LOST, Group.REDATED, Group.UNCLEAR)


def to_effect(
    request: HttpRequest, platform: Platform, since: dt.datetime | None = None
) -> HttpResponse:
    """Lead to what is different since a moment: by default since this form arrived."""
    moment = (since or arrived(request)).isoformat()
    address = reverse("platform-effect", args=[platform.slug])
    return redirect(f"{address}?{urlencode({'since': moment})}")


@login_required
def platform_effect(request: HttpRequest, slug: str) -> HttpResponse:
    """What was gained, lost, re-dated or is newly not known since a moment, with the reasons."""
    platform, place = platform_at_work(request, slug)
    law = plain_day(request)
    try:
        since = intake.moment(request.GET.get("since", ""))
    except intake.Refused:
        return redirect("platform-detail", slug)
    if since.tzinfo is None:
        return redirect("platform-detail", slug)
    now = Snapshot.of(platform, law.today, release=law.release)
    before = Snapshot.of(platform, law.today, since, law.release)
    try:
        context = _told(before, now)
    except SubjectError:
        return redirect("platform-detail", slug)
    context |= {"platform": platform, "since": since}
    return render_work(request, "work/platform_effect.html", place, context, law=law)


def _told(before: Snapshot, now: Snapshot) -> dict[str, Any]:
    """What the page says of the two. Raises SubjectError where one of them cannot be read."""
    found = difference(before.determination, now.determination)
    retold = differences(before.subject, now.subject)
    return {
        "sentence": words.effects.opening(str(now.platform), found),
        "standing": opening(now.determination),
        "answers": [
            language.sentence(retold_words(now.ruleset, each, now=False)) for each in retold
        ],
        "groups": [
            (group, words.effects.heading(group, rows), reasoned(rows), group in OPEN_GROUPS)
            for group in Group
            if (rows := found.of(group))
        ],
        "figures": words.effects.figures(before.determination, now.determination),
        "dates": dates(
            before.determination, now.determination, changing_for(now.release).clocks,
            where=Jurisdiction(now.platform.provider.nation),
            done=done_so_far(now.platform, now.situation),
        ),
    }  # fmt: skip
