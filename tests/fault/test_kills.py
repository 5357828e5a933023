"""Anything may be killed at any moment: nothing is left running, and nothing written is lost."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress

import psutil
import pytest

from tests.fault.conftest import PATIENCE, Clone, wait_for

WRITE = (
    "import sys\n"
    "from django.db import connection\n"
    "cursor = connection.cursor()\n"
    "cursor.execute('CREATE TABLE IF NOT EXISTS written (number int)')\n"
    "for number in range(100_000):\n"
    "    cursor.execute('INSERT INTO written VALUES (%s)', [number])\n"
    "    print(number, flush=True)\n"
)
COUNT = (
    "from django.db import connection as c; k = c.cursor(); "
    "k.execute('SELECT count(*) FROM written'); print('rows:', k.fetchone()[0])"
)


def test_killed_supervisor_leaves_nothing_and_starts_again(clone: Clone) -> None:
    running = clone.foreground()
    clone.one("launch.supervisor").kill()
    running.wait()
    clone.assert_nothing_left()
    assert clone.run("status").returncode == 3
    assert clone.run("--detach", "--no-demo").returncode == 0
    assert clone.answers()


def test_supervisor_killed_together_with_its_watchdog_leaves_nothing(clone: Clone) -> None:
    """On Linux the kernel tells each child; elsewhere the watchdog alone does."""
    running = clone.foreground()
    clone.one("launch.watchdog").send_signal(signal.SIGSTOP)
    watchdog = clone.one("launch.watchdog")
    clone.one("launch.supervisor").kill()
    running.wait()
    wait_for(lambda: [p for p in clone.processes() if p.pid != watchdog.pid] == [])
    watchdog.kill()


def test_watchdog_alone_ends_processes_that_the_kernel_does_not_tell(clone: Clone) -> None:
    """A process group that hears of its parent's death from nobody else (as on macOS)."""
    script = (
        "import subprocess, sys, time\n"
        "watchdog = subprocess.Popen([sys.executable, '-m', 'launch.watchdog'],"
        " stdin=subprocess.PIPE, start_new_session=True)\n"
        "deaf = subprocess.Popen(['sleep', '120'], start_new_session=True)\n"
        "watchdog.stdin.write(f'+{deaf.pid}\\n'.encode())\n"
        "watchdog.stdin.flush()\n"
        "print('up', flush=True)\n"
        "time.sleep(120)\n"
    )
    parent = clone.begin([*clone.python, "-c", script])
    wait_for(lambda: "up" in clone.output())
    assert clone.one("sleep").is_running()
    parent.kill()
    parent.wait()
    clone.assert_nothing_left()


@pytest.mark.parametrize(
    "words",
    [
        ("gunicorn",),
        ("celery", "worker"),
        ("celery", "beat"),
        ("postgres", "-D"),
        ("valkey-server",),
        ("launch.keeper", "postgres"),
        ("launch.keeper", "valkey"),
        ("launch.watchdog",),
    ],
    ids="-".join,
)
def test_killed_part_comes_back(clone: Clone, words: tuple[str, ...]) -> None:
    running = clone.foreground()
    before = {process.pid for process in clone.all(*words)}
    clone.one(*words).kill()
    wait_for(lambda: {process.pid for process in clone.all(*words)} - before, PATIENCE)
    wait_for(clone.answers, PATIENCE)
    assert clone.run("stop").returncode == 0
    assert running.wait(5) == 0
    clone.assert_nothing_left()


def test_what_was_acknowledged_before_a_kill_is_there_afterwards(clone: Clone) -> None:
    writer = clone.begin([*clone.python, "manage.py", "shell", "-v", "0", "-c", WRITE])
    wait_for(lambda: clone.output().count("\n") > 300)
    for process in clone.processes():
        if process.pid != writer.pid:
            with suppress(psutil.NoSuchProcess):  # the kernel ends children with their parent
                process.kill()
    writer.wait(30)
    acknowledged = len([line for line in clone.output().splitlines() if line.isdigit()])
    clone.assert_nothing_left()
    found = clone.manage("shell", "-v", "0", "-c", COUNT).stdout
    assert int(found.split("rows:")[1]) >= acknowledged > 300


def test_killed_command_leaves_no_server_behind(clone: Clone) -> None:
    command = clone.begin([*clone.python, "manage.py", "shell", "-v", "0", "-c", WRITE])
    wait_for(lambda: "1" in clone.output())
    command.kill()
    command.wait()
    clone.assert_nothing_left()


def test_half_made_database_is_made_anew(bare: Clone) -> None:
    half = bare.var / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    (bare.var / "postgres").mkdir()
    done = bare.run("--prepare", "--no-demo")
    assert done.returncode == 0, done.stdout
    assert not half.exists()


def test_supervisor_outlives_a_launcher_that_ends_before_it_is_told(clone: Clone) -> None:
    script = (
        "import sys; from launch.variables import data_folder; "
        "from launch.supervisor import _let_the_launcher_go; sys.stdin.read(); "
        "_let_the_launcher_go(data_folder()); print('in the log', flush=True)"
    )
    process = subprocess.Popen(
        [*clone.python, "-c", script],
        cwd=clone.path,
        env=clone.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.communicate()
    assert process.returncode == 0
    assert "in the log" in (clone.var / "log" / "supervisor.log").read_text()
