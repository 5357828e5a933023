"""Invitations: a place at a provider that a person is asked to take."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from obligations.models.people import Provider, Role


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> InvitationQuerySet:
        return self.filter(answer="")

    def to(self, email: str) -> InvitationQuerySet:
        """Those to an address, however its capitals are written."""
        return self.filter(email__iexact=email)


class Invitation(models.Model):
    """One place offered to one address, and the answer. Kept, for limits are counted by it.

    Whoever has the address makes an account, if they have none, by accepting. `called` is the
    provider's name when it asked: the person asked sees nothing of it before they accept.
    """

    class Answer(models.TextChoices):
        OPEN = "", "not answered"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "taken back"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="invitations")
    called = models.CharField(max_length=200)
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=20, choices=Role.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-invited_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "provider", Lower("email"), condition=Q(answer=""), name="invitation_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} invited to {self.called}"
