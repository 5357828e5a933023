"""Each format writes the same head and the same columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest

from obligations.exports import xlsx
from obligations.exports.columns import Column, Resource
from obligations.exports.formats import FORMATS, ROWS_A_PART
from obligations.exports.head import Edition, Head, Rests

KINDS = {"duty": "Duty", "measure": "Code measure"}


@dataclass(frozen=True)
class Row:
    ref: str
    kind: str = "duty"
    day: dt.date | None = dt.date(2026, 11, 21)
    number: int | None = 3
    flag: bool = True
    names: tuple[str, ...] = ("a", "b")
    tree: Any = None


RESOURCE = Resource(
    "things",
    "Things",
    (
        Column.of("ref", "Reference"),
        Column.of("kind", "Kind", KINDS.__getitem__),
        Column.of("day", "Day"),
        Column.of("number", "Number"),
        Column.of("flag", "Flag"),
        Column.of("names", "Names"),
        Column.of("tree", "Tree"),
    ),
)


def head(rows: int = 1, rests: Rests | None = None) -> Head:
    return Head(
        title="Things",
        filters="Kind: Duty; Words: “x, =1+1”",
        as_at=dt.date(2026, 11, 21),
        edition=Edition("2026.11.21", dt.date(2026, 11, 20), "ab" * 32),
        rows=rows,
        rests=rests or Rests(rows, 0, 0, 0, 0),
        made_at=dt.datetime(2026, 11, 22, 10, 30, tzinfo=dt.UTC),
    )


def made(wanted: str, rows: Iterable[Row]) -> bytes:
    found = list(rows)
    return b"".join(FORMATS[wanted].write(head(len(found)), RESOURCE, found))


def sheets(rows: Iterable[Row]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made("xlsx", rows)))


def test_the_first_five_lines_of_a_csv_say_what_was_asked_of_what() -> None:
    lines = made("csv", [Row("A")]).decode().splitlines()[:5]
    assert lines == [
        "# Things: 1 row",
        "# Filters: Kind: Duty; Words: “x, '=1+1”",
        "# As at 21 November 2026",
        f"# Law data 2026.11.21, following the law up to 20 November 2026; SHA-256 {'ab' * 32}",
        "# 0 of 1 rows compared with the official text; 1 rest on unverified conditions.",
    ]


def test_csv_after_its_comment_lines_is_a_plain_table() -> None:
    text = made("csv", [Row("=cmd", number=-5)]).decode()
    table = [line for line in text.splitlines() if not line.startswith("# ")]
    (row,) = csv.DictReader(table)
    assert row == {
        "ref": "'=cmd", "kind": "duty", "day": "2026-11-21", "number": "-5", "flag": "true",
        "names": "a; b", "tree": "",
    }  # fmt: skip


def test_json_holds_head_and_rows_with_values_as_they_are() -> None:
    found = json.loads(made("json", [Row("=cmd", tree={"all": []})]))
    assert found["head"]["release_sha256"] == "ab" * 32
    assert found["head"]["rows_on_unverified_conditions"] == 1
    assert found["rows"] == [
        {
            "ref": "=cmd", "kind": "duty", "day": "2026-11-21", "number": 3, "flag": True,
            "names": ["a", "b"], "tree": {"all": []},
        }
    ]  # fmt: skip


@pytest.mark.parametrize("wanted", FORMATS)
def test_a_list_without_rows_is_still_a_whole_file(wanted: str) -> None:
    data = made(wanted, [])
    if wanted == "json":
        assert json.loads(data)["rows"] == []
    elif wanted == "csv":
        assert data.decode().splitlines()[-1].startswith('"ref","kind",')
    else:
        assert openpyxl.load_workbook(io.BytesIO(data))["Rows"].max_row == 1


def test_spreadsheet_speaks_in_words_and_keeps_numbers_and_days() -> None:
    book = sheets([Row("A", kind="measure")])
    assert book.sheetnames == ["About", "Rows"]
    assert [cell.value for cell in book["Rows"][1]][:3] == ["Reference", "Kind", "Day"]
    values = [cell.value for cell in book["Rows"][2]]
    assert values == ["A", "Code measure", dt.datetime(2026, 11, 21), 3, "Yes", "a; b", None]


def test_spreadsheet_says_on_its_first_sheet_what_it_is() -> None:
    told = [row[0].value for row in sheets([Row("A")])["About"].iter_rows()]
    assert told[:7] == list(head().sentences())


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "http://example.org"])
def test_spreadsheet_holds_no_formula_and_no_link(text: str) -> None:
    cell = sheets([Row(text)])["Rows"]["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value.strip() == text.strip()


def test_spreadsheet_marks_dangerous_text_as_text() -> None:
    sheet = sheets([Row("=1+1"), Row("plain")])["Rows"]
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_spreadsheet_goes_on_on_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS_A_SHEET", 2)
    book = sheets([Row(str(number)) for number in range(5)])
    assert book.sheetnames == ["About", "Rows", "Rows 2", "Rows 3"]
    assert [book[name].max_row for name in book.sheetnames[1:]] == [3, 3, 2]
    assert book["Rows 3"]["A2"].value == "4"


def test_spreadsheet_says_where_it_cut_a_text_too_long_for_a_cell() -> None:
    value = sheets([Row("x" * 40_000)])["Rows"]["A2"].value
    assert len(value) == xlsx.LONGEST_TEXT
    assert value.endswith("[cut: the cell is full]")


@pytest.mark.parametrize("wanted", ["csv", "json"])
def test_rows_are_handed_over_as_they_are_read(wanted: str) -> None:
    read = 0

    def rows() -> Iterable[Row]:
        nonlocal read
        for number in range(ROWS_A_PART * 3):
            read += 1
            yield Row(str(number))

    parts = FORMATS[wanted].write(head(), RESOURCE, rows())
    next(iter(parts))
    assert read == ROWS_A_PART


def test_head_counts_what_is_from_memory_and_what_is_contested() -> None:
    told = head(9, Rests(9, 2, 1, 3, 1)).sentences()[4]
    assert told == (
        "2 of 9 rows compared with the official text, 1 changed since; "
        "7 rest on unverified conditions: "
        "3 of them written from memory and 1 on which sources disagree."
    )


def test_head_says_when_everything_was_compared() -> None:
    told = head(2, Rests(2, 2, 0, 0, 0)).sentences()[4]
    assert told == "All 2 rows were compared with the official text."


def test_head_counts_marks() -> None:
    marks = ["verified", "compared", "changed", "seen", "unknown", "contested"]
    assert Rests.of(marks) == Rests(6, 3, 1, 1, 1)


def test_head_of_private_rows_says_whose_they_are_and_as_known_when() -> None:
    private = Head(
        "Tasks", "Everything", dt.date(2026, 11, 21), None, 2, None,
        dt.datetime(2026, 11, 22, tzinfo=dt.UTC), "Invented Ltd",
        dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC),
    )  # fmt: skip
    told = private.sentences()
    assert told[0] == "Tasks (Invented Ltd): 2 rows"
    assert told[2].endswith("as known on 1 July 2026 at 13:00 (Europe/London)")
    assert told[3] == "No law data has been loaded"
    assert len(told) == len(head().sentences())
