"""Pieces that several models share."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func
from django.db.models.fields import BigIntegerField


class Verification(models.TextChoices):
    """How far a record of the law can be trusted."""

    VERIFIED = "verified", "Checked on the official site"
    COMPARED = "compared", "Compared with the official text"
    CHANGED = "changed", "Compared with the official text; changed since"
    SEEN = "seen", "Read in a source"
    RECALLED = "recalled", "From memory, not checked"
    CONTESTED = "contested", "Sources disagree"


class Side(models.TextChoices):
    """The part of a service on which a fact or a requirement is read."""

    U2U = "u2u", "User-to-user side"
    SEARCH = "search", "Search side"
    PLATFORM = "platform", "The whole service"
    PROVIDER = "provider", "The provider"


class SameRow(Func):
    """`int8range(id, id, '[]')`: equality of a bigint in an exclusion, no btree_gist."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"

    def __init__(self, field: str) -> None:
        super().__init__(models.F(field), models.F(field), output_field=BigIntegerField())


OVERLAPS = RangeOperators.OVERLAPS

NATURAL_KEY_LENGTH = 120


def natural_key_field(**options: Any) -> models.CharField[str, str]:
    """A stored sort key that puts C2 before C10 on every server, whatever its collation."""
    return models.CharField(max_length=NATURAL_KEY_LENGTH, db_collation="C", **options)


class AppendOnly(models.Model):
    """A table whose rows are facts: they are added, never changed or removed."""

    class Meta:
        abstract = True
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
