"""The list of requirements and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from obligations.filters import RequirementFilter, with_standing
from obligations.law.ruleset import ruleset_for
from obligations.models import (
    EnforcementCase,
    Instrument,
    LawRecord,
    Milestone,
    PolicyStatement,
    Requirement,
    RequirementVersion,
)
from obligations.rules.ruleset import RuleSet
from obligations.views.frame import law_day, render_law
from obligations.views.library import conditions, standing
from obligations.views.library.listing import render_listing

_VERSIONS = Prefetch("versions", RequirementVersion.objects.order_by("period"))


def requirement_list(request: HttpRequest) -> HttpResponseBase:
    """Every duty, Code measure and piece of guidance, filtered."""
    law = law_day(request)
    rows = Requirement.objects.select_related("instrument").prefetch_related(_VERSIONS)
    filterset = RequirementFilter(request.GET, rows, as_at=law.as_at)

    def dress(requirements: list[Any]) -> None:
        for requirement in requirements:
            requirement.stands = standing.standing(requirement, law.as_at)

    return render_listing(
        request,
        "library/requirement_list.html",
        law,
        filterset,
        resource="requirements",
        dress=dress,
        context={"questions": _questions(filterset)},
    )


def _questions(filterset: RequirementFilter) -> list[LawRecord]:
    """The questions about a service whose examples speak of what is sought. One query, or none."""
    sought = filterset.form.cleaned_data.get("q") if filterset.is_valid() else ""
    if not sought:
        return []
    facts = LawRecord.objects.filter(section="facts", withdrawn_in=None)
    return list(facts.filter(body__examples__icontains=sought).order_by("order")[:5])


def requirement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One requirement: whom it binds, since when, on what condition, why we say so."""
    law = law_day(request)
    rows = (
        with_standing(Requirement.objects.all(), law.as_at)
        .select_related("instrument", "part_of", "job", "withdrawn_in")
        .defer("withdrawn_in__payload", "withdrawn_in__difference")
        .prefetch_related(
            _VERSIONS,
            Prefetch("policy_statements", PolicyStatement.objects.filter(withdrawn_in=None)),
            Prefetch("enforcement_cases", EnforcementCase.objects.filter(withdrawn_in=None)),
            Prefetch("milestones", Milestone.objects.filter(withdrawn_in=None)),
        )
    )
    requirement = get_object_or_404(rows, slug=slug)
    ruleset = ruleset_for(law.release)
    known = conditions.events() if _names_events(requirement) else {}
    stands = standing.standing(requirement, law.as_at)
    return render_law(
        request,
        "library/requirement_detail.html",
        law,
        {
            "requirement": requirement,
            "stands": stands,
            "sentence": standing.sentence(requirement),
            "first_due": standing.first_due(requirement),
            "who": standing.subject(requirement),
            "versions": _versions(ruleset, requirement, stands.version, known),
            "linked": _linked(requirement),
            "waits_for": conditions.waiting(requirement.waits_for, known),
            "waited": conditions.all_happened(requirement.waits_for, known, law.as_at),
            "trigger": known.get(requirement.triggered_by),
            "clock_rules": conditions.clock_rules(ruleset, requirement.clock),
        },
    )


def _names_events(requirement: Requirement) -> bool:
    """Whether it, or a reading of it, stands by for or waits for an event."""
    readings = [each for version in requirement.versions.all() for each in version.candidates]
    return bool(
        requirement.waits_for
        or requirement.triggered_by
        or any(each.get("waits_for") for each in readings)
    )


def _linked(requirement: Requirement) -> dict[str, list[Requirement]]:
    """What it serves, what serves it, and its parts: one query."""
    links = Requirement.serves.through.objects
    rows = (
        Requirement.objects.current()
        .annotate(
            served=Exists(
                links.filter(from_requirement=requirement, to_requirement=OuterRef("pk"))
            ),
            serving=Exists(
                links.filter(to_requirement=requirement, from_requirement=OuterRef("pk"))
            ),
        )
        .filter(Q(served=True) | Q(serving=True) | Q(part_of=requirement))
        .defer("search")
    )
    return {
        "serves": [row for row in rows if row.served],
        "served_by": [row for row in rows if row.serving],
        "parts": [row for row in rows if row.part_of_id == requirement.pk],
    }


def _versions(
    ruleset: RuleSet,
    requirement: Requirement,
    now: RequirementVersion | None,
    known: conditions.Events,
) -> list[dict[str, Any]]:
    """Every version, the latest first, with the instrument that brought each in."""
    versions = list(reversed(requirement.versions.all()))
    brought_by = Instrument.objects.in_bulk({version.by for version in versions}, field_name="slug")
    return [
        _version(ruleset, version, brought_by.get(version.by), known, now=version == now)
        for version in versions
    ]


def _version(
    ruleset: RuleSet,
    version: RequirementVersion,
    by: Instrument | None,
    known: conditions.Events,
    *,
    now: bool,
) -> dict[str, Any]:
    """A version as its page shows it: whom it concerns, and the readings where sources disagree."""
    bites = version.bites_only_if
    return {
        "version": version,
        "now": now,
        "by": by,
        "condition": conditions.tree(ruleset, version.condition),
        "bites": conditions.tree(ruleset, bites) if bites else None,
        "readings": [
            {
                "status": reading.get("status") or version.status,
                "from": conditions.day(reading.get("from")),
                "why": reading.get("why") or "",
                "tree": conditions.tree(ruleset, reading.get("condition")),
                "waits_for": conditions.waiting(reading.get("waits_for"), known),
            }
            for reading in version.candidates
        ],
    }
