"""Readings of the records: what they are of, how they are lost, and how they are written down."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from obligations.law import files
from obligations.law.coverage import coverage
from obligations.law.edition import read
from obligations.law.reading_log import address, read_log, take, verify
from obligations.law.readings import places
from obligations.law.schema import Law
from obligations.rules.rulebook.record import Reading
from obligations.rules.rulebook.trust import trust
from obligations.words.checks import how_far
from tests.laws import FROZEN, frozen

DAY = dt.date(2026, 11, 28)
ACT = "https://www.legislation.gov.uk/ukpga/2023/50"
PART = "duties/part-3.yaml"
AGREES = {
    "section": "requirements", "id": "ta-s9-2", "outcome": "agrees", "text": "test-act-2000",
    "as_at": "2025-09-30", "where": "s 9(2); Sch 3 paras 1-4", "readers": 3,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented law."""
    return Path(shutil.copytree(FROZEN, tmp_path / "law"))


def record(folder: Path, name: str, section: str = "requirements") -> dict[str, Any]:
    payload = read(folder).payload
    return next(r for r in payload[section] if name in (r.get("id"), r.get("name")))


def rewrite(folder: Path, old: str, new: str, file: str = PART) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def test_comparison_is_written_where_the_record_stands_and_nothing_else_changes(
    folder: Path,
) -> None:
    before = (folder / PART).read_text().splitlines()
    taken = take(folder, [AGREES], DAY)
    assert (taken.compared, taken.left_out) == (["requirements: ta-s9-2"], [])
    assert taken.files == [PART]
    after = (folder / PART).read_text().splitlines()
    assert len(set(after) - set(before)) <= 4
    found = record(folder, "ta-s9-2")
    assert found["readings"][0] | {"of": ""} == {
        "how": "compared", "text": ["test-act-2000"], "as_at": "2025-09-30",
        "where": "s 9(2); Sch 3 paras 1-4", "day": "2026-11-28", "readers": 3, "of": "",
    }  # fmt: skip
    assert trust(found, "2026-11-28").mark == "compared"


def test_same_log_again_changes_nothing_and_a_newer_one_replaces_the_older(folder: Path) -> None:
    take(folder, [AGREES], DAY)
    later = DAY + dt.timedelta(days=9)
    assert take(folder, [AGREES], later).files == []
    take(folder, [AGREES | {"as_at": "2026-10-01"}], later)
    compared = [r for r in record(folder, "ta-s9-2")["readings"] if r["how"] == "compared"]
    assert [(r["as_at"], r["day"]) for r in compared] == [("2026-10-01", "2026-12-07")]


LEGAL = {
    "ta-s9-2": ("title: First illegal content risk assessment", "title: Another title"),
    "ta-s9-5-a": ("part_of: ta-s9-2", "part_of: ta-s9-4"),
    "ta-s9-3": ("from: 2024-01-10", "from: 2024-01-11"),
}
"""Of three records: a legal field as it stands, and changed."""


def test_reading_of_a_record_whose_text_was_changed_is_lost(folder: Path) -> None:
    take(folder, [AGREES | {"id": name} for name in [*LEGAL, "ta-s9-4"]], DAY)
    text = (folder / PART).read_text()
    for name, (old, new) in LEGAL.items():
        start = text.index(f"- id: {name}\n")
        assert old in text[start:]
        text = text[:start] + text[start:].replace(old, new, 1)
    (folder / PART).write_text(text)
    found = read(folder)
    assert {lost.name for lost in found.lost} == set(LEGAL)
    records = {each["id"]: each for each in found.payload["requirements"]}
    marks = {name: trust(records[name], "2026-11-28").mark for name in [*LEGAL, "ta-s9-4"]}
    assert marks == dict.fromkeys(LEGAL, "seen") | {"ta-s9-4": "compared"}
    assert str(found.lost[0]) in "\n".join(coverage(folder).lines())


def test_notes_sources_and_known_changes_are_no_part_of_what_was_read(folder: Path) -> None:
    take(folder, [AGREES], DAY)
    rewrite(
        folder,
        "  title: First illegal content risk assessment\n",
        "  title: First illegal content risk assessment\n  note: Another note\n"
        "  changed:\n  - {day: 2026-09-09, by: SI 2026/1}\n",
    )
    found = read(folder)
    assert found.lost == ()
    assert trust(record(folder, "ta-s9-2"), "2026-11-28").mark == "changed"


def test_what_cannot_be_taken_is_told_and_the_rest_is_done(folder: Path) -> None:
    wrong = [
        AGREES | {"id": "ta-s999"},
        AGREES | {"id": "ta-s9-3", "text": "test-act-2002"},
        AGREES | {"id": "ta-s9-3", "as_at": "soon"},
        AGREES | {"id": "ta-s9-3", "outcome": "fine"},
        {"section": "requirements", "id": "ta-s9-3", "outcome": "unclear"},
    ]
    taken = take(folder, [*wrong, AGREES], DAY)
    assert taken.compared == ["requirements: ta-s9-2"]
    assert taken.left_out == [
        "requirements: ta-s999: no such record",
        "requirements: ta-s9-3: no instrument is called test-act-2002",
        "requirements: ta-s9-3: 'soon' is not a day",
        "requirements: ta-s9-3: the outcome 'fine' is none of agrees, corrected, unclear, "
        "contested",
        "requirements: ta-s9-3: says no why",
    ]


