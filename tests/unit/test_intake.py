"""The one door of values: what each reader takes, and the words of each refusal."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations import intake


@pytest.mark.parametrize("given", ["2026-11-21", " 2026-11-21 ", dt.date(2026, 11, 21)])
def test_a_day_is_read(given: Any) -> None:
    assert intake.day(given) == dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2026-02-30", "the calendar has no day 2026-02-30"),
        ("20261121", "a day is wanted"),
        ("2026-W47-6", "a day is wanted"),
        ("２０２６-11-21", "a day is wanted"),
        ("9999-12-31", "from 1900-01-01 to 2200-12-31"),
        ("0001-01-01", "from 1900-01-01 to 2200-12-31"),
        (dt.date.max, "from 1900-01-01 to 2200-12-31"),
        ("0000-01-01", "the calendar has no day"),
        (20261121, "a day is wanted"),
        ("x" * 5_000, "a day is wanted"),
    ],
)
def test_what_is_no_day_is_refused_in_words(given: Any, words: str) -> None:
    with pytest.raises(intake.Refused, match=words) as refused:
        intake.day(given)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("given", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00", "soon", None])
def test_a_moment_at_the_end_of_the_calendar_is_refused(given: Any) -> None:
    with pytest.raises(intake.Refused):
        intake.moment(given)


@pytest.mark.parametrize("given", ["2026-13", "0000-01", "9999-12", "２０２６-01", "2026-1"])
def test_what_is_no_month_is_refused(given: str) -> None:
    with pytest.raises(intake.Refused):
        intake.month(given)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (True, "a number, zero or more,"),
        ("7", "a number, zero or more,"),
        (-1, "a number, zero or more,"),
        (float("nan"), "a number, zero or more,"),
        (float("inf"), "inf is too large"),
        (10**60, "a number of more than 40 digits is too large"),
    ],
)
def test_what_is_no_number_is_refused_in_words(given: Any, words: str) -> None:
    with pytest.raises(intake.Refused, match=words):
        intake.number(given)


@pytest.mark.parametrize("given", ["²", "٣", "0", "-1", "9" * 19, "9" * 5_000, "1.0", "", None])
def test_what_names_no_row_is_none(given: Any) -> None:
    assert intake.row(given) is None


def test_a_row_is_named_by_plain_digits() -> None:
    assert (intake.row("7"), intake.row("007")) == (7, 7)
    assert intake.row(str(intake.LARGEST_ROW)) == intake.LARGEST_ROW


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("a\x00b", r"U\+0000"),
        ("a\x1b[31m", r"U\+001B"),
        ("a\ud800", r"U\+D800"),
        ("a\ufffe", r"U\+FFFE"),
        ("a\nb", "a line break"),
        ("a\u2028b", "a line break"),
        ("a\tb", "a tab"),
        ("\u200b\ufeff", "cannot be seen"),
        ("\u3164", "cannot be seen"),
        ("x" * 1_001, "1,001 characters; 1,000 at most"),
        (7, "words are wanted"),
    ],
)
def test_what_is_no_line_is_refused_in_words(given: Any, words: str) -> None:
    with pytest.raises(intake.Refused, match=words):
        intake.line(given)


@pytest.mark.parametrize(
    "given", ["Ärger & Söhne", "বাংলা", "می\u200cخواهم", "👩\u200d👧 club", "", "A’s"]
)
def test_the_worlds_names_are_lines(given: str) -> None:
    assert intake.line(f" {given} ") == given


def test_text_keeps_its_line_breaks_in_one_form() -> None:
    assert intake.text("one\r\n\ttwo\n") == "one\n\ttwo"
