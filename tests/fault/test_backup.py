"""A backup of the embedded database, made as docs/running.md says."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.fault.conftest import Clone
from tracker import embedded
from tracker.launch.places import bundled_programs


@pytest.fixture
def address(clone: Clone) -> object:
    with embedded.hold(clone.var, ["postgres"]):
        yield ["-h", str(embedded.socket_folder(clone.var)), "-U", embedded.BACKUP]


def test_backup_holds_every_row_and_comes_back(
    clone: Clone, address: list[str], tmp_path: Path
) -> None:
    programs, dump = bundled_programs(), tmp_path / "tracker.dump"
    subprocess.run(
        [programs / "pg_dump", *address, "-Fc", "-f", dump, embedded.DATABASE], check=True
    )
    text = subprocess.run(
        [programs / "pg_restore", "-f", "-", dump], check=True, capture_output=True, text=True
    ).stdout
    release = text.split("COPY public.obligations_release ", 1)[1].split("\\.\n", 1)[0]
    assert "2026." in release
    assert "CREATE POLICY" in text


def test_role_of_backups_writes_nothing(address: list[str]) -> None:
    done = subprocess.run(
        [bundled_programs() / "psql", *address, "-X", "-c", "DELETE FROM obligations_release"],
        env={"PGDATABASE": embedded.DATABASE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "permission denied" in done.stderr
