"""Values that several tables of the law hold in the same way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.models import Release
from obligations.rules.rulebook.trust import readings_of, sources_of, trust

Record = dict[str, Any]


def provenance(record: Record, release: Release) -> Record:
    """The fields of `Sourced` for a record that has its own readings and sources.

    A record whose condition or number rests on memory is trusted no further than that.
    """
    found = trust(record, str(release.law_date))
    return {
        "verification": found.mark,
        "verified_by": found.reading.get("by", ""),
        "verified_on": found.reading.get("day"),
        "changed_on": found.changed_on,
        "readings": readings_of(record),
        "not_compared": found.not_compared,
        "sources": sources_of(record),
    }


def same(record: Record, *names: str) -> Record:
    """The fields of a table that are called as in the record, and hold what it says."""
    return {name: record[name] for name in names}


def same_text(record: Record, *names: str) -> Record:
    """The same for texts, where the table has an empty one for what the record leaves out."""
    return {name: record[name] or "" for name in names}


def best_parts(record: Record) -> Record:
    """What the best reading says of single parts: the text, the reference, the condition."""
    parts: Record = trust(record).reading.get("parts", {})
    return parts


def day(text: str | None) -> dt.date | None:
    """A day of the law data as a date."""
    return dt.date.fromisoformat(text) if text else None


def period(first: str, last: str | None) -> DateRange:
    """A half-open range from a first day and a last day (None: no end is known)."""
    ends = day(last)
    return DateRange(day(first), ends + dt.timedelta(days=1) if ends else None)
