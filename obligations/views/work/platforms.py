"""The services of a provider: the list, a new one, and the page that explains one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from obligations import intake
from obligations.actions import platforms, turns
from obligations.actions.permissions import Refused
from obligations.exports import LABELS, RESOURCES
from obligations.exports.positions import with_taken
from obligations.filters.work import PlatformFilter
from obligations.forms.questions import sections_for
from obligations.forms.work import PlatformForm
from obligations.law.answer_rows import explain, scope_reasons, ways_into_scope
from obligations.law.determinations import determine_platform
from obligations.law.plan_rows import planned
from obligations.law.positions import standing_on
from obligations.law.ruleset import ruleset_for
from obligations.models import Deadline, Obligation, Permission, Platform
from obligations.models.situations import Recorded
from obligations.models.standing import tasks_on
from obligations.rules import SubjectError
from obligations.rules.answer.summary import summarise
from obligations.rules.plan.plan import plan
from obligations.views.shared import explanations
from obligations.views.shared.current_provider import (
    allowed,
    person,
    platform_at_work,
    render_work,
    workplace,
)
from obligations.views.shared.exports import as_file, is_asked_for
from obligations.views.shared.frame import LawDay, law_day
from obligations.views.work.dashboard import standings
from obligations.views.work.dates import days
from obligations.views.work.lists import list_page
from obligations.words.conflicts import conflict_words
from tracker import clock

DATES_SHOWN = 6


@login_required
def platform_list(request: HttpRequest) -> HttpResponseBase:
    """Every service of the provider on screen, each with its numbers."""
    place, today = workplace(request), clock.today()
    rows = Platform.objects.visible_to(request.user).filter(provider=place.provider)
    filterset = PlatformFilter(request.GET, rows, as_at=today)

    def numbers(found: list[Platform]) -> dict[str, Any]:
        return {"standings": standings(found, place.provider, today) if place.provider else []}

    return list_page(
        request, "work/platform_list.html", place, filterset, resource="platforms", add=numbers
    )


@login_required
def platform_new(request: HttpRequest) -> HttpResponse:
    """Add a service; its questions come next."""
    place = workplace(request)
    provider = allowed(place, Permission.MANAGE_PLATFORMS)
    form = PlatformForm(request.POST or None)
    if form.done(platforms.create, provider=provider, by=person(request)):
        return redirect("platform-interview", form.made.slug)
    return render_work(request, "work/platform_new.html", place, {"form": form})


@login_required
def platform_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename or describe a service."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.MANAGE_PLATFORMS)
    if request.method == "POST":
        turns.take(platform.provider_id)
        turns.afresh(platform)
    now = {name: getattr(platform, name) for name in ("name", "description", "url")}
    form = PlatformForm(request.POST or None, row=platform, initial=now)
    if form.done(platforms.change, platform=platform, by=person(request)):
        return redirect("platform-detail", platform.slug)
    context = {"form": form, "platform": platform}
    return render_work(request, "work/platform_edit.html", place, context)


@require_POST
@login_required
def platform_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a service away, or bring it back: `away` says which, whatever was done meanwhile."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.MANAGE_PLATFORMS)
    by, today = person(request), clock.today()
    try:
        if request.POST.get("away") == "yes":
            why = intake.line(request.POST.get("why", ""))
            platforms.archive(platform=platform, by=by, on=today, why=why)
        elif request.POST.get("away") == "no":
            platforms.restore(platform=platform, by=by, as_at=today)
    except intake.Refused as refused:
        messages.error(request, f"{platform} was not put away. Why: {refused}.")
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("platform-detail", platform.slug)


@login_required
def platform_detail(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What binds one service on a day and why, what to work on, what is due, what is not known."""
    platform, place = platform_at_work(request, slug)
    law = law_day(request)
    try:
        if is_asked_for(request):
            return _plan_as_file(request, platform, law)
        context = _told(platform, law)
    except SubjectError as error:
        context = {"contradictions": error.errors}
    context |= {"platform": platform, "unfolded": "unfold" in request.GET}
    if context["unfolded"]:
        told = Recorded.of(platform).told(law.as_at)
        context["told"] = sections_for(ruleset_for(law.release), told, law.as_at)
    return render_work(request, "work/platform_detail.html", place, context, law=law)


def _plan_as_file(request: HttpRequest, platform: Platform, law: LawDay) -> HttpResponseBase:
    """The plan in the format that the address names. Raises SubjectError."""
    determination = determine_platform(platform, law.as_at, release=law.release)
    made = plan(determination, ruleset_for(law.release).jobs)
    positions = standing_on(platform, law.other_day)
    table = with_taken(RESOURCES["plan"], positions)
    return as_file(request, table, [*made.entries], law, whose=platform.name)


def _told(platform: Platform, law: LawDay) -> dict[str, Any]:
    """Everything the page of a service says, from one determination."""
    ruleset = ruleset_for(law.release)
    determination = determine_platform(platform, law.as_at, release=law.release)
    rows = tasks_on(Obligation.objects.concerning(platform), law.today)
    tasks: list[Any] = list(rows.select_related("requirement", "owner"))
    positions = standing_on(platform, law.other_day)
    found = explain(determination, ruleset, tasks, positions)
    coming = (
        Deadline.objects.open()
        .concerning(platform)
        .select_related("platform", "milestone")
        .order_by("due_on", "title", "pk")
    )
    shown = days(coming, law.today)
    at_work = [task for task in tasks if task.is_task]
    return {
        "found": found,
        "formats": LABELS.items(),
        "planned": planned(found, ruleset.jobs, at_work),
        "counts": summarise(determination),
        "conflicts": [conflict_words(ruleset, one) for one in determination.conflicts],
        "scope_reasons": [] if found.groups else scope_reasons(determination),
        "entrances": ways_into_scope(determination),
        "outside": determination.scope["regulated_scope"] is False and not found.groups,
        "sentence": explanations.sentence(
            determination, reverse("platform-answers", args=[platform.slug])
        ),
        "dates": shown[:DATES_SHOWN],
        "dates_count": len(shown),
        "positions": sum(determination.answer(slug) is not None for slug in positions),
        "tasks": len(at_work),
        "tasks_done": sum(not task.open_now for task in at_work),
    }
