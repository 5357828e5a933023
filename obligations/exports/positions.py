"""Positions as a table, and beside the answers of a service. No file has a privileged reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F

from obligations import words
from obligations.exports.columns import Column, Resource
from obligations.exports.work import service
from obligations.law.answer_rows import Explained
from obligations.models import Position
from obligations.models.positions import ANYBODY
from obligations.rules import Answer

POSITIONS = Resource(
    name="positions",
    title="Positions",
    related=("platform", "requirement", "release"),
    deferred=("release__payload", "release__difference"),
    rests_on=F("requirement__verification"),
    columns=(
        Column("service", "Service", service, width=26),
        Column.of("requirement.ref", "Reference", name="ref", width=22),
        Column.of("requirement.slug", "Requirement's id", name="requirement", width=18),
        Column.of("requirement.title", "Title", name="title", width=50),
        Column.of("kind", "What it does", lambda v: Position.Kind(v).label, width=22),
        Column.of("takes", "Your position", words.answers.answer, name="position", width=20),
        Column.of("applies_from", "Position: from", width=13),
        Column.of("reading", "Reading chosen", width=20),
        Column.of("reading_words", "That reading", width=50),
        Column("reason", "Reason", lambda row: row.reason_for(ANYBODY), width=60),
        Column.of("privileged", "Privileged", width=10),
        Column.of("computed", "Computed answer then", words.answers.answer, width=20),
        Column.of("computed_from", "Computed: from", width=13),
        Column.of("author_label", "Author", name="author", width=26),
        Column.of("taken_on", "Taken on", width=13),
        Column.of("review_on", "Look at it again by", width=13),
        Column.of("ended_at", "Ended", width=18),
        Column("ended_why", "Why it ended", lambda row: row.ended_why_for(ANYBODY), width=40),
        Column.of("release.version", "Law data", name="law_data", width=14),
        Column.of("requirement.verification", "How far checked", words.checks.verification,
                  name="verification", width=24),
    ),
)  # fmt: skip


def with_taken(resource: Resource, taken: Mapping[str, Position]) -> Resource:
    """A table of a service's answers, or of its plan, with the positions on them.

    `taken`: by the requirement's id. A file may go anywhere, so the reason of a privileged
    position is not in it.
    """

    def of(read: Callable[[Position], Any]) -> Callable[[Any], Any]:
        def value(row: Any) -> Any:
            answer = row if isinstance(row, Answer) else row.answer
            return read(taken[answer.id]) if answer.id in taken else None

        return value

    beside = (
        Column("position", "Your position", of(lambda one: one.takes), words.answers.answer, 20),
        Column("position_from", "Position: from", of(lambda one: one.applies_from), width=13),
        Column("position_reason", "Reason of the position",
               of(lambda one: one.reason_for(ANYBODY)), width=50),
        Column("position_review_on", "Look at it again by", of(lambda one: one.review_on),
               width=13),
    )  # fmt: skip
    return replace(resource, columns=(*resource.columns, *beside))


@dataclass(frozen=True)
class Taken:
    """A position beside a computed answer. A privileged reason is not reproduced, and said so."""

    ref: str
    id: str
    title: str
    takes: str
    words: str
    computed_words: str
    reading: str
    reason: str
    privileged: bool
    author: str
    taken_on: dt.date
    review_on: dt.date


def positions_told(found: Explained) -> tuple[Taken, ...]:
    """The positions on the answers of the report, in the order of their references."""
    rows = [row for rows in found.by_answer.values() for row in rows]
    rows += [part for row in rows for part in row.parts]
    order = {answer.id: number for number, answer in enumerate(found.determination.answers)}
    taken = [(row.answer, row.position) for row in rows if row.position is not None]
    return tuple(
        Taken(
            ref=answer.ref, id=answer.id, title=answer.title, takes=one.takes, words=one.words,
            computed_words=words.answers.within(answer.answer, answer.starts_on),
            reading=one.reading_words, reason=one.reason_for(ANYBODY), privileged=one.privileged,
            author=one.author_label, taken_on=one.taken_on, review_on=one.review_on,
        )
        for answer, one in sorted(taken, key=lambda pair: order[pair[0].id])
    )  # fmt: skip
