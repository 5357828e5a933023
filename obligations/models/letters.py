"""Letters: mail to one person that is written during a request and sent by a job."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class LetterQuerySet(models.QuerySet["Letter"]):
    def given_up(self) -> LetterQuerySet:
        return self.filter(next_attempt_at=None)


class Letter(models.Model):
    """One e-mail that waits to be sent; it may hold a secret, such as a link to set a password.

    Deleted once sent. One that is given up keeps its reason, for administrators, and loses its
    words. The site adds letters and can read none that waits; its key is made here so that adding
    needs no look at the table.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField("e-mail address", max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    written_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, help_text="Empty: given up.")
    error = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["written_at", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(next_attempt_at__isnull=False) | models.Q(body=""),
                name="letter_given_up_keeps_no_words",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["next_attempt_at"], name="letter_queue")]

    def __str__(self) -> str:
        return f"Letter {self.key}"
