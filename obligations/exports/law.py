"""The public lists of the law as tables: milestones, instruments and the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from obligations import words
from obligations.exports.columns import DAYS, Added, Column, Resource
from obligations.models import (
    EnforcementCase,
    Fined,
    Instrument,
    LawJob,
    Milestone,
    PolicyStatement,
    Requirement,
)
from obligations.rules.rulebook.sources import official_first

TRUST: tuple[Column, ...] = (
    Column.of("verification", "How far checked", words.checks.verification, width=24),
    Column("checked", "How far, in words", lambda row: words.checks.how_far(row.trust), width=44),
    Column.of("verified_by", "Checked by"),
    Column.of("verified_on", "Checked on"),
    Column.of("changed_on", "Last known change", width=13),
    Column.of("readings", "Readings, best first", width=40),
    Column.of("not_compared", "Why not compared", width=30),
    Column("official", "Official text", lambda row: _official(row), width=50),
    Column("read_in", "Read in", lambda row: _read_in(row), width=50),
)
"""What every record of the law says about how far to trust it."""


def _official(row: Any) -> list[str]:
    """The addresses of the official text, each once."""
    return list(
        dict.fromkeys(s["url"] for s in official_first(row.sources) if not s["third_party"])
    )


def _read_in(row: Any) -> list[str]:
    """Where the record was read: address and place."""
    return [
        " — ".join(part for part in (source.get("url"), source.get("where")) if part)
        for source in official_first(row.sources)
    ]


CITED = Column.of("requirement_refs", "Requirements", name="requirements", width=40)


def refs(through: type[Any], ours: str, theirs: str) -> ArraySubquery:
    """The references at the other end of a relation, C2 before C10."""
    rows = through.objects.filter(**{ours: OuterRef("pk")}).order_by(f"{theirs}__natural_key")
    return ArraySubquery(rows.values(f"{theirs}__ref"))


def _cited_by(model: type[Any]) -> Added:
    """The requirements that a record names, by reference."""
    through, ours = model.requirements.through, model._meta.model_name
    return lambda as_at: {"requirement_refs": refs(through, str(ours), "requirement")}


MILESTONES = Resource(
    name="milestones",
    title="Milestones of the online safety regime",
    related=("supersedes",),
    added=_cited_by(Milestone),
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        *DAYS,
        Column.of("precision", "How exact", words.names.plain, width=12),
        Column.of("title", "Title", width=50),
        Column.of("summary", "Summary in our own words", width=60),
        Column.of("kind", "Kind", words.names.plain),
        Column.of("status", "Status", words.names.plain, width=14),
        Column.of("audience_kind", "Whom it concerns", words.records.audience, width=26),
        Column.of("audience_words", "Whom, in words", width=40),
        Column.of("audience", "Condition", width=40),
        Column.of("track", "Thread", words.names.plain),
        Column.of("recurrence", "Comes again"),
        Column.of("supersedes.title", "Replaces the promise", name="supersedes", width=40),
        CITED,
        *TRUST,
    ),
)


INSTRUMENTS = Resource(
    name="instruments",
    title="Instruments of the online safety regime",
    added=lambda as_at: {
        "amends_slugs": ArraySubquery(
            Instrument.amends.through.objects.filter(from_instrument=OuterRef("pk"))
            .order_by("to_instrument__slug")
            .values("to_instrument__slug")
        )
    },
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=28),
        Column.of("kind", "Kind", words.records.instrument_kind),
        Column.of("title", "Title", width=60),
        Column.of("citation", "Citation", width=22),
        Column.of("issuer", "Issued by", width=24),
        Column.of("status", "Status", words.records.status, width=20),
        Column.of("made", "Made", width=13),
        Column.of("laid", "Laid", width=13),
        Column.of("in_force_from", "In force from", width=13),
        Column.of("in_force_to", "Last day in force", width=13),
        Column.of("amends_slugs", "Amends", name="amends", width=30),
        Column.of("url", "Address", width=50),
        Column.of("date_note", "About its dates", width=40),
        Column.of("note", "Note", width=60),
        *TRUST,
    ),
)


def _about(name: str) -> Callable[[Any], Any]:
    return lambda row: row.about.get(name) or []


def _outcome(name: str) -> Callable[[Any], Any]:
    return lambda row: row.outcome.get(name)


POLICY = Resource(
    name="policy",
    title="What was said about the Act in Parliament and by ministers",
    added=_cited_by(PolicyStatement),
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        Column.of("made_on", "Day", width=13),
        Column.of("speaker", "Who said it", width=26),
        Column.of("gist", "What was said, in our own words", width=80),
        Column.of("quote", "In its words", width=40),
        Column("outcome", "What became of it", _outcome("status"), words.records.outcome, 30),
        Column("delivered_by", "Delivered by", _outcome("by"), width=30),
        Column("outcome_note", "About what became of it", _outcome("note"), width=60),
        Column.of("document", "Document", width=50),
        Column.of("citation", "Cited as", width=60),
        Column.of("place", "Place in it", width=24),
        Column.of("citation_note", "About the citation", width=40),
        Column.of("document_kind", "Kind of document", words.names.plain, width=24),
        Column.of("publisher", "Published by", width=26),
        Column.of("licence", "Licence", width=30),
        Column("themes", "Themes", _about("themes"), words.records.theme, 30),
        Column("kinds", "Kinds of illegal harm", _about("kinds"), words.names.plain, 30),
        CITED,
        *TRUST,
    ),
)

REGISTER = Resource(
    name="register",
    title="Services reported to be on Ofcom's register (not complete)",
    rests_on=F("verification"),
    columns=(
        Column.of("service", "Service", width=30),
        Column.of("provider_name", "Provider", width=30),
        Column.of("category", "Category", width=10),
        *DAYS,
        Column.of("note", "Note", width=50),
        *TRUST,
    ),
)


ENFORCEMENT = Resource(
    name="enforcement",
    title="Ofcom's enforcement under the Act, as reported",
    added=lambda as_at: {**_cited_by(EnforcementCase)(as_at), "fined_gbp": Fined.by(as_at)},
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=28),
        Column.of("kind", "Kind", words.names.plain),
        Column.of("service", "Service", width=36),
        Column.of("provider_name", "Provider", width=30),
        Column.of("opened", "Opened", width=13),
        Column.of("status", "Status as last seen", words.cases.case_status, width=30),
        Column.of(
            "fined_gbp", "One-off penalties by then, pounds", name="total_fines_gbp", width=16
        ),
        CITED,
        Column.of("record", "Record", width=60),
        *TRUST,
    ),
)

KINDS = Resource(
    name="kinds",
    title="Kinds of illegal content and of content harmful to children",
    prefetched=("versions",),
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        Column.of("family", "List", words.names.plain),
        Column.of("number", "Number", width=10),
        Column.of("label", "Kind", width=40),
        Column.of("meaning", "What it is", width=80),
        Column(
            "part_of", "Rated apart within", lambda row: row.record.get("sub_kind_of"), width=30
        ),
        Column("in_the_list", "In the list", lambda row: _days_listed(row), width=30),
        *TRUST,
    ),
)


def _days_listed(row: Any) -> list[str]:
    """The spans of days on which a kind is in its list."""
    return [words.days.period(version.period) for version in row.versions.all()]


EVENTS = Resource(
    name="kinds-of-event",
    title="Events that duties stand by for or wait for",
    added=lambda as_at: {
        "stood_by_for": ArraySubquery(
            Requirement.objects.current()
            .filter(triggered_by=OuterRef("slug"))
            .order_by("natural_key")
            .values("ref")
        )
    },
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        Column.of("title", "Event", width=50),
        Column.of("about", "An event of", words.answers.screen_level, width=16),
        Column.of("holder", "Who acts", width=24),
        Column.of("meaning", "What it is", width=80),
        Column.of("occurred", "Happened on", width=13),
        Column.of("stood_by_for", "Stand by for it", width=50),
        *TRUST,
    ),
)


JOBS = Resource(
    name="jobs",
    title="Jobs: bundles of requirements, ours and not the law's",
    added=lambda as_at: {
        "settled_refs": ArraySubquery(
            Requirement.objects.current().filter(job=OuterRef("pk"), part_of=None)
            .order_by("natural_key").values("ref")
        ),
        "starts_after": ArraySubquery(
            LawJob.objects.filter(before=OuterRef("pk")).order_by("order").values("slug")
        ),
    },
    columns=(
        Column.of("order", "Order", width=8),
        Column.of("slug", "Id", name="id", width=26),
        Column.of("title", "Job", width=44),
        Column.of("what", "What to do", width=80),
        Column.of("gives", "What comes out of it", width=50),
        Column.of("about_how_long", "About how long, our estimate", name="takes", width=22),
        Column.of("starts_after", "Jobs that come first", name="after", width=30),
        Column.of("settled_refs", "Settles", name="settles", width=60),
        Column.of("ahead", "Why it is done ahead", width=40),
        Column.of("note", "Note", width=40),
    ),
)  # fmt: skip

RECORDS = Resource(
    name="records",
    title="Definitions, tests and other records of the law data",
    rests_on=F("verification"),
    columns=(
        Column.of("section", "Section", words.names.plain),
        Column.of("slug", "Id", name="id", width=30),
        Column.of("title", "Title", width=50),
        Column.of("body", "Record", width=80),
        *TRUST,
    ),
)

EDITIONS = Resource(
    name="releases",
    title="Editions of the law data and what each changed",
    deferred=("payload",),
    columns=(
        Column.of("version", "Edition", width=16),
        Column.of("law_date", "Follows the law up to", width=16),
        Column.of("sha256", "SHA-256", width=66),
        Column.of("is_current", "In use", width=10),
        Column.of("loaded_at", "Loaded", width=18),
        Column.of("loaded_by", "Loaded by", width=24),
        Column.of("difference", "What changed", width=80),
    ),
)

LAW = {
    resource.name: resource
    for resource in (
        MILESTONES,
        INSTRUMENTS,
        POLICY,
        REGISTER,
        ENFORCEMENT,
        KINDS,
        EVENTS,
        JOBS,
        RECORDS,
        EDITIONS,
    )
}
