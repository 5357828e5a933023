"""What changed: the law, release by release, and what people of the provider decided."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.filters.work import ChangeFilter
from obligations.models import Event, Release
from obligations.views.shared.current_provider import workplace
from obligations.views.work.lists import list_page
from tracker import clock

RELEASES = 5


@login_required
def change_list(request: HttpRequest) -> HttpResponseBase:
    """The provider's log, filtered, beside the latest editions of the law data."""
    place = workplace(request)
    rows = (
        Event.objects.visible_to(request.user)
        .filter(provider=place.provider)
        .select_related("platform")
    )
    filterset = ChangeFilter(request.GET, rows, as_at=clock.today())
    releases = Release.objects.defer("payload")[:RELEASES]
    return list_page(
        request, "work/change_list.html", place, filterset, resource="events",
        add=lambda found: {"releases": releases},
    )  # fmt: skip
