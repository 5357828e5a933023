"""The ids that requirements bore in other editions, so that each leads to its requirement."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from obligations.models.law import Requirement


class RequirementIdQuerySet(models.QuerySet["RequirementId"]):
    def led_to(self, slug: str) -> str | None:
        """The present id of the requirement that another edition calls `slug`, where one does."""
        found = self.filter(slug=slug).exclude(requirement__slug=slug)
        return found.values_list("requirement__slug", flat=True).first()

    def now(self) -> dict[str, str]:
        """Each id of another edition and the id that its requirement bears now. One query."""
        return dict(self.values_list("slug", "requirement__slug"))


class RequirementId(models.Model):
    """An id and the requirement that bore it, in an edition loaded before or known by its `was`.

    It stays when its requirement bears the id again: an edition may be left and come back to any
    number of times. A requirement of the law data that bears the id itself goes before it.
    """

    slug = models.CharField(max_length=120, unique=True, help_text="Id in another edition.")
    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="other_ids")

    objects = RequirementIdQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["slug"]
        verbose_name = "id of another edition"
        verbose_name_plural = "ids of other editions"

    def __str__(self) -> str:
        return self.slug
