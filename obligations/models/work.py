"""Answers that were worked out, and the obligations that a provider or platform tracks."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from obligations.models.law import Requirement
from obligations.models.people import Provider
from obligations.models.platforms import Platform, WorkQuerySet
from obligations.models.release import Release
from obligations.models.tenancy import ProviderKey, SameProvider
from obligations.rules.verdict.predicates import BINDING
from obligations.words.answers import ANSWERS


class AnswerKind(models.TextChoices):
    """The answers of the rules, in the words of the screen."""

    APPLIES = "applies", ANSWERS["applies"]
    APPLIES_FROM = "applies_from", ANSWERS["applies_from"]
    WAITS = "waits", ANSWERS["waits"]
    STANDS_BY = "stands_by", ANSWERS["stands_by"]
    NOT_KNOWN = "not_known", ANSWERS["not_known"]
    MAY_APPLY_LATER = "may_apply_later", ANSWERS["may_apply_later"]
    DOES_NOT_APPLY = "does_not_apply", ANSWERS["does_not_apply"]
    PROPOSED = "proposed", ANSWERS["proposed"]


class Determination(models.Model):
    """The answers for one platform on one day, with the hash of what they came from."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    platform = models.ForeignKey(Platform, models.CASCADE, related_name="determinations")
    as_at = models.DateField()
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    inputs_sha256 = models.CharField(max_length=64, help_text="Of the situation and the release.")
    result = models.JSONField(help_text="Determination.kept() of obligations.rules.")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["platform", "-as_at", "-made_at"]
        get_latest_by: ClassVar = ["as_at", "made_at"]
        constraints: ClassVar = [
            SameProvider(parent="platform", name="determination_of_same_provider"),
            models.UniqueConstraint(
                fields=["platform", "as_at", "inputs_sha256"], name="determination_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform} on {self.as_at}"


class Progress(models.TextChoices):
    """How far the work is."""

    TO_DO = "to_do", "To do"
    IN_PROGRESS = "in_progress", "In progress"
    IN_REVIEW = "in_review", "In review"
    DONE = "done", "Done"


class Result(models.TextChoices):
    """What the work came to: not the same question as how far it is."""

    NOT_ASSESSED = "not_assessed", "Not assessed"
    IN_PLACE = "in_place", "In place"
    PARTLY = "partly", "Partly in place"
    NOT_IN_PLACE = "not_in_place", "Not in place"


PROGRESS_TRANSITIONS: dict[str, frozenset[str]] = {
    Progress.TO_DO: frozenset({Progress.IN_PROGRESS, Progress.IN_REVIEW, Progress.DONE}),
    Progress.IN_PROGRESS: frozenset({Progress.TO_DO, Progress.IN_REVIEW, Progress.DONE}),
    Progress.IN_REVIEW: frozenset({Progress.IN_PROGRESS, Progress.DONE}),
    Progress.DONE: frozenset({Progress.IN_PROGRESS}),
}


class ObligationQuerySet(WorkQuerySet["Obligation"]):
    def tasks(self) -> ObligationQuerySet:
        """What there is to work on (`rules.predicates.is_task`, stored with the answer)."""
        return self.filter(is_task=True)

    def standing_by(self) -> ObligationQuerySet:
        """What binds only when an event comes: listed apart, no task."""
        return self.filter(answer=AnswerKind.STANDS_BY)


@pghistory.track(
    pghistory.InsertEvent("added"),
    pghistory.UpdateEvent("changed"),
    pghistory.DeleteEvent("removed"),
)
class Obligation(models.Model):
    """A requirement that a provider or platform tracks. It outlives changes of the answer.

    `answer` and the fields beside it follow the latest determination; `progress`, `result`,
    `owner`, `note` are people's and are never touched by one.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="obligations")
    platform = models.ForeignKey(
        Platform, models.CASCADE, null=True, blank=True, related_name="obligations",
        help_text="Empty: owed once by the provider.",
    )  # fmt: skip
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="obligations")

    answer = models.CharField(max_length=16, choices=AnswerKind.choices)
    applies_from = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="Last day it bound.")
    until_event = models.CharField(max_length=200, blank=True)
    by_position = models.BooleanField(
        default=False,
        help_text="The answer makes no task; the provider's position that it applies does.",
    )
    acts_on = models.CharField(max_length=10, default="something")
    suspended = models.BooleanField(
        default=False, help_text="Need not be complied with while an appeal is pending (s 167)."
    )
    optional = models.BooleanField(default=False)
    is_task = models.BooleanField(
        default=False, help_text="There is something to work on (rules.predicates.is_task)."
    )
    because = models.JSONField(default=list, blank=True)
    answered_at = models.DateField(help_text="The day the answer is for.")

    progress = models.CharField(max_length=12, choices=Progress.choices, default=Progress.TO_DO)
    result = models.CharField(max_length=14, choices=Result.choices, default=Result.NOT_ASSESSED)
    assessed_on = models.DateField(null=True, blank=True)
    how_checked = models.CharField(max_length=500, blank=True)
    despite = models.CharField(
        max_length=500, blank=True,
        help_text="Why it counts as done although a content that binds is not covered.",
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="obligations"
    )
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["requirement__natural_key", "pk"]
        constraints: ClassVar = [
            ProviderKey(name="obligation_with_provider"),
            SameProvider(parent="platform", name="obligation_of_same_provider"),
            models.UniqueConstraint(
                fields=["platform", "requirement"], condition=Q(platform__isnull=False),
                name="obligation_once_per_platform",
            ),
            models.UniqueConstraint(
                fields=["provider", "requirement"], condition=Q(platform__isnull=True),
                name="obligation_once_per_provider",
            ),
            models.CheckConstraint(
                condition=~Q(result="in_place")
                | (Q(assessed_on__isnull=False) & ~Q(how_checked="")),
                name="obligation_in_place_says_when_and_how",
                violation_error_message=(
                    "In place needs the day it was checked and how it was checked."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(progress="done")
                | (Q(assessed_on__isnull=False) & ~Q(how_checked="")),
                name="obligation_done_says_when_and_how",
                violation_error_message="Done needs the day and how it was checked.",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["provider", "answer"], name="obligation_by_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement.ref} for {self.platform or self.provider}"


class PartQuerySet(models.QuerySet["ObligationPart"]):
    def missing(self) -> PartQuerySet:
        """The contents that bind and are not covered."""
        return self.filter(covered=False, answer__in=BINDING)


class ObligationPart(models.Model):
    """One content of an assessment or of terms: part of its obligation, never a task of its own."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="parts")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, choices=AnswerKind.choices)
    covered = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["requirement__natural_key"]
        constraints: ClassVar = [
            SameProvider(parent="obligation", name="obligation_part_of_same_provider"),
            models.UniqueConstraint(
                fields=["obligation", "requirement"], name="obligation_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement.ref} in {self.obligation}"
