"""Dates owed, that they came near, and that somebody was told."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from obligations import words
from obligations.models.law import Milestone, Requirement
from obligations.models.people import Provider
from obligations.models.platforms import Platform, WorkQuerySet
from obligations.models.positions import Position
from obligations.models.tenancy import ProviderKey, SameProvider
from obligations.models.work import Obligation


class DeadlineQuerySet(WorkQuerySet["Deadline"]):
    def open(self) -> DeadlineQuerySet:
        return self.filter(status=Deadline.Status.OPEN)

    def due_within(self, days: int, *, at: dt.date) -> DeadlineQuerySet:
        return self.open().filter(due_on__gte=at, due_on__lte=at + dt.timedelta(days=days))


class Deadline(models.Model):
    """A day owed under a clock, a milestone of the regime, or the review of a position.

    It stores how it was derived, is worked out again when its inputs move and says why it moved;
    once closed it never moves. A paused one is owed and does not run: an appeal suspends it.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PAUSED = "paused", "Does not run while an appeal is pending"
        DONE = "done", "Done"
        LAPSED = "lapsed", "No longer owed"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="deadlines")
    platform = models.ForeignKey(
        Platform, models.CASCADE, null=True, blank=True, related_name="deadlines"
    )
    obligation = models.ForeignKey(
        Obligation, models.CASCADE, null=True, blank=True, related_name="deadlines"
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, null=True, blank=True, related_name="+"
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="deadlines"
    )
    position = models.ForeignKey(
        Position, models.CASCADE, null=True, blank=True, related_name="deadlines",
        help_text="The position to look at again: a day of the provider's own.",
    )  # fmt: skip
    key = models.CharField(max_length=200, help_text="Rule and occurrence: one row for each.")
    title = models.CharField(max_length=300)
    due_on = models.DateField(help_text="The day; of a season or quarter, its last day.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="For clocks that run in hours.")
    period = DateRangeField(
        null=True, blank=True, help_text="Where only a month, season or year is known."
    )
    confirmed = models.BooleanField(default=True, help_text="False: planned or estimated.")
    derivation = models.JSONField(default=dict, help_text="Rule, inputs and result.")
    moved_because = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "title", "pk"]
        constraints: ClassVar = [
            ProviderKey(name="deadline_with_provider"),
            SameProvider(parent="platform", name="deadline_of_same_provider"),
            SameProvider(parent="obligation", name="deadline_of_obligation_of_same_provider"),
            SameProvider(parent="position", name="deadline_of_position_of_same_provider"),
            models.UniqueConstraint(
                fields=["platform", "key"], condition=Q(platform__isnull=False),
                name="deadline_once_per_platform",
            ),
            models.UniqueConstraint(
                fields=["provider", "key"], condition=Q(platform__isnull=True),
                name="deadline_once_per_provider",
            ),
            models.CheckConstraint(
                condition=Q(obligation__isnull=False, milestone=None, position=None)
                | Q(obligation=None, milestone__isnull=False, position=None)
                | Q(obligation=None, milestone=None, position__isnull=False),
                name="deadline_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(closed_at__isnull=False),
                name="deadline_done_says_when",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["status", "due_on"], name="deadline_open_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.title} by {self.due_on}"


class Flag(models.Model):
    """A deadline came within a lead time. One row per (deadline, lead)."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="flags")
    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="flags")
    lead = models.IntegerField(help_text="Days before the due day; negative: days overdue.")
    due_on = models.DateField(help_text="The due day when the flag was raised.")
    flagged_on = models.DateField(help_text="The day the planner ran for.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-flagged_on", "due_on"]
        constraints: ClassVar = [
            ProviderKey(name="flag_with_provider"),
            SameProvider(parent="deadline", name="flag_of_same_provider"),
            models.UniqueConstraint(fields=["deadline", "lead"], name="flag_once_per_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline} ({self.lead} days)"


class Notification(models.Model):
    """Telling one person about one flag, or one task given to them: an outbox, sent by workers."""

    class Status(models.TextChoices):
        QUEUED = "queued", "To be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        SHOWN = "shown", "On the dashboard alone"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+")
    flag = models.ForeignKey(Flag, models.CASCADE, null=True, related_name="notifications")
    obligation = models.ForeignKey(
        Obligation, models.CASCADE, null=True, related_name="notifications",
        help_text="The task that was given to the person.",
    )  # fmt: skip
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    told = models.JSONField(help_text="What is said of it, worded by `words.messages`.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            SameProvider(parent="flag", name="notification_of_same_provider"),
            SameProvider(parent="obligation", name="notification_of_task_of_same_provider"),
            models.UniqueConstraint(fields=["flag", "user"], name="notification_once_per_person"),
            models.UniqueConstraint(fields=["obligation"], name="notification_once_per_task"),
            models.CheckConstraint(
                condition=Q(flag__isnull=False, obligation=None)
                | Q(flag=None, obligation__isnull=False),
                name="notification_is_of_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "next_attempt_at"], name="notification_queue"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        return words.messages.subject(self.told)

    @property
    def body(self) -> str:
        return words.messages.body(self.told)
