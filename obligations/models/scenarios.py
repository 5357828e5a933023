"""Changes tried on paper and kept, and what was decided about changes that are made."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from obligations.models.people import Provider
from obligations.models.platforms import Platform, Recorded
from obligations.models.tenancy import ProviderKey, SameProvider


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def visible_to(self, user: Any) -> ScenarioQuerySet:
        """A person's own, and those shared inside the providers they belong to."""
        return self.filter(
            Q(created_by=user.pk) | Q(shared=True) | Q(launched_on__isnull=False),
            provider__in=Provider.objects.visible_to(user),
        )


@pghistory.track(
    pghistory.InsertEvent("added"),
    pghistory.UpdateEvent("changed"),
    pghistory.DeleteEvent("removed"),
)
class Scenario(models.Model):
    """Answers of a service told otherwise, under a name. Private to its author until shared.

    `changes` maps keys of `facts.record_many` to values as a facts file holds them; a newer
    release may not know all of them any more. Launched: its changes became facts; it stays as
    it was.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="scenarios")
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict, help_text="Answers told otherwise, by key.")
    planned_for = models.DateField(
        null=True, blank=True, help_text="The day of the change, where one is told."
    )
    shared = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    launched_on = models.DateField(null=True, blank=True)
    launched_at = models.DateTimeField(null=True, blank=True)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    launched_anyway = models.TextField(
        blank=True, help_text="Why it was launched before every assessment was carried out."
    )

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-updated_at", "-pk"]
        constraints: ClassVar = [
            ProviderKey(name="scenario_with_provider"),
            SameProvider(parent="platform", name="scenario_of_same_provider"),
            models.CheckConstraint(
                condition=Q(launched_on__isnull=True, launched_at__isnull=True,
                            launched_by__isnull=True, launched_anyway="")
                | Q(launched_on__isnull=False, launched_at__isnull=False),
                name="scenario_launched_says_when",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class ChangeDecision(Recorded):
    """Whether a change to a service is a significant one, as its provider judged (OSA s 9(4)).

    Recorded once and never rewritten; a later decision of the same scenario stands instead.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="change_decisions")
    scenario = models.ForeignKey(
        Scenario, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    what = models.CharField(max_length=300, help_text="What changes, in a sentence.")
    significant = models.BooleanField()
    because = models.TextField(blank=True)
    planned_for = models.DateField(null=True, blank=True)

    class Meta(Recorded.Meta):
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            SameProvider(parent="platform", name="change_decision_of_same_provider"),
            SameProvider(parent="scenario", name="change_decision_of_scenario_of_same_provider"),
            models.CheckConstraint(
                condition=Q(significant=True) | ~Q(because=""),
                name="change_not_significant_says_why",
                violation_error_message="Say why the change is not significant.",
            ),
        ]

    def __str__(self) -> str:
        return self.what
