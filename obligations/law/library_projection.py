"""Projects the sections that the library shows: milestones, statements, register, enforcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.text import slugify

from obligations.calendar.ranges import Precision, ending
from obligations.law import upsert
from obligations.law.counts import checked
from obligations.law.field_values import day, provenance, same, same_text
from obligations.models import (
    EnforcementCase,
    LawRecord,
    Milestone,
    PolicyStatement,
    RegisterEntry,
    Release,
)
from obligations.rules.rulebook.trust import least_sure, trust

Record = dict[str, Any]
MILESTONE_NOTES = ("note", "date_note", "audience_note", "opens")


def project(payload: Record, requirements: dict[str, int], release: Release) -> None:
    """Writes every section beside the requirements; `requirements` is id to key."""
    _milestones(payload["milestones"], requirements, release)
    _policy(payload["policy"], requirements, release)
    entries = [_entry(each, release) for each in payload["designations"]["services"]]
    upsert.by_slug(RegisterEntry, entries, release)
    _enforcement(payload["enforcement"], requirements, release)
    upsert.by_slug(LawRecord, _records(payload, release), release)


def _milestones(records: list[Record], requirements: dict[str, int], release: Release) -> None:
    ids = upsert.by_slug(Milestone, [_milestone(r, release) for r in records], release)
    slipped = {ids[r["id"]]: ids[r["supersedes"]] for r in records if r["supersedes"]}
    rows = list(Milestone.objects.filter(pk__in=slipped).only("pk", "supersedes_id"))
    for row in rows:
        row.supersedes_id = slipped[row.pk]
    Milestone.objects.bulk_update(rows, ["supersedes"])
    about = {
        (ids[r["id"]], requirements[name])
        for r in records
        for name in [*r["duty_refs"], *r["measure_refs"]]
        if isinstance(name, str)
    }
    through = Milestone.requirements.through
    upsert.links(through, "milestone_id", "requirement_id", about, ids.values())


def _milestone(r: Record, release: Release) -> Milestone:
    concerns_services = isinstance(r["audience"], dict)
    notes = {name: r[name] for name in MILESTONE_NOTES if r[name]}
    provisions = [ref for ref in r["duty_refs"] if isinstance(ref, dict)]
    return Milestone(
        slug=r["id"],
        **same(r, "title", "summary", "kind", "status"),
        period=_span(r["date"], r["date_precision"]),
        precision=r["date_precision"],
        **same_text(r, "track", "recurrence"),
        audience_kind=Milestone.Audience.SERVICES if concerns_services else r["audience"],
        audience=r["audience"] if concerns_services else None,
        audience_words=r["audience_printed"],
        notes={**notes, "provisions": provisions, "printed_refs": r["printed_refs"]},
        **provenance(r, release),
    )


def _span(date: str | None, precision: str) -> DateRange | None:
    """The law data writes the last day of a period; the table holds all of it, half-open."""
    if date is None:
        return None
    found = ending(dt.date.fromisoformat(date), Precision(precision))
    return DateRange(found.first, found.last + dt.timedelta(days=1))


def _policy(documents: list[Record], requirements: dict[str, int], release: Release) -> None:
    statements = [(document, s) for document in documents for s in document["statements"]]
    ids = upsert.by_slug(
        PolicyStatement,
        [_statement(document, s, n, release) for n, (document, s) in enumerate(statements)],
        release,
    )
    about = {
        (ids[s["id"]], requirements[name])
        for _, s in statements
        for name in [*s["about"]["duties"], *s["about"]["measures"]]
    }
    through = PolicyStatement.requirements.through
    upsert.links(through, "policystatement_id", "requirement_id", about, ids.values())


def _statement(document: Record, s: Record, order: int, release: Release) -> PolicyStatement:
    """A statement is told in our own words; without other sources, from the document itself."""
    author = document["author"]["name"] if document["author"] else ""
    readings = s.get("readings") or document.get("readings") or [{"how": "seen"}]
    itself = {"url": None, "where": document["title"], "third_party": False}
    return PolicyStatement(
        slug=s["id"],
        document=document["title"],
        document_kind=document["kind"],
        publisher=document["publisher"] or "",
        licence=document["licence"] or "",
        made_on=document["date"],
        citation=document["citation"] or "",
        citation_note=document["citation_note"] or "",
        place=s["where"] or "",
        speaker=s["speaker"] or author,
        gist=s["gist"],
        quote=s["quote"] or "",
        outcome=s["outcome"] or {},
        about=s["about"] | ({"figures": s["figures"]} if s["figures"] else {}),
        order=order,
        **provenance(
            {**s, "readings": readings, "sources": document["sources"] or [itself]}, release
        ),
    )


def _entry(r: Record, release: Release) -> RegisterEntry:
    return RegisterEntry(
        slug=slugify(f"{r['service']} category {r['category']} {r['from']}"),
        service=r["service"],
        provider_name=r["provider"] or "",
        category=r["category"],
        period=DateRange(day(r["from"]), day(r["to"])),
        note=r["note"] or "",
        **provenance(r, release),
    )


def _enforcement(section: Record, requirements: dict[str, int], release: Release) -> None:
    cases = section["programmes"] + section["cases"] + section["earlier_regime"]
    ids = upsert.by_slug(EnforcementCase, [_case(r, release) for r in cases], release)
    about = {(ids[r["id"]], requirements[name]) for r in cases for name in r["duties"]}
    through = EnforcementCase.requirements.through
    upsert.links(through, "enforcementcase_id", "requirement_id", about, ids.values())


def _case(r: Record, release: Release) -> EnforcementCase:
    """A case of enforcement; what no day is told of was known by the day the edition speaks of."""
    seen_on = day(str(release.law_date)) or release.law_date
    steps = [(day(step["date"]) or seen_on, step["amount_gbp"]) for step in r.get("events", ())]
    opened = day(r["opened"])
    return EnforcementCase(
        slug=r["id"],
        provider_name=r["provider"] or "",
        opened=opened,
        known_from=min([opened or seen_on, *(on for on, _pounds in steps)]),
        seen_on=seen_on,
        penalties=[{"day": on.isoformat(), "pounds": pounds} for on, pounds in steps if pounds],
        **same(r, "kind", "service", "status", "total_fines_gbp"),
        record=r,
        **provenance(r, release),
    )


def _records(payload: Record, release: Release) -> Iterator[LawRecord]:
    """Everything else: facts, gates, definitions, categories, records, whole methods."""
    for section, name, title in (
        ("facts", "name", "meaning"), ("gates", "id", "title"), ("definitions", "id", "title"),
        ("exclusions", "id", "sentence"),
    ):  # fmt: skip
        for order, r in enumerate(payload[section]):
            yield LawRecord(
                slug=f"{section}:{r[name]}",
                section=section,
                title=str(r["name"] if title == "meaning" else r[title])[:300],
                order=order,
                body=r,
                **provenance(r, release),
            )
    thresholds = {r["id"]: r for r in payload["definitions"]}
    for order, r in enumerate(payload["categories"]):
        definition = thresholds[r["definition"]]
        yield LawRecord(
            slug=f"categories:{r['id']}",
            section="categories",
            title=r["title"],
            order=order,
            body={**r, "condition": definition["condition"]},
            **provenance(r if r.get("readings") else definition, release),
        )
    records = payload["records"]
    for order, r in enumerate(records["records"]):
        yield _whole("records", r["id"], r["title"], order, r, release)
    for order, r in enumerate(records["format_rules"]):
        yield LawRecord(
            slug=f"format_rules:{r['id']}", section="format_rules", title=r["rule"][:300],
            order=order, body=r, **provenance(r, release),
        )  # fmt: skip
    for order, (section, title) in enumerate(WHOLE.items()):
        yield _whole(section, "all", title, order, payload[section], release)


WHOLE = {
    "kinds": "Kinds of harm",
    "designations": "Register of categorised services, as reported",
    "enforcement": "Enforcement record, as reported",
    "risk_assessment": "How risk assessments are done",
    "checker": "The order of questions",
    "search": "Words for the same thing, and how references are written",
}
"""Sections that are one text for people: one row each."""


def _whole(
    section: str, name: str, title: str, order: int, body: Record, release: Release
) -> LawRecord:
    """A record without readings of its own is trusted as far as the weakest thing in it."""
    return LawRecord(
        slug=f"{section}:{name}",
        section=section,
        title=title,
        order=order,
        body=body,
        verification=weakest(body, str(release.law_date)),
        sources=[],
    )


def weakest(node: object, law_date: str) -> str:
    """The least sure mark of anything inside; what is contested counts as recalled."""
    marks = {trust(each, law_date).mark for each in checked(node)}
    return least_sure("recalled" if mark == "contested" else mark for mark in marks or {"seen"})
