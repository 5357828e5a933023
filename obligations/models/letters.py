"""Letters: mail to one person that is written during a request and sent by a job."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Letter(models.Model):
    """One e-mail that waits to be sent; it may hold a secret, such as a link to set a password.

    Deleted once sent. One that is given up keeps its reason and loses its words. The site adds
    letters and can read none; its key is made here so that adding needs no look at the table.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField("e-mail address", max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    written_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, help_text="Empty: given up.")
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["written_at", "key"]
        indexes: ClassVar = [models.Index(fields=["next_attempt_at"], name="letter_queue")]

    def __str__(self) -> str:
        return f"Letter {self.key}"
