"""Platforms and what is true of them. Facts are dated, recorded once and never rewritten."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self, TypeVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from obligations import language
from obligations.models.base import NATURAL_KEY_LENGTH, OVERLAPS, AppendOnly, SameRow
from obligations.models.people import Provider
from obligations.models.tenancy import ProviderKey, SameProvider
from obligations.rules.rulebook.names import SIDES

NO_DESIGNATIONS = "designations:none"  # Recorded true: the service is in no part of the register.

Row = TypeVar("Row", bound=models.Model)


class PlatformQuerySet(models.QuerySet["Platform"]):
    def visible_to(self, user: Any) -> PlatformQuerySet:
        """The services of the providers this person belongs to; an administrator sees all."""
        return self.filter(provider__in=Provider.objects.visible_to(user))


class Platform(models.Model):
    """One regulated service of a provider; on screen: service."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="platforms")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=NATURAL_KEY_LENGTH, unique=True)
    description = models.TextField(blank=True)
    url = models.URLField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_on = models.DateField(null=True, blank=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            ProviderKey(name="platform_with_provider"),
            models.UniqueConstraint(
                fields=["provider", "name"],
                name="platform_name_once",
                violation_error_message="This provider already has a service of that name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkQuerySet(models.QuerySet[Row]):
    """Rows of a provider: of one of its services, or (platform null) of all of them at once."""

    def visible_to(self, user: Any) -> Self:
        """The rows of the providers this person belongs to."""
        return self.filter(provider__in=Provider.objects.visible_to(user))

    def concerning(self, platform: Platform) -> Self:
        """The rows of a service, and those that its provider has once for all its services."""
        return self.filter(Q(platform=platform) | Q(platform=None, provider=platform.provider_id))


class Recorded(AppendOnly):
    """Who recorded something, when, and how it is known."""

    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta(AppendOnly.Meta):
        abstract = True


class FactValue(Recorded):
    """One answer: a fact of the provider, the platform or a side, from a day on.

    `name` is a fact of the vocabulary, or `risk:<kind>` or `children_risk:<kind>` for a level.
    `value` null takes an earlier answer back: not known from that day on. As the first row it says
    that this was asked and is not known yet.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="facts")
    platform = models.ForeignKey(
        Platform, models.CASCADE, null=True, blank=True, related_name="facts",
        help_text="Empty: true of the provider and so of all its services.",
    )  # fmt: skip
    side = models.CharField(max_length=10, blank=True, choices=[(side, side) for side in SIDES])
    name = models.CharField(max_length=120)
    value = models.JSONField(null=True, blank=True)
    effective_from = models.DateField(
        null=True, blank=True, help_text="Empty: true for as long as the service has run."
    )
    how_known = models.CharField(max_length=300, blank=True)

    objects = WorkQuerySet["FactValue"].as_manager()

    class Meta(Recorded.Meta):
        ordering: ClassVar = ["name", "side", "effective_from", "recorded_at"]
        constraints: ClassVar = [
            SameProvider(parent="platform", name="fact_of_same_provider"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["platform", "name", "side"], name="fact_of_platform"),
            models.Index(fields=["provider", "name"], name="fact_of_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


class MonthlyUsers(Recorded):
    """UK users in one month on one side: a number or a range, and how it was counted."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="monthly_users")
    side = models.CharField(max_length=10, choices=[(side, side) for side in SIDES])
    month = models.DateField(help_text="The first day of the month.")
    low = models.PositiveBigIntegerField()
    high = models.PositiveBigIntegerField(null=True, blank=True, help_text="Empty: no upper bound.")
    method = models.CharField(max_length=300)

    class Meta(Recorded.Meta):
        ordering: ClassVar = ["side", "-month", "-recorded_at"]
        verbose_name_plural = "monthly users"
        constraints: ClassVar = [
            SameProvider(parent="platform", name="monthly_users_of_same_provider"),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(high__gte=F("low")), name="monthly_users_range",
                violation_error_message="The high end is below the low end.",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="monthly_users_first_day",
                violation_error_message="Give the month by its first day.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.platform} {language.month(self.month)}"


@pghistory.track(
    pghistory.InsertEvent("added"),
    pghistory.UpdateEvent("changed"),
    pghistory.DeleteEvent("removed"),
)
class Designation(models.Model):
    """Being on Ofcom's register of categorised services from a day to a day (OSA 2023 ss 95-96).

    While an appeal against the entry is pending, what only its category brings need not be complied
    with (s 167): from `appealed_on`, up to the day before `appeal_ended_on`.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="designations")
    category = models.CharField(
        max_length=4, choices=[(c, f"Category {c}") for c in ("1", "2A", "2B")]
    )
    period = DateRangeField(help_text="Half-open: the end is the first day off the register.")
    appealed_on = models.DateField(
        null=True, blank=True, help_text="The day of the appeal to the Upper Tribunal."
    )
    appeal_ended_on = models.DateField(
        null=True, blank=True, help_text="The day it was determined or withdrawn."
    )
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["platform", "category", "period"]
        constraints: ClassVar = [
            ExclusionConstraint(
                name=f"designation_{category.lower()}_does_not_overlap",
                expressions=[(SameRow("platform"), OVERLAPS), ("period", OVERLAPS)],
                condition=Q(category=category),
                violation_error_message="This service is on that part of the register already.",
            )
            for category in ("1", "2A", "2B")
        ] + [
            SameProvider(parent="platform", name="designation_of_same_provider"),
            models.CheckConstraint(
                condition=Q(appeal_ended_on__isnull=True)
                | Q(appeal_ended_on__gte=F("appealed_on")),
                name="appeal_ends_after_it_began",
                violation_error_message="The appeal ended before it was made.",
            ),
            models.CheckConstraint(
                condition=Q(appeal_ended_on__isnull=True) | Q(appealed_on__isnull=False),
                name="appeal_that_ended_was_made",
                violation_error_message="Say on which day the appeal was made.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform}, Category {self.category}"


class PlatformEventQuerySet(WorkQuerySet["PlatformEvent"]):
    def standing(self, *, known_at: dt.datetime | None = None) -> PlatformEventQuerySet:
        """Events as recorded by a moment (default: by now), but for those then taken back."""
        known = Q() if known_at is None else Q(recorded_at__lte=known_at)
        undone = PlatformEvent.objects.filter(known, takes_back__isnull=False)
        return self.filter(known, takes_back__isnull=True).exclude(
            pk__in=undone.values("takes_back")
        )


class PlatformEvent(Recorded):
    """Something happened to a service or its provider: a notice, a change, content found."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="events")
    platform = models.ForeignKey(
        Platform, models.CASCADE, null=True, blank=True, related_name="events",
        help_text="Empty: it concerns the provider, and so all its services.",
    )  # fmt: skip
    event = models.CharField(max_length=80, help_text="The id of an event kind.")
    happened_on = models.DateField()
    happened_at = models.DateTimeField(
        null=True, blank=True, help_text="For clocks that run in hours."
    )
    due_on = models.DateField(null=True, blank=True, help_text="The day a notice itself sets.")
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_back_by",
        help_text="The earlier record that was a mistake; this row undoes it.",
    )  # fmt: skip

    objects = PlatformEventQuerySet.as_manager()

    class Meta(Recorded.Meta):
        ordering: ClassVar = ["-happened_on", "-recorded_at"]
        constraints: ClassVar = [
            ProviderKey(name="platform_event_with_provider"),
            SameProvider(parent="platform", name="platform_event_of_same_provider"),
            SameProvider(parent="takes_back", name="platform_event_taking_back_of_same_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.event} on {self.happened_on}"
