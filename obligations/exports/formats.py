"""The one table of formats. Each writes the same head and the same columns, in constant memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from obligations.exports.cells import comment, plain, text_of
from obligations.exports.columns import Resource
from obligations.exports.head import Head
from obligations.exports.xlsx import write_xlsx

Write = Callable[[Head, Resource, Iterable[Any]], Iterator[bytes]]
ROWS_A_PART = 250


@dataclass(frozen=True)
class Format:
    """A way to write a list: its word on screen, its media type and its writer."""

    label: str
    media_type: str
    write: Write


def write_csv(head: Head, resource: Resource, rows: Iterable[Any]) -> Iterator[bytes]:
    """UTF-8 without a byte order mark (for Excel there is XLSX): head lines that start with `# `,
    the header, the rows, each cell in quotes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    buffer.writelines(f"{comment(line)}\r\n" for line in head.sentences())
    writer.writerow(resource.header())
    for number, row in enumerate(rows, start=1):
        writer.writerow([text_of(value) for value in resource.cells(row)])
        if number % ROWS_A_PART == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def write_json(head: Head, resource: Resource, rows: Iterable[Any]) -> Iterator[bytes]:
    """`{"head": {...}, "rows": [...]}`, a row a line. Texts are as recorded: JSON runs nothing."""
    names = resource.header()
    buffer = io.StringIO()
    buffer.write(f'{{"head": {_json(head.to_dict())},\n"rows": [')
    for number, row in enumerate(rows, start=1):
        buffer.write(",\n" if number > 1 else "\n")
        buffer.write(_json(dict(zip(names, resource.cells(row), strict=True))))
        if number % ROWS_A_PART == 0:
            yield _taken(buffer)
    buffer.write("\n]}\n")
    yield _taken(buffer)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=plain)


def _taken(buffer: io.StringIO) -> bytes:
    """What the buffer holds; it is empty afterwards."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


FORMATS: dict[str, Format] = {
    "csv": Format("CSV", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format(
        "Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx
    ),
    "json": Format("JSON", "application/json; charset=utf-8", write_json),
}
LABELS = {name: each.label for name, each in FORMATS.items()}
"""Each format and its word on screen, for pages that offer them."""
