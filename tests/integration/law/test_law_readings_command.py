"""`manage.py law_readings`: what was compared, and writing it down."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from obligations.law.edition import DEFAULT, read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT, tmp_path / "law"))


def told(*args: object, **options: object) -> str:
    out = StringIO()
    call_command("law_readings", *args, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_coverage_is_told_by_part_and_code() -> None:
    text = told()
    assert " requirements compared with the official text" in text.splitlines()[0]
    for name in ("Part 3 chapter 2", "PCU measures", "Milestones", "Not compared, and why:"):
        assert name in text
    assert "Readings lost, because their records were changed: none" in text


def test_editor_stamps_one_record(folder: Path) -> None:
    args = [
        str(folder), "--stamp", "requirements:osa-s9-3", "--text", "osa-2023",
        "--as-at", "2025-09-30", "--where", "s 9(3)", "--readers", "2", "--day", "2026-11-28",
    ]  # fmt: skip
    assert "Compared: 1" in told(*args)
    records = read(folder).payload["requirements"]
    reading = next(each for each in records if each["id"] == "osa-s9-3")["readings"][0]
    assert (reading["how"], reading["readers"], reading["day"]) == ("compared", 2, "2026-11-28")


def test_logs_are_taken_and_what_cannot_be_is_told(folder: Path, tmp_path: Path) -> None:
    log, broken = tmp_path / "log.yaml", tmp_path / "broken.yaml"
    entry = {
        "section": "requirements", "id": "osa-s9-3", "outcome": "corrected", "text": "osa-2023",
        "as_at": "2025-09-30", "where": "s 9(3)", "readers": 2,
    }  # fmt: skip
    log.write_text(yaml.safe_dump([entry, entry | {"id": "osa-s999"}]))
    broken.write_text("nothing: here")
    text = told(str(folder), logs=[log, broken])
    assert "Compared: 1" in text
    assert "Left out: requirements: osa-s999: no such record" in text
    assert "Left out: broken.yaml is no list of entries" in text


def test_law_that_is_not_sound_is_not_touched(folder: Path) -> None:
    file = folder / "gates.yaml"
    file.write_text(file.read_text().replace("title:", "titel:", 1))
    with pytest.raises(CommandError, match="not sound"):
        told(str(folder))
