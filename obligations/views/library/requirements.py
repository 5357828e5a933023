"""The list of requirements and the page of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from obligations import words
from obligations.filters.law import RequirementFilter, with_standing
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
from obligations.rules.rulebook import formerly
from obligations.rules.rulebook.record import Change
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.views.library import conditions, standing
from obligations.views.shared.frame import LawDay, law_day, render_law
from obligations.views.shared.lists import render_listing
from obligations.views.shared.moved_ids import moved_to

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
        context={
            "questions": _questions(filterset),
            "formerly": formerly_used(_sought(filterset), law),
        },
    )


def formerly_used(sought: str, law: LawDay) -> list[dict[str, Any]]:
    """Where a reference is sought that earlier editions used otherwise: what it became."""
    if not sought:
        return []
    ruleset = ruleset_for(law.release)
    return [
        {"sentence": words.formerly.sentence(ruleset, each), "became": ruleset.moved.get(each.id)}
        for each in formerly.named(ruleset, sought)
    ]


def _sought(filterset: RequirementFilter) -> str:
    return filterset.form.cleaned_data.get("q") or "" if filterset.is_valid() else ""


def _questions(filterset: RequirementFilter) -> list[LawRecord]:
    """The questions about a service whose examples speak of what is sought. One query, or none."""
    sought = _sought(filterset)
    if not sought:
        return []
    facts = LawRecord.objects.filter(section="facts", withdrawn_in=None)
    return list(facts.filter(body__examples__icontains=sought).order_by("order")[:5])


def requirement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One requirement: whom it binds, since when, on what condition, why we say so."""
    law = law_day(request)
    requirement = _whole(law.as_at).filter(slug=slug).first()
    if requirement is None or requirement.withdrawn_in_id is not None:
        if led := moved_to(request, law.release, "requirement-detail", name=slug):
            return led
        if requirement is None:
            raise Http404("No such requirement in this law data.")
        return render_law(
            request, "library/requirement_gone.html", law, {"requirement": requirement}
        )
    ruleset = ruleset_for(law.release)
    known_to_rules = ruleset.by_ref.get(slug)
    known = conditions.events() if _names_events(requirement) else {}
    stands = standing.standing(requirement, law.as_at)
    return render_law(
        request,
        "library/requirement_detail.html",
        law,
        {
            "requirement": requirement,
            "formerly": words.formerly.about(ruleset, known_to_rules) if known_to_rules else (),
            "stands": stands,
            "sentence": standing.sentence(requirement),
            "instruments": ruleset.instruments,
            "changes": _changes(ruleset, requirement),
            "first_due": standing.first_due(requirement),
            "who": standing.subject(requirement),
            "beside": standing.beside(requirement),
            "gate_words": _gate_words(ruleset, requirement.gate),
            "versions": _versions(ruleset, requirement, stands.version, known, law.as_at),
            "linked": _linked(requirement),
            "waits_for": conditions.waiting(requirement.waits_for, known),
            "waited": conditions.all_happened(requirement.waits_for, known, law.as_at),
            "trigger": known.get(requirement.triggered_by),
            "clock_rules": conditions.clock_rules(ruleset, requirement.clock),
        },
    )


def _changes(ruleset: RuleSet, requirement: Requirement) -> list[Change]:
    """The changes of its text that are known and were not read, since it was last compared."""
    trust = requirement.trust
    if trust.mark != "changed":
        return []
    read = trust.reading.get("as_at") or trust.reading.get("day") or ""
    record = ruleset.by_ref.get(requirement.slug)
    return [each for each in record.changed if each.day.isoformat() > read] if record else []


def _whole(as_at: dt.date) -> QuerySet[Requirement]:
    """Requirements with all that the page of one shows of other tables."""
    return (
        with_standing(Requirement.objects.all(), as_at)
        .select_related("instrument", "part_of", "job", "withdrawn_in")
        .defer("withdrawn_in__payload", "withdrawn_in__difference")
        .prefetch_related(
            _VERSIONS,
            Prefetch(
                "policy_statements",
                PolicyStatement.objects.filter(withdrawn_in=None, made_on__lte=as_at),
            ),
            Prefetch(
                "enforcement_cases",
                EnforcementCase.objects.filter(withdrawn_in=None).known_on(as_at),
            ),
            Prefetch("milestones", Milestone.objects.filter(withdrawn_in=None)),
        )
    )


def _gate_words(ruleset: RuleSet, name: str) -> str:
    """The scope test that comes first, as a clause: `it is a regulated ... service`."""
    gate = ruleset.gates.get(name)
    return "" if gate is None else gate.if_so or gate.title


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
    as_at: dt.date,
) -> list[dict[str, Any]]:
    """Every version, the latest first, with the instrument that brought each in."""
    versions = list(reversed(requirement.versions.all()))
    brought_by = Instrument.objects.in_bulk({version.by for version in versions}, field_name="slug")
    return [
        _version(ruleset, version, brought_by.get(version.by), known, as_at, now=version == now)
        for version in versions
    ]


def _version(
    ruleset: RuleSet,
    version: RequirementVersion,
    by: Instrument | None,
    known: conditions.Events,
    as_at: dt.date,
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
                "waiting": ""
                if conditions.all_happened(reading.get("waits_for"), known, as_at)
                else standing.waiting_words(reading["waits_for"]),
            }
            for reading in version.candidates
        ],
    }
