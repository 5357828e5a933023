"""The dates: what is due and why on that day, saying that it was done, taking that back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from obligations import language
from obligations.actions import deadlines
from obligations.actions.permissions import Refused
from obligations.filters.work import DeadlineFilter
from obligations.forms.work import CloseDeadlineForm
from obligations.models import Deadline, Permission
from obligations.views.shared.current_provider import (
    allowed,
    back_to,
    done,
    person,
    tell_errors,
    workplace,
)
from obligations.views.work.dates import days
from obligations.views.work.lists import list_page
from tracker import clock


@login_required
def deadline_list(request: HttpRequest) -> HttpResponseBase:
    """Every date of the provider on screen, the nearest first."""
    place, today = workplace(request), clock.today()
    rows = (
        Deadline.objects.visible_to(request.user)
        .filter(provider=place.provider, platform__archived_on=None)
        .select_related("platform", "requirement", "milestone", "closed_by", "obligation")
    )
    filterset = DeadlineFilter(request.GET, rows, as_at=today)
    return list_page(
        request, "work/deadline_list.html", place, filterset, resource="deadlines",
        add=lambda found: {"days": days(found, today), "today": today},
    )  # fmt: skip


def _both(deadline: Deadline, sent: Mapping[str, Any]) -> str:
    """What was sent of a date and not saved, beside what somebody else said of it meanwhile."""
    deadline.refresh_from_db()
    mine = f"Yours was not saved: done on {language.day(sent['done_on'])}. {sent['note']}".strip()
    if deadline.status != Deadline.Status.DONE:
        return mine
    day = language.iso_day(str(deadline.derivation.get("done_on", "")))
    who = deadline.closed_by or "The operator"
    return f"{who} said that it was done on {day}. {deadline.closed_note} {mine}"


@require_POST
@login_required
def deadline_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what was owed was done."""
    deadline = get_object_or_404(Deadline.objects.visible_to(request.user), pk=pk)
    allowed(workplace(request, deadline.provider_id), Permission.CLOSE_DEADLINES)
    form = CloseDeadlineForm(request.POST)
    if form.is_valid():
        try:
            deadlines.close(
                deadline=deadline, by=person(request), as_at=clock.today(), **form.cleaned_data
            )
        except Refused as refused:
            messages.warning(request, _both(deadline, form.cleaned_data))
            form.show_refusal(refused)
        else:
            messages.success(request, f"Done: {deadline.title}.")
    tell_errors(request, form)
    return back_to(request, "deadline-list")


@require_POST
@login_required
def deadline_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back that it was done."""
    deadline = get_object_or_404(Deadline.objects.visible_to(request.user), pk=pk)
    allowed(workplace(request, deadline.provider_id), Permission.CLOSE_DEADLINES)
    done(request, deadlines.reopen, deadline=deadline, as_at=clock.today())
    return back_to(request, "deadline-list")
