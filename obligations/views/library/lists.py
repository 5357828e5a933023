"""The other lists of the library, and the pages of their records."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from obligations.filters.law import (
    EnforcementFilter,
    InstrumentFilter,
    LawRecordFilter,
    PolicyFilter,
    RegisterFilter,
    with_standing,
)
from obligations.law.ruleset import ruleset_for
from obligations.models import (
    EnforcementCase,
    EventKind,
    Instrument,
    LawRecord,
    PolicyStatement,
    RegisterEntry,
    Release,
    Requirement,
)
from obligations.models.law import IN_FORCE
from obligations.views.library import conditions, standing
from obligations.views.shared.exports import as_file, is_asked_for
from obligations.views.shared.frame import law_day, render_law
from obligations.views.shared.lists import render_listing

SHOWN = 40
"""How many requirements an instrument's own page shows; the rest are in the list."""
LONG = 12_000
"""Characters beyond which a record is shown a part at a time."""
DEFINED = ("gates", "definitions")


def instrument_list(request: HttpRequest) -> HttpResponseBase:
    """Acts, regulations, codes, guidance, statements and consultations."""
    law = law_day(request, bar=False)
    rows = Instrument.objects.annotate(
        asks=Count("requirements", filter=Q(requirements__withdrawn_in=None))
    )
    filterset = InstrumentFilter(request.GET, rows, as_at=law.as_at)
    return render_listing(
        request, "library/instrument_list.html", law, filterset, resource="instruments"
    )


def instrument_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One instrument, what it amends, and what it asks."""
    law = law_day(request)
    instrument = get_object_or_404(
        Instrument.objects.prefetch_related("amends", "amended_by"), slug=slug
    )
    amendments = instrument.amended_by.all()
    asks = with_standing(instrument.requirements.current(), law.as_at)
    requirements = list(asks.prefetch_related("versions")[:SHOWN])
    for requirement in requirements:
        requirement.stands = standing.standing(requirement, law.as_at)
    return render_law(
        request,
        "library/instrument_detail.html",
        law,
        {
            "instrument": instrument,
            "requirements": requirements,
            "count": asks.count(),
            "amended_by": [other for other in amendments if other.status == "in_force"],
            "would_amend": [other for other in amendments if other.status != "in_force"],
        },
    )


def policy_list(request: HttpRequest) -> HttpResponseBase:
    """What was said in Parliament and by ministers until the day, and what became of it."""
    law = law_day(request)
    about = with_standing(Requirement.objects.all(), law.as_at).prefetch_related("versions")
    rows = PolicyStatement.objects.filter(made_on__lte=law.as_at).prefetch_related(
        Prefetch("requirements", about)
    )
    filterset = PolicyFilter(request.GET, rows, as_at=law.as_at)
    asked_for = set(Requirement.objects.current().values_list("theme", flat=True))
    return render_listing(
        request,
        "library/policy_list.html",
        law,
        filterset,
        resource="policy",
        context={"themes_asked_for": asked_for},
        dress=lambda statements: _tell_deliveries(statements, law.as_at),
    )


def _tell_deliveries(statements: list[Any], as_at: dt.date) -> None:
    """Beside each statement, what delivers it by how that stands on the day, and what else."""
    for statement in statements:
        statement.delivered, statement.others = {}, []
        for requirement in statement.requirements.all():
            if requirement.slug in statement.outcome.get("by", ()):
                how = standing.standing(requirement, as_at).words
                statement.delivered.setdefault(how, []).append(requirement)
            else:
                statement.others.append(requirement)


def enforcement_list(request: HttpRequest) -> HttpResponseBase:
    """Ofcom's programmes and cases, as reported."""
    law = law_day(request)
    rows = EnforcementCase.objects.annotate(cites=Count("requirements", distinct=True))
    filterset = EnforcementFilter(request.GET, rows, as_at=law.as_at)
    return render_listing(
        request,
        "library/enforcement_list.html",
        law,
        filterset,
        resource="enforcement",
        context={"whole": LawRecord.objects.filter(slug="enforcement:all").first()},
    )


