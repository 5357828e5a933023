"""An edition of the law data, and what every record that came with one carries.

A Release keeps its whole payload, so any past edition can be read again. A record that a newer
release no longer has is kept and marked `withdrawn_in`; what providers recorded about it survives.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from obligations.models.base import Verification
from obligations.rules.rulebook.trust import Trust, trust_of


class ReleaseQuerySet(models.QuerySet["Release"]):
    def in_use(self) -> Release | None:
        """The current edition, without what it holds; None before any was loaded. One query."""
        return self.filter(is_current=True).defer("payload", "difference").first()


class Release(models.Model):
    """One dated, hashed edition of the law data."""

    version = models.CharField(max_length=40)
    law_date = models.DateField(help_text="The day up to which this edition follows the law.")
    sha256 = models.CharField(max_length=64, unique=True)
    payload = models.JSONField(help_text="The whole edition, as validated.")
    counts = models.JSONField(default=dict)
    difference = models.JSONField(
        default=list,
        help_text="Sentences: what changed against the release current before.",
    )
    is_current = models.BooleanField(default=False)
    loaded_at = models.DateTimeField(auto_now_add=True)
    made_current_at = models.DateTimeField(null=True)
    loaded_by = models.CharField(max_length=200)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-law_date", "-loaded_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="release_one_current"
            )
        ]

    def __str__(self) -> str:
        return f"Law data {self.version}"


class Kept(models.Model):
    """What every record of the law data carries: its id, and that it is never deleted."""

    slug = models.CharField(max_length=120, unique=True, help_text="Stable id.")
    withdrawn_in = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The release that no longer has this record.",
    )  # fmt: skip

    class Meta:
        abstract = True


class Sourced(Kept):
    """What every record of the law carries: where it was read and how far it was checked.

    `verification`, `verified_by` and `verified_on` say it of the best of its readings.
    """

    verification = models.CharField(max_length=12, choices=Verification.choices)
    verified_by = models.CharField(max_length=200, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField(
        null=True, blank=True, help_text="The last known change of the provision."
    )
    readings = models.JSONField(default=list, blank=True, help_text="Best first.")
    not_compared = models.TextField(blank=True, help_text="Why nobody compared it.")
    sources = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def trust(self) -> Trust:
        """How far it was checked; a row written before readings were kept has its mark alone."""
        readings = self.readings or [{"how": self.verification}]
        return trust_of(readings, self.changed_on, self.sources, self.not_compared)
