"""Where a person works: their providers, the one on screen, and what they may do there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from obligations.actions.permissions import Refused
from obligations.models import ROLE_PERMISSIONS, Permission, Platform, Provider, Release, Role, User
from obligations.models.people import Membership
from obligations.views.shared.frame import LawDay
from tracker import clock

CHOSEN = "provider"


@dataclass(frozen=True)
class Workplace:
    """The providers a person belongs to, the one on screen, and their role in it.

    An administrator sees every provider and acts in each as its owner does.
    """

    providers: tuple[Provider, ...]
    provider: Provider | None
    role: str

    def may(self, permission: Permission) -> bool:
        """Does the person's role at the provider on screen hold the permission?"""
        return bool(self.role) and permission in ROLE_PERMISSIONS[self.role]

    @property
    def can(self) -> dict[str, bool]:
        """Every permission by name, for templates."""
        return {permission.value: self.may(permission) for permission in Permission}


def person(request: HttpRequest) -> User:
    """Who is signed in; for views that require it."""
    assert isinstance(request.user, User)
    return request.user


def workplace(request: HttpRequest, provider_id: int | None = None) -> Workplace:
    """The person's workplace. `provider_id` puts that provider on screen. One query."""
    first: Provider | None = None
    if request.user.is_superuser:
        roles = {one: str(Role.OWNER) for one in Provider.objects.all()}
        first = next(iter(roles), None)
    else:
        memberships = Membership.objects.filter(user=request.user.pk).select_related("provider")
        ordered = sorted(memberships, key=lambda each: each.provider.name.casefold())
        roles = {each.provider: each.role for each in ordered}
        if ordered:  # A place that is accepted later puts nothing else on screen.
            first = min(ordered, key=lambda each: each.pk).provider
    wanted = provider_id or request.session.get(CHOSEN)
    chosen = next((one for one in roles if one.pk == wanted), first)
    return Workplace(tuple(roles), chosen, roles[chosen] if chosen else "")


def platform_at_work(request: HttpRequest, slug: str) -> tuple[Platform, Workplace]:
    """The service of that address and the workplace with its provider on screen; else 404."""
    visible = Platform.objects.visible_to(request.user).select_related("provider")
    platform = get_object_or_404(visible, slug=slug)
    return platform, workplace(request, platform.provider_id)


def allowed(place: Workplace, permission: Permission) -> Provider:
    """The provider on screen, where the person's role there holds the permission; else 403."""
    if place.provider is None:
        raise Http404("No provider is on screen.")
    if not place.may(permission):
        raise PermissionDenied(f"Your role at {place.provider} does not allow this.")
    return place.provider


def plain_day(request: HttpRequest) -> LawDay:
    """Today and the edition in use, for pages that show no date bar. One query."""
    today = clock.today()
    return LawDay(today, today, Release.objects.in_use())


def render_work(
    request: HttpRequest,
    template: str,
    place: Workplace,
    context: Mapping[str, Any],
    *,
    law: LawDay | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page of work, with the provider switcher and the edition of the law in its frame."""
    day = law or plain_day(request)
    frame = {"providers": place.providers, "provider": place.provider, "can": place.can, "law": day}
    return render(request, template, {**frame, **context}, status=max(status, day.status))


def done(request: HttpRequest, action: Callable[..., Any], **named: Any) -> bool:
    """Did the person who asks do it? What is refused is told on the next page."""
    try:
        action(by=person(request), **named)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    return True


def tell_errors(request: HttpRequest, form: Form) -> None:
    """What is wrong with a form, on the next page: for forms that have none of their own."""
    for reasons in form.errors.values():
        messages.error(request, " ".join(str(reason) for reason in reasons))


def back_to(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Where the form said it came from, if that is a page of ours; else `otherwise`."""
    target = request.POST.get("next", "")
    if target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return HttpResponseRedirect(target)  # Never a name of a view, as redirect() takes it.
    return redirect(otherwise)
