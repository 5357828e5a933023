"""The law as it stands in the database: the current release of the law data, record by record.

In a form that pages, filters and foreign keys can use.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from obligations.models.base import OVERLAPS, SameRow, Side, natural_key_field
from obligations.models.release import Kept, Sourced
from obligations.rules.rulebook.jobs import Takes


class Instrument(Sourced):
    """An Act, statutory instrument, code, guidance, statement or consultation."""

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    citation = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    made = models.DateField(null=True, blank=True)
    laid = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    date_note = models.TextField(blank=True)
    amends = models.ManyToManyField(
        "self", symmetrical=False, related_name="amended_by", blank=True
    )

    class Meta:
        ordering: ClassVar = ["in_force_from", "made", "title"]

    def __str__(self) -> str:
        return self.title


class LawJob(Kept):
    """A bundle of requirements that one person does in one sitting. Ours: the law knows no jobs."""

    order = models.PositiveIntegerField(help_text="Its place in the order of work.")
    title = models.CharField(max_length=120)
    what = models.TextField()
    gives = models.TextField(help_text="What comes out of it.")
    takes = models.JSONField(help_text="least, most, unit: our estimate.")
    ahead = models.TextField(blank=True, help_text="Why it is done before it binds.")
    note = models.TextField(blank=True)
    after = models.ManyToManyField(
        "self", symmetrical=False, related_name="before", blank=True,
        help_text="The jobs that come first.",
    )  # fmt: skip

    class Meta:
        ordering: ClassVar = ["order"]
        verbose_name = "job"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def titles(cls) -> dict[str, str]:
        """Id to title of every job, in the order of work. One query."""
        return dict(cls.objects.filter(withdrawn_in=None).values_list("slug", "title"))

    @property
    def about_how_long(self) -> str:
        """Our estimate in words: `2 to 4 hours`."""
        return Takes(**self.takes).words


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def current(self) -> RequirementQuerySet:
        """Records of the current release."""
        return self.filter(withdrawn_in__isnull=True)

    def in_force(self, *, at: dt.date) -> RequirementQuerySet:
        """Requirements with a version in force on the day."""
        return self.filter(
            pk__in=RequirementVersion.objects.filter(
                period__contains=at, status__in=IN_FORCE
            ).values("requirement")
        )


IN_FORCE = ("in_force", "contested")


class Requirement(Sourced):
    """A Duty (law), a Measure (code) or an Expectation (guidance): what it is, whom it binds."""

    class Kind(models.TextChoices):
        DUTY = "duty", "Duty"
        MEASURE = "measure", "Code measure"
        EXPECTATION = "expectation", "Guidance"
        OFFENCE = "offence", "Offence"
        POWER = "power", "Power"

    class Strength(models.TextChoices):
        MUST = "must", "You must"
        RECOMMENDED = "recommended", "Recommended to you"
        SHOULD = "should", "You should"
        INFORMATION = "information", "For information"

    class Level(models.TextChoices):
        PLATFORM = "platform", "Each service"
        PROVIDER = "provider", "The provider, once"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    ref = models.CharField(max_length=120, unique=True, help_text="Official citation.")
    natural_key = natural_key_field()
    title = models.CharField(max_length=300)
    summary = models.TextField()
    theme = models.CharField(max_length=60)
    strength = models.CharField(max_length=12, choices=Strength.choices)
    side = models.CharField(max_length=12, choices=Side.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    gate = models.CharField(max_length=60)
    person = models.CharField(max_length=300, blank=True)
    categories = ArrayField(
        models.CharField(max_length=4), default=list, blank=True, help_text="Empty: any category."
    )
    instrument = models.ForeignKey(
        Instrument, models.PROTECT, null=True, blank=True, related_name="requirements"
    )
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    job = models.ForeignKey(
        LawJob, models.PROTECT, null=True, blank=True, related_name="requirements",
        help_text="The job that settles it; a part goes with its whole.",
    )  # fmt: skip
    serves = models.ManyToManyField(
        "self", symmetrical=False, related_name="served_by", blank=True,
        help_text="The duties that this measure or expectation helps to meet.",
    )  # fmt: skip
    optional = models.BooleanField(default=False, help_text="A permission: nothing is owed.")
    triggered_by = models.CharField(max_length=80, blank=True, help_text="Event it stands by for.")
    waits_for = models.JSONField(null=True, blank=True)
    clock = models.JSONField(default=dict, blank=True)
    sections = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    codes = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=120), default=list, blank=True,
        help_text="The kinds of harm whose level of risk it turns on.",
    )  # fmt: skip
    notes = models.JSONField(default=dict, blank=True, help_text="Notes by name.")
    verification_parts = models.JSONField(default=dict, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("ref", "title", weight="A", config="english")
        + SearchVector("summary", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["natural_key"]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="requirement_search"),
            models.Index(fields=["natural_key"], name="requirement_order"),
        ]

    def __str__(self) -> str:
        return heading(self.ref, self.title)


def heading(ref: str, title: str) -> str:
    """A title after its reference; the references of some proposals end with the title."""
    return ref if ref.endswith(title) else f"{ref}: {title}" if ref else title


class RequirementVersion(models.Model):
    """How a requirement reads from a day to a day. The database refuses overlapping versions."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="versions")
    period = DateRangeField(null=True, blank=True, help_text="Half-open; null: no day is set.")
    status = models.CharField(max_length=12)
    by = models.CharField(max_length=200, blank=True, help_text="What brought it into force.")
    commenced = models.DateField(null=True, blank=True)
    date_note = models.TextField(blank=True)
    condition = models.JSONField(null=True, blank=True, help_text="Null: the scope is not known.")
    bites_only_if = models.JSONField(null=True, blank=True)
    candidates = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["requirement", "period"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="requirement_versions_do_not_overlap",
                expressions=[(SameRow("requirement"), OVERLAPS), ("period", OVERLAPS)],
                condition=Q(period__isnull=False),
                violation_error_message="Two versions of a requirement cannot be in force at once.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement.ref} {self.period or 'without a day'}"


class HarmKind(Sourced):
    """A kind of illegal content, or content harmful to children, that has a level of risk."""

    family = models.CharField(max_length=20, help_text="illegal, children or children_merged")
    label = models.CharField(max_length=200)
    meaning = models.TextField(blank=True)
    number = models.CharField(max_length=10, blank=True)
    order = models.PositiveIntegerField()
    record = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["family", "order"]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Id to label of every kind, in the order of the lists. One query."""
        return dict(cls.objects.filter(withdrawn_in=None).values_list("slug", "label"))


class HarmKindVersion(models.Model):
    """The days on which a kind is in its list. The database refuses overlapping versions."""

    kind = models.ForeignKey(HarmKind, models.CASCADE, related_name="versions")
    period = DateRangeField()
    meaning = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "period"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name="harm_kind_versions_do_not_overlap",
                expressions=[(SameRow("kind"), OVERLAPS), ("period", OVERLAPS)],
                violation_error_message="Two versions of a kind cannot hold at once.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"


class EventKind(Sourced):
    """What duties stand by for or wait for: notices, detections, changes, designations."""

    title = models.CharField(max_length=300)
    about = models.CharField(max_length=20, help_text="platform, provider or law")
    recorded_by = models.CharField(max_length=200)
    meaning = models.TextField()
    occurred = models.DateField(null=True, blank=True, help_text="For events of the law itself.")
    holder = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["about", "title"]

    def __str__(self) -> str:
        return self.title


class Milestone(Sourced):
    """A dated event of the regime. A month, season or year is a range, never a false day."""

    class Audience(models.TextChoices):
        SERVICES = "services", "Services whose facts meet a condition"
        OFCOM = "ofcom", "Ofcom"
        SECRETARY_OF_STATE = "secretary_of_state", "The Secretary of State"
        INDIVIDUALS = "individuals", "Individuals"
        OTHER_BODIES = "other_bodies", "Other bodies"

    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    kind = models.CharField(max_length=40)
    status = models.CharField(max_length=20)
    period = DateRangeField(null=True, blank=True, help_text="Half-open; null: no date is known.")
    precision = models.CharField(max_length=12)
    track = models.CharField(max_length=60, blank=True)
    audience_kind = models.CharField(max_length=20, choices=Audience.choices)
    audience = models.JSONField(null=True, blank=True, help_text="Condition, for services.")
    audience_words = models.CharField(max_length=300, blank=True)
    recurrence = models.CharField(max_length=200, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    requirements = models.ManyToManyField(Requirement, related_name="milestones", blank=True)
    notes = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["period", "title"]

    def __str__(self) -> str:
        return self.title


class PolicyStatement(Sourced):
    """What was said in Parliament or by ministers, tied to the duties and measures it is about."""

    document = models.CharField(max_length=300)
    document_kind = models.CharField(max_length=60)
    publisher = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    citation = models.CharField(max_length=300, blank=True)
    citation_note = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=200, blank=True, help_text="Where in the document.")
    speaker = models.CharField(max_length=200, blank=True)
    gist = models.TextField()
    quote = models.CharField(max_length=200, blank=True, help_text="A few of its own words.")
    outcome = models.JSONField(default=dict, help_text="What became of it.")
    about = models.JSONField(default=dict)
    order = models.PositiveIntegerField()
    requirements = models.ManyToManyField(Requirement, related_name="policy_statements", blank=True)

    class Meta:
        ordering: ClassVar = ["-made_on", "order"]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.gist}"


class RegisterEntry(Sourced):
    """A service reported to be on Ofcom's register of categorised services (OSA 2023 s 95)."""

    service = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=4)
    period = DateRangeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["category", "service"]
        verbose_name_plural = "register entries"

    def __str__(self) -> str:
        return f"{self.service}, Category {self.category}"


class LawRecord(Sourced):
    """Every other record of the law data, by section: facts, gates, definitions, categories."""

    section = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    order = models.PositiveIntegerField()
    body = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["section", "order"]

    def __str__(self) -> str:
        return self.title
