"""Backup and restore: whole or not at all, proved, and without giving rights away."""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launch import embedded, keeper
from launch.places import bundled_programs
from launch.postgres import Postgres
from tests.backup_support import backup, connect, databases, rights
from tests.fault.conftest import Clone, wait_for


def test_restore_proves_exports_logs_and_rights(peopled: Clone) -> None:
    file = backup(peopled)
    assert file.stat().st_mode & 0o077 == 0
    done = peopled.manage("restore", "var/b.tar", "--into", "fresh", "--prove")
    assert done.returncode == 0, done.stdout
    assert re.search(r"Proved: [\d,]+ rows of \d+ tables are what they were", done.stdout)
    assert "6 providers come out the same; 7 logs hold" in done.stdout
    assert rights(peopled, "fresh") == rights(peopled)
    assert (peopled.var / "media-fresh/evidence/terms.pdf").read_bytes() == b"%PDF terms"


def test_restore_over_a_used_database_only_when_told_and_keeps_it(peopled: Clone) -> None:
    backup(peopled)
    before = databases(peopled)
    refused = peopled.manage("restore", "var/b.tar", "--into", "tracker")
    assert refused.returncode == 1
    assert "say --replace" in refused.stdout
    assert databases(peopled) == before
    done = peopled.manage("restore", "var/b.tar", "--into", "tracker", "--replace", "--prove")
    assert done.returncode == 0, done.stdout
    (kept,) = databases(peopled) - before
    assert f"The database before is kept as {kept}" in done.stdout
    ready = peopled.run("--prepare", "--no-demo")
    assert ready.returncode == 0, ready.stdout


def test_restore_while_the_tracker_runs_is_refused(peopled: Clone) -> None:
    backup(peopled)
    running = peopled.foreground()
    done = peopled.manage("restore", "var/b.tar", "--into", "tracker", "--replace")
    assert done.returncode == 1
    assert "the tracker is running. End it (./start stop)" in done.stdout
    assert peopled.answers()
    peopled.run("stop")
    running.wait()


def test_restore_over_a_database_in_use_is_refused(clone: Clone) -> None:
    backup(clone)
    with keeper.hold(clone.var, ["postgres"]), connect(clone):
        done = clone.manage("restore", "var/b.tar", "--into", "tracker", "--replace")
    assert done.returncode == 1
    assert "tracker is in use. End what uses it (./start stop)" in done.stdout


def test_restore_on_a_new_machine(peopled: Clone, clones: Callable[..., Clone]) -> None:
    """Nothing there but the program and the file."""
    file = backup(peopled)
    new = clones()
    done = new.manage("restore", str(file), "--into", "tracker", "--prove")
    assert done.returncode == 0, done.stdout
    assert (new.var / "media/evidence/terms.pdf").exists()
    assert rights(new) == rights(peopled)


