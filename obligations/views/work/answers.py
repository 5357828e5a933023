"""Every answer for a service, filtered, and the reasoning behind one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers

from obligations import words
from obligations.exports import RESOURCES
from obligations.exports.positions import with_taken
from obligations.filters.answers import AnswerFilter
from obligations.forms.base import WorkForm
from obligations.law.answer_rows import Row, by_theme, event_words
from obligations.law.determinations import determine_platform
from obligations.law.positions import standing_on
from obligations.law.ruleset import ruleset_for
from obligations.models import Obligation, Platform, Requirement
from obligations.rules import SubjectError
from obligations.views.shared import explanations
from obligations.views.shared.current_provider import Workplace, platform_at_work, render_work
from obligations.views.shared.exports import addresses, as_file, is_asked_for
from obligations.views.shared.frame import law_day
from obligations.views.shared.moved_ids import moved_to
from obligations.views.work.position_panel import beside, beside_gone

PER_PAGE = 100


@login_required
def platform_answers(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every answer for a service on a day, filtered by what the address says."""
    platform, place = platform_at_work(request, slug)
    law = law_day(request)
    ruleset = ruleset_for(law.release)
    try:
        found = determine_platform(platform, law.as_at, release=law.release).answers
    except SubjectError:
        return redirect("platform-detail", slug)  # That page shows what cannot be read.
    taken = standing_on(platform, law.other_day)
    asked = AnswerFilter(request.GET.dict(), found, taken)
    if is_asked_for(request):
        return as_file(
            request, with_taken(RESOURCES["answers"], taken), asked.rows, law,
            filters=asked.in_words(), whose=platform.name, problems=asked.problems,
        )  # fmt: skip
    rows = sorted(asked.rows, key=lambda one: words.records.theme(one.theme).casefold())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "platform": platform,
        "asked": asked,
        "files": addresses(request),
        "count": len(rows),
        "page": page,
        "groups": by_theme(
            Row(one, event_words(one, ruleset), position=taken.get(one.id))
            for one in page.object_list
        ),
        "filtered": asked.counted or any(asked.chosen.values()),
    }
    status = 400 if asked.problems else 200
    template = "work/platform_answers.html"
    return render_work(request, template, place, context, law=law, status=status)


@login_required
def platform_why(request: HttpRequest, slug: str, requirement: str) -> HttpResponse:
    """The whole reasoning behind one answer: a page, or the tree alone where htmx asks for it."""
    platform, place = platform_at_work(request, slug)
    return why_page(request, platform, place, requirement, {})


def why_page(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    requirement: str,
    refused_forms: dict[str, WorkForm],
) -> HttpResponse:
    """The page of one answer; `refused_forms`: what could not be taken, with its reasons."""
    law = law_day(request)
    try:
        determination = determine_platform(platform, law.as_at, release=law.release)
    except SubjectError:
        return redirect("platform-detail", platform.slug)
    answer = determination.answer(requirement)
    if answer is None:
        led = moved_to(request, law.release, "platform-why", platform.slug, name=requirement)
        return led or _gone_page(request, platform, place, requirement, refused_forms)
    context = {
        "platform": platform,
        "answer": answer,
        "nodes": explanations.nodes(words.answers.trace(answer)),
        "unknowns": explanations.asked(answer, ruleset_for(law.release)),
        "can": place.can,
    }
    if "HX-Request" in request.headers:
        fragment = render(request, "work/_why.html", context)
        patch_vary_headers(fragment, ["HX-Request"])
        return fragment
    context["task"] = (
        Obligation.objects.concerning(platform).filter(requirement__slug=requirement).first()
    )
    context |= beside(request, platform, place, law, answer, refused_forms)
    status = 400 if refused_forms else 200
    return render_work(request, "work/platform_why.html", place, context, law=law, status=status)


def _gone_page(
    request: HttpRequest,
    platform: Platform,
    place: Workplace,
    requirement: str,
    refused_forms: dict[str, WorkForm],
) -> HttpResponse:
    """What a service has on a requirement that the law data no longer has; else 404."""
    rows = Requirement.objects.exclude(withdrawn_in=None).select_related("withdrawn_in")
    record = get_object_or_404(
        rows.defer("withdrawn_in__payload", "withdrawn_in__difference"), slug=requirement
    )
    context = {
        "platform": platform,
        "requirement": record,
        "task": Obligation.objects.concerning(platform).filter(requirement=record).first(),
        **beside_gone(request, platform, place, record, refused_forms),
    }
    status = 400 if refused_forms else 200
    return render_work(request, "work/platform_gone.html", place, context, status=status)
