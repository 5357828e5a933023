"""Ofcom's enforcement as reported, and what was known of it when."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Func

from obligations.models.law import Requirement
from obligations.models.release import Sourced
from obligations.words.cases import case_name


class Fined(Func):
    """Pounds of the one-off penalties that a case had come to by a day."""

    template = (
        "(SELECT COALESCE(SUM((fine->>'pounds')::bigint), 0)"
        " FROM jsonb_array_elements(%(expressions)s) AS fine WHERE fine->>'day' <= '%(day)s')"
    )
    output_field = models.BigIntegerField()

    @classmethod
    def by(cls, day: dt.date) -> Fined:
        return cls(F("penalties"), day=day.isoformat())


class EnforcementQuerySet(models.QuerySet["EnforcementCase"]):
    """Cases of enforcement, by what was known when."""

    def known_on(self, day: dt.date) -> EnforcementQuerySet:
        """Those known on a day, with `fined_gbp`: the pounds fined by then."""
        return self.filter(known_from__lte=day).annotate(fined_gbp=Fined.by(day))


class EnforcementCase(Sourced):
    """An enforcement programme or case of Ofcom, as reported."""

    kind = models.CharField(max_length=40)
    service = models.CharField(max_length=300)
    provider_name = models.CharField(max_length=300, blank=True)
    opened = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=200)
    known_from = models.DateField(help_text="The earliest day that is told of it.")
    seen_on = models.DateField(help_text="The day that the status, and what has no day, is of.")
    total_fines_gbp = models.BigIntegerField(default=0, help_text="Pounds, one-off penalties.")
    penalties = models.JSONField(default=list, help_text="The one-off penalties: day and pounds.")
    requirements = models.ManyToManyField(Requirement, related_name="enforcement_cases", blank=True)
    record = models.JSONField(default=dict)

    objects = EnforcementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened", "service"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The service, or what it is and whose."""
        return case_name(self.service, self.provider_name)
