"""Scenarios of a service: the list, one with what it comes to, up to three side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from obligations import intake
from obligations.actions import scenarios, turns
from obligations.forms.whatif import ScenarioForm
from obligations.law.whatif import WhatIf
from obligations.models import Permission, Platform, Scenario
from obligations.rules import SubjectError
from obligations.views.shared.current_provider import (
    Workplace,
    allowed,
    done,
    person,
    plain_day,
    platform_at_work,
    render_work,
    tell_errors,
    workplace,
)
from obligations.views.shared.exports import is_asked_for
from obligations.views.shared.whatif import difference_file, matrix, result_context
from obligations.views.work.whatif import kept
from tracker import clock

MOST_COMPARED = 3


def of_platform(request: HttpRequest, platform: Platform) -> QuerySet[Scenario]:
    """The scenarios of a service that this person may see."""
    rows = Scenario.objects.visible_to(request.user).filter(platform=platform)
    return rows.select_related("created_by")


def scenario_at_work(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Scenario, Platform, Workplace]:
    """A scenario that this person may see, its service, and the workplace; else 404."""
    rows = Scenario.objects.visible_to(request.user).filter(platform__slug=slug)
    related = rows.select_related("created_by", "launched_by", "platform__provider")
    row = get_object_or_404(related, pk=pk)
    return row, row.platform, workplace(request, row.platform.provider_id)


@login_required
def scenario_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The scenarios of a service, to be opened or compared."""
    platform, place = platform_at_work(request, slug)
    context = {"platform": platform, "rows": of_platform(request, platform)}
    return render_work(request, "work/scenario_list.html", place, context)


@login_required
def scenario_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """What a scenario would come to today, or why it cannot be tried any more."""
    row, platform, place = scenario_at_work(request, slug, pk)
    law = plain_day(request)
    decision = row.decisions.select_related("recorded_by").first()
    context: dict[str, Any] = {
        "platform": platform, "row": row, "decision": decision,
        "own": row.created_by_id == request.user.pk and row.launched_on is None,
    }  # fmt: skip
    try:
        on = row.planned_for if row.planned_for and row.planned_for >= law.today else None
        found = scenarios.ground(platform, law.today, law.release).tried(row.changes, on)
    except SubjectError as error:
        context["problems"] = error.errors
    else:
        if is_asked_for(request):
            return difference_file(request, found, law, str(platform))
        context |= result_context(found)
    if context["own"]:
        context["save"] = ScenarioForm(row=row, initial=kept(row))
    return render_work(request, "work/scenario_detail.html", place, context, law=law)


@require_POST
@login_required
def scenario_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Rename a scenario of one's own, share it or make it private again."""
    row, platform, place = scenario_at_work(request, slug, pk)
    allowed(place, Permission.WORK_ON_OBLIGATIONS)
    turns.take(row.provider_id)
    turns.afresh(row)
    form = ScenarioForm(request.POST, row=row, initial=kept(row))
    if form.done(
        scenarios.change, scenario=row, by=person(request), changes=row.changes,
        as_at=clock.today(), planned_for=row.planned_for,
    ):  # fmt: skip
        messages.success(request, "Saved.")
    tell_errors(request, form)
    return redirect("scenario-detail", platform.slug, row.pk)


@require_POST
@login_required
def scenario_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throw a scenario of one's own away."""
    row, platform, place = scenario_at_work(request, slug, pk)
    allowed(place, Permission.WORK_ON_OBLIGATIONS)
    if not done(request, scenarios.delete, scenario=row):
        return redirect("scenario-detail", platform.slug, pk)
    messages.success(request, f"“{row.name}” was deleted.")
    return redirect("scenario-list", platform.slug)


@login_required
def scenario_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Up to three scenarios side by side: what each would gain, lose and re-date."""
    platform, place = platform_at_work(request, slug)
    law = plain_day(request)
    wanted = [*dict.fromkeys(pk for told in request.GET.getlist("s") if (pk := intake.row(told)))]
    rows = list(of_platform(request, platform).filter(pk__in=wanted[:MOST_COMPARED]))
    rows.sort(key=lambda row: wanted.index(row.pk))
    problems = []
    if len(wanted) > MOST_COMPARED:
        problems.append("Three at most stand side by side: the first three are shown.")
    elif len(rows) < 2:
        problems.append("Choose two or three scenarios to compare.")
    tried: dict[str, WhatIf | None] = {}
    try:
        ground = scenarios.ground(platform, law.today, law.release)
    except SubjectError as error:
        problems, rows = list(error.errors), []
    for row in rows:
        try:
            on = row.planned_for if row.planned_for and row.planned_for >= law.today else None
            tried[str(row.pk)] = ground.tried(row.changes, on)
        except SubjectError as error:
            tried[str(row.pk)] = None
            problems.append(f"“{row.name}” does not fit any more: {'; '.join(error.errors)}.")
    context = {
        "platform": platform,
        "columns": [(row, tried[str(row.pk)]) for row in rows],
        "matrix": matrix(tried),
        "problems": problems,
    }
    return render_work(request, "work/scenario_compare.html", place, context, law=law)
