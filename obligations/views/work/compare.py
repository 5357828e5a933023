"""A service beside the list that Ofcom's tool gave. Nothing of the list is kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from obligations.law.determinations import determine_platform
from obligations.law.positions import standing_on
from obligations.rules import SubjectError
from obligations.views.shared.current_provider import platform_at_work, render_work
from obligations.views.shared.exports import is_asked_for
from obligations.views.shared.frame import law_day
from obligations.views.shared.ofcom_pages import comparison_file, sent_list


@login_required
@sensitive_post_parameters("list")
def platform_compare(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Paste or choose a list; what agrees with the service's answers, what differs and why."""
    platform, place = platform_at_work(request, slug)
    law = law_day(request)
    try:
        answered = determine_platform(platform, law.as_at, release=law.release, proposals=True)
    except SubjectError:
        return redirect("platform-detail", slug)  # That page shows what cannot be read.
    taken = standing_on(platform, law.other_day)
    sent = sent_list(request, answered, taken)
    if sent.comparison and is_asked_for(request):
        return comparison_file(request, sent, sent.comparison, law, platform.name)
    context = {"platform": platform, **sent.context}
    return render_work(
        request, "work/platform_compare.html", place, context, law=law, status=sent.status
    )
