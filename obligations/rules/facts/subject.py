"""A platform as told: facts, levels of risk, designations and recorded events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from obligations.rules.conditions.grammar import Family
from obligations.rules.conditions.truth import Value

Side = str | None
FactKey = tuple[str, Side]
RiskKey = tuple[Family, str, Side]


@dataclass(frozen=True, slots=True)
class Designation:
    """On Ofcom's register in a category from a day; `to` is the day of removal (ss 95-96).

    `appealed` is the day of an appeal to the Upper Tribunal against being put there, `appeal_ended`
    the day on which it was determined or withdrawn (s 167).
    """

    category: str
    since: dt.date
    to: dt.date | None
    appealed: dt.date | None = None
    appeal_ended: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Whether the service is on the register on the day."""
        return self.since <= day and (self.to is None or day < self.to)

    def under_appeal(self, day: dt.date) -> bool:
        """Whether it is on the register on the day and the appeal against that is pending."""
        appealed = self.appealed is not None and self.appealed <= day
        ended = self.appeal_ended is not None and self.appeal_ended <= day
        return self.holds(day) and appealed and not ended


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """Something that happened to the platform or its provider.

    `at` is the moment, where told to the hour; `due_on` the day set by a notice, if it sets one.
    """

    event: str
    on: dt.date
    at: dt.datetime | None = None
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Subject:
    """What is known of one platform. A key that is absent is not known.

    `facts` is keyed by name and side (None for facts of the platform or its provider), `risks` by
    family, kind and side. `designations` None means that it is not known whether there are any;
    an event that is not listed has not happened.
    """

    platform: str
    facts: Mapping[FactKey, Value] = field(default_factory=lambda: MappingProxyType({}))
    risks: Mapping[RiskKey, str] = field(default_factory=lambda: MappingProxyType({}))
    designations: tuple[Designation, ...] | None = None
    events: tuple[RecordedEvent, ...] = ()
