"""`manage.py compare_ofcom`, as people call it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.rules_support import DEMO

pytestmark = pytest.mark.django_db
FORUM, LIST = str(DEMO / "forum.yaml"), str(DEMO / "forum-ofcom-tool.txt")
DAY = ("--as-at", "2026-11-21")


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("compare_ofcom", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def refused(*args: str) -> str:
    with pytest.raises(CommandError) as caught:
        run(*args)
    return str(caught.value)


def test_text_says_the_agreement_first_and_each_difference_with_its_reason() -> None:
    lines = run(FORUM, LIST, *DAY).splitlines()
    said = r"On 21 November 2026 Ofcom's list and ours agree on (\d+) of (\d+) measures"
    found = re.match(said, lines[0])
    assert found is not None
    agreed, all_of_them = map(int, found.groups())
    assert all_of_them == agreed + 3 + 1  # On their list only, and on ours only.
    place = lines.index("On Ofcom's list only (3)")
    assert lines[place + 1].startswith("  ICU C8:")
    assert "7 million monthly UK users" in lines[place + 2]
    assert "  ICU H1: Removing accounts of proscribed organisations: applies" in lines
    assert lines[-1] == "This is not legal advice."


def test_json_holds_every_row_and_what_was_not_read() -> None:
    found = json.loads(run(FORUM, LIST, *DAY, "--format", "json"))
    places = Counter(row["place"] for row in found["rows"])
    assert found["counts"]["agreed"] == places["agreed"]
    assert {*places} == {"agreed", "ours_only", "theirs_only"}
    assert found["unknown_codes"] == [{"written": "ICU C11", "line": 13, "nearest": "ICU C10"}]


def test_csv_has_a_row_for_each_measure_and_each_line_not_understood() -> None:
    rows = list(csv.DictReader(run(FORUM, LIST, *DAY, "--format", "csv").splitlines()))
    places = [row["place"] for row in rows]
    assert (
        places.count("agreed")
        == json.loads(run(FORUM, LIST, *DAY, "--format", "json"))["counts"]["agreed"]
    )
    assert places.count("not_understood") == 6
    assert places.count("unknown_code") == 1


def test_day_decides_what_ours_is() -> None:
    assert run(FORUM, LIST, "--as-at", "2025-03-16").startswith(
        "On 16 March 2025 Ofcom's list and ours agree on 0 of"
    )


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"ICU A2\n")))
    assert "agree on 1 of " in run(FORUM, "-", *DAY)


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "The list is empty"), (b"\x00\x01", "not text"), (b"%PDF-1.4", "copy the text"),
     (b"x" * 70_000, "larger than 64 KB"), (b"nothing here", "No measure was found")],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_refused_with_its_name(
    tmp_path: Path, data: bytes, says: str
) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(data)
    words = refused(FORUM, str(path))
    assert words.startswith(f"{path}: ")
    assert says in words


def test_missing_files_are_named() -> None:
    assert "none.txt cannot be read: No such file" in refused(FORUM, "none.txt")
    assert "none.yaml cannot be read" in refused("none.yaml", LIST)
    assert "cannot be read: Is a directory" in refused(FORUM, str(DEMO))
