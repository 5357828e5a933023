"""Who works for a provider: founding one, letting people in, changing roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from obligations.actions import invitations, members, platforms
from obligations.actions.permissions import Refused
from obligations.forms.work import MemberForm, ProviderForm, RoleForm
from obligations.models import Invitation, Membership, Permission, Role
from obligations.views.shared.current_provider import (
    CHOSEN,
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
    invited = Invitation.objects.filter(provider=place.provider, answer="").select_related("user")
    context = {
        "form": form, "people": people.order_by("user__email"), "roles": Role.choices,
        "invited": invited,
    }  # fmt: skip
    status = 400 if form.errors else 200
    return render_work(request, "work/provider_members.html", place, context, status=status)


@require_POST
@login_required
def member_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role, or end the membership."""
    place = workplace(request)
    membership = get_object_or_404(
        Membership.objects.select_related("provider", "user"), pk=pk, provider=place.provider
    )
    if membership.user != request.user:
        allowed(place, Permission.MANAGE_MEMBERS)
    form = RoleForm(request.POST)
    try:
        if "remove" in request.POST:
            members.remove(membership=membership, by=person(request))
        elif form.is_valid():
            members.change_role(
                membership=membership, by=person(request), role=form.cleaned_data["role"],
                seen=request.POST.get("seen"),
            )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("provider-members")


@login_required
def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations that wait for the person's answer."""
    mine = Invitation.objects.filter(user=request.user.pk, answer="").select_related("invited_by")
    return render_work(
        request, "work/invitation_list.html", workplace(request), {"invitations": mine}
    )


@require_POST
@login_required
def invitation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline; what is on the person's screen stays."""
    invitation = get_object_or_404(Invitation, pk=pk, user=request.user.pk)
    accept = request.POST.get("answer") == "accept"
    if done(request, invitations.answer, invitation=invitation, accept=accept):
        told = "You now have a place at" if accept else "You declined a place at"
        messages.success(request, f"{told} {invitation.called}.")
    return redirect("invitation-list")


@require_POST
@login_required
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation of the provider on screen back."""
    place = workplace(request)
    invitation = get_object_or_404(Invitation, pk=pk, provider=place.provider)
    allowed(place, Permission.MANAGE_MEMBERS)
    done(request, invitations.withdraw, invitation=invitation)
    return redirect("provider-members")
