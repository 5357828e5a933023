"""Values that several tables of the law hold in the same way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.rules.compiling import verification

Record = dict[str, Any]


def provenance(record: Record) -> Record:
    """The fields of `Sourced` for a record that has its own verification and sources.

    A record whose condition or number rests on memory is trusted no further than that.
    """
    said = record["verification"]
    return {
        "verification": verification(said),
        "verified_by": said["by"] or "",
        "verified_on": said["on"],
        "sources": record["sources"],
    }


def day(text: str | None) -> dt.date | None:
    """A day of the law data as a date."""
    return dt.date.fromisoformat(text) if text else None


def period(first: str, last: str | None) -> DateRange:
    """A half-open range from a first day and a last day (None: no end is known)."""
    ends = day(last)
    return DateRange(day(first), ends + dt.timedelta(days=1) if ends else None)