def enforcement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One case: what happened when, and the duties it is about."""
    law = law_day(request)
    case = get_object_or_404(
        EnforcementCase.objects.prefetch_related(
            Prefetch("requirements", Requirement.objects.order_by("natural_key"))
        ),
        slug=slug,
    )
    dated = [
        {**step, "day": conditions.day(step.get("date"))} for step in case.record.get("events", ())
    ]
    steps = [step for step in dated if (step["day"] or case.seen_on) <= law.as_at]
    return render_law(
        request, "library/enforcement_detail.html", law, {"case": case, "steps": steps}
    )


def category_list(request: HttpRequest) -> HttpResponseBase:
    """Categories 1, 2A and 2B: the threshold, what the category adds, who is reported in it."""
    law = law_day(request)
    rows = LawRecord.objects.filter(section="categories", withdrawn_in=None)
    if is_asked_for(request):
        return as_file(request, "records", rows, law, filters="Section: Categories")
    ruleset = ruleset_for(law.release)
    records = list(rows)
    asked, thresholds = _asks_of_categories(law.as_at), _thresholds(records)
    entries: dict[str, list[RegisterEntry]] = {}
    for entry in RegisterEntry.objects.filter(withdrawn_in=None, period__contains=law.as_at):
        entries.setdefault(entry.category, []).append(entry)
    categories = [
        {
            "record": record,
            "code": record.body["id"],
            "threshold": thresholds.get(record.body.get("definition", ""), {}),
            "tree": conditions.tree(ruleset, record.body.get("condition")),
            "asks": asked[record.body["id"]],
            "entries": entries.get(record.body["id"], []),
        }
        for record in records
    ]
    context = {"categories": categories, "register": _register()}
    return render_law(request, "library/category_list.html", law, context)


def _asks_of_categories(as_at: dt.date) -> Counter[str]:
    """How many requirements in force each category adds."""
    asked: Counter[str] = Counter()
    for requirement in with_standing(Requirement.objects.exclude(categories=[]), as_at):
        if requirement.standing in IN_FORCE:
            asked.update(requirement.categories)
    return asked


def _thresholds(records: Iterable[LawRecord]) -> dict[str, Any]:
    """What the law says of the threshold of each category, by its definition."""
    slugs = [f"definitions:{record.body.get('definition')}" for record in records]
    found = LawRecord.objects.filter(slug__in=slugs).values_list("slug", "body")
    return {slug.split(":")[-1]: body for slug, body in found}


def _register() -> dict[str, Any]:
    """What is known of Ofcom's register as a whole."""
    whole = LawRecord.objects.filter(slug="designations:all").first()
    return whole.body if whole else {}


def register_list(request: HttpRequest) -> HttpResponseBase:
    """Services reported to be, or to have been, on Ofcom's register."""
    law = law_day(request)
    filterset = RegisterFilter(request.GET, RegisterEntry.objects.all(), as_at=law.as_at)
    return render_listing(
        request,
        "library/register_list.html",
        law,
        filterset,
        resource="register",
        context={"register": _register()},
    )


def definition_list(request: HttpRequest) -> HttpResponseBase:
    """Scope tests, terms, thresholds, exemptions, penalties and fees."""
    law = law_day(request, bar=False)
    ruleset = ruleset_for(law.release)
    rows = LawRecord.objects.filter(section__in=DEFINED)
    filterset = LawRecordFilter(request.GET, rows, as_at=law.as_at)

    def dress(records: list[Any]) -> None:
        for record in records:
            condition = record.body.get("condition")
            record.tree = conditions.tree(ruleset, condition) if condition else None
            record.listed = record.body.get("items") or []  # body.items means another thing there

    return render_listing(
        request,
        "library/definition_list.html",
        law,
        filterset,
        resource="records",
        dress=dress,
        per_page=30,
    )


def event_list(request: HttpRequest) -> HttpResponseBase:
    """What duties stand by for or wait for, and which duties those are."""
    law = law_day(request, bar=False)
    rows = EventKind.objects.filter(withdrawn_in=None)
    if is_asked_for(request):
        return as_file(request, "kinds-of-event", rows, law)
    waiting: dict[str, list[Requirement]] = {}
    for requirement in Requirement.objects.current().only(
        "slug", "ref", "title", "triggered_by", "natural_key"
    ):
        if requirement.triggered_by:
            waiting.setdefault(requirement.triggered_by, []).append(requirement)
    events = list(rows)
    for event in events:
        event.stood_by_for = waiting.get(event.slug, [])  # type: ignore[attr-defined]  # for the template
    return render_law(request, "library/event_list.html", law, {"events": events})


def record_list(request: HttpRequest) -> HttpResponseBase:
    """Every other record of the law data, by section."""
    law = law_day(request, bar=False)
    filterset = LawRecordFilter(request.GET, LawRecord.objects.all(), as_at=law.as_at)
    return render_listing(request, "library/record_list.html", law, filterset, resource="records")


def record_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One record as it stands in the law data; a long one a part at a time."""
    law = law_day(request, bar=False)
    record = get_object_or_404(LawRecord, slug=slug)
    part = request.GET.get("part", "")
    if part and part not in record.body:
        raise Http404(f"no part {part!r} in {slug}")
    long = len(json.dumps(record.body)) > LONG
    return render_law(
        request,
        "library/record_detail.html",
        law,
        {
            "record": record,
            "part": part,
            "parts": [name for name, value in record.body.items() if value] if long else [],
            "shown": record.body[part] if part else None if long else record.body,
        },
    )


def release_list(request: HttpRequest) -> HttpResponseBase:
    """The editions of the law data that were loaded here, and what each changed."""
    law = law_day(request, bar=False)
    releases = Release.objects.defer("payload")
    if is_asked_for(request):
        return as_file(request, "releases", releases, law)
    return render_law(request, "library/release_list.html", law, {"releases": releases})
