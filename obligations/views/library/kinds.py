"""The list of kinds of harm, and the page of one: what it is, and what turns on its level."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from obligations.filters.law import with_standing
from obligations.models import HarmKind, Requirement
from obligations.views.shared.exports import as_file, is_asked_for
from obligations.views.shared.frame import law_day, render_law

STANDINGS = (
    ("In force", ("in_force", "contested")),
    ("Coming", ("not_yet",)),
    ("Proposed", ("proposed",)),
    ("No longer in force", ("ended",)),
)


def kind_list(request: HttpRequest) -> HttpResponseBase:
    """Kinds of illegal content and of content harmful to children, with the days they hold."""
    law = law_day(request)
    rows = HarmKind.objects.filter(withdrawn_in=None)
    if is_asked_for(request):
        return as_file(request, "kinds", rows, law)
    families: dict[str, list[HarmKind]] = {"illegal": [], "children": [], "children_merged": []}
    for kind in rows.prefetch_related("versions"):
        kind.listed = [v for v in kind.versions.all() if law.as_at in v.period]  # type: ignore[attr-defined]  # for the template
        families.setdefault(kind.family, []).append(kind)
    return render_law(request, "library/kind_list.html", law, {"families": families})


def kind_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One kind, and the duties, measures and guidance that turn on its level, by how they stand.

    With it count its parts, which are rated apart, and the kind that the Codes merge it into.
    """
    law = law_day(request)
    kind = get_object_or_404(
        HarmKind.objects.prefetch_related("versions"), slug=slug, withdrawn_in=None
    )
    record = kind.record
    parts = list(HarmKind.objects.filter(record__sub_kind_of=slug, withdrawn_in=None))
    merged = record.get("merged_into")
    turning = [slug, *([merged] if merged else []), *(each.slug for each in parts)]
    rows = Requirement.objects.current().filter(kinds__overlap=turning).defer("search")
    requirements = list(with_standing(rows, law.as_at))
    groups = [
        (title, [each for each in requirements if each.standing in standings])
        for title, standings in STANDINGS
    ]
    return render_law(
        request,
        "library/kind_detail.html",
        law,
        {
            "kind": kind,
            "groups": [(title, rows) for title, rows in groups if rows],
            "listed": any(law.as_at in version.period for version in kind.versions.all()),
            "related": HarmKind.objects.filter(slug__in=_beside(record), withdrawn_in=None),
            "parts": parts,
        },
    )


def _beside(record: dict[str, Any]) -> list[str]:
    """The kinds that a kind is a part of, is merged into or merges."""
    found = [record.get("sub_kind_of"), record.get("merged_into"), *(record.get("merges") or ())]
    return [name for name in found if name]
