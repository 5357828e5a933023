"""The difference that a what-if makes, as a table."""

from __future__ import annotations

from obligations import words
from obligations.exports.columns import Column, Resource
from obligations.words.whatif import TITLES, then_words

WHATIF = Resource(
    name="what-if",
    title="What changes would come to",
    columns=(
        Column("group", "What becomes of it", lambda row: str(row.group),
               lambda name: TITLES[name], width=22),
        Column.of("shown.ref", "Reference", name="ref", width=24),
        Column.of("shown.id", "Requirement's id", name="requirement", width=18),
        Column.of("shown.kind", "Kind", words.records.kind, name="kind", width=14),
        Column.of("shown.strength", "Strength", words.answers.strength, name="strength", width=20),
        Column.of("shown.title", "Title", name="title", width=50),
        Column.of("shown.theme", "Theme", words.records.theme, name="theme", width=26),
        Column("before", "Before", lambda row: words.answers.state(row.before), width=30),
        Column("after", "After", then_words, width=30),
        Column("from", "From", lambda row: row.after and row.after.starts_on, width=13),
        Column("because", "Because", words.reasons.of_row, width=70),
        Column.of("anyway", "Comes anyway", width=13),
        Column("counted", "Counted in the figures", lambda row: row.counts, width=13),
        Column.of("shown.verification", "Trust", words.checks.verification, name="verification",
                  width=24),
    ),
)  # fmt: skip
