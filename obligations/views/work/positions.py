"""Positions: taking one beside an answer, withdrawing it, and the list of them."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from obligations.actions import positions, turns
from obligations.filters.work import PositionFilter
from obligations.forms.positions import PositionForm, WithdrawForm, first_values
from obligations.law.determinations import Snapshot
from obligations.law.positions import computed_for, to_look_at_again
from obligations.models import Permission, Platform, Position
from obligations.rules import SubjectError
from obligations.views.shared.current_provider import allowed, person, platform_at_work, workplace
from obligations.views.shared.moved_ids import present_id
from obligations.views.work.answers import why_page
from obligations.views.work.lists import list_page
from obligations.views.work.position_panel import reader_of, tell
from tracker import clock


def _address(slug: str, requirement: str) -> str:
    return f"{reverse('platform-why', args=[slug, requirement])}#position"


@login_required
def position_list(request: HttpRequest) -> HttpResponseBase:
    """Every position of the provider on screen, what to look at again first."""
    place, today = workplace(request), clock.today()
    rows = (
        Position.objects.visible_to(request.user)
        .filter(provider=place.provider)
        .select_related("requirement", "platform")
    )
    reasons = to_look_at_again(rows.standing(), today)
    filterset = PositionFilter(request.GET, rows, as_at=today, reasons=reasons)
    reader = reader_of(request, place)
    return list_page(
        request, "work/position_list.html", place, filterset, resource="positions",
        add=lambda found: {"told": [tell(row, reader, reasons.get(row.pk, ())) for row in found]},
    )  # fmt: skip


@login_required
def position_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A position stands on the page of its answer: of its service, or of one of its provider's."""
    rows = Position.objects.visible_to(request.user).select_related("requirement", "platform")
    position = get_object_or_404(rows, pk=pk)
    platform = position.platform or Platform.objects.filter(provider=position.provider_id).earliest(
        F("archived_on").desc(nulls_first=True), "name"
    )
    return redirect(_address(platform.slug, position.requirement.slug))


@sensitive_post_parameters("reason")
@require_POST
@login_required
def position_take(request: HttpRequest, slug: str, requirement: str) -> HttpResponse:
    """Take a position beside an answer, or another in place of the one that stands."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.TAKE_POSITIONS)
    turns.take(platform.provider_id)
    today = clock.today()
    try:
        now = Snapshot.of(platform, today)
        found = now.determination
        answer = found.answer(requirement) or found.answer(present_id(requirement))
    except SubjectError:
        return redirect("platform-detail", slug)
    if answer is None:
        raise Http404("No such requirement in this law data.")
    standing = (
        Position.objects.standing().concerning(platform).filter(requirement__slug=answer.id).first()
    )
    computed = computed_for(platform, answer)
    form = PositionForm(
        answer, computed, request.POST, row=standing or platform,
        initial=first_values(standing, today),
    )  # fmt: skip
    if form.done(
        partial(positions.take_on, now), by=person(request), answer=answer, computed=computed
    ):
        messages.success(request, f"Your position is recorded: it {form.made.words}.")
        return redirect(_address(slug, answer.id))
    return why_page(request, platform, place, answer.id, {"take": form})


@sensitive_post_parameters("why")
@require_POST
@login_required
def position_withdraw(request: HttpRequest, slug: str, requirement: str, pk: int) -> HttpResponse:
    """Withdraw a position; it stays among the earlier ones."""
    platform, place = platform_at_work(request, slug)
    allowed(place, Permission.TAKE_POSITIONS)
    now = present_id(requirement)
    rows = Position.objects.concerning(platform).filter(requirement__slug=now)
    position = get_object_or_404(rows.select_related("provider"), pk=pk)
    form = WithdrawForm(request.POST)
    who = {"by": person(request), "as_at": clock.today()}
    if form.done(positions.withdraw, position=position, **who):
        messages.success(request, "The position is withdrawn.")
        return redirect(_address(slug, now))
    return why_page(request, platform, place, now, {"withdraw": form})
