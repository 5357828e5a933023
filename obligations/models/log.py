"""The append-only, hash-chained log of decisions, and the rows of background jobs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from obligations.models.base import AppendOnly
from obligations.models.people import Provider
from obligations.models.platforms import Platform, WorkQuerySet
from obligations.models.tenancy import SameProvider


class Event(AppendOnly):
    """Who did what when, in a sentence. Each row carries the hash of the one before it.

    There is one chain per provider, and one (provider null) for the installation itself.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, blank=True, related_name="log"
    )
    platform = models.ForeignKey(
        Platform, models.PROTECT, null=True, blank=True, related_name="log"
    )
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_label = models.CharField(max_length=200, help_text="Who it was, as known then.")
    action = models.CharField(max_length=80)
    subject = models.CharField(
        max_length=120, blank=True, help_text="Kind and id of what it is about."
    )
    sentence = models.TextField()
    data = models.JSONField(default=dict)
    number = models.PositiveBigIntegerField(help_text="Place in the provider's chain, from 1.")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = WorkQuerySet["Event"].as_manager()

    class Meta(AppendOnly.Meta):
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            SameProvider(parent="platform", name="event_of_same_provider"),
            models.CheckConstraint(
                condition=models.Q(platform=None) | models.Q(provider__isnull=False),
                name="event_of_a_service_has_its_provider",
            ),
            models.UniqueConstraint(
                fields=["provider", "number"], name="event_number_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.sentence


class JobRun(models.Model):
    """One run of a background job: it is a row before it is a message."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, help_text="What is to be done once, such as a day.")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-queued_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "key"], name="job_run_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}: {self.state}"
