"""The dates of the regime: a drawn timeline, and the same as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.filters.law import MilestoneFilter
from obligations.models import Milestone
from obligations.views.library.timeline import draw
from obligations.views.shared.frame import law_day
from obligations.views.shared.lists import render_listing

PER_PAGE = 30


def milestone_list(request: HttpRequest) -> HttpResponseBase:
    """Dated events of the regime, with slips drawn from promised to actual."""
    law = law_day(request)
    rows = Milestone.objects.select_related("supersedes").prefetch_related(
        "requirements", "superseded_by"
    )
    filterset = MilestoneFilter(request.GET, rows, as_at=law.as_at)
    drawn = [] if "format" in request.GET or filterset.problems else list(filterset.qs)
    query = request.GET.copy()
    for place, milestone in enumerate(drawn):
        query["page"] = str(place // PER_PAGE + 1)
        milestone.address = f"?{query.urlencode()}#{milestone.slug}"
    addresses = {milestone.pk: milestone.address for milestone in drawn}

    def dress(milestones: list[Any]) -> None:
        for milestone in milestones:
            promised = milestone.supersedes
            milestone.promised_at = addresses.get(promised.pk) if promised else None
            milestone.replacements = [
                (later, addresses.get(later.pk)) for later in milestone.superseded_by.all()
            ]

    return render_listing(
        request,
        "library/milestone_list.html",
        law,
        filterset,
        resource="milestones",
        dress=dress,
        per_page=PER_PAGE,
        context={"timeline": draw(drawn, law.as_at)},
    )
