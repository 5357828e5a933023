"""Tasks: the list of what a provider works on, and the page on which the work is kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from obligations import words
from obligations.actions import obligations, turns
from obligations.calendar.standing import DEMANDS
from obligations.filters.work import ObligationFilter
from obligations.forms.base import WorkForm
from obligations.forms.work import (
    AssessForm,
    CompleteForm,
    NoteForm,
    OwnerForm,
    ProgressForm,
    next_steps,
)
from obligations.models import AnswerKind, Obligation, ObligationPart, Permission, Progress
from obligations.models.standing import progress_words, tasks_on
from obligations.rules.verdict.predicates import BINDING
from obligations.views.shared.current_provider import (
    Workplace,
    allowed,
    back_to,
    done,
    person,
    render_work,
    workplace,
)
from obligations.views.work.dates import Day, days
from obligations.views.work.history import history
from obligations.views.work.lists import list_page
from obligations.views.work.position_panel import held_on, with_positions
from tracker import clock

TABS = {
    "": ("To work on", Q(open_now=True)),
    "work=done": ("Done", Q(is_task=True, open_now=False)),
    **{
        f"answer={answer}": (title, Q(answer=answer))
        for answer, title in (
            (AnswerKind.WAITS, "Waiting for an event"),
            (AnswerKind.STANDS_BY, "Standing by"),
            (AnswerKind.DOES_NOT_APPLY, "No longer applies"),
        )
    },
}
"""The lists of tasks: the filter of each, its title, and what it counts."""


@login_required
def obligation_list(request: HttpRequest) -> HttpResponseBase:
    """What the provider on screen works on; standing by, waiting and ended ones are apart."""
    place, today = workplace(request), clock.today()
    rows = (
        Obligation.objects.visible_to(request.user)
        .filter(Q(platform=None) | Q(platform__archived_on=None), provider=place.provider)
        .select_related("requirement", "platform", "owner")
    )
    filterset = ObligationFilter(request.GET, rows, as_at=today)

    def beside(found: list[Obligation]) -> dict[str, Any]:
        return {
            "tasks": with_positions(found, place.provider),
            "tabs": _tabs(tasks_on(rows, today), request.GET),
            "today": today,
        }

    return list_page(
        request, "work/obligation_list.html", place, filterset, resource="obligations", add=beside
    )


def _tabs(rows: Any, asked: QueryDict) -> list[dict[str, Any]]:
    """The lists with their numbers. One query."""
    chosen = next((f"{name}={asked[name]}" for name in ("answer", "work") if asked.get(name)), "")
    counts = rows.aggregate(
        **{f"of_{place}": Count("pk", filter=q) for place, (_, q) in enumerate(TABS.values())}
    )
    return [
        {"url": f"?{name}", "title": title, "count": counts[f"of_{place}"],
         "current": chosen == name}
        for place, (name, (title, _)) in enumerate(TABS.items())
    ]  # fmt: skip


def _at_work(
    request: HttpRequest, pk: int, permission: Permission | None = None
) -> tuple[Obligation, Workplace]:
    """The task, with its provider on screen; 404 where it is another provider's, 403 where the
    person's role lacks the permission."""
    visible = Obligation.objects.visible_to(request.user)
    rows = (
        tasks_on(visible, clock.today())
        .select_related(
            "provider", "platform", "requirement__job", "requirement__withdrawn_in", "owner"
        )
        .defer("requirement__withdrawn_in__payload", "requirement__withdrawn_in__difference")
    )
    task = get_object_or_404(rows, pk=pk)
    place = workplace(request, task.provider_id)
    if permission:
        allowed(place, permission)
        turns.take(task.provider_id)
        task = rows.get(pk=pk)  # As it stands in this turn: somebody may have been faster.
    return task, place


def _address(task: Obligation) -> str:
    return reverse("obligation-detail", args=[task.pk])