def shortened(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def one_bit_turned(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def a_text(file: Path) -> None:
    file.write_text("Dear Sir or Madam")


def another_tar(file: Path) -> None:
    with tarfile.open(file, "w") as tar:
        tar.addfile(tarfile.TarInfo("manifest.json"), io.BytesIO(b""))


def with_more(file: Path) -> None:
    with tarfile.open(file, "a") as tar:
        tar.addfile(tarfile.TarInfo("media/more"), io.BytesIO(b""))


def told(file: Path, change: Callable[[dict], object]) -> None:
    """The same backup with another manifest."""
    with tarfile.open(file) as tar:
        parts = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
    manifest = json.loads(parts["manifest.json"])
    change(manifest)
    parts["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(file, "w") as tar:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def climbing(file: Path) -> None:
    told(file, lambda m: m["parts"].update({"media/../../x": {"sha256": "", "bytes": 0}}))


def of_a_newer_version(file: Path) -> None:
    told(file, lambda m: m["migrations"].append("obligations.9999_later"))


def of_a_newer_server(file: Path) -> None:
    told(file, lambda m: m.update(dumped_with=99))


def of_a_later_format(file: Path) -> None:
    told(file, lambda m: m.update(format=2))


def with_rows_missing(file: Path) -> None:
    told(file, lambda m: m["tables"]["obligations_requirement"].update(rows=3))


def with_other_exports(file: Path) -> None:
    told(file, lambda m: m["proof"]["law"].update(milestones="0"))


BROKEN: dict[Callable[[Path], None], str] = {
    shortened: "is broken",
    one_bit_turned: "is broken: database.dump is not what it was",
    emptied: "is no backup of the tracker",
    a_text: "is no backup of the tracker",
    another_tar: "is broken: its manifest cannot be read",
    with_more: "is broken: media/more is not in its list of parts",
    climbing: "is broken: its list of parts cannot be right",
    of_a_newer_version: "newer version of the tracker (obligations.9999_later)",
    of_a_newer_server: "cannot go into a server of PostgreSQL 18",
    of_a_later_format: "is a backup of format 2",
    with_rows_missing: "obligations_requirement has",
    with_other_exports: "law, milestones came out otherwise",
}


def test_restore_refuses_what_is_broken_or_foreign_and_leaves_nothing(clone: Clone) -> None:
    whole = backup(clone).read_bytes()
    with keeper.hold(clone.var, ["postgres"]):
        before = databases(clone)
        for damage, words in BROKEN.items():
            (clone.var / "b.tar").write_bytes(whole)
            damage(clone.var / "b.tar")
            done = clone.manage("restore", "var/b.tar", "--into", "fresh", "--prove")
            assert done.returncode == 1, damage
            assert words in done.stdout, (damage, done.stdout)
            assert "Traceback" not in done.stdout
            assert databases(clone) == before, damage
    assert not [*clone.var.glob(".backup-*")]


def test_restore_clears_away_what_a_killed_one_left(clone: Clone) -> None:
    backup(clone)
    with keeper.hold(clone.var, ["postgres"]), connect(clone) as connection:
        connection.execute("CREATE DATABASE fresh_incoming")
    done = clone.manage("restore", "var/b.tar", "--into", "fresh", "--prove")
    assert done.returncode == 0, done.stdout
    assert "fresh_incoming" not in databases(clone)


def test_restore_into_an_empty_database_whole_or_not_at_all(clone: Clone) -> None:
    backup(clone)
    whole = (clone.var / "b.tar").read_bytes()
    with keeper.hold(clone.var, ["postgres"]), connect(clone) as connection:
        connection.execute("CREATE DATABASE blank")
    with_rows_missing(clone.var / "b.tar")
    done = clone.manage("restore", "var/b.tar", "--into", "blank")
    assert done.returncode == 1
    assert rights(clone, "blank") == ""
    (clone.var / "b.tar").write_bytes(whole)
    done = clone.manage("restore", "var/b.tar", "--into", "blank", "--prove")
    assert done.returncode == 0, done.stdout
    assert rights(clone, "blank") == rights(clone)


def test_restore_where_an_earlier_version_made_the_database(clone: Clone) -> None:
    """Its owner's login might not make databases; the next start lets it."""
    backup(clone)
    server = Postgres(clone.var)
    data, program = server.place.data, server.place.program("postgres")
    wait_for(lambda: not (data / "postmaster.pid").exists())  # The backup's server is going.
    server._run(
        [program, "--single", "-D", str(data), "postgres"], "ALTER ROLE tracker_owner NOCREATEDB;\n"
    )
    (data / "tracker-made").unlink()
    done = clone.manage("restore", "var/b.tar", "--into", "fresh", "--prove")
    assert done.returncode == 0, done.stdout


def test_backup_says_where_it_cannot_write(clone: Clone) -> None:
    done = clone.manage("backup", "--out", "/nowhere/b.tar")
    assert done.returncode == 1
    assert "there is no folder /nowhere" in done.stdout


@pytest.fixture
def address(clone: Clone) -> Iterator[list[str]]:
    with keeper.hold(clone.var, ["postgres"]):
        yield ["-h", str(embedded.socket_folder(clone.var))]


def test_restore_by_hand_over_the_database_gives_no_rights_away(
    clone: Clone, address: list[str], tmp_path: Path
) -> None:
    """`pg_restore --clean` makes the tables anew: under default privileges each began open."""
    programs, dump = bundled_programs(), tmp_path / "tracker.dump"
    before = rights(clone)
    reading, owning = ["-U", embedded.BACKUP], ["-U", embedded.OWNER, "-d", embedded.DATABASE]
    subprocess.run(
        [programs / "pg_dump", *address, *reading, "-Fc", "-f", dump, embedded.DATABASE], check=True
    )
    subprocess.run(
        [programs / "pg_restore", *address, *owning, "--clean", "--if-exists", dump], check=False
    )
    assert rights(clone) == before


def test_dump_of_before_restored_by_hand_is_mended_at_the_next_start(
    clone: Clone, address: list[str]
) -> None:
    before = rights(clone)
    with connect(clone) as connection:
        connection.execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tracker_app"
        )
    assert rights(clone) != before
    done = clone.run("--prepare", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert "Mended: tracker_app may DELETE, INSERT, UPDATE on obligations_requirement" in (
        done.stdout
    )
    assert rights(clone) == before


def test_role_of_backups_writes_nothing(address: list[str]) -> None:
    done = subprocess.run(
        [bundled_programs() / "psql", *address, "-U", embedded.BACKUP, "-X", "-c",
         "DELETE FROM obligations_release"],
        env={"PGDATABASE": embedded.DATABASE},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "permission denied" in done.stderr
