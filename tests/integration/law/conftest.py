"""The shipped edition, read once, and a database in which there is no law yet."""

from __future__ import annotations

import pytest

from obligations.law.edition import Read
from obligations.models import (
    EnforcementCase,
    EventKind,
    HarmKind,
    Instrument,
    LawJob,
    LawRecord,
    Milestone,
    PolicyStatement,
    RegisterEntry,
    Release,
    Requirement,
)
from tests import laws

LAW_TABLES = (
    LawRecord, EnforcementCase, RegisterEntry, PolicyStatement, Milestone, EventKind, HarmKind,
    Requirement, LawJob, Instrument, Release,
)  # fmt: skip


@pytest.fixture(scope="session")
def shipped() -> Read:
    """The edition this product ships. Do not change it."""
    return laws.shipped()


@pytest.fixture
def no_law(db: None) -> None:
    """The lane starts with the shipped law loaded: away with it."""
    Milestone.objects.update(supersedes=None)
    Requirement.objects.update(part_of=None)
    for model in LAW_TABLES:
        model.objects.all().delete()
