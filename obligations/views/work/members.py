"""Who works for a provider: founding one, letting people in, changing roles."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from obligations.actions import assignments, invitations, members, platforms
from obligations.forms.work import HandOverForm, MemberForm, ProviderForm, RoleForm
from obligations.models import Invitation, Membership, Permission, Role
from obligations.views.shared.current_provider import (
    CHOSEN,
    Workplace,
    allowed,
    done,
    person,
    render_work,
    workplace,
)


@login_required
def provider_new(request: HttpRequest) -> HttpResponse:
    """Found a provider; the person who does owns it."""
    place = workplace(request)
    form = ProviderForm(request.POST or None)
    if form.done(platforms.create_provider, by=person(request)):
        request.session[CHOSEN] = form.made.pk
        return redirect("platform-new")
    status = 400 if form.errors else 200
    return render_work(request, "work/provider_new.html", place, {"form": form}, status=status)


@login_required
def provider_members(request: HttpRequest) -> HttpResponse:
    """The people of the provider on screen, and room for one more."""
    place = workplace(request)
    if place.provider is None:
        return redirect("dashboard")
    if request.method == "POST":
        allowed(place, Permission.MANAGE_MEMBERS)
    form = MemberForm(request.POST or None)
    if form.done(invitations.invite, provider=place.provider, by=person(request)):
        messages.success(request, f"{form.cleaned_data['email']} is invited.")
        return redirect("provider-members")
    people = Membership.objects.filter(provider=place.provider).select_related("user")
    invited = Invitation.objects.open().filter(provider=place.provider)
    context = {
        "form": form, "people": people.order_by("user__email"), "roles": Role.choices,
        "invited": invited,
    }  # fmt: skip
    status = 400 if form.errors else 200
    return render_work(request, "work/provider_members.html", place, context, status=status)


@require_POST
@login_required
def member_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role; one that works on no tasks asks first whose theirs are then."""
    membership, place = _member(request, pk)
    allowed(place, Permission.MANAGE_MEMBERS)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return redirect("provider-members")
    role = form.cleaned_data["role"]
    if not members.works(role) and assignments.of(membership).exists():
        return redirect(f"{reverse('member-end', args=[pk])}?role={role}")
    seen = request.POST.get("seen")
    done(request, members.change_role, membership=membership, role=role, seen=seen)
    return redirect("provider-members")


@login_required
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership, or (`role`) give a member a role that works on no tasks.

    What is theirs is listed, and goes to somebody else or to nobody in the same act.
    """
    membership, place = _member(request, pk)
    if membership.user != request.user:
        allowed(place, Permission.MANAGE_MEMBERS)
    role = (request.POST or request.GET).get("role", "")
    if members.works(role) or role not in Role.values:
        role = ""
    form = HandOverForm(membership, request.POST if request.method == "POST" else None)
    act = partial(members.change_role, role=role) if role else members.remove
    if form.done(act, membership=membership, by=person(request)):
        gone = f"{membership.user} is a reader now." if role else f"{membership.user} has left."
        messages.success(request, gone)
        return redirect("provider-members" if membership.user != request.user else "dashboard")
    context = {
        "form": form, "membership": membership, "role": role, "tasks": assignments.of(membership),
    }  # fmt: skip
    status = 400 if form.errors else 200
    return render_work(request, "work/member_end.html", place, context, status=status)


def _member(request: HttpRequest, pk: int) -> tuple[Membership, Workplace]:
    """A member of the provider on screen; else 404."""
    place = workplace(request)
    rows = Membership.objects.select_related("provider", "user")
    return get_object_or_404(rows, pk=pk, provider=place.provider), place
