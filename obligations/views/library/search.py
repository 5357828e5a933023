"""The search over everything in the law data, and what its box offers while one types."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from obligations import intake, search
from obligations.models import SearchEntry
from obligations.views.library.requirements import formerly_used
from obligations.views.shared.frame import LawDay, law_day, render_law

Collection = SearchEntry.Collection
_PAGES = {
    Collection.REQUIREMENT: "requirement-detail",
    Collection.JOB: "job-detail",
    Collection.ENFORCEMENT: "enforcement-detail",
    Collection.INSTRUMENT: "instrument-detail",
    Collection.KIND: "kind-detail",
    Collection.DEFINITION: "record-detail",
    Collection.QUESTION: "record-detail",
    Collection.RECORD: "record-detail",
}
"""Collections whose records have a page each."""
_LISTS = {
    Collection.MILESTONE: "milestone-list",
    Collection.POLICY: "policy-list",
    Collection.REGISTER: "register-list",
}
"""Collections whose records stand in a list, which is searched for them."""
_ENOUGH = 120
"""So many characters of a record tell it from its neighbours."""


def search_page(request: HttpRequest) -> HttpResponse:
    """What the law data say of some words, grouped; `in` names a group to see whole."""
    law = law_day(request)
    sought, problem = _sought(request)
    within = request.GET.get("in", "")
    within = within if within in dict(search.GROUPS) else ""
    found = search.search(sought, law.as_at, within) if sought else search.Found()
    for entry in (*found.exact, *(hit for group in found.groups for hit in group.hits)):
        entry.url = address(entry, law)  # type: ignore[attr-defined]  # for the template
    context = {
        "sought": sought,
        "problem": problem,
        "found": found,
        "groups": [(group, _within(request, group.name)) for group in found.groups],
        "within": dict(search.GROUPS).get(within, ""),
        "everything": _within(request, ""),
        "instead": _with(request, q=found.instead),
        "formerly": formerly_used(sought, law),
    }
    return render_law(request, "library/search.html", law, context, status=400 if problem else 200)


def _sought(request: HttpRequest) -> tuple[str, str]:
    """What is looked for, and what is wrong with it."""
    try:
        return intake.line(request.GET.get("q", ""), longest=search.LONGEST), ""
    except intake.Refused as refused:
        return "", str(refused)


def address(entry: SearchEntry, law: LawDay) -> str:
    """The page of a record, or the place in its list."""
    collection = Collection(entry.collection)
    if collection in _PAGES:
        return reverse(_PAGES[collection], args=[entry.slug]) + law.query
    if collection in _LISTS:
        query = {"q": _told_apart_by(collection, entry)[:_ENOUGH]}
        if not law.is_today:
            query["as_at"] = law.as_at.isoformat()
        return f"{reverse(_LISTS[collection])}?{urlencode(query)}"
    return f"{reverse('event-list')}{law.query}#{entry.slug}"


def _told_apart_by(collection: Collection, entry: SearchEntry) -> str:
    match collection:
        case Collection.REGISTER:
            return entry.title.rsplit(", Category", 1)[0]
        case Collection.POLICY:
            return entry.text
        case _:
            return entry.title


def _within(request: HttpRequest, name: str) -> str:
    return _with(request, **{"in": name})


def _with(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return f"?{query.urlencode()}"


def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the search box, as one types."""
    sought, _problem = _sought(request)
    return render(request, "library/_suggestions.html", {"suggestions": search.suggestions(sought)})