def test_what_could_not_be_compared_says_why_until_it_is(folder: Path) -> None:
    unclear = {"section": "requirements", "id": "ta-s69-1", "outcome": "unclear",
               "why": "its text is not to be had: no copy"}  # fmt: skip
    take(folder, [unclear], DAY)
    assert record(folder, "ta-s69-1")["not_compared"] == unclear["why"]
    assert f"{unclear['why']}: 1: ta-s69-1" in "\n".join(coverage(folder).lines())
    take(folder, [AGREES | {"id": "ta-s69-1"}], DAY)
    assert record(folder, "ta-s69-1")["not_compared"] is None


def test_readers_who_differ_make_a_record_contested(folder: Path) -> None:
    take(folder, [AGREES | {"outcome": "contested", "why": "one reads 7 days, one 28"}], DAY)
    found = record(folder, "ta-s9-2")
    assert trust(found, "2026-11-28").mark == "contested"
    assert found["readings"][-1]["why"] == "one reads 7 days, one 28"


@pytest.mark.parametrize(
    ("where", "url"),
    [
        ("s 9(2); Sch 3 paras 1-4", f"{ACT}/section/9"),
        ("Sch 4 para 10", f"{ACT}/schedule/4"),
        ("ss 20A to 21", f"{ACT}/section/20A"),
        ("whole", ACT),
    ],
)
def test_place_in_an_act_has_an_address(where: str, url: str) -> None:
    assert address(ACT, where) == url


def test_place_in_a_code_has_the_address_of_the_code() -> None:
    assert address("https://www.ofcom.org.uk/code.pdf", "ICU A1") == (
        "https://www.ofcom.org.uk/code.pdf"
    )


def test_record_without_an_official_document_gets_the_one_it_was_compared_with(
    folder: Path,
) -> None:
    bare = next(
        each["name"]
        for each in read(folder).payload["facts"]
        if each["sources"] and all(source["third_party"] for source in each["sources"])
    )
    before = record(folder, bare, "facts")["sources"]
    take(folder, [AGREES | {"section": "facts", "id": bare}], DAY)
    official, *rest = record(folder, bare, "facts")["sources"]
    assert official == {
        "url": "https://law.example.gov.uk/test-act-2000", "where": "s 9(2); Sch 3 paras 1-4",
        "third_party": False,
    }  # fmt: skip
    assert rest == before


def test_editor_who_checked_a_record_on_the_official_site_is_named(folder: Path) -> None:
    verify(folder, {"section": "facts", "id": "large", "by": "A. Editor"}, DAY)
    told = trust(record(folder, "large", "facts"), "2026-11-28")
    assert told.mark == "verified"
    assert how_far(told).endswith(" by A. Editor on 28 November 2026")


def every_record() -> Iterator[dict[str, Any]]:
    law = Law.model_validate(files.load(FROZEN).data)
    for number, place in enumerate(places(law)):
        name = {"section": place.section, "id": place.path or place.section}
        yield (AGREES, {"outcome": "unclear", "why": "no: text"})[number % 2] | name


def test_every_record_of_every_section_can_be_stamped(folder: Path) -> None:
    """In every file and at every depth the edit gives YAML that holds, and loses nothing."""
    entries = list(every_record())
    taken = take(folder, entries, DAY)
    assert taken.left_out == []
    found = read(folder)
    assert found.lost == ()
    assert take(folder, entries, DAY).files == []
    without = [_bare(each) for each in (found.payload, frozen().payload)]
    assert without[0] == without[1]


def _bare(node: Any) -> Any:
    """A payload without what is written about reading it."""
    if isinstance(node, list):
        return [_bare(each) for each in node]
    if not isinstance(node, dict):
        return node
    apart = ("readings", "not_compared", "sources")
    return {key: _bare(value) for key, value in node.items() if key not in apart}


def test_log_that_is_no_list_of_entries_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "log.yaml"
    log.write_text("section: requirements\n")
    with pytest.raises(ValueError, match="no list of entries"):
        read_log(log)
    log.write_text(yaml.safe_dump([AGREES]))
    assert read_log(log) == [AGREES]


@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        ({"how": "compared"}, "compared says text, as_at, where, day, readers, of"),
        ({"how": "verified", "by": "A"}, "verified says by, day, of; missing: day, of"),
        ({"how": "seen", "of": "0123456789ab"}, "only what was compared or verified"),
        ({"how": "guessed"}, "Input should be"),
    ],
)
def test_reading_says_what_it_must(reading: dict[str, str], fault: str) -> None:
    with pytest.raises(ValidationError) as told:
        Reading.model_validate(reading)
    assert fault in str(told.value)
