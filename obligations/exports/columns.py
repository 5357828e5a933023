"""What a resource looks like as a table: one description for every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from obligations import words

Value = Callable[[Any], Any]
Added = Callable[[dt.date], Mapping[str, Any]]


def follow(path: str) -> Value:
    """Reads `requirement.part_of.ref` off a row; None where the path ends early."""
    steps = path.split(".")

    def read(row: Any) -> Any:
        for step in steps:
            if row is None:
                return None
            row = getattr(row, step)
        return row

    return read


@dataclass(frozen=True)
class Column:
    """One column: its machine name, its heading for people, and how a row gives its value.

    A value is None, a text, a number, a flag, a day, a moment, a list of texts or plain JSON data.
    `named` turns a code name into words; spreadsheets show the words, CSV and JSON keep the code
    name, because that is what addresses and filters use. `width` is in characters.
    """

    name: str
    title: str
    value: Value
    named: Callable[[Any], str] | None = None
    width: int = 18

    @classmethod
    def of(
        cls,
        path: str,
        title: str,
        named: Callable[[Any], str] | None = None,
        *,
        name: str = "",
        width: int = 18,
    ) -> Column:
        """A column that reads an attribute, by default under the attribute's own name."""
        return cls(name or path.replace(".", "_"), title, follow(path), named, width)

    def under(self, step: str) -> Column:
        """The same column of what an attribute of the row holds."""
        return replace(self, value=lambda row: self.value(getattr(row, step)))


def first_day(row: Any) -> dt.date | None:
    """The first day of a row's range; None where it has always begun or no day is set."""
    return row.period.lower if row.period else None


def last_day(row: Any) -> dt.date | None:
    """The last day inside a row's range; None where it does not end."""
    return words.days.last_day(row.period)


DAYS = (
    Column("from", "From", first_day, width=13),
    Column("to", "Last day", last_day, width=13),
)


@dataclass(frozen=True)
class Resource:
    """A list that can be exported: its columns, and what its rows need read with them.

    `related`, `prefetched`, `deferred` and `added` (annotations, as on a day) make rows cost the
    same few queries however many there are. `rests_on` is a database expression for the
    verification of the law that a row rests on (None: it rests on no record of the law),
    `rests_on_column` the column that shows it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()
    added: Added = lambda as_at: {}
    rests_on: Any = None
    rests_on_column: str = "verification"

    def prepare(self, rows: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
        """The rows with everything that the columns read."""
        read = rows.select_related(*self.related) if self.related else rows
        read = read.prefetch_related(*self.prefetched).defer(*self.deferred)
        found: QuerySet[Any] = read.annotate(**self.added(as_at))
        return found

    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self, row: Any) -> list[Any]:
        """A row's values in the order of the columns."""
        return [column.value(row) for column in self.columns]
