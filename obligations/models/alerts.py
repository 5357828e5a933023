"""Who asked, by e-mail and without an account, to be told when the law of a result changes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from obligations import addresses
from obligations.models.release import Release

KEPT_UNCONFIRMED = dt.timedelta(days=7)
SLUG_LENGTH = 120


class LawAlertQuerySet(models.QuerySet["LawAlert"]):
    def confirmed(self) -> LawAlertQuerySet:
        """Alerts that the holder of the address asked for."""
        return self.filter(confirmed_on__isnull=False)

    def waiting(self, now: dt.datetime) -> LawAlertQuerySet:
        """Alerts with a message to be sent by now."""
        return self.filter(next_attempt_at__lte=now)

    def expired(self, *, at: dt.date) -> LawAlertQuerySet:
        """Alerts that nobody confirmed in time."""
        return self.filter(confirmed_on=None, created_on__lt=at - KEPT_UNCONFIRMED)


class LawAlert(models.Model):
    """One address, the requirements it asked about, and what it was last told of them.

    Of what somebody told in a check nothing is here: no answer, no name. The row is the outbox as
    well: a message is due while `next_attempt_at` is set, for a change of the law (`due_for`) or,
    before it is confirmed, the question whether the address wants it.
    """

    key = models.UUIDField(
        unique=True, default=uuid.uuid4, editable=False, help_text="What its links are made of."
    )
    address = models.EmailField(
        "e-mail address", help_text="In small letters.", validators=[addresses.check]
    )
    requirements = ArrayField(
        models.CharField(max_length=SLUG_LENGTH),
        help_text="Ids of the requirements of which every change is told.",
    )
    near = ArrayField(
        models.CharField(max_length=SLUG_LENGTH),
        default=list,
        help_text="Ids of those that did not apply and are told of where they could begin to.",
    )
    from_check = models.BooleanField(
        default=False, help_text="It rests on a check: scope tests and new requirements count too."
    )
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    law_day = models.DateField(help_text="The day of law up to which everything was told.")
    created_on = models.DateField()
    confirmed_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)
    due_for = models.DateField(null=True, blank=True, help_text="The day of law to be told of.")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = LawAlertQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=False) | Q(told_on=None, due_for=None),
                name="law_alert_tells_only_who_confirmed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["address"], name="law_alert_by_address"),
            models.Index(fields=["next_attempt_at", "id"], name="law_alert_queue"),
        ]

    def __str__(self) -> str:
        """Without the address: this stands in the administration's log, which is kept."""
        return f"Alert {self.pk}"

    @property
    def ends_on(self) -> dt.date:
        """The last day on which it can be confirmed."""
        return self.created_on + KEPT_UNCONFIRMED
