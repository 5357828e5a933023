"""The front page: what this is, what the law asks today in numbers, and the ways in."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse

from obligations.filters.law import with_standing
from obligations.models import Milestone, Requirement
from obligations.rules.rulebook.trust import CHECKED
from obligations.views.library import sections
from obligations.views.shared.frame import law_day, render_law

COMING = dt.timedelta(days=365)


def home(request: HttpRequest) -> HttpResponse:
    """The library's home. Its numbers link to the lists they count."""
    law = law_day(request)
    now = Q(standing__in=("in_force", "contested"))
    numbers = with_standing(Requirement.objects.current(), law.as_at).aggregate(
        duties=Count("pk", filter=now & Q(kind="duty")),
        measures=Count("pk", filter=now & Q(kind="measure")),
        guidance=Count("pk", filter=now & Q(kind="expectation")),
        not_yet=Count("pk", filter=Q(standing="not_yet")),
        proposed=Count("pk", filter=Q(standing="proposed")),
        recalled=Count("pk", filter=now & Q(verification__in=("recalled", "contested"))),
        compared=Count("pk", filter=Q(verification__in=CHECKED)),
        changed=Count("pk", filter=Q(verification="changed")),
        total=Count("pk"),
    )
    coming = Milestone.objects.filter(
        withdrawn_in=None,
        period__startswith__gte=law.as_at,
        period__startswith__lt=law.as_at + COMING,
    ).order_by("period", "title")[:6]
    return render_law(
        request,
        "library/home.html",
        law,
        {"numbers": numbers, "coming": coming, "sections": sections.SECTIONS},
    )
