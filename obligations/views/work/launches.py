"""The gate before a change: is it significant, what was assessed first, then the launch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from obligations import language
from obligations.actions import launches, scenarios
from obligations.calendar.change_dates import SIGNIFICANT
from obligations.forms.whatif import DecisionForm, LaunchForm
from obligations.law.significant_changes import changing_for
from obligations.law.whatif import WhatIf
from obligations.models import ChangeDecision, Deadline, Permission, Platform, Scenario
from obligations.rules import SubjectError
from obligations.views.shared.current_provider import (
    allowed,
    person,
    plain_day,
    platform_at_work,
    render_work,
    tell_errors,
)
from obligations.views.work.scenarios import scenario_at_work
from tracker import clock

LAUNCHED = "Launched: its changes are answers of the service from that day on."


@login_required
def scenario_launch(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """First whether the change is significant, then what was assessed, then the launch."""
    row, platform, place = scenario_at_work(request, slug, pk)
    allowed(place, Permission.RECORD_FACTS)
    if row.launched_on is not None:
        return redirect("scenario-detail", platform.slug, pk)
    law, decision = plain_day(request), row.decisions.select_related("recorded_by").first()
    try:
        on = row.planned_for if row.planned_for and row.planned_for >= law.today else None
        found = scenarios.ground(platform, law.today, law.release).tried(row.changes, on)
    except SubjectError as error:
        messages.error(request, "; ".join(error.errors))
        return redirect("scenario-detail", platform.slug, pk)
    first = found.gate.first if decision is not None and decision.significant else ()
    words = [(e.answer.id, f"{e.answer.ref}: {e.answer.title}") for e in first if not e.open]
    start = {"on": row.planned_for or law.today}
    form = LaunchForm(words, request.POST or None, initial=start)
    if form.done(launches.launch, scenario=row, by=person(request), as_at=law.today):
        messages.success(request, LAUNCHED)
        return redirect("scenario-detail", platform.slug, pk)
    context = {
        "platform": platform, "row": row, "decision": decision, "form": form, "found": found,
        "decide": _decision_form(row, found),
        "first": list(zip(form.first_fields(), _tasks(platform, words), strict=True)),
        "alike": [
            (language.sentence(found.words(one)), example.text) for one, example in found.alike
        ],
        "changing": found.changing,
    }  # fmt: skip
    status = 400 if form.errors else 200
    return render_work(request, "work/scenario_launch.html", place, context, law=law, status=status)


def _decision_form(row: Scenario, found: WhatIf) -> DecisionForm:
    told = [found.words(each) for each in found.supposition.told]
    what = language.sentence("; ".join(told))[:300] if told else row.name
    return DecisionForm(initial={"what": what, "planned_for": row.planned_for})


def _tasks(platform: Platform, words: list[tuple[str, str]]) -> list[int | None]:
    """The task of each assessment, where there is one, to be worked on."""
    rows = Deadline.objects.open().filter(
        platform=platform,
        requirement__slug__in=[requirement for requirement, _text in words],
        key__contains=f":{SIGNIFICANT}:",
    )
    tasks = {row.requirement.slug: row.obligation_id
             for row in rows.select_related("requirement") if row.requirement}  # fmt: skip
    return [tasks.get(requirement) for requirement, _text in words]


@require_POST
@login_required
def scenario_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record whether the change of a scenario is a significant one."""
    row, platform, place = scenario_at_work(request, slug, pk)
    allowed(place, Permission.RECORD_FACTS)
    form = DecisionForm(request.POST)
    _decided(request, platform, form, row)
    tell_errors(request, form)
    return redirect("scenario-launch", platform.slug, pk)


@login_required
def platform_significance(request: HttpRequest, slug: str) -> HttpResponse:
    """Decide on a change that was never tried as a scenario, and read what was decided before."""
    platform, place = platform_at_work(request, slug)
    if request.method == "POST":
        allowed(place, Permission.RECORD_FACTS)
    form = DecisionForm(request.POST or None)
    if _decided(request, platform, form):
        return redirect("platform-significance", platform.slug)
    law = plain_day(request)
    rows = ChangeDecision.objects.filter(platform=platform).select_related(
        "recorded_by", "scenario"
    )
    context: dict[str, Any] = {
        "platform": platform, "form": form, "rows": rows, "changing": changing_for(law.release),
    }  # fmt: skip
    status = 400 if form.errors else 200
    template = "work/platform_significance.html"
    return render_work(request, template, place, context, law=law, status=status)


def _decided(
    request: HttpRequest, platform: Platform, form: DecisionForm, row: Scenario | None = None
) -> bool:
    who = {"platform": platform, "by": person(request), "as_at": clock.today()}
    decided = form.done(launches.decide, scenario=row, **who)
    if decided:
        messages.success(request, "Recorded, with your name and the day.")
    return decided
