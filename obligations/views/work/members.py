"""Who works for a provider: founding one, letting people in, changing roles."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from obligations.actions import members, platforms
from obligations.actions.permissions import Refused
from obligations.forms.work import MemberForm, ProviderForm, RoleForm
from obligations.models import Membership, Permission, Role
from obligations.views.work.workplace import CHOSEN, allowed, person, render_work, workplace


@login_required
def provider_new(request: HttpRequest) -> HttpResponse:
    """Found a provider; the person who does owns it."""
    place = workplace(request)
    form = ProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            provider = platforms.create_provider(by=person(request), **form.cleaned_data)
        except Refused as refused:
            form.show_refusal(refused)
        else:
            request.session[CHOSEN] = provider.pk
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
    if request.method == "POST" and form.is_valid():
        try:
            added = members.add(
                provider=place.provider, by=person(request), **form.cleaned_data,
                sign_in_url=request.build_absolute_uri(reverse("account_login")),
            )  # fmt: skip
        except Refused as refused:
            form.show_refusal(refused)
        else:
            messages.success(request, f"{added.user} now has a place at {place.provider}.")
            return redirect("provider-members")
    people = Membership.objects.filter(provider=place.provider).select_related("user")
    context = {"form": form, "people": people.order_by("user__email"), "roles": Role.choices}
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
                membership=membership, by=person(request), role=form.cleaned_data["role"]
            )
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("provider-members")
