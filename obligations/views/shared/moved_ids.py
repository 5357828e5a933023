"""Addresses that name a requirement by an id of another edition lead to where it stands now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseRedirect
from django.urls import reverse

from obligations.law.ruleset import ruleset_for
from obligations.models import Release, RequirementId


def present_id(name: str) -> str:
    """The id of the edition in use for what another edition calls by this name; else the name.

    One query: for names that the edition in use does not know.
    """
    return RequirementId.objects.led_to(name) or name


def moved_to(
    request: HttpRequest, release: Release | None, view: str, *place: str, name: str
) -> HttpResponse | None:
    """A redirect to the page of what bore the id `name`; None where nothing did.

    `place` comes before the requirement's id in the address. An id of an earlier edition has moved
    for good; one of a later edition leads back only while the older edition is in use. Browsers ask
    each time, so that neither way is a circle when editions change places.
    """
    now = present_id(name)
    if now == name:
        return None
    query = request.GET.urlencode()
    address = reverse(view, args=[*place, now]) + (f"?{query}" if query else "")
    for_good = name in ruleset_for(release).moved
    kind = HttpResponsePermanentRedirect if for_good else HttpResponseRedirect
    return kind(address, headers={"Cache-Control": "no-cache"})
