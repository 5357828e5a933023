"""Who runs it and where: root and ordinary users, folders with spaces, long paths."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from launch import embedded
from tests.fault.conftest import Clone, needs_root, on_linux

NOBODY = 65_534


def owner_of(process: psutil.Process) -> int:
    return int(process.uids().effective)


@pytest.mark.parametrize("name", ["a folder with spaces & 'quotes'", "d" * 90, "Übung 100%"])
def test_unusual_paths(
    clones: Callable[..., Clone], prepared: Path, tmp_path: Path, name: str
) -> None:
    clone = clones(tmp_path / name / "clone", like=prepared)
    done = clone.run("--detach", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert clone.answers()
    ask = "from django.core.cache import cache; cache.set('k', 'kept'); print(cache.get('k'))"
    assert "kept" in clone.manage("shell", "-v", "0", "-c", ask).stdout
    assert clone.run("stop").returncode == 0
    clone.assert_nothing_left()


def test_long_path_keeps_its_sockets_in_a_short_folder_of_its_own(tmp_path: Path) -> None:
    long = tmp_path / ("d" * 120) / "var"
    sockets = embedded.socket_folder(long)
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) < 104
    assert sockets != embedded.socket_folder(long.with_name("other"))


def test_short_folder_of_somebody_else_is_refused(
    clones: Callable[..., Clone], prepared: Path, tmp_path: Path
) -> None:
    clone = clones(tmp_path / ("d" * 120) / "clone", like=prepared)
    trap = embedded.socket_folder(clone.var)
    trap.symlink_to(tmp_path)
    try:
        done = clone.run("--prepare")
    finally:
        trap.unlink()
    assert done.returncode == 1
    assert "belongs to another user" in done.stdout


@needs_root
@on_linux
@pytest.mark.parametrize("way", ["namespace", "nobody"])
def test_root_runs_it_in_an_open_folder(for_anybody: Callable[..., Clone], way: str) -> None:
    clone = for_anybody(owner=0, TRACKER_ROOT_RUNS_AS=way)
    done = clone.run("--detach", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert owner_of(clone.one("postgres", "-D")) == (NOBODY if way == "nobody" else 0)
    assert clone.answers()
    assert (clone.var / "postgres" / "PG_VERSION").exists()
    assert not (clone.var / "postgres").is_symlink()
    assert clone.run("stop").returncode == 0
    clone.assert_nothing_left()


@needs_root
@on_linux
def test_root_may_change_between_the_two_ways(for_anybody: Callable[..., Clone]) -> None:
    clone = for_anybody(owner=0)
    for way in ("namespace", "nobody", "namespace"):
        done = clone.run("--prepare", "--no-demo", TRACKER_ROOT_RUNS_AS=way)
        assert done.returncode == 0, done.stdout


@needs_root
@on_linux
def test_nobody_below_a_closed_folder_gets_a_place_it_can_reach(bare: Clone) -> None:
    closed = bare.path.parent
    closed.chmod(0o700)
    bare.variables["TRACKER_ROOT_RUNS_AS"] = "nobody"
    home = Path("/var/tmp") / embedded.short_folder(bare.var).name  # noqa: S108 - as it is made
    try:
        done = bare.run("--prepare", "--no-demo")
        assert done.returncode == 0, done.stdout
        assert f"the database lies in {home}/postgres" in done.stdout
        assert (home / "postgres" / "PG_VERSION").exists()
        assert closed.stat().st_mode & 0o777 == 0o700
        bare.assert_nothing_left()
        assert bare.run("--prepare", "--no-demo").returncode == 0
        bare.assert_nothing_left()
    finally:
        shutil.rmtree(home, ignore_errors=True)


@needs_root
def test_ordinary_user(for_anybody: Callable[..., Clone]) -> None:
    clone = for_anybody(owner=NOBODY)
    done = clone.run("--detach", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert {owner_of(process) for process in clone.processes()} == {NOBODY}
    assert clone.answers()
    assert clone.run("stop").returncode == 0
    clone.assert_nothing_left()


@needs_root
def test_ordinary_user_after_root_is_told_whose_the_folder_is(
    for_anybody: Callable[..., Clone],
) -> None:
    clone = for_anybody(owner=NOBODY)
    clone.var.mkdir(mode=0o700)
    done = clone.run("--prepare")
    assert done.returncode == 1
    assert "chown -R" in done.stdout
