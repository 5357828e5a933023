"""Spreadsheets: a first sheet that says what this is, then the rows; never a formula."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format as Style
from xlsxwriter.worksheet import Worksheet

from obligations.exports.cells import is_dangerous, plain
from obligations.exports.columns import Column, Resource
from obligations.exports.head import LONDON, Head

ROWS_A_SHEET = 1_048_575  # Excel's rows, less the header.
LONGEST_TEXT = 32_767  # What one cell holds; XlsxWriter drops a longer text without a word.
CUT = " … [cut: the cell is full]"
PART = 64 * 1024
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(head: Head, resource: Resource, rows: Iterable[Any]) -> Iterator[bytes]:
    """The file is made on disk, a row at a time, and then handed over in parts."""
    with tempfile.TemporaryFile() as file:
        _fill(file, head, resource, rows)
        file.seek(0)
        while part := file.read(PART):
            yield part


class _Book:
    """A workbook with the few styles that every sheet uses."""

    def __init__(self, file: IO[bytes], head: Head) -> None:
        self.book = xlsxwriter.Workbook(file, OPTIONS)
        self.book.set_properties(
            {
                "title": head.title,
                "comments": "This is not legal advice.",
                "created": _local(head.made_at),
            }
        )
        top = {"valign": "top", "text_wrap": True}
        self.text: Style = self.book.add_format(top)
        # Excel's own mark for a text: kept when the file is edited, no part of the value.
        self.quoted: Style = self.book.add_format({**top, "quote_prefix": True})
        self.day: Style = self.book.add_format({**top, "num_format": "d mmm yyyy", "align": "left"})
        self.moment: Style = self.book.add_format(
            {**top, "num_format": "d mmm yyyy hh:mm", "align": "left"}
        )
        self.head: Style = self.book.add_format({**top, "bold": True, "bottom": 2})
        self.title: Style = self.book.add_format({"bold": True, "font_size": 14})


def _fill(file: IO[bytes], head: Head, resource: Resource, rows: Iterable[Any]) -> None:
    book = _Book(file, head)
    _about(book, head, resource)
    sheet, line, number = _sheet(book, resource, 1), 0, 1
    for row in rows:
        if line == ROWS_A_SHEET:
            _finish(sheet, resource, line)
            number += 1
            sheet, line = _sheet(book, resource, number), 0
        line += 1
        for place, column in enumerate(resource.columns):
            _write(book, sheet, line, place, _shown(column, column.value(row)))
    _finish(sheet, resource, line)
    book.book.close()


def _about(book: _Book, head: Head, resource: Resource) -> None:
    """The head in words, and what each column is called in the other formats."""
    sheet = book.book.add_worksheet("About")
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sentences = head.sentences()
    sheet.write_string(0, 0, sentences[0], book.title)
    for line, sentence in enumerate(sentences[1:], start=1):
        sheet.write_string(line, 0, sentence, book.quoted if is_dangerous(sentence) else None)
    first = len(sentences) + 1
    sheet.write_string(first, 0, "Column", book.head)
    sheet.write_string(first, 1, "Its name in CSV and JSON", book.head)
    for line, column in enumerate(resource.columns, start=first + 1):
        sheet.write_string(line, 0, column.title)
        sheet.write_string(line, 1, column.name)


def _sheet(book: _Book, resource: Resource, number: int) -> Worksheet:
    name = "Rows" if number == 1 else f"Rows {number}"
    sheet = book.book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for place, column in enumerate(resource.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title, book.head)
    return sheet


def _finish(sheet: Worksheet, resource: Resource, rows: int) -> None:
    if rows:
        sheet.autofilter(0, 0, rows, len(resource.columns) - 1)


def _shown(column: Column, value: Any) -> Any:
    """The value as people read it: names in words, flags as yes and no, lists in one cell."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return "; ".join(column.named(one) if column.named else one for one in value)
    if value is None or value == "":
        return None
    if column.named:
        return column.named(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return value


def _write(book: _Book, sheet: Worksheet, line: int, place: int, value: Any) -> None:
    match value:
        case None:
            return
        case dt.datetime():
            sheet.write_datetime(line, place, _local(value), book.moment)
        case dt.date():
            sheet.write_datetime(line, place, value, book.day)
        case int() | float() | Decimal():
            sheet.write_number(line, place, value, book.text)
        case _:
            text = str(value)
            if len(text) > LONGEST_TEXT:
                text = text[: LONGEST_TEXT - len(CUT)] + CUT
            sheet.write_string(line, place, text, book.quoted if is_dangerous(text) else book.text)


def _local(moment: dt.datetime) -> dt.datetime:
    """London's clock time: Excel knows no time zones."""
    return moment.astimezone(LONDON).replace(tzinfo=None)
