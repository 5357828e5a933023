"""`.env.example` names every variable that is read, and can be read itself."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from launch.tests import NOT_FOR_TESTS
from launch.variables import ROOT, read_env_file

READ = re.compile(
    r"""(?:os\.environ(?:\.get\(|\[|\.setdefault\()|_flag\(|_list\(|_number\(|_level\()\s*["']([A-Z][A-Z_]+)["']"""
)
INTERNAL = {"DJANGO_SETTINGS_MODULE", "PATH", "TEST_DATABASE_NAME", "TRACKER_PULSE"}


def named() -> set[str]:
    return set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_every_variable_that_is_read_is_named() -> None:
    sources = [ROOT / "manage.py", *ROOT.glob("tracker/**/*.py"), *ROOT.glob("obligations/**/*.py")]
    read = {name for path in sources for name in READ.findall(path.read_text())}
    assert read
    assert read - INTERNAL <= named()


def test_tests_take_no_variable_of_a_live_tracker() -> None:
    before_tests = (ROOT / ".env.example").read_text().split("--- For ./test")[0]
    live = set(re.findall(r"^#([A-Z_]+)=", before_tests, re.MULTILINE))
    assert live - set(NOT_FOR_TESTS) == {"TRACKER_VAR", "TRACKER_VENV"}


def test_its_lines_can_be_uncommented_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = re.sub(r"^#([A-Z_]+=)", r"\1", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    (tmp_path / ".env").write_text(text)
    monkeypatch.setattr(os, "environ", {})
    read_env_file(tmp_path / ".env")
    assert os.environ.keys() == named()
    assert all(value == value.strip() and " " not in value for value in os.environ.values())
