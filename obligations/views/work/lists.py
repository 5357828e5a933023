"""One way to show a list of work: as a page with filters, or as the file the address asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.filters.base import ListFilterSet
from obligations.views.shared.current_provider import Workplace, plain_day, render_work
from obligations.views.shared.exports import as_file, is_asked_for
from obligations.views.shared.lists import make_listing


def list_page(
    request: HttpRequest,
    template: str,
    place: Workplace,
    filterset: ListFilterSet,
    *,
    resource: str,
    add: Callable[[list[Any]], dict[str, Any]] | None = None,
) -> HttpResponseBase:
    """The list as a page, or as a file; `add` gives what the rows of the page need beside them."""
    law = plain_day(request)
    if is_asked_for(request):
        whose = place.provider.name if place.provider else ""
        return as_file(request, resource, filterset, law, whose=whose)
    listing = make_listing(request, filterset)
    rows = list(listing.page.object_list)
    context = {"listing": listing, "rows": rows, **(add(rows) if add else {})}
    status = 400 if listing.problems else 200
    return render_work(request, template, place, context, law=law, status=status)
