"""Full and read-only disks, stopped processes, nonsense in its own files: words, never the end."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.fault.conftest import PATIENCE, Clone, on_linux, wait_for

NONSENSE = b"\xff\xfe\x00 nonsense \x80" * 20
SMALL = 300_000_000


def is_ready(clone: Clone) -> bool:
    """Whether database and cache answer through the site."""
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(clone.url()).port, timeout=10)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def assert_no_traceback(clone: Clone) -> None:
    for name in ("supervisor", "keepers"):
        log = clone.var / "log" / f"{name}.log"
        if log.is_file():
            assert "Traceback" not in log.read_text(), name


@pytest.fixture
def mounting() -> Iterator[Callable[..., None]]:
    """Mounts something over a folder for the length of a test; only root may."""
    if os.geteuid() != 0:
        words = "only root can mount a disk that is full or read-only"
        (pytest.fail if os.environ.get("REQUIRE_SERVERS") == "1" else pytest.skip)(words)
    mounted: list[Path] = []

    def mount(folder: Path, *words: str) -> None:
        subprocess.run(["mount", *words, str(folder)], check=True)  # noqa: S607
        mounted.append(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607


@pytest.fixture
def end_before_unmounting(mounting: object, clone: Clone) -> Iterator[Clone]:
    yield clone
    clone.clean_up()


# Disks ------------------------------------------------------------------------------------------


@on_linux
def test_full_disk_ends_nothing_and_all_comes_back_with_space(
    mounting: Callable[..., None], end_before_unmounting: Clone
) -> None:
    clone = end_before_unmounting
    before = clone.path / "before"
    clone.var.rename(before)
    clone.var.mkdir(mode=0o700)
    mounting(clone.var, "-t", "tmpfs", "-o", f"size={SMALL},mode=0700", "none")
    shutil.copytree(before, clone.var, symlinks=True, dirs_exist_ok=True)
    started = clone.run("--detach", "--no-demo")
    assert started.returncode == 0, started.stdout

    filler = clone.var / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * 65_536):
            pass
    supervisor = clone.one("launch.supervisor")
    for words in (("gunicorn",), ("celery", "beat"), ("valkey-server",), ("postgres", "-D")):
        clone.one(*words).kill()
    time.sleep(4)
    assert supervisor.is_running()
    assert clone.run("status").returncode == 0
    assert "Traceback" not in clone.manage("shell", "-v", "0", "-c", "pass").stdout

    filler.unlink()
    wait_for(lambda: is_ready(clone), PATIENCE)
    wait_for(lambda: clone.all("celery", "beat"), PATIENCE)
    assert clone.one("launch.supervisor").pid == supervisor.pid
    assert_no_traceback(clone)
    assert clone.run("stop").returncode == 0


@on_linux
@pytest.mark.parametrize("words", [["--detach"], ["--prepare"], ["status"], ["stop"]])
def test_read_only_data_folder_is_told_with_its_remedy(
    mounting: Callable[..., None], bare: Clone, words: list[str]
) -> None:
    for part in ("run", "log"):
        (bare.var / part).mkdir(parents=True)
    for lock in ("supervisor.lock", "postgres.keeper", "valkey.keeper"):
        (bare.var / "run" / lock).touch()
    mounting(bare.var, "--bind", str(bare.var))
    subprocess.run(["mount", "-o", "remount,bind,ro", str(bare.var)], check=True)  # noqa: S607
    done = bare.run(*words)
    assert done.returncode == 1
    assert "cannot be written: the disk that holds it is read-only" in done.stdout
    assert "TRACKER_VAR" in done.stdout
    assert "Traceback" not in done.stdout
    asked = bare.manage("shell", "-v", "0", "-c", "pass")
    assert asked.returncode == 1
    assert "is read-only" in asked.stdout
    assert "Traceback" not in asked.stdout


def test_logs_that_cannot_be_written_cost_their_words_and_nothing_else(clone: Clone) -> None:
    names = ("supervisor", "keepers", "postgres", "valkey", "web", "worker", "beat")
    for name in names:
        log = clone.var / "log" / f"{name}.log"
        log.unlink(missing_ok=True)
        log.mkdir()
    done = clone.run("--detach", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert f"{clone.var}/log/supervisor.log cannot be written" in done.stdout
    assert is_ready(clone)
    clone.one("gunicorn").kill()
    wait_for(clone.answers, PATIENCE)
    assert clone.run("stop").returncode == 0


def test_file_where_a_folder_should_be_is_named(bare: Clone) -> None:
    bare.var.mkdir()
    (bare.var / "log").write_text("dear diary")
    done = bare.run("--prepare")
    assert done.returncode == 1
    assert f"{bare.var}/log cannot be written: something else is in its place" in done.stdout
    assert (bare.var / "log").read_text() == "dear diary"


# Processes --------------------------------------------------------------------------------------


def test_stopped_processes_go_on(clone: Clone) -> None:
    """All of them at once, but the supervisor: the servers, their keepers, site, jobs, watchdog."""
    clone.run("--detach", "--no-demo")
    supervisor = clone.one("launch.supervisor")
    stopped = [process for process in clone.processes() if process.pid != supervisor.pid]
    for process in stopped:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGSTOP)
    leaders = [p for p in stopped if p.is_running() and os.getpgid(p.pid) == p.pid]
    assert len(leaders) >= 8
    wait_for(lambda: all(is_awake(process) for process in leaders), PATIENCE)
    wait_for(lambda: is_ready(clone), PATIENCE)
    assert clone.run("stop").returncode == 0
    clone.assert_nothing_left()


def is_awake(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_STOPPED
    except psutil.NoSuchProcess:
        return True


def test_worker_and_schedule_have_a_pulse(clone: Clone) -> None:
    for kind in ("worker", "beat"):
        ours, theirs = os.pipe()
        command = [*clone.python, "-m", "celery", "-A", "tracker.celery", kind]
        command += ["--schedule", str(clone.path / "schedule")] if kind == "beat" else []
        process = subprocess.Popen(
            command,
            cwd=clone.path,
            env=clone.environment(
                {
                    "TRACKER_PULSE": str(theirs),
                    "CELERY_BROKER_URL": "memory://",
                    "TRACKER_PROCESS": "jobs",
                }
            ),
            pass_fds=[theirs],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            assert os.read(ours, 1) == b".", kind
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            os.close(ours)


# Nonsense in its own files ----------------------------------------------------------------------


@pytest.mark.parametrize("pattern", ["*.incr.aof", "*.base.rdb", "*.manifest"])
def test_nonsense_where_valkey_kept_its_data_is_set_aside(clone: Clone, pattern: str) -> None:
    assert clone.manage("shell", "-v", "0", "-c", "pass").returncode == 0
    clone.assert_nothing_left()
    [damaged] = (clone.var / "valkey" / "appendonlydir").glob(pattern)
    damaged.write_bytes(NONSENSE)
    done = clone.manage("shell", "-v", "0", "-c", "print('went on')")
    assert done.returncode == 0, done.stdout
    assert "went on" in done.stdout
    assert "Valkey could not read its data" in done.stdout
    [aside] = clone.var.glob("valkey.unreadable-*")
    assert (aside / "appendonlydir" / damaged.name).read_bytes() == NONSENSE
    again = clone.manage("shell", "-v", "0", "-c", "pass")
    assert "could not read" not in again.stdout


def test_nonsense_in_every_file_of_its_own_is_no_end(clone: Clone) -> None:
    for path in [*(clone.var / "run").glob("*"), *(clone.var / "secrets").glob("*")]:
        if path.is_file():
            path.write_bytes(NONSENSE)
    for name in ("supervisor.json", "url", "beat-schedule", "prepared-law", "prepared-demo"):
        (clone.var / "run" / name).write_bytes(NONSENSE)
    (clone.var / "demo-login.txt").write_bytes(NONSENSE)
    (clone.var / "static" / ".collected").write_bytes(NONSENSE)
    assert clone.run("status").returncode == 3
    started = clone.run("--detach")
    assert started.returncode == 0, started.stdout
    assert "secret_key held no key; it is set aside as secret_key.unreadable-" in started.stdout
    assert is_ready(clone)
    assert "up (process" in clone.run("status").stdout
    url = clone.url()
    for name in ("supervisor.json", "url", "postgres.keeper", "valkey.keeper"):
        (clone.var / "run" / name).write_bytes(NONSENSE)
    for word in ("status", "stop"):
        done = clone.run(word)
        assert done.returncode == 0, done.stdout
        assert "Traceback" not in done.stdout
        if word == "status":
            wait_for(lambda: (clone.var / "run" / "url").read_bytes().strip() == url.encode())
    clone.assert_nothing_left()
    assert_no_traceback(clone)


@pytest.mark.parametrize("kind", ["stranger", "nonsense"])
def test_lock_of_a_killed_database_holds_up_nobody(clone: Clone, kind: str) -> None:
    command = clone.begin(
        [*clone.python, "manage.py", "shell", "-c", "import time; time.sleep(60)"]
    )
    wait_for(lambda: (clone.var / "run" / "s" / ".s.PGSQL.5432.lock").exists())
    locks = [clone.var / "postgres" / "postmaster.pid", clone.var / "run/s/.s.PGSQL.5432.lock"]
    wait_for(lambda: all(lock.exists() for lock in locks))
    texts = [lock.read_text().split("\n", 1)[1] for lock in locks]
    clone.clean_up()
    command.wait()
    clone.assert_nothing_left()
    with subprocess.Popen(["sleep", "120"]) as stranger:  # noqa: S607
        for lock, text in zip(locks, texts, strict=True):
            number = str(stranger.pid) if kind == "stranger" else "no number"
            lock.write_text(f"{number}\n{text}")
        done = clone.manage("shell", "-v", "0", "-c", "print('went on')")
        assert "went on" in done.stdout, done.stdout
        assert stranger.poll() is None
        stranger.kill()
