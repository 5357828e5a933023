"""How a list is filtered: what all filter sets share. The sets themselves are in `filters`.

A filter set is made with the day it reads the law on (`as_at`). Its facets learn their choices
from the rows themselves, in one query; `tallies` counts each choice under the other filters, in
one more. `problems` says in words what cannot be understood; a list with problems is never shown
as if it had been filtered.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import django_filters as df
from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from obligations import language, words
from obligations.fields import DateField, Line

NOT_FILTERS = frozenset({"as_at", "page", "format", "known_at", "page_size"})
"""Parts of an address that are not filters."""


class Unnest(Func):
    """The members of an array, a row each."""

    function = "unnest"
    set_returning = True
    output_field = TextField()


class JsonMembers(Func):
    """The members of a JSON list, a row each."""

    function = "jsonb_array_elements_text"
    set_returning = True
    output_field = TextField()


class Facet(df.MultipleChoiceFilter):
    """Any of some values of a column; its choices are the values that occur.

    `expression` is what is counted (by default the column); `named` turns a value into words;
    `match` turns chosen values into a condition, where equality is not enough; `order` lists values
    that come first, in their order, and may be asked for where no row has them.
    """

    def __init__(
        self,
        column: str,
        label: str,
        *,
        expression: Any = None,
        named: Callable[[str], str] = words.names.plain,
        match: Callable[[list[str]], Q] | None = None,
        order: Iterable[str] = (),
    ) -> None:
        super().__init__(field_name=column, label=label, choices=(), required=False)
        self.expression = expression if expression is not None else F(column)
        self.named = named
        self.match = match
        self.order = tuple(order)

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        return qs.filter(
            self.match(value) if self.match else Q(**{f"{self.field_name}__in": value})
        )

    def call(self, names: Mapping[str, str]) -> None:
        """Call the values by these names, in their order; each of them may be asked for."""
        self.named = lambda value: names.get(value, value)
        self.order = tuple(names)

    def rank(self, value: str) -> tuple[int, str]:
        place = self.order.index(value) if value in self.order else len(self.order)
        return place, self.named(value).casefold()


class Day(df.DateFilter):
    """A day that something is compared with."""

    field_class = DateField


class Words(df.CharFilter):
    """Search by words: `vector` is a text index, `fields` are looked through letter by letter."""

    field_class = Line

    def __init__(self, *fields: str, vector: str | None = None) -> None:
        super().__init__(label="Search", max_length=200)
        self.fields = fields
        self.vector = vector

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        found = Q()
        for field in self.fields:
            found |= Q(**{f"{field}__icontains": value})
        if self.vector:
            found |= Q(
                **{self.vector: SearchQuery(value, search_type="websearch", config="english")}
            )
        return qs.filter(found)


class Sort(df.ChoiceFilter):
    """The order of the list: a name, and what it sorts by."""

    def __init__(self, **orders: tuple[str, Any]) -> None:
        self.orders = orders
        super().__init__(
            label="Sort by",
            choices=[(name, label) for name, (label, _) in orders.items()],
            empty_label=None,
        )

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.order_by(*self.orders[value or next(iter(self.orders))][1])


@dataclass(frozen=True)
class Choice:
    """One line of a facet: how many rows it would show, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str


