"""Positions: where a provider settles, chooses or disagrees. They stand beside computed answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When

from obligations import words
from obligations.models.base import Side
from obligations.models.law import Requirement
from obligations.models.people import ROLE_PERMISSIONS, Permission, Provider, User
from obligations.models.platforms import Platform, WorkQuerySet
from obligations.models.release import Release
from obligations.models.tenancy import ProviderKey, SameProvider
from obligations.models.work import AnswerKind
from obligations.rules.verdict.predicates import BINDING

PRIVILEGED = "Privileged, not reproduced."
"""What stands in every file, report and print in place of the reason of a privileged position."""
ENDING = ["ended_at", "ended_by", "ended_why"]


@dataclass(frozen=True)
class Reader:
    """Somebody, or something, that reads positions: may it be told privileged reasons?"""

    user_id: int | None
    privileged: bool

    @classmethod
    def of(cls, user: User, role: str) -> Reader:
        """A person with a role at the provider; whoever takes positions reads privileged ones."""
        return cls(user.pk, bool(role) and Permission.TAKE_POSITIONS in ROLE_PERMISSIONS[role])


ANYBODY = Reader(None, privileged=False)
"""Files, reports, prints and the administration: who will read them is not known."""


class PositionQuerySet(WorkQuerySet["Position"]):
    def standing(
        self, *, at: dt.date | None = None, known_at: dt.datetime | None = None
    ) -> PositionQuerySet:
        """Positions that are held: now; or on a day; or as far as was recorded by a moment."""
        if at is None and known_at is None:
            return self.filter(ended_at__isnull=True)
        found = self
        if at is not None:
            held = Q(ended_at__isnull=True) | Q(ended_at__date__gt=at)
            found = found.filter(held, taken_on__lte=at)
        if known_at is not None:
            held = Q(ended_at__isnull=True) | Q(ended_at__gt=known_at)
            found = found.filter(held, recorded_at__lte=known_at)
        return found


class Position(models.Model):
    """What a provider takes an answer to be, and why: beside the computed answer, never instead.

    A position is never changed. Another one on the same requirement replaces it (`supersedes`),
    or it is withdrawn; both end it, and nothing else of the row can be written.
    """

    class Kind(models.TextChoices):
        SETTLES = "settles", "Settles what is not known"
        CHOOSES = "chooses", "Chooses a reading"
        DISAGREES = "disagrees", "Disagrees"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="positions")
    platform = models.ForeignKey(
        Platform, models.CASCADE, null=True, blank=True, related_name="positions",
        help_text="Empty: on what the provider owes once.",
    )  # fmt: skip
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="positions")
    side = models.CharField(max_length=12, choices=Side.choices)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    takes = models.CharField(
        max_length=16, choices=AnswerKind.choices, help_text="The answer the provider takes."
    )
    applies_from = models.DateField(null=True, blank=True)
    reading = models.CharField(
        max_length=80, blank=True, help_text="Of a contested text: the id of the reading chosen."
    )
    reading_words = models.TextField(blank=True, help_text="That reading, as told when chosen.")
    reason = models.TextField()
    privileged = models.BooleanField(
        default=False, help_text="Legal advice: the reason is only for those who take positions."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    author_label = models.CharField(max_length=200, help_text="Who it was, as known then.")
    taken_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    review_on = models.DateField(help_text="The day on which to look at it again.")

    computed = models.CharField(
        max_length=16, choices=AnswerKind.choices, help_text="The computed answer at that time."
    )
    computed_from = models.DateField(null=True, blank=True)
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    law_sha256 = models.CharField(
        max_length=64, help_text="Of the requirement as the law data had it then."
    )

    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_why = models.TextField(blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["review_on", "pk"]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="only_its_end_is_written", exclude=ENDING),
            pgtrigger.Protect(
                name="ends_once", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_removed", operation=pgtrigger.Delete),
        ]  # fmt: skip
        constraints: ClassVar = [
            ProviderKey(name="position_with_provider"),
            SameProvider(parent="platform", name="position_of_same_provider"),
            SameProvider(parent="supersedes", name="position_superseding_of_same_provider"),
            models.UniqueConstraint(
                fields=["platform", "requirement", "side"],
                condition=Q(platform__isnull=False, ended_at__isnull=True),
                name="position_one_standing_per_platform",
            ),
            models.UniqueConstraint(
                fields=["provider", "requirement", "side"],
                condition=Q(platform__isnull=True, ended_at__isnull=True),
                name="position_one_standing_per_provider",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="position_gives_a_reason"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("taken_on")), name="position_reviewed_after_taken"
            ),
            models.CheckConstraint(
                condition=Q(kind="chooses") & ~Q(reading="") | ~Q(kind="chooses") & Q(reading=""),
                name="position_chooses_a_reading_or_none",
            ),
            models.CheckConstraint(
                condition=Q(applies_from__isnull=True) | Q(takes__in=BINDING),
                name="position_day_only_where_it_applies",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | Q(ended_at__isnull=False) & ~Q(ended_why=""),
                name="position_end_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement.ref} for {self.platform or self.provider}: {self.words}"

    @property
    def words(self) -> str:
        """The answer taken, within a sentence: "applies", "does not apply"."""
        if self.takes == AnswerKind.NOT_KNOWN:  # Facts are missing even under the reading chosen.
            return "is not settled by the reading chosen"
        return words.answers.within(self.takes, self.applies_from)

    @property
    def computed_words(self) -> str:
        """The computed answer at the time, within a sentence."""
        return words.answers.within(self.computed, self.computed_from)

    @property
    def binds(self) -> bool:
        """Does the provider take it to apply, now or from a day?"""
        return self.takes in BINDING

    def reason_for(self, reader: Reader) -> str:
        """The reason, or what stands in its place for those who may not read it.

        The one place, with `open_reason`, that decides who reads a privileged reason: its
        author and those whose role takes positions. No file, report or print ever has it.
        """
        return self.reason if self._is_open_to(reader) else PRIVILEGED

    def ended_why_for(self, reader: Reader) -> str:
        """Why it ended, under the same rule."""
        return self.ended_why if not self.ended_why or self._is_open_to(reader) else PRIVILEGED

    def _is_open_to(self, reader: Reader) -> bool:
        own = reader.user_id is not None and reader.user_id == self.author_id
        return not self.privileged or reader.privileged or own


def open_reason() -> Case:
    """The reason as `reason_for(ANYBODY)` gives it, where the database reads it: files, search."""
    privileged = When(privileged=True, then=Value(PRIVILEGED))
    return Case(privileged, default=F("reason"), output_field=models.TextField())


def standing_position() -> dict[str, Any]:
    """The standing position on what a row is about, as annotations for a table or a file.

    `position_takes`, `position_from`, `position_reason` (never a privileged one) and
    `position_review_on`.
    """
    same = Q(platform=OuterRef("platform")) | Q(platform=None, provider=OuterRef("provider"))
    standing = (
        Position.objects.standing()
        .filter(same, requirement=OuterRef("requirement"))
        .order_by("platform")
    )
    return {
        "position_takes": Subquery(standing.values("takes")[:1]),
        "position_from": Subquery(standing.values("applies_from")[:1]),
        "position_reason": Subquery(standing.values(told=open_reason())[:1]),
        "position_review_on": Subquery(standing.values("review_on")[:1]),
    }
