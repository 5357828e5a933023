"""How far a record was checked: its readings, of this edition and of older ones, and the words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.rules.rulebook.sources import official_first
from obligations.rules.rulebook.trust import readings_of, sources_of, trust
from obligations.words.checks import how_far

ACT = "https://www.legislation.gov.uk/ukpga/2023/50/section/9"
COMPARED = {
    "how": "compared", "text": ["osa-2023"], "as_at": "2025-09-30", "where": "s 9(2)",
    "day": "2026-11-28", "readers": 3, "of": "0123456789ab",
}  # fmt: skip
SEEN = {"how": "seen"}


def record(*readings: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"readings": list(readings), "sources": [], **more}


@pytest.mark.parametrize(
    ("found", "mark", "words"),
    [
        (
            record(COMPARED, SEEN), "compared",
            "Compared with the official text as at 30 September 2025 by three readers",
        ),
        (
            record(SEEN, COMPARED | {"readers": 1}), "compared",
            "Compared with the official text as at 30 September 2025 by one reader",
        ),
        (
            record(
                {"how": "verified", "by": "A. Editor", "day": "2026-12-01"}, COMPARED,
                sources=[{"url": ACT, "where": "s 9(2)", "third_party": False}],
            ),
            "verified", "Checked on legislation.gov.uk by A. Editor on 1 December 2026",
        ),
        (record(SEEN), "seen", "Read in a source, not yet compared with the official text"),
        (record({"how": "recalled"}), "recalled", "From memory, not checked"),
        (record(COMPARED, {"how": "contested", "why": "x"}), "contested", "Sources disagree"),
        (record(), "recalled", "From memory, not checked"),
        (record(SEEN | {"parts": {"condition": "recalled"}}), "recalled", None),
        (record(SEEN | {"parts": {"code": "unknown"}}), "recalled", None),
        (record(SEEN | {"parts": {"links": "recalled"}}), "seen", None),
    ],
)  # fmt: skip
def test_readings_come_to_a_mark_in_words(
    found: dict[str, Any], mark: str, words: str | None
) -> None:
    told = trust(found, "2026-11-28")
    assert told.mark == mark
    assert words in (how_far(told), None)


@pytest.mark.parametrize(
    ("more", "changed_on"),
    [
        (
            {"versions": [{"from": "2024-01-10", "status": "in_force"}, {"from": "2026-01-08"}]},
            "2026-01-08",
        ),
        ({"versions": [{"from": "2024-01-10", "to": "2026-03-01"}]}, "2026-03-01"),
        ({"changed": [{"day": "2026-09-09", "by": "x"}]}, "2026-09-09"),
    ],
)
def test_reading_older_than_the_last_known_change_says_so(
    more: dict[str, Any], changed_on: str
) -> None:
    told = trust(record(COMPARED, **more), "2026-11-28")
    assert (told.mark, told.changed_on) == ("changed", dt.date.fromisoformat(changed_on))
    assert how_far(told) == (
        "Compared with the official text as at 30 September 2025 by three readers; changed since"
    )


@pytest.mark.parametrize(
    "more",
    [
        {"versions": [{"from": "2024-01-10", "status": "in_force"}]},
        {"versions": [{"from": "2026-01-08", "status": "in_force"}]},
        {"versions": [{"from": "2024-01-10"}, {"from": "2026-12-31", "status": "in_force"}]},
        {"versions": [{"from": "2024-01-10"}, {"from": "2026-01-08", "status": "consulted"}]},
        {"versions": [{"from": None, "status": "in_force"}]},
        {"changed": [{"day": "2025-09-30", "by": "x"}]},
    ],
)
def test_older_later_and_proposed_changes_leave_a_reading_as_it_is(more: dict[str, Any]) -> None:
    assert trust(record(COMPARED, **more), "2026-11-28").mark == "compared"


@pytest.mark.parametrize(
    ("older", "readings"),
    [
        ("seen", [{"how": "seen"}]),
        (
            {"status": "seen", "by": None, "on": None, "parts": {"code": "recalled"}},
            [{"how": "seen", "parts": {"code": "recalled"}}],
        ),
        (
            {"status": "verified", "by": "A. Editor", "on": "2026-11-21", "parts": {}},
            [{"how": "verified", "by": "A. Editor", "day": "2026-11-21"}],
        ),
        (
            {"status": "contested", "parts": {"text": "seen", "condition": "unknown"}},
            [{"how": "seen", "parts": {"condition": "unknown"}}, {"how": "contested"}],
        ),
    ],
)
def test_verification_of_an_older_edition_is_read_as_readings(
    older: Any, readings: list[dict[str, Any]]
) -> None:
    assert readings_of({"verification": older}) == readings


def test_official_document_is_the_first_source_and_no_place_is_lost() -> None:
    older = [
        {"url": "https://example.org/note", "where": "p 3", "official": None},
        {"url": "https://github.com/x", "where": "s 9(2) (point-in-time text 2024-12-10)",
         "official": ACT},
        {"url": "https://github.com/y", "where": "s 9(2)", "official": ACT},
        {"url": "https://www.ofcom.org.uk/z", "where": "Phase one", "official": None},
    ]  # fmt: skip
    found = sources_of({"sources": older})
    assert [(each["url"], each["where"], each["third_party"]) for each in found] == [
        (ACT, "s 9(2)", False),
        ("https://www.ofcom.org.uk/z", "Phase one", False),
        ("https://example.org/note", "p 3", True),
        ("https://github.com/x", "s 9(2) (point-in-time text 2024-12-10)", True),
        ("https://github.com/y", "s 9(2)", True),
    ]
    assert official_first(found) == found
