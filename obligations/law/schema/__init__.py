"""The schema of the law data: what every file under fixtures/law may say.

A file holds one or more of the keys of `Law`; lists of several files are joined. Whatever a key
does not name is refused, so that a misspelling never disappears. Meaning across records (names,
references, overlaps) is checked in `obligations.law.checks`.
"""

from __future__ import annotations

from pydantic import Field

from obligations.law.schema.base import Strict
from obligations.law.schema.checker import Checker
from obligations.law.schema.jobs import Job
from obligations.law.schema.practice import Records, RiskAssessment
from obligations.law.schema.requirements import Former, Requirement
from obligations.law.schema.timeline import (
    Designations,
    Edition,
    Enforcement,
    Instrument,
    Milestone,
    PolicyDocument,
)
from obligations.law.schema.vocabulary import (
    Category,
    Definition,
    EventKind,
    Exclusion,
    Fact,
    Gate,
    Kinds,
    Theme,
    Topic,
)

__all__ = ["Law"]


class Law(Strict):
    """One whole edition of the law data."""

    release: Edition
    themes: list[Theme]
    topics: list[Topic] = Field(default_factory=list)
    facts: list[Fact]
    kinds: Kinds
    events: list[EventKind]
    gates: list[Gate]
    definitions: list[Definition]
    categories: list[Category]
    instruments: list[Instrument]
    requirements: list[Requirement]
    former: list[Former] = Field(default_factory=list)
    milestones: list[Milestone]
    policy: list[PolicyDocument]
    designations: Designations
    enforcement: Enforcement
    records: Records
    risk_assessment: RiskAssessment
    checker: Checker
    jobs: list[Job] = Field(default_factory=list)
    exclusions: list[Exclusion] = Field(default_factory=list)
