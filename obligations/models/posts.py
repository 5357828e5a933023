"""Forms that were sent, so that the same one sent again is not done again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Post(models.Model):
    """One form as a person sent it from one page, and where they were led when it was done."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True, help_text="Hash of page, address, contents.")
    location = models.TextField(help_text="Where the answer led.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [models.Index(fields=["user", "at"], name="post_by_user")]

    def __str__(self) -> str:
        return f"{self.key[:8]} to {self.location}"