@login_required
def obligation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what is asked and why, how far it is, its dates, its contents, its history."""
    task, place = _at_work(request, pk)
    return _page(request, task, place, {})


def _page(
    request: HttpRequest, task: Obligation, place: Workplace, refused: dict[str, WorkForm]
) -> HttpResponse:
    """The page of a task; `refused` holds the form that could not be taken, with its reasons."""
    parts = task.parts.select_related("requirement").order_by("requirement__natural_key")
    shown = [part for part in parts if part.answer != AnswerKind.DOES_NOT_APPLY]
    counted = [part for part in shown if part.answer in BINDING]
    missing = sum(not part.covered for part in counted)
    forms: dict[str, WorkForm] = {
        "assess": AssessForm(row=task, initial=_assessed(task)),
        "assign": OwnerForm(task),
        "note": NoteForm(row=task, initial={"note": task.note}),
        "progress": ProgressForm(row=task, initial={"progress": task.progress}),
        "complete": _complete_form(task, missing),
    }
    today, dates = clock.today(), _dates(task)
    context = {
        "task": task,
        "requirement": task.requirement,
        "forms": {**forms, **refused},
        "steps": next_steps(task),
        "how_far": progress_words(task),
        "remarks": words.tasks.remarks(_far(task, missing)),
        "closes": [day for day in dates if day.standing in DEMANDS],
        "parts": shown,
        "counted": counted,
        "covered": sum(part.covered for part in counted),
        "dates": dates,
        "history": history(task),
        "held": held_on(request, place, task),
        "computed_words": words.answers.within(task.answer),
        "today": today,
    }
    status = 400 if refused else 200
    return render_work(request, "work/obligation_detail.html", place, context, status=status)


def _far(task: Any, missing: int) -> words.tasks.Far:
    """How far a task is, for what its parts, its progress and its result say of each other."""
    return words.tasks.Far(
        progress=task.progress, result=task.result, done_on=task.assessed_on,
        again=task.progress == Progress.DONE and task.open_now, next_due=task.next_due,
        missing=missing, despite=task.despite,
    )  # fmt: skip


def _assessed(task: Obligation) -> dict[str, Any]:
    return {name: getattr(task, name) for name in ("result", "assessed_on", "how_checked")}


def _dates(task: Obligation) -> list[Day]:
    rows = task.deadlines.select_related("platform", "milestone", "closed_by")
    return days(rows.order_by("-status", "due_on"), clock.today())


@require_POST
@login_required
def obligation_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far the work is."""
    task, _ = _at_work(request, pk, Permission.WORK_ON_OBLIGATIONS)
    form = ProgressForm(request.POST, row=task, initial={"progress": task.progress})
    if form.is_valid():
        moved = {"obligation": task, "as_at": clock.today(), **form.cleaned_data}
        done(request, obligations.change_progress, **moved)
    else:
        messages.error(request, "Nothing was changed: say how far the work is, from the list.")
    return back_to(request, _address(task))


@require_POST
@login_required
def obligation_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the work is done, on which day and how that was checked; its dates are met."""
    task, place = _at_work(request, pk, Permission.WORK_ON_OBLIGATIONS)
    form = _complete_form(task, task.parts.missing().count(), request.POST)
    who = {"by": person(request), "as_at": clock.today()}
    if form.done(obligations.complete, obligation=task, **who):
        messages.success(request, f"Done: {task.requirement.title}.")
        return redirect("obligation-detail", pk)
    return _page(request, task, place, {"complete": form})


def _complete_form(task: Any, missing: int, data: Any = None) -> CompleteForm:
    done = task.progress == Progress.DONE and not task.open_now
    said = {"done_on": task.assessed_on, "how_checked": task.how_checked} if done else {}
    return CompleteForm(data, row=task, initial=said, missing=missing)


@require_POST
@login_required
def obligation_assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the work came to."""
    task, place = _at_work(request, pk, Permission.WORK_ON_OBLIGATIONS)
    form = AssessForm(request.POST, row=task, initial=_assessed(task))
    who = {"by": person(request), "as_at": clock.today()}
    if form.done(obligations.assess, obligation=task, **who):
        return redirect("obligation-detail", pk)
    return _page(request, task, place, {"assess": form})


@require_POST
@login_required
def obligation_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the work to somebody, or to nobody."""
    task, place = _at_work(request, pk, Permission.WORK_ON_OBLIGATIONS)
    form = OwnerForm(task, request.POST)
    if form.done(obligations.assign, obligation=task, by=person(request)):
        return redirect("obligation-detail", pk)
    return _page(request, task, place, {"assign": form})


@require_POST
@login_required
def obligation_note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what a colleague should know."""
    task, place = _at_work(request, pk, Permission.WORK_ON_OBLIGATIONS)
    form = NoteForm(request.POST, row=task, initial={"note": task.note})
    if form.done(obligations.write_note, obligation=task, by=person(request)):
        return redirect("obligation-detail", pk)
    return _page(request, task, place, {"note": form})


@require_POST
@login_required
def obligation_part(request: HttpRequest, pk: int, part: int) -> HttpResponse:
    """Say whether one content of an assessment, or of terms, is covered."""
    task, _ = _at_work(request, pk, Permission.WORK_ON_OBLIGATIONS)
    row = get_object_or_404(ObligationPart, obligation=task, pk=part)
    covered = request.POST.get("covered") == "yes"
    obligations.cover_part(part=row, by=person(request), covered=covered)
    return redirect(f"{_address(task)}#parts")
