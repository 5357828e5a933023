"""What a resource looks like as a table: one description for every format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

Value = Callable[[Any], Any]
Prepare = Callable[[QuerySet[Any], dt.date], QuerySet[Any]]


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


def unchanged(queryset: QuerySet[Any], as_at: dt.date) -> QuerySet[Any]:
    return queryset


@dataclass(frozen=True)
class Resource:
    """A list that can be exported: its columns, and what its rows need read with them.

    `prepare` adds relations and annotations, so that rows cost the same few queries however many
    there are. `rests_on` is a database expression for the verification of the law that a row rests
    on (None: it rests on no record of the law), `rests_on_column` the column that shows it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    prepare: Prepare = unchanged
    rests_on: Any = None
    rests_on_column: str = "verification"

    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def cells(self, row: Any) -> list[Any]:
        """A row's values in the order of the columns."""
        return [column.value(row) for column in self.columns]
