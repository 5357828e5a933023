"""The schema of the law data: what every file under fixtures/law may say.

A file holds one or more of the keys of `Law`; lists of several files are joined. Whatever a key
does not name is refused, so that a misspelling never disappears. Meaning across records (names,
references, overlaps) is checked in `obligations.law.checks`.
"""

from __future__ import annotations

from pydantic import Field

from obligations.law.schema.checker import Checker
from obligations.law.schema.practice import Records, RiskAssessment
from obligations.law.schema.search import Search
from obligations.law.schema.timeline import (
    Designations,
    Edition,
    Enforcement,
    Instrument,
    Milestone,
    PolicyDocument,
)
from obligations.law.schema.vocabulary import Category, Definition, Theme
from obligations.rules.rulebook.jobs import Job
from obligations.rules.rulebook.kinds import Kinds
from obligations.rules.rulebook.record import Many, Strict
from obligations.rules.rulebook.requirements import Former, Requirement
from obligations.rules.rulebook.vocabulary import Event, Exclusion, Fact, Gate, Topic

__all__ = ["Law"]


class Law(Strict):
    """One whole edition of the law data."""

    release: Edition
    themes: Many[Theme]
    topics: Many[Topic] = ()
    facts: Many[Fact]
    kinds: Kinds
    events: Many[Event]
    gates: Many[Gate]
    definitions: Many[Definition]
    categories: Many[Category]
    instruments: Many[Instrument]
    requirements: Many[Requirement]
    former: Many[Former] = ()
    milestones: Many[Milestone]
    policy: Many[PolicyDocument]
    designations: Designations
    enforcement: Enforcement
    records: Records
    risk_assessment: RiskAssessment
    checker: Checker
    jobs: Many[Job] = ()
    exclusions: Many[Exclusion] = ()
    search: Search = Field(default_factory=Search)
