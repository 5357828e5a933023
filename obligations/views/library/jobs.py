"""The jobs: what one person does in one sitting, and everything it settles."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from obligations.filters.law import KIND_ORDER, with_standing
from obligations.models import LawJob
from obligations.views.library import standing
from obligations.views.shared.exports import as_file, is_asked_for
from obligations.views.shared.frame import law_day, render_law

SETTLED = Q(requirements__withdrawn_in=None, requirements__part_of=None)


def job_list(request: HttpRequest) -> HttpResponseBase:
    """Every job in the order of work, with how many requirements it settles."""
    law = law_day(request, bar=False)
    rows = LawJob.objects.filter(withdrawn_in=None)
    if is_asked_for(request):
        return as_file(request, "jobs", rows, law)
    jobs = rows.prefetch_related("after").annotate(settled=Count("requirements", filter=SETTLED))
    return render_law(request, "library/job_list.html", law, {"jobs": jobs})


def job_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One job: what to do, what comes out of it, what comes first, what it settles."""
    law = law_day(request)
    current = LawJob.objects.filter(withdrawn_in=None)
    rows = LawJob.objects.prefetch_related(
        Prefetch("after", current), Prefetch("before", current)
    )  # fmt: skip
    job = get_object_or_404(rows, slug=slug)
    asks = with_standing(job.requirements.current().filter(part_of=None), law.as_at)
    requirements = list(asks.prefetch_related("versions").order_by(KIND_ORDER, "natural_key"))
    for requirement in requirements:
        requirement.stands = standing.standing(requirement, law.as_at)
    context = {"job": job, "requirements": requirements}
    return render_law(request, "library/job_detail.html", law, context)
