"""A list as a file that is streamed: read row by row, with the rights of the person who asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

from obligations.exports.columns import Resource
from obligations.exports.comparison import COMPARISON
from obligations.exports.formats import FORMATS
from obligations.exports.head import Edition, Head, Rests
from obligations.exports.law import LAW
from obligations.exports.positions import POSITIONS
from obligations.exports.requirements import REQUIREMENTS
from obligations.exports.whatif import WHATIF
from obligations.exports.work import WORK
from obligations.rules.rulebook.trust import CHECKED
from tracker.database import streamed

RESOURCES: dict[str, Resource] = {
    "requirements": REQUIREMENTS, **LAW, **WORK,
    "positions": POSITIONS, "comparison": COMPARISON, "whatif": WHATIF,
}  # fmt: skip
"""Every list that can be exported, by the name that code calls it by."""
ROWS_A_FETCH = 1_000


class UnknownFormat(ValueError):
    """A format nobody writes; the message names those that there are."""

    def __init__(self, wanted: str, known: Iterable[str] = FORMATS) -> None:
        super().__init__(f"format: “{wanted[:40]}” is not known here. Use: {', '.join(known)}.")


@dataclass(frozen=True)
class Asked:
    """What a list was asked for, said in its head.

    `made_at` is the moment of asking; `whose` the provider or service that private rows belong to;
    `known_at` the moment by which things had been recorded, where it was asked for.
    """

    filters: str
    as_at: dt.date
    edition: Edition | None
    made_at: dt.datetime
    whose: str = ""
    known_at: dt.datetime | None = None


def respond(
    request: HttpRequest,
    resource: Resource,
    rows: QuerySet[Any] | Sequence[Any],
    wanted: str,
    asked: Asked,
) -> StreamingHttpResponse:
    """The rows as a file in the wanted format. Raises UnknownFormat.

    Rows of the database are read while the answer is sent, in a transaction and under the row-level
    security of the person who asked.
    """
    if wanted not in FORMATS:
        raise UnknownFormat(wanted)
    user = request.user
    parts = streamed(
        written(resource, rows, wanted, asked),
        user.pk if user.is_authenticated else None,
        sees_all=user.is_authenticated and user.is_active and user.is_superuser,
    )
    response = StreamingHttpResponse(parts, content_type=FORMATS[wanted].media_type)
    name = f"{resource.name}-{asked.as_at.isoformat()}.{wanted}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store" if asked.whose else "no-cache"
    return response


def written(
    resource: Resource, rows: QuerySet[Any] | Sequence[Any], wanted: str, asked: Asked
) -> Iterator[bytes]:
    """The file in parts: two queries for rows of the database, however many there are."""
    count, rests = measured(resource, rows)
    head = Head(
        resource.title, asked.filters, asked.as_at, asked.edition, count, rests,
        asked.made_at, asked.whose, asked.known_at,
    )  # fmt: skip
    yield from FORMATS[wanted].write(head, resource, _each(resource, rows, asked.as_at))


def measured(resource: Resource, rows: QuerySet[Any] | Sequence[Any]) -> tuple[int, Rests | None]:
    """How many rows there are, and how many of them rest on law that is not checked."""
    if isinstance(rows, QuerySet):
        return _measured_in_database(resource, rows)
    names = resource.header()
    if resource.rests_on_column not in names:
        return len(rows), None
    column = resource.columns[names.index(resource.rests_on_column)]
    marks = (column.value(row) for row in rows)
    return len(rows), Rests.of(mark for mark in marks if mark is not None)


def _measured_in_database(resource: Resource, rows: QuerySet[Any]) -> tuple[int, Rests | None]:
    if resource.rests_on is None:
        return rows.count(), None
    found = rows.annotate(rests_on=resource.rests_on).aggregate(
        rows=Count("pk"),
        compared=Count("pk", filter=Q(rests_on__in=CHECKED)),
        changed=Count("pk", filter=Q(rests_on="changed")),
        recalled=Count("pk", filter=Q(rests_on__in=("recalled", "unknown"))),
        contested=Count("pk", filter=Q(rests_on="contested")),
    )
    return found["rows"], Rests(**found)


def _each(resource: Resource, rows: QuerySet[Any] | Sequence[Any], as_at: dt.date) -> Iterable[Any]:
    if not isinstance(rows, QuerySet):
        return rows
    prepared = resource.prepare(rows.prefetch_related(None), as_at)
    return prepared.iterator(chunk_size=ROWS_A_FETCH)
