"""Requirements as a table, each in the version that a reader of the day needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Subquery,
    TextField,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, JSONObject

from obligations import words
from obligations.exports.columns import Column, Resource
from obligations.exports.law import TRUST, refs
from obligations.models import Requirement, RequirementVersion

CONDITION = Coalesce(
    KeyTextTransform("condition", "verification_parts"), F("verification"), output_field=CharField()
)
"""How far the condition of a requirement was checked: said apart, else with the whole record."""


class _Bound(Func):
    """An end of a range as ISO text."""

    output_field = TextField()
    template = "%(function)s(%(expressions)s)::text"


def _reading(as_at: dt.date) -> Subquery:
    """The version that a reader of that day needs: in force then, else the next, else the last."""
    nearness = Case(
        When(period__contains=as_at, then=0),
        When(period__startswith__gt=as_at, then=1),
        When(period__isnull=True, then=2),
        default=3,
        output_field=IntegerField(),
    )
    from_day = _Bound("period", function="lower")
    upcoming = Case(When(nearness=1, then=from_day), output_field=TextField())
    versions = (
        RequirementVersion.objects.filter(requirement=OuterRef("pk"))
        .annotate(nearness=nearness)
        .annotate(upcoming=upcoming, begins=from_day)
        .order_by("nearness", "upcoming", F("begins").desc(nulls_last=True), "pk")
    )
    shown = JSONObject(
        first=from_day,
        end=_Bound("period", function="upper"),
        status="status",
        by="by",
        condition="condition",
        bites_only_if="bites_only_if",
        date_note="date_note",
    )
    return Subquery(versions.values_list(shown)[:1], output_field=JSONField())


def _in_reading(name: str) -> Callable[[Any], Any]:
    return lambda row: (row.reading or {}).get(name)


def _reading_from(row: Any) -> dt.date | None:
    text = (row.reading or {}).get("first")
    return dt.date.fromisoformat(text) if text else None


def _reading_to(row: Any) -> dt.date | None:
    text = (row.reading or {}).get("end")
    return dt.date.fromisoformat(text) - dt.timedelta(days=1) if text else None


def _condition_verification(row: Any) -> str:
    return "recalled" if row.condition_verification == "unknown" else row.condition_verification


def _categories(row: Any) -> list[str]:
    return list(row.categories) or ["any"]


REQUIREMENTS = Resource(
    name="requirements",
    title="Requirements of the Online Safety Act 2023",
    related=("instrument", "part_of"),
    added=lambda as_at: {
        "reading": _reading(as_at),
        "serves_refs": refs(Requirement.serves.through, "from_requirement", "to_requirement"),
        "served_by_refs": refs(Requirement.serves.through, "to_requirement", "from_requirement"),
        "condition_verification": CONDITION,
    },
    rests_on=CONDITION,
    rests_on_column="condition_verification",
    columns=(
        Column.of("ref", "Reference", width=22),
        Column.of("slug", "Id", name="id"),
        Column.of("kind", "Kind", words.records.kind, width=14),
        Column.of("strength", "Strength", words.answers.strength, width=20),
        Column.of("title", "Title", width=44),
        Column.of("summary", "Summary in our own words", width=70),
        Column.of("theme", "Theme", words.records.theme, width=26),
        Column.of("side", "Side", words.answers.side, width=20),
        Column.of("level", "Owed by", lambda v: Requirement.Level(v).label, width=20),
        Column.of("person", "Whom it binds", words.records.person, width=24),
        Column("categories", "Categories", _categories, width=12),
        Column.of("standing", "On that day", words.records.status, width=18),
        Column("in_force_from", "From", _reading_from, width=13),
        Column("in_force_to", "Last day", _reading_to, width=13),
        Column("brought_by", "Brought by", _in_reading("by"), width=24),
        Column("date_note", "About its dates", _in_reading("date_note"), width=40),
        Column.of("gate", "Gate", words.names.plain, width=18),
        Column("condition", "Condition", _in_reading("condition"), width=60),
        Column("bites_only_if", "Acts only where", _in_reading("bites_only_if"), width=40),
        Column.of("optional", "A permission", width=12),
        Column.of("triggered_by", "Stands by for", width=24),
        Column.of("waits_for", "Waits for", width=30),
        Column.of("instrument.slug", "Instrument", name="instrument", width=20),
        Column.of("instrument.title", "Instrument's title", width=44),
        Column.of("part_of.ref", "Part of", name="part_of", width=22),
        Column.of("serves_refs", "Helps to meet", name="serves", width=40),
        Column.of("served_by_refs", "Helped by", name="served_by", width=40),
        Column(
            "condition_verification", "How far the condition is checked",
            _condition_verification, words.checks.verification, 24,
        ),
        *TRUST,
    ),
)  # fmt: skip
