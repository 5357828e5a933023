"""The public lists of the law as tables: requirements, milestones, instruments and the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, JSONObject

from obligations import words
from obligations.exports.columns import Column, Resource
from obligations.models import LawJob, PolicyStatement, Requirement, RequirementVersion
from obligations.rules.rulebook.sources import official_first

TRUST: tuple[Column, ...] = (
    Column.of("verification", "How far checked", words.checks.verification, width=24),
    Column("checked", "How far, in words", lambda row: row.trust.words, width=44),
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


def first_day(field: str = "period") -> Callable[[Any], dt.date | None]:
    """The first day of a range; None where it has always begun or no day is set."""

    def read(row: Any) -> dt.date | None:
        period = getattr(row, field)
        return period.lower if period else None

    return read


def last_day(field: str = "period") -> Callable[[Any], dt.date | None]:
    """The last day inside a range; None where it does not end."""
    return lambda row: words.days.last_day(getattr(row, field))


class _Bound(Func):
    """An end of a range as ISO text."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s)::text"


def _reading(as_at: dt.date) -> Subquery:
    """The version that a reader of that day needs: in force then, else the next, else the last."""
    nearness = Case(
        When(period__contains=as_at, then=0),
        When(period__startswith__gt=as_at, then=1),
        When(period__isnull=True, then=2),
        default=3,
        output_field=IntegerField(),
    )
    from_day = _Bound("period", function="lower")
    upcoming = Case(When(nearness=1, then=from_day), output_field=TextField())
    versions = (
        RequirementVersion.objects.filter(requirement=OuterRef("pk"))
        .annotate(nearness=nearness)
        .annotate(upcoming=upcoming, begins=from_day)
        .order_by("nearness", "upcoming", F("begins").desc(nulls_last=True), "pk")
    )
    shown = JSONObject(
        first=from_day,
        end=_Bound("period", function="upper"),
        status="status",
        by="by",
        condition="condition",
        bites_only_if="bites_only_if",
        date_note="date_note",
    )
    return Subquery(versions.values_list(shown)[:1], output_field=JSONField())


def _refs(through: type[Any], ours: str, theirs: str) -> ArraySubquery:
    """The references at the other end of a relation, C2 before C10."""
    rows = through.objects.filter(**{ours: OuterRef("pk")}).order_by(f"{theirs}__natural_key")
    return ArraySubquery(rows.values(f"{theirs}__ref"))


