"""Invitations: the page that the link of the message leads to, and the person's answer."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from obligations.actions import invitations
from obligations.models import Invitation, Permission, User
from obligations.views.shared.current_provider import (
    allowed,
    done,
    person,
    render_work,
    workplace,
)
from tracker import accounts


@never_cache
@require_http_methods(["GET", "POST"])
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: to log in, or to choose a password and join. A post declines.

    Its holder has read the mail of the address, so the address counts as confirmed.
    """
    try:
        invitation = invitations.find(token)
    except BadSignature:
        raise Http404("No such link.") from None
    place = workplace(request)
    if invitation is None:
        return render_work(request, "work/invitation_over.html", place, {}, status=404)
    if request.method == "POST":
        invitations.decline(invitation=invitation)
        messages.success(request, f"You declined a place at {invitation.called}.")
        return redirect("home")
    if request.user.is_authenticated:
        if person(request).email.lower() == invitation.email.lower():
            return redirect("invitation-list")
        return render_work(request, "work/invitation_other.html", place, {"asked": invitation})
    known = User.objects.filter(email__iexact=invitation.email).first()
    if known is None:
        accounts.remember(request, invitation, token)
        return redirect("account_signup")
    next_page = urlencode({"next": reverse("invitation-list")})
    if known.has_usable_password():
        return redirect(f"{reverse('account_login')}?{next_page}")
    return redirect(f"{accounts.first_password(known)}?{next_page}")


@login_required
def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations that wait for the person's answer."""
    mine = Invitation.objects.open().to(person(request).email).select_related("invited_by")
    return render_work(
        request, "work/invitation_list.html", workplace(request), {"invitations": mine}
    )


@require_POST
@login_required
def invitation_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline; what is on the person's screen stays."""
    invitation = get_object_or_404(Invitation.objects.to(person(request).email), pk=pk)
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
