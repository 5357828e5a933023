"""The door to every file: a list's address with `format=` answers with the list as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from obligations.exports import (
    LABELS,
    RESOURCES,
    Asked,
    Resource,
    UnknownFormat,
    edition_of,
    respond,
)
from obligations.filters.base import ListFilterSet
from obligations.views.shared.frame import LawDay
from tracker import clock


def is_asked_for(request: HttpRequest) -> bool:
    """Does the address, or the form that was sent, name a format?"""
    return "format" in request.POST or "format" in request.GET


def addresses(request: HttpRequest, labels: Mapping[str, str] = LABELS) -> list[tuple[str, str]]:
    """The word for each format, and the address of what is on the page in it."""
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for name, label in labels.items():
        query["format"] = name
        found.append((label, f"?{query.urlencode()}"))
    return found


def as_file(
    request: HttpRequest,
    resource: str | Resource,
    rows: ListFilterSet | QuerySet[Any] | Sequence[Any],
    law: LawDay,
    *,
    filters: str = "Everything",
    whose: str = "",
    known_at: dt.datetime | None = None,
    problems: Iterable[str] = (),
) -> HttpResponseBase:
    """The rows in the format that the address or the form names.

    What cannot be read (a filter, the day, the format) is answered in words with status 400, never
    by a file. `whose` names the provider, service or check that private rows belong to.
    """
    found = rows
    wrong = [*problems, *([law.error] if law.error else [])]
    if isinstance(found, ListFilterSet):
        wrong = [*found.problems, *wrong]
        filters, rows = ("", []) if wrong else (found.in_words(), found.qs)
    if wrong:
        return refused(wrong)
    table = RESOURCES[resource] if isinstance(resource, str) else resource
    asked = Asked(filters, law.as_at, edition_of(law.release), clock.now(), whose, known_at)
    wanted = request.POST.get("format") or request.GET.get("format", "")
    try:
        return respond(request, table, rows, wanted, asked)
    except UnknownFormat as unknown:
        return refused([str(unknown)])


def refused(problems: list[str], status: int = 400) -> HttpResponse:
    """No file: a problem to a line."""
    return HttpResponse(
        "\n".join([*problems, ""]), status=status, content_type="text/plain; charset=utf-8"
    )
