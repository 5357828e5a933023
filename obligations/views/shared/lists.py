"""One way to show a list: filter, sort, count in words, pages, and the same list as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters as df
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from obligations.exports import FORMATS
from obligations.filters.base import Chip, Choice, ListFilterSet, Sort
from obligations.views.shared.exports import addresses, as_file, is_asked_for
from obligations.views.shared.frame import LawDay, render_law

PER_PAGE = 50


@dataclass(frozen=True)
class FacetBox:
    """A facet as the page draws it: open where something in it is chosen."""

    name: str
    label: str
    choices: list[Choice]
    open: bool


@dataclass(frozen=True)
class Extra:
    """A filter that is no facet: a day (`date`), or a yes or no (`choice`), and what was asked."""

    name: str
    label: str
    kind: str
    value: str


@dataclass(frozen=True)
class Listing:
    """A filtered list, ready for `library/_list.html`."""

    filterset: ListFilterSet
    page: Page
    count: int
    facets: list[FacetBox]
    chips: list[Chip]
    clear_url: str
    exports: list[tuple[str, str]]
    problems: list[str]
    sorts: list[Choice]
    extras: list[Extra]
    asked: str
    unchecked: int


def make_listing(
    request: HttpRequest, filterset: ListFilterSet, per_page: int = PER_PAGE
) -> Listing:
    """The list that the address asks for. Problems are told and nothing is filtered by halves."""
    problems = filterset.problems
    rows = filterset.queryset.none() if problems else filterset.qs
    page = Paginator(rows, per_page).get_page(request.GET.get("page"))
    tallies = filterset.tallies()
    facets = [
        FacetBox(name, str(facet.label), tallies[name], any(c.chosen for c in tallies[name]))
        for name, facet in filterset.facets.items()
        if len(tallies[name]) > 1
    ]
    kept = QueryDict(mutable=True)
    if "as_at" in request.GET:
        kept["as_at"] = request.GET["as_at"]
    return Listing(
        filterset=filterset,
        page=page,
        count=page.paginator.count,
        facets=facets,
        chips=filterset.chips(),
        clear_url=f"?{kept.urlencode()}",
        exports=addresses(request, {name: name.upper() for name in FORMATS}),
        problems=problems,
        sorts=_sorts(filterset),
        extras=_extras(filterset),
        asked=request.GET.get("q", ""),
        unchecked=sum(
            choice.count
            for facet in facets
            if facet.name == "verification"
            for choice in facet.choices
            if choice.value in ("recalled", "contested")
            and (choice.chosen or not any(c.chosen for c in facet.choices))
        ),
    )


def _sorts(filterset: ListFilterSet) -> list[Choice]:
    """The orders of the list; the first holds where none is chosen."""
    orders: Sort = filterset.filters["sort"]
    asked = filterset.data.get("sort") or next(iter(orders.orders))
    return [Choice(name, label, 0, name == asked) for name, (label, _) in orders.orders.items()]


def _extras(filterset: ListFilterSet) -> list[Extra]:
    """The filters that are a day, or a yes or no."""
    kinds = ((df.DateFilter, "date"), (df.BooleanFilter, "choice"))
    return [
        Extra(name, str(one.label), kind, filterset.data.get(name, ""))
        for name, one in filterset.filters.items()
        for of, kind in kinds
        if isinstance(one, of)
    ]


def render_listing(
    request: HttpRequest,
    template: str,
    law: LawDay,
    filterset: ListFilterSet,
    *,
    resource: str,
    context: Mapping[str, Any] | None = None,
    dress: Callable[[list[Any]], None] | None = None,
    per_page: int = PER_PAGE,
) -> HttpResponseBase:
    """The list as a page, or as a file where the address says `format=`.

    `dress` adds to the rows of the page what the template shows beside the columns.
    """
    if is_asked_for(request):
        return as_file(request, resource, filterset, law)
    listing = make_listing(request, filterset, per_page)
    rows = list(listing.page.object_list)
    if dress:
        dress(rows)
    return render_law(
        request,
        template,
        law,
        {"listing": listing, "rows": rows, **(context or {})},
        status=400 if listing.problems else 200,
    )
