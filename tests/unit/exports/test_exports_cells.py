"""Values as text: nothing in an export is run by the spreadsheet that opens it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from obligations.exports.cells import comment, neutral, text_of


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 20 7946 0000",
        "-2+3",
        "@SUM(A1)",
        "\t1",
        "\r1",
        "\n1",
        "  =HYPERLINK(1)",
        "\u00a0=1",
        "＝1+1",
        "\u200b\ufeff=1",
        "\u202e +1",
        "|cmd",
        "%0A",
    ],
)
def test_text_that_starts_a_formula_gets_an_apostrophe(text: str) -> None:
    assert text_of(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("\t=1", "'\t'=1"),
        ("a\t=1", "a\t'=1"),
        ("a\r\n\u200b=1", "a\r\n\u200b'=1"),
        ('a"; @SUM(A1)', "a\"; '@SUM(A1)"),
        ("a||=1", "a|'|'=1"),
        ("a, =b; c", "a, =b; c"),
    ],
)
def test_what_another_delimiter_would_make_a_cell_of_gets_one_too(text: str, written: str) -> None:
    assert text_of(text) == written


@pytest.mark.parametrize("text", ["", "A2 = B2", "OSA 2023 s 9(2)", "'quoted'", "5-a-day"])
def test_harmless_text_is_left_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-5, "-5"),
        (-1.5, "-1.5"),
        (Decimal("-0.10"), "-0.10"),
        (dt.date(2026, 11, 21), "2026-11-21"),
        (dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC), "2026-07-01T13:00:00+01:00"),
        (["ICU C2", "ICU C10"], "ICU C2; ICU C10"),
        ([], ""),
        ({"all": []}, '{"all": []}'),
        ([1, "two"], '[1, "two"]'),
    ],
)
def test_values_as_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_a_list_whose_first_member_starts_a_formula_is_neutralised() -> None:
    assert text_of(["=1+1", "x"]) == "'=1+1; x"


def test_a_value_with_no_place_in_an_export_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no place in an export"):
        text_of({"a": {1, 2}})


def test_a_head_line_is_one_line_whatever_was_searched_for() -> None:
    assert comment("Filters: Words: “a\r\n=b\x00c”") == "# Filters: Words: “a =b c”"


@pytest.mark.parametrize("text", ["a,=1", "a;=1", "a, +1", 'a,"=1"', "a,@b", "a,-b"])
def test_no_cell_that_a_head_line_is_cut_into_starts_a_formula(text: str) -> None:
    cells = comment(text).replace(";", ",").split(",")
    assert not any(cell.strip().startswith(("=", "+", "-", "@", '"')) for cell in cells)