class ListFilterSet(df.FilterSet):
    """What every list can do. Keyword `as_at`: the day the law is read on."""

    queryset: QuerySet

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        queryset: QuerySet | None = None,
        *,
        as_at: dt.date,
        request: Any = None,
        prefix: str | None = None,
    ) -> None:
        self.as_at = as_at
        super().__init__(
            data if data is not None else QueryDict(), queryset, request=request, prefix=prefix
        )
        self.queryset = self.prepare(self.queryset)
        self._tell_choices()

    def prepare(self, queryset: QuerySet) -> QuerySet:
        """What the filters need to see of each row."""
        return queryset

    @property
    def facets(self) -> dict[str, Facet]:
        return {name: one for name, one in self.filters.items() if isinstance(one, Facet)}

    def _counted(self, querysets: Mapping[str, QuerySet]) -> dict[str, dict[str, int]]:
        """For each facet the values that occur in its rows, with their number: one query."""
        parts = [
            rows.order_by()
            .annotate(
                facet=Value(name, TextField()),
                value=Cast(self.facets[name].expression, TextField()),
            )
            .values("facet", "value")
            .annotate(rows=Count("pk", distinct=True))
            for name, rows in querysets.items()
        ]
        found: dict[str, dict[str, int]] = defaultdict(dict)
        if parts:
            counted = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
            for row in counted:
                if row["value"]:
                    found[row["facet"]][row["value"]] = row["rows"]
        return found

    def _tell_choices(self) -> None:
        found = self._counted(dict.fromkeys(self.facets, self.queryset))
        asked = dict(self._lists())
        for name, facet in self.facets.items():
            declared = {value for value in asked.get(name, ()) if value in facet.order}
            values = sorted(declared.union(found[name]), key=facet.rank)
            facet.extra["choices"] = [(value, facet.named(value)) for value in values]

    def _lists(self) -> list[tuple[str, list[str]]]:
        if isinstance(self.data, MultiValueDict):
            return [(name, [v for v in values if v]) for name, values in self.data.lists()]
        return [
            (name, value if isinstance(value, list) else [value])
            for name, value in self.data.items()
            if value not in (None, "")
        ]

    @property
    def problems(self) -> list[str]:
        """What was asked that no list can answer, a sentence each."""
        told = [
            f"There is no filter called “{name[:40]}”. The filters are: {', '.join(self.filters)}."
            for name, _ in self._lists()
            if name not in self.filters and name not in NOT_FILTERS
        ]
        for name, errors in self.errors.items():
            known = [value for value, _ in getattr(self.form.fields[name], "choices", ())]
            given = dict(self._lists()).get(name, [])
            if known:
                wrong = ", ".join(f"“{value[:40]}”" for value in given if value not in known)
                told.append(
                    f"{name}: {wrong} is not known here. Use: {', '.join(map(str, known))}."
                )
            else:
                told.append(f"{name}: {' '.join(str(error) for error in errors)}")
        return told

    def tallies(self) -> dict[str, list[Choice]]:
        """Each facet's choices with the rows they would show under the other filters: one query."""
        cleaned = self.form.cleaned_data if self.is_valid() else {}
        under = {}
        for name in self.facets:
            rows = self.queryset
            for other, value in cleaned.items():
                if other not in {name, "sort"}:
                    rows = self.filters[other].filter(rows, value)
            under[name] = rows
        counted = self._counted(under)
        return {
            name: [
                Choice(value, label, counted[name].get(value, 0), value in cleaned.get(name, ()))
                for value, label in facet.extra["choices"]
            ]
            for name, facet in self.facets.items()
        }

    def in_use(self) -> list[tuple[str, str, str]]:
        """The filters in use: name, value, and both in words."""
        cleaned = self.form.cleaned_data if self.is_valid() else {}
        used = []
        for name, value in cleaned.items():
            one = self.filters[name]
            if name == "sort" or not value:
                continue
            if isinstance(one, Facet):
                used += [(name, each, f"{one.label}: {one.named(each)}") for each in value]
            elif isinstance(value, dt.date):
                used.append((name, value.isoformat(), f"{one.label} {language.day(value)}"))
            elif isinstance(one, Words):
                used.append((name, value, f"Words: “{value}”"))
            else:
                used.append((name, str(value), str(one.label)))
        return used

    def chips(self) -> list[Chip]:
        """Each filter in use with the address of the list without it."""
        chips = []
        for name, value, label in self.in_use():
            rest = QueryDict(mutable=True)
            for other, values in self._lists():
                kept = [v for v in values if (other, v) != (name, value) and other != "page"]
                if kept:
                    rest.setlist(other, kept)
            chips.append(Chip(label, f"?{rest.urlencode()}"))
        return chips

    def in_words(self) -> str:
        """The filters in one line, for the head of an export."""
        used = [label for _, _, label in self.in_use()]
        return "; ".join(used) if used else "Everything"
