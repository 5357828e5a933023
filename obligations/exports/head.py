"""What every export says about itself before its first row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from obligations import language
from obligations.models import Release
from obligations.rules.rulebook.trust import CHECKED

LONDON = ZoneInfo("Europe/London")
NOT_ADVICE = "This is not legal advice."
LICENCE = (
    "Contains information licensed under the Open Government Licence v3.0 and the Open "
    "Parliament Licence v3.0."
)


@dataclass(frozen=True)
class Edition:
    """The law data that was read: its version, the day it follows the law to, its SHA-256."""

    version: str
    law_date: dt.date
    sha256: str

    def sentence(self) -> str:
        return (
            f"Law data {self.version}, following the law up to {language.day(self.law_date)}; "
            f"SHA-256 {self.sha256}"
        )


def edition_of(release: Release | None) -> Edition | None:
    """What a head says of a release."""
    if release is None:
        return None
    return Edition(release.version, release.law_date, release.sha256)


@dataclass(frozen=True)
class Rests:
    """How much of a list rests on law that somebody compared with the official text.

    `compared` counts every row that was, `changed` those among them whose law changed since;
    `recalled` the rows from memory and `contested` those on which sources disagree.
    """

    rows: int
    compared: int
    changed: int
    recalled: int
    contested: int

    @classmethod
    def of(cls, marks: Iterable[str]) -> Rests:
        """From the mark of each row."""
        found = Counter(marks)
        compared = sum(found[mark] for mark in CHECKED)
        recalled = found["recalled"] + found["unknown"]
        return cls(found.total(), compared, found["changed"], recalled, found["contested"])

    @property
    def unverified(self) -> int:
        """Rows on law that nobody compared with the official text."""
        return self.rows - self.compared

    def sentence(self, rows: str = "rows") -> str:
        """In words; `rows` says what they are."""
        if not self.rows:
            return f"There are no {rows}."
        since = f", {self.changed:,} changed since" if self.changed else ""
        if not self.unverified:
            return f"All {self.rows:,} {rows} were compared with the official text{since}."
        more = []
        if self.recalled:
            more.append(f"{self.recalled:,} of them written from memory")
        if self.contested:
            more.append(f"{self.contested:,} on which sources disagree")
        tail = f": {language.listed(more)}" if more else ""
        return (
            f"{self.compared:,} of {self.rows:,} {rows} compared with the official text{since}; "
            f"{self.unverified:,} rest on unverified conditions{tail}."
        )


@dataclass(frozen=True)
class Head:
    """Title, filters in words, day and edition of the law, how far to trust it, when made.

    `rests` is None for lists that rest on no record of the law; `known_at` is set where the list
    was asked for as it was known at a moment.
    """

    title: str
    filters: str
    as_at: dt.date
    edition: Edition | None
    rows: int
    rests: Rests | None
    made_at: dt.datetime
    whose: str = ""
    known_at: dt.datetime | None = None

    def sentences(self) -> tuple[str, ...]:
        """The head in words, always as many lines; the first five say what was asked of what."""
        edition = self.edition.sentence() if self.edition else "No law data has been loaded"
        known = f", as known on {moment_words(self.known_at)}" if self.known_at else ""
        whose = f" ({self.whose})" if self.whose else ""
        return (
            f"{self.title}{whose}: {language.counted(self.rows, 'row')}",
            f"Filters: {self.filters}",
            f"As at {language.day(self.as_at)}{known}",
            edition,
            self.rests.sentence() if self.rests else "The rows rest on no record of the law.",
            f"Made on {moment_words(self.made_at)}",
            f"{NOT_ADVICE} {LICENCE}",
        )

    def to_dict(self) -> dict[str, Any]:
        """The head as plain JSON data."""
        return {
            "title": self.title,
            "of": self.whose or None,
            "filters": self.filters,
            "as_at": self.as_at.isoformat(),
            "known_at": self.known_at.isoformat() if self.known_at else None,
            "release": self.edition.version if self.edition else None,
            "law_date": self.edition.law_date.isoformat() if self.edition else None,
            "release_sha256": self.edition.sha256 if self.edition else None,
            "rows": self.rows,
            "rows_compared": self.rests.compared if self.rests else None,
            "rows_changed_since": self.rests.changed if self.rests else None,
            "rows_on_unverified_conditions": self.rests.unverified if self.rests else None,
            "rows_from_memory": self.rests.recalled if self.rests else None,
            "rows_contested": self.rests.contested if self.rests else None,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "notice": f"{NOT_ADVICE} {LICENCE}",
        }


def moment_words(moment: dt.datetime) -> str:
    """21 November 2026 at 14:05 (Europe/London)."""
    local = moment.astimezone(LONDON)
    return f"{language.day(local.date())} at {local:%H:%M} (Europe/London)"
