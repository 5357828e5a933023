"""The filters of every list of the law: one FilterSet per resource feeds page, API and export."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters as df
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, ExtractYear, Least, NullIf

from obligations import words
from obligations.filters.base import Day, Facet, JsonMembers, ListFilterSet, Sort, Unnest, Words
from obligations.models import (
    HarmKind,
    Instrument,
    LawJob,
    Milestone,
    Requirement,
    RequirementVersion,
)
from obligations.models.law import RequirementQuerySet

PROPOSED = ("draft", "laid", "consulted")
_CODES = ArrayField(CharField())
KIND_ORDER = Case(
    *(When(kind=kind, then=place) for place, kind in enumerate(words.records.KINDS)),
    output_field=IntegerField(),
)


PUBLIC_SINCE = Subquery(
    Instrument.objects.filter(slug=OuterRef("by")).values_list(Least("made", "laid"))[:1]
)
"""The day on which the text that a version was proposed in was published or laid."""


def with_standing(queryset: QuerySet[Requirement], as_at: dt.date) -> QuerySet[Any]:
    """Adds `standing`: how each requirement stands on the day.

    `in_force`, `contested` (sources disagree whether it is), `not_yet`, `proposed` (draft, laid or
    consulted on), `unpublished` (a proposal that was made public later), `ended`, or `withdrawn`
    (no longer in the law data).
    """
    versions = RequirementVersion.objects.filter(requirement=OuterRef("pk"))
    now = versions.filter(period__contains=as_at)
    to_come = versions.filter(status__in=("in_force", "contested")).filter(
        Q(period__startswith__gt=as_at) | Q(period__isnull=True, status="in_force")
    )
    proposals = versions.filter(status__in=PROPOSED)
    public = proposals.annotate(since=PUBLIC_SINCE).filter(Q(since=None) | Q(since__lte=as_at))
    return queryset.annotate(
        standing=Case(
            When(withdrawn_in__isnull=False, then=Value("withdrawn")),
            When(Exists(now.filter(status="in_force")), then=Value("in_force")),
            When(Exists(now.filter(status="contested")), then=Value("contested")),
            When(Exists(to_come), then=Value("not_yet")),
            When(Exists(public), then=Value("proposed")),
            When(Exists(proposals), then=Value("unpublished")),
            When(
                Exists(versions.filter(status="contested", period__isnull=True)),
                then=Value("contested"),
            ),
            default=Value("ended"),
            output_field=CharField(),
        )
    )


def _categories(chosen: list[str]) -> Q:
    any_category = Q(categories=[]) if "any" in chosen else Q()
    return Q(categories__overlap=[value for value in chosen if value != "any"]) | any_category


def category_words(value: str) -> str:
    return "Every category and none" if value == "any" else f"Category {value}"


def _verification() -> Facet:
    named, order = words.checks.verification, words.checks.VERIFICATIONS
    return Facet("verification", "How far checked", named=named, order=order)


class CurrentFilterSet(ListFilterSet):
    """A list of what the law data in use has."""

    def prepare(self, queryset: QuerySet) -> QuerySet:
        return queryset.filter(withdrawn_in__isnull=True)


class RequirementFilter(ListFilterSet):
    """Duties, Code measures, guidance, offences and powers."""

    q = Words("ref", "slug", vector="search")
    status = Facet(
        "standing", "On that day", named=words.records.status,
        order=("in_force", "not_yet", "proposed", "contested", "ended", "withdrawn"),
    )  # fmt: skip
    kind = Facet("kind", "Kind", named=words.records.kind, order=words.records.KINDS)
    strength = Facet(
        "strength", "Strength", named=words.answers.strength, order=words.answers.STRENGTHS
    )
    theme = Facet("theme", "Theme", named=words.records.theme)
    job = Facet("job__slug", "Job")
    harm = Facet(
        "kinds", "Kind of harm", match=lambda chosen: Q(kinds__overlap=chosen),
        expression=Unnest("kinds"),
    )  # fmt: skip
    side = Facet("side", "Side", named=words.answers.side, order=words.answers.SIDES)
    category = Facet(
        "categories", "Category", named=category_words, match=_categories, order=("any",),
        expression=Unnest(
            Coalesce(
                NullIf(Cast("categories", _CODES), Cast(Value([]), _CODES)),
                Cast(Value(["any"]), _CODES),
            )
        ),
    )  # fmt: skip
    instrument = Facet("instrument__slug", "Act, Code or guidance")
    person = Facet("person", "Whom it binds", named=words.records.person)
    verification = _verification()
    in_force_on = Day(label="In force on", method="filter_in_force_on")
    sort = Sort(
        kind=("Duties, then measures, then guidance", (KIND_ORDER, "natural_key")),
        ref=("Reference", ("natural_key",)),
        title=("Title", ("title", "natural_key")),
        theme=("Theme", ("theme", "natural_key")),
        newest=("Newest first", (F("newest").desc(nulls_last=True), "natural_key")),
        strength=("Strength", ("strength", "natural_key")),
    )

    def prepare(self, queryset: QuerySet[Requirement]) -> QuerySet[Requirement]:
        starts = (
            RequirementVersion.objects.filter(requirement=OuterRef("pk"), period__isnull=False)
            .annotate(starts=Func("period", function="lower", output_field=DateField()))
            .order_by("-starts")
        )
        queryset = with_standing(queryset, self.as_at).exclude(standing="unpublished")
        queryset = queryset.annotate(newest=Subquery(starts.values("starts")[:1]))
        titles = dict(Instrument.objects.values_list("slug", "title"))
        self.filters["instrument"].named = lambda slug: titles.get(slug, slug)
        self.facets["job"].call(LawJob.titles())
        self.facets["harm"].call(HarmKind.labels())
        if "withdrawn" in dict(self._lists()).get("status", []):
            return queryset
        return queryset.filter(withdrawn_in__isnull=True)

    def filter_in_force_on(
        self, queryset: RequirementQuerySet, name: str, value: dt.date
    ) -> RequirementQuerySet:
        return queryset.in_force(at=value)


class MilestoneFilter(CurrentFilterSet):
    """Dated events of the regime, past, planned and slipped."""

    q = Words("title", "summary")
    kind = Facet("kind", "Kind")
    status = Facet("status", "Status", order=("past", "planned", "estimated", "slipped"))
    audience = Facet("audience_kind", "Whom it concerns", named=words.records.audience)
    track = Facet("track", "Thread")
    precision = Facet("precision", "How exact", order=("day", "month", "quarter", "season", "year"))
    verification = _verification()
    date_from = Day(field_name="period", lookup_expr="endswith__gt", label="From")
    date_to = Day(field_name="period", lookup_expr="startswith__lte", label="Until")
    slips = df.BooleanFilter(label="Slipped only", method="filter_slips")
    sort = Sort(
        date=("Earliest first", (F("period").asc(nulls_last=True), "title")),
        latest=("Latest first", (F("period").desc(nulls_last=True), "title")),
        title=("Title", ("title",)),
    )

    def filter_slips(
        self, queryset: QuerySet[Milestone], name: str, value: bool
    ) -> QuerySet[Milestone]:
        if not value:
            return queryset
        later = Milestone.objects.filter(supersedes=OuterRef("pk"))
        return queryset.filter(Q(supersedes__isnull=False) | Exists(later) | Q(status="slipped"))


def _about(name: str) -> Any:
    """A condition on one of the lists that a policy statement is about."""

    def match(chosen: list[str]) -> Q:
        found = Q()
        for value in chosen:
            found |= Q(**{f"about__{name}__contains": [value]})
        return found

    return match


class PolicyFilter(CurrentFilterSet):
    """What was said in Parliament and by ministers."""

    q = Words("gist", "speaker", "document")
    document = Facet("document", "Document", named=str)
    speaker = Facet("speaker", "Who said it", named=str)
    outcome = Facet(
        "outcome__status", "What became of it", named=words.records.outcome,
        expression=KeyTextTransform("status", "outcome"), order=words.records.OUTCOMES,
    )  # fmt: skip
    theme = Facet(
        "about__themes", "Theme", named=words.records.theme, match=_about("themes"),
        expression=JsonMembers(F("about__themes")),
    )  # fmt: skip
    harm = Facet(
        "about__kinds", "Kind of illegal harm", match=_about("kinds"),
        expression=JsonMembers(F("about__kinds")),
    )  # fmt: skip
    sort = Sort(
        newest=("Newest first", ("-made_on", "order")),
        oldest=("Oldest first", ("made_on", "order")),
        speaker=("Who said it", ("speaker", "order")),
    )


class InstrumentFilter(CurrentFilterSet):
    """Acts, statutory instruments, codes, guidance, statements and consultations."""

    q = Words("title", "citation", "note")
    kind = Facet("kind", "Kind", named=words.records.instrument_kind)
    status = Facet("status", "Status", named=words.records.status)
    issuer = Facet("issuer", "Issued by", named=str)
    verification = _verification()
    sort = Sort(
        date=("Earliest first", (F("in_force_from").asc(nulls_last=True), "made", "title")),
        latest=("Latest first", (F("in_force_from").desc(nulls_last=True), "-made", "title")),
        title=("Title", ("title",)),
    )


class EnforcementFilter(CurrentFilterSet):
    """Ofcom's enforcement programmes and cases, as known on the day; fines as imposed by then."""

    q = Words("service", "provider_name", "status")
    kind = Facet("kind", "Kind")
    status = Facet("status", "Status as last seen", named=words.cases.case_status)
    opened = Facet(
        "opened__year", "Opened in", named=str, expression=ExtractYear("opened"),
    )  # fmt: skip
    fined = df.BooleanFilter(label="With a fine by then", method="filter_fined")
    sort = Sort(
        newest=("Newest first", (F("opened").desc(nulls_last=True), "service")),
        oldest=("Oldest first", (F("opened").asc(nulls_last=True), "service")),
        fine=("Largest fine first", ("-fined_gbp", "service")),
        service=("Service", ("service",)),
    )

    def prepare(self, queryset: Any) -> Any:
        current: Any = super().prepare(queryset)
        return current.known_on(self.as_at)

    def filter_fined(self, queryset: Any, name: str, value: bool | None) -> Any:
        if value is None:
            return queryset
        return queryset.filter(fined_gbp__gt=0) if value else queryset.filter(fined_gbp=0)


class RegisterFilter(CurrentFilterSet):
    """Services reported to be on Ofcom's register of categorised services."""

    q = Words("service", "provider_name")
    category = Facet("category", "Category", named=category_words)
    on_register = df.BooleanFilter(label="On the register that day", method="filter_on_register")
    sort = Sort(
        category=("Category", ("category", "service")),
        service=("Service", ("service", "category")),
    )

    def filter_on_register(self, queryset: Any, name: str, value: bool | None) -> Any:
        if value is None:
            return queryset
        that_day = Q(period__contains=self.as_at)
        return queryset.filter(that_day if value else ~that_day)


class LawRecordFilter(CurrentFilterSet):
    """Definitions, gates, facts, record-keeping and every other record of the law data."""

    q = Words("title", "body__definition", "body__meaning", "body__question", "body__examples")
    section = Facet("section", "Section", named=words.records.section)
    verification = _verification()
    sort = Sort(
        order=("As in the law data", ("section", "order")),
        title=("Title", ("title",)),
    )
