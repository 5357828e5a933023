"""Projects a release into the tables that pages, filters and foreign keys use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from obligations.law import library_projection, search_index, takeover, upsert
from obligations.law.field_values import best_parts, day, period, provenance, same, same_text
from obligations.models import (
    EventKind,
    HarmKind,
    HarmKindVersion,
    Instrument,
    LawJob,
    Release,
    Requirement,
    RequirementVersion,
)
from obligations.rules.conditions.natural import natural_key
from obligations.rules.rulebook.jobs import jobs_of

Record = dict[str, Any]
AS_WRITTEN = (
    "kind", "ref", "title", "summary", "theme", "strength", "side", "level", "gate", "person",
    "categories", "optional", "waits_for", "clock", "sections", "codes",
)  # fmt: skip
"""The fields of a requirement that its table has under the same names."""
NOTES = ("note", "date_note", "scope_note", "waits_for_note", "proposed_ref")


def project(payload: Record, release: Release) -> None:
    """Makes the tables say what the payload says. Call inside a transaction."""
    instruments = _instruments(payload["instruments"], release)
    jobs = _jobs(payload["jobs"], release)
    homes = jobs_of(payload["jobs"], payload["requirements"])
    settled = {name: jobs[job] for name, job in homes.items()}
    requirements = _requirements(payload["requirements"], instruments, settled, release)
    takeover.remember(
        {old: requirements[r["id"]] for r in payload["requirements"] for old in r.get("was", ())}
    )
    _tell_why_gone(payload.get("former", ()))
    _kinds(payload["kinds"], release)
    events = [_event(each, release) for each in payload["events"]]
    upsert.by_slug(EventKind, events, release)
    library_projection.project(payload, requirements, release)
    search_index.write(payload, requirements)


def _instruments(records: list[Record], release: Release) -> dict[str, int]:
    ids = upsert.by_slug(
        Instrument,
        [
            Instrument(
                slug=r["id"],
                in_force_from=r["in_force"],
                **same(
                    r, "kind", "title", "issuer", "made", "laid", "in_force_to", "status", "note"
                ),
                **same_text(r, "citation", "url", "date_note"),
                **provenance(r, release),
            )
            for r in records
        ],
        release,
    )
    amended = {(ids[r["id"]], ids[other]) for r in records for other in r["amends"]}
    through = Instrument.amends.through
    upsert.links(through, "from_instrument_id", "to_instrument_id", amended, ids.values())
    return ids


def _jobs(records: list[Record], release: Release) -> dict[str, int]:
    ids = upsert.by_slug(
        LawJob,
        [
            LawJob(
                slug=r["id"],
                order=order,
                **same(r, "title", "what", "gives", "takes"),
                **same_text(r, "ahead", "note"),
            )
            for order, r in enumerate(records, start=1)
        ],
        release,
    )
    first = {(ids[r["id"]], ids[name]) for r in records for name in r["after"]}
    through = LawJob.after.through
    upsert.links(through, "from_lawjob_id", "to_lawjob_id", first, ids.values())
    return ids


def _requirements(
    records: list[Record], instruments: dict[str, int], jobs: dict[str, int], release: Release
) -> dict[str, int]:
    _free_references(records)
    rows = [_requirement(r, instruments, jobs, release) for r in records]
    ids = upsert.by_slug(Requirement, rows, release)
    parents = {ids[r["id"]]: ids[r["part_of"]] for r in records if r["part_of"]}
    parts = list(Requirement.objects.filter(pk__in=parents).only("pk", "part_of_id"))
    for part in parts:
        part.part_of_id = parents[part.pk]
    Requirement.objects.bulk_update(parts, ["part_of"], batch_size=500)
    serves = {(ids[r["id"]], ids[duty]) for r in records for duty in r["links"]}
    through = Requirement.serves.through
    upsert.links(through, "from_requirement_id", "to_requirement_id", serves, ids.values())
    versions = {ids[r["id"]]: [_version(ids[r["id"]], v) for v in r["versions"]] for r in records}
    compared = (
        "period", "status", "by", "commenced", "date_note", "condition", "bites_only_if",
        "candidates",
    )  # fmt: skip
    upsert.children(RequirementVersion, "requirement_id", versions, compared)
    return ids


def _free_references(records: list[Record]) -> None:
    """Lets a reference pass from one record to another: the old holder gives it up first."""
    wanted = {r["ref"]: r["id"] for r in records}
    for row in Requirement.objects.filter(ref__in=wanted).only("pk", "slug", "ref"):
        if wanted[row.ref] != row.slug:
            row.ref = f"{row.ref} [{row.slug}]"[-120:]
            row.save(update_fields=["ref"])


def _requirement(
    r: Record, instruments: dict[str, int], jobs: dict[str, int], release: Release
) -> Requirement:
    return Requirement(
        slug=r["id"],
        natural_key=natural_key(r["ref"])[:120],
        instrument_id=instruments[r["instrument"]],
        job_id=jobs.get(r["id"]),
        **same(r, *AS_WRITTEN),
        **same_text(r, "triggered_by"),
        kinds=search_index.kinds_of(r),
        notes={name: r[name] for name in NOTES if r[name]},
        verification_parts=best_parts(r),
        **provenance(r, release),
    )


def _tell_why_gone(former: Iterable[Record]) -> None:
    """Notes on what the edition no longer has why that is so, where it says it."""
    why = {r["id"]: r["why"] for r in former if r["why"]}
    rows = list(Requirement.objects.filter(slug__in=why, withdrawn_in__isnull=False))
    for row in rows:
        row.notes = {**row.notes, "gone": why[row.slug]}
    Requirement.objects.bulk_update(rows, ["notes"])


def _version(requirement: int, v: Record) -> RequirementVersion:
    return RequirementVersion(
        requirement_id=requirement,
        period=period(v["from"], v["to"]) if v["from"] else None,
        commenced=day(v["commenced"]),
        **same(v, "status", "by", "condition", "bites_only_if", "candidates"),
        **same_text(v, "date_note"),
    )


def _kinds(section: Record, release: Release) -> None:
    families = ("illegal", "children", "children_merged")
    records = [(family, n, r) for family in families for n, r in enumerate(section[family])]
    ids = upsert.by_slug(
        HarmKind,
        [
            HarmKind(
                slug=r["name"],
                family=family,
                label=r.get("label") or _label(r["name"]),
                meaning=r["meaning"],
                number=r.get("number") or "",
                order=n,
                record=r,
                **provenance(r, release),
            )
            for family, n, r in records
        ],
        release,
    )
    versions = {
        ids[r["name"]]: [
            HarmKindVersion(
                kind_id=ids[r["name"]],
                period=period(v["from"], v["to"]),
                meaning=v["meaning"] or "",
            )
            for v in r.get("versions", [])
        ]
        for _, _, r in records
    }
    upsert.children(HarmKindVersion, "kind_id", versions, ("period", "meaning"))


def _label(name: str) -> str:
    """A kind's name in words, where the record gives no label of its own."""
    words = name.replace("_", " ")
    return (words[0].upper() + words[1:]).replace("Csea", "CSEA").replace("csam", "CSAM")


def _event(r: Record, release: Release) -> EventKind:
    return EventKind(
        slug=r["id"],
        **same(r, "title", "about", "recorded_by", "meaning", "occurred"),
        **same_text(r, "holder"),
        **provenance(r, release),
    )
