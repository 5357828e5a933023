"""The door to every file: a list's address with `format=` answers with the list as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from obligations.exports import RESOURCES, Asked, Resource, UnknownFormat, edition_of, respond
from obligations.filters.base import ListFilterSet
from obligations.views.shared.frame import LawDay
from tracker import clock


def as_file(
    request: HttpRequest, resource: str, filterset: ListFilterSet, law: LawDay, whose: str = ""
) -> HttpResponseBase:
    """The filtered list in the format that the address names.

    What cannot be read (a filter, the day, the format) is answered in words with status 400, never
    by a file. `whose` names the provider that private rows belong to.
    """
    if filterset.problems:
        return refused(filterset.problems)
    return rows_as_file(request, resource, filterset.qs, law, filterset.in_words(), whose)


def rows_as_file(
    request: HttpRequest,
    resource: str | Resource,
    rows: QuerySet[Any] | Sequence[Any],
    law: LawDay,
    filters: str = "Everything",
    whose: str = "",
) -> HttpResponseBase:
    """Rows that are already chosen, in the format that the address names."""
    if law.error:
        return refused([law.error])
    table = RESOURCES[resource] if isinstance(resource, str) else resource
    asked = Asked(filters, law.as_at, edition_of(law.release), clock.now(), whose=whose)
    try:
        return respond(request, table, rows, request.GET["format"], asked)
    except UnknownFormat as unknown:
        return refused([str(unknown)])


def refused(problems: list[str], status: int = 400) -> HttpResponse:
    """No file: a problem to a line."""
    return HttpResponse(
        "\n".join([*problems, ""]), status=status, content_type="text/plain; charset=utf-8"
    )
