"""Whatever people write: no cell of a CSV starts a formula, and every text comes back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from obligations.exports.cells import FORMULA_STARTS, comment
from obligations.exports.columns import Column, Resource
from obligations.exports.formats import FORMATS
from obligations.exports.head import Head


@dataclass(frozen=True)
class Row:
    one: str
    two: str


RESOURCE = Resource("r", "Rows", (Column.of("one", "One"), Column.of("two", "Two")))
HEAD = Head(
    "Rows",
    "Everything",
    dt.date(2026, 11, 21),
    None,
    0,
    None,
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
STARTS = st.sampled_from(
    [*FORMULA_STARTS, " =", "\u00a0+", "'=", "", "a;=", "a\t=", 'a";+', "a\n@", "a\r-", "a|\ufeff="]
)
HOSTILE = st.builds(lambda start, rest: start + rest, STARTS, TEXTS)
ROWS = st.lists(st.builds(Row, HOSTILE, HOSTILE), max_size=5)


def made(wanted: str, rows: list[Row]) -> str:
    return b"".join(FORMATS[wanted].write(HEAD, RESOURCE, rows)).decode()


def cells_of(text: str, head_lines: int) -> list[list[str]]:
    file = io.StringIO(text, newline="")
    for _ in range(head_lines):
        file.readline()
    return list(csv.reader(file))[1:]


@given(ROWS)
def test_no_csv_cell_starts_a_formula_and_every_text_comes_back(rows: list[Row]) -> None:
    found = cells_of(made("csv", rows), len(HEAD.sentences()))
    assert len(found) == len(rows)
    for row, cells in zip(rows, found, strict=True):
        for text, cell in zip((row.one, row.two), cells, strict=True):
            assert not cell.lstrip(" \u00a0").startswith(FORMULA_STARTS)
            assert cell.replace("'", "") == text.replace("'", "")


@given(ROWS, st.sampled_from(",;\t|"))
def test_no_cell_starts_a_formula_however_a_csv_is_cut(rows: list[Row], delimiter: str) -> None:
    file = io.StringIO(made("csv", rows), newline="")
    for cells in csv.reader(file, delimiter=delimiter):
        for cell in cells:
            assert not cell.lstrip(" \u00a0").startswith(FORMULA_STARTS)


@given(ROWS)
def test_json_gives_every_text_back(rows: list[Row]) -> None:
    found = json.loads(made("json", rows))["rows"]
    assert found == [{"one": row.one, "two": row.two} for row in rows]


@given(HOSTILE)
def test_a_comment_is_always_one_line(text: str) -> None:
    assert len(comment(text).splitlines()) == 1