def _requirements(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    serves = Requirement.serves.through
    found: QuerySet[Any] = queryset.select_related("instrument", "part_of").annotate(
        reading=_reading(as_at),
        serves_refs=_refs(serves, "from_requirement", "to_requirement"),
        served_by_refs=_refs(serves, "to_requirement", "from_requirement"),
        condition_verification=CONDITION,
    )
    return found


CONDITION = Coalesce(
    KeyTextTransform("condition", "verification_parts"), F("verification"), output_field=CharField()
)
"""How far the condition of a requirement was checked: said apart, else with the whole record."""


def _in_reading(name: str) -> Callable[[Any], Any]:
    return lambda row: (row.reading or {}).get(name)


def _reading_from(row: Any) -> dt.date | None:
    text = (row.reading or {}).get("first")
    return dt.date.fromisoformat(text) if text else None


def _reading_to(row: Any) -> dt.date | None:
    text = (row.reading or {}).get("end")
    return dt.date.fromisoformat(text) - dt.timedelta(days=1) if text else None


def _condition_verification(row: Any) -> str:
    return "recalled" if row.condition_verification == "unknown" else row.condition_verification


def _categories(row: Any) -> list[str]:
    return list(row.categories) or ["any"]


REQUIREMENTS = Resource(
    name="requirements",
    title="Requirements of the Online Safety Act 2023",
    prepare=_requirements,
    rests_on=CONDITION,
    rests_on_column="condition_verification",
    columns=(
        Column.of("ref", "Reference", width=22),
        Column.of("slug", "Id", name="id"),
        Column.of("kind", "Kind", words.records.kind, width=14),
        Column.of("strength", "Strength", words.answers.strength, width=20),
        Column.of("title", "Title", width=44),
        Column.of("summary", "Summary in our own words", width=70),
        Column.of("theme", "Theme", words.records.theme, width=26),
        Column.of("side", "Side", words.answers.side, width=20),
        Column.of("level", "Owed by", lambda v: Requirement.Level(v).label, width=20),
        Column.of("person", "Whom it binds", words.records.person, width=24),
        Column("categories", "Categories", _categories, width=12),
        Column.of("standing", "On that day", words.records.status, width=18),
        Column("in_force_from", "From", _reading_from, width=13),
        Column("in_force_to", "Last day", _reading_to, width=13),
        Column("brought_by", "Brought by", _in_reading("by"), width=24),
        Column("date_note", "About its dates", _in_reading("date_note"), width=40),
        Column.of("gate", "Gate", words.names.plain, width=18),
        Column("condition", "Condition", _in_reading("condition"), width=60),
        Column("bites_only_if", "Acts only where", _in_reading("bites_only_if"), width=40),
        Column.of("optional", "A permission", width=12),
        Column.of("triggered_by", "Stands by for", width=24),
        Column.of("waits_for", "Waits for", width=30),
        Column.of("instrument.slug", "Instrument", name="instrument", width=20),
        Column.of("instrument.title", "Instrument's title", width=44),
        Column.of("part_of.ref", "Part of", name="part_of", width=22),
        Column("serves", "Helps to meet", lambda row: row.serves_refs, width=40),
        Column("served_by", "Helped by", lambda row: row.served_by_refs, width=40),
        Column(
            "condition_verification", "How far the condition is checked",
            _condition_verification, words.checks.verification, 24,
        ),
        *TRUST,
    ),
)  # fmt: skip


def _milestones(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    through = queryset.model.requirements.through
    found: QuerySet[Any] = queryset.select_related("supersedes").annotate(
        requirement_refs=_refs(through, "milestone", "requirement")
    )
    return found


MILESTONES = Resource(
    name="milestones",
    title="Milestones of the online safety regime",
    prepare=_milestones,
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        Column("from", "From", first_day(), width=13),
        Column("to", "Last day", last_day(), width=13),
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
        Column("requirements", "Requirements", lambda row: row.requirement_refs, width=40),
        *TRUST,
    ),
)


def _instruments(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    amends = queryset.model.amends.through.objects.filter(from_instrument=OuterRef("pk"))
    found: QuerySet[Any] = queryset.annotate(
        amends_slugs=ArraySubquery(
            amends.order_by("to_instrument__slug").values("to_instrument__slug")
        )
    )
    return found


INSTRUMENTS = Resource(
    name="instruments",
    title="Instruments of the online safety regime",
    prepare=_instruments,
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
        Column("amends", "Amends", lambda row: row.amends_slugs, width=30),
        Column.of("url", "Address", width=50),
        Column.of("date_note", "About its dates", width=40),
        Column.of("note", "Note", width=60),
        *TRUST,
    ),
)


def _policy(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    through = PolicyStatement.requirements.through
    found: QuerySet[Any] = queryset.annotate(
        requirement_refs=_refs(through, "policystatement", "requirement")
    )
    return found


def _about(name: str) -> Callable[[Any], Any]:
    return lambda row: row.about.get(name) or []


POLICY = Resource(
    name="policy",
    title="What was said about the Act in Parliament and by ministers",
    prepare=_policy,
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        Column.of("made_on", "Day", width=13),
        Column.of("speaker", "Who said it", width=26),
        Column.of("gist", "What was said, in our own words", width=80),
        Column.of("document", "Document", width=50),
        Column.of("document_kind", "Kind of document", words.names.plain, width=24),
        Column.of("publisher", "Published by", width=26),
        Column.of("licence", "Licence", width=30),
        Column("themes", "Themes", _about("themes"), words.records.theme, 30),
        Column("kinds", "Kinds of illegal harm", _about("kinds"), words.names.plain, 30),
        Column("requirements", "Requirements", lambda row: row.requirement_refs, width=40),
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
        Column("from", "From", first_day(), width=13),
        Column("to", "Last day", last_day(), width=13),
        Column.of("note", "Note", width=50),
        *TRUST,
    ),
)


def _cases(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    through = queryset.model.requirements.through
    found: QuerySet[Any] = queryset.annotate(
        requirement_refs=_refs(through, "enforcementcase", "requirement")
    )
    return found


ENFORCEMENT = Resource(
    name="enforcement",
    title="Ofcom's enforcement under the Act, as reported",
    prepare=_cases,
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=28),
        Column.of("kind", "Kind", words.names.plain),
        Column.of("service", "Service", width=36),
        Column.of("provider_name", "Provider", width=30),
        Column.of("opened", "Opened", width=13),
        Column.of("status", "Status as last seen", words.cases.case_status, width=30),
        Column.of("total_fines_gbp", "One-off penalties, pounds", width=16),
        Column("requirements", "Requirements", lambda row: row.requirement_refs, width=40),
        Column.of("record", "Record", width=60),
        *TRUST,
    ),
)

KINDS = Resource(
    name="kinds",
    title="Kinds of illegal content and of content harmful to children",
    prepare=lambda queryset, as_at: queryset.prefetch_related("versions"),
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


def _events(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    standing_by = Requirement.objects.current().filter(triggered_by=OuterRef("slug"))
    refs = ArraySubquery(standing_by.order_by("natural_key").values("ref"))
    found: QuerySet[Any] = queryset.annotate(stood_by_for=refs)
    return found


EVENTS = Resource(
    name="kinds-of-event",
    title="Events that duties stand by for or wait for",
    prepare=_events,
    rests_on=F("verification"),
    columns=(
        Column.of("slug", "Id", name="id", width=30),
        Column.of("title", "Event", width=50),
        Column.of("about", "An event of", words.answers.screen_level, width=16),
        Column.of("holder", "Who acts", width=24),
        Column.of("meaning", "What it is", width=80),
        Column.of("occurred", "Happened on", width=13),
        Column("stood_by_for", "Stand by for it", lambda row: row.stood_by_for, width=50),
        *TRUST,
    ),
)


def _jobs(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    settled = Requirement.objects.current().filter(job=OuterRef("pk"), part_of=None)
    first = LawJob.objects.filter(before=OuterRef("pk")).order_by("order")
    found: QuerySet[Any] = queryset.annotate(
        settled_refs=ArraySubquery(settled.order_by("natural_key").values("ref")),
        after_slugs=ArraySubquery(first.values("slug")),
    )
    return found


JOBS = Resource(
    name="jobs",
    title="Jobs: bundles of requirements, ours and not the law's",
    prepare=_jobs,
    columns=(
        Column.of("order", "Order", width=8),
        Column.of("slug", "Id", name="id", width=26),
        Column.of("title", "Job", width=44),
        Column.of("what", "What to do", width=80),
        Column.of("gives", "What comes out of it", width=50),
        Column.of("about_how_long", "About how long, our estimate", name="takes", width=22),
        Column("after", "Jobs that come first", lambda row: row.after_slugs, width=30),
        Column("settles", "Settles", lambda row: row.settled_refs, width=60),
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
    prepare=lambda queryset, as_at: queryset.defer("payload"),
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
        REQUIREMENTS,
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
