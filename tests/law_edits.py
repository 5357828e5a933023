"""Edits of an edition that are meant to happen: each changes a folder of the law data.

`python -m tests.law_edits FOLDER` makes them all, to try every test of the product against them.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from obligations.law import files
from obligations.law.reading_log import take, verify

Edit = Callable[[Path], object]

SEEN = {"readings": [{"how": "seen"}]}
SOURCES = {"sources": [{"url": "https://www.legislation.gov.uk/ukpga/2023/50", "where": "s 9"}]}
SAID = {"text": ["osa-2023"], "as_at": "2025-09-30", "where": "s 9", "readers": 1}


def add(folder: Path, name: str, **records: object) -> None:
    """One more file of records."""
    text = yaml.safe_dump(records, sort_keys=False, allow_unicode=True)
    (folder / f"{name}.yaml").write_text(f"# Added.\n\n{text}")


def _duties(folder: Path) -> list[str]:
    records = files.load(folder).data["requirements"]
    return [each["id"] for each in records if each["kind"] == "duty"]


def record_is_compared(folder: Path) -> None:
    """Through the door for readings, as the last of the duties."""
    name = _duties(folder)[-1]
    entry = {"section": "requirements", "id": name, "outcome": "agrees", **SAID, "by": None}
    assert take(folder, [entry], dt.date(2026, 12, 1)).compared


def record_is_verified(folder: Path) -> None:
    """By an editor, on the official site."""
    name = _duties(folder)[0]
    entry = {"section": "requirements", "id": name, "outcome": "agrees", **SAID, "by": "A. Editor"}
    verify(folder, entry, dt.date(2026, 12, 1))


def requirement_is_added(folder: Path) -> None:
    """A duty of every service, with a job of its own."""
    version = {"from": "2025-03-17", "by": "osa-2023", "status": "in_force", "condition": "always"}
    duty = {
        "id": "osa-s9-99", "ref": "s 9(99)", "kind": "duty", "strength": "must", "side": "u2u",
        "level": "platform", "theme": "governance", "title": "Keep one thing more",
        "summary": "Added.", "gate": "part3_scope", "categories": [], "instrument": "osa-2023",
        "part_of": None, "optional": False, "triggered_by": None, "waits_for": None,
        "versions": [version | {"to": None}], "links": [],
        "clock": {"text": None, "recurrence": "ongoing", "rules": []}, **SEEN, **SOURCES,
    }  # fmt: skip
    job = {
        "id": "one-thing-more", "title": "Keep one thing more", "what": "Keep it.",
        "gives": "One thing.", "takes": {"least": 1, "most": 2, "unit": "hours"},
        "settles": ["osa-s9-99"],
    }  # fmt: skip
    add(folder, "added-requirement", requirements=[duty], jobs=[job])


def fact_is_added(folder: Path) -> None:
    """A question of a side that nothing turns on yet, in a topic of its own."""
    fact = {
        "name": "has_something_new", "level": "side", "sides": ["u2u"], "type": "boolean",
        "question": "Is there something new?", "meaning": "Something new.", "asked": True,
        "if_so": "it has something new", "if_not": "it has nothing new", **SEEN, **SOURCES,
    }  # fmt: skip
    topic = {
        "id": "something-new", "title": "Something new", "about": "New.", "of": "side",
        "facts": ["has_something_new"],
    }  # fmt: skip
    add(folder, "added-fact", facts=[fact], topics=[topic])


def job_settles_in_other_words(folder: Path) -> None:
    _replace(folder / "jobs.yaml", r"^    gives: .*", "    gives: What comes out of it.")


def help_is_reworded(folder: Path) -> None:
    _replace(folder / "vocabulary.yaml", r"^    question: .*", "    question: Is it so, or not?")


def milestone_is_added(folder: Path) -> None:
    """A day to come, for everybody."""
    milestone = {
        "id": "report-to-come", "date": "2027-09-01", "date_precision": "day",
        "title": "A report to come", "summary": "Added.", "kind": "report", "status": "planned",
        "supersedes": None, "audience": "individuals", "audience_printed": "all", "duty_refs": [],
        "printed_refs": [], **SEEN, **SOURCES,
    }  # fmt: skip
    add(folder, "added-milestone", milestones=[milestone])


def version_is_raised(folder: Path) -> None:
    _replace(folder / "release.yaml", r"^  version: .*", "  version: 2026.12.01")


def law_day_moves_on(folder: Path) -> None:
    _replace(folder / "release.yaml", r"^  law_date: .*", "  law_date: 2026-12-01")


def _replace(path: Path, pattern: str, words: str) -> None:
    text, times = re.subn(pattern, words, path.read_text(), count=1, flags=re.M)
    assert times == 1, f"{path.name} has no line like {pattern}"
    path.write_text(text)


EDITS: tuple[Edit, ...] = (
    record_is_compared, record_is_verified, requirement_is_added, fact_is_added,
    job_settles_in_other_words, help_is_reworded, milestone_is_added, version_is_raised,
    law_day_moves_on,
)  # fmt: skip

if __name__ == "__main__":
    for edit in EDITS:
        edit(Path(sys.argv[1]))
