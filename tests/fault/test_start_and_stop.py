"""`./start` as a person uses it: up, asked about, used beside other commands, and ended."""

from __future__ import annotations

import re
import signal
import socket
import stat
from pathlib import Path

import pytest

from tests.fault.conftest import Clone, wait_for


def test_detached_start_serves_tells_its_state_and_stops(clone: Clone) -> None:
    started = clone.run("--detach", "--no-demo")
    assert started.returncode == 0, started.stdout
    assert f"running at {clone.url()}/" in started.stdout
    assert clone.answers()

    status = clone.run("status")
    assert status.returncode == 0
    for name in ("web", "worker", "beat"):
        assert re.search(rf"{name} +up \(process \d+\)", status.stdout)
    for name in ("postgres", "valkey"):
        assert re.search(rf"{name} +up", status.stdout)

    stopped = clone.run("stop")
    assert (stopped.returncode, stopped.stdout) == (0, "Stopped.\n")
    clone.assert_nothing_left(5)
    assert not (clone.var / "run" / "url").exists()


def test_later_start_skips_what_is_done(clone: Clone) -> None:
    started = clone.run("--detach", "--no-demo")
    for title in ("Making the Python", "Installing", "Bringing", "Collecting", "Loading"):
        assert title not in started.stdout


def test_second_start_in_the_same_clone_says_where_the_first_runs(clone: Clone) -> None:
    clone.run("--detach", "--no-demo")
    second = clone.run()
    assert second.returncode == 0
    assert f"Already running at {clone.url()}" in second.stdout
    other_port = clone.run("--port", "9")
    assert other_port.returncode == 1
    assert "./start stop" in other_port.stdout


def test_status_and_stop_of_what_does_not_run(clone: Clone) -> None:
    status = clone.run("status")
    assert (status.returncode, status.stdout) == (3, "Not running. Start it with ./start\n")
    stop = clone.run("stop")
    assert (stop.returncode, stop.stdout) == (0, "Nothing is running.\n")


def test_prepare_leaves_nothing_running(clone: Clone) -> None:
    done = clone.run("--prepare", "--no-demo")
    assert done.returncode == 0, done.stdout
    clone.assert_nothing_left(5)


def test_help_names_every_option(clone: Clone) -> None:
    said = clone.run("--help").stdout
    for word in ("--prepare", "--detach", "--port", "--no-demo", "stop", "status", "var/"):
        assert word in said


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_everything_in_order(clone: Clone, sign: signal.Signals) -> None:
    running = clone.foreground()
    running.send_signal(sign)
    assert running.wait(40) == 0
    clone.assert_nothing_left(5)
    assert "Stopping" in clone.output()


def test_signal_while_preparing_leaves_nothing(bare: Clone) -> None:
    running = bare.begin([str(bare.path / "start"), "--no-demo"])
    wait_for(lambda: "up to date" in bare.output())
    running.send_signal(signal.SIGTERM)
    assert running.wait(40) == 130
    bare.assert_nothing_left()
    assert bare.run("--prepare", "--no-demo").returncode == 0


def test_taken_port_is_an_error_when_named(clone: Clone) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = clone.run("--port", str(port))
    assert done.returncode == 1
    assert f"port {port} cannot be used: address already in use" in done.stdout
    clone.assert_nothing_left(5)


def test_named_port_is_used(clone: Clone) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clone.run("--detach", "--no-demo", "--port", str(port))
    assert clone.url() == f"http://127.0.0.1:{port}"
    assert clone.answers()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_impossible_port_is_refused(clone: Clone, port: str) -> None:
    done = clone.run("--port", port)
    assert done.returncode == 2
    assert "write a number from 1 to 65535" in done.stdout


def test_two_clones_run_at_once(clones: object, prepared: Path) -> None:
    first, second = clones(like=prepared), clones(like=prepared)
    for clone in (first, second):
        assert clone.run("--detach", "--no-demo").returncode == 0
    assert first.url() != second.url()
    assert first.run("stop").returncode == 0
    assert second.answers()
    first.assert_nothing_left(5)


def test_data_and_secrets_are_closed_to_others(clone: Clone) -> None:
    clone.run("--detach", "--no-demo")
    closed = [
        clone.var,
        *(clone.var / name for name in ("run", "log", "mail", "secrets", "postgres")),
    ]
    for folder in closed:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder
    assert stat.S_IMODE((clone.var / "secrets" / "secret_key").stat().st_mode) == 0o600


def test_each_clone_has_its_own_secret(clones: object, prepared: Path, bare: Clone) -> None:
    bare.manage("help", "prepare")
    ours = (bare.var / "secrets" / "secret_key").read_text()
    assert len(ours) >= 50
    assert ours != (prepared / "var" / "secrets" / "secret_key").read_text()


def test_env_file_is_read(clone: Clone) -> None:
    (clone.path / ".env").write_text("# an operator's own\nTRACKER_PROCESS=nonsense\n")
    done = clone.manage("check")
    assert "TRACKER_PROCESS is 'nonsense'" in done.stdout


# Beside manage.py -----------------------------------------------------------------------------

SLEEP = "import time; print('in', flush=True); time.sleep(60)"
ASK = (
    "from django.db import connection as c; k = c.cursor(); "
    "k.execute('SELECT 42'); print(k.fetchone())"
)


def test_manage_starts_the_servers_it_needs_and_leaves_nothing(clone: Clone) -> None:
    done = clone.manage("shell", "-v", "0", "-c", ASK)
    assert "(42,)" in done.stdout, done.stdout
    clone.assert_nothing_left(10)


def test_manage_beside_a_running_tracker_leaves_it_running(clone: Clone) -> None:
    clone.run("--detach", "--no-demo")
    before = clone.one("postgres", "-D").pid
    assert "(42,)" in clone.manage("shell", "-v", "0", "-c", ASK).stdout
    assert clone.one("postgres", "-D").pid == before
    assert clone.answers()


def test_last_command_out_stops_the_servers(clone: Clone) -> None:
    long = clone.begin([*clone.python, "manage.py", "shell", "-v", "0", "-c", SLEEP])
    wait_for(lambda: "in" in clone.output())
    assert "(42,)" in clone.manage("shell", "-v", "0", "-c", ASK).stdout
    assert clone.one("postgres", "-D").is_running()
    clone.run("stop")
    assert clone.one("postgres", "-D").is_running()
    long.kill()
    long.wait()
    clone.assert_nothing_left(10)


def test_command_waits_for_servers_that_are_just_stopping(clone: Clone) -> None:
    for _ in range(4):
        assert "(42,)" in clone.manage("shell", "-v", "0", "-c", ASK).stdout


def test_tests_run_on_servers_of_their_own_beside_a_running_tracker(clone: Clone) -> None:
    clone.run("--detach", "--no-demo")
    before = clone.one("postgres", "-D", f"{clone.var}/postgres").pid
    ask = "def test_it(db):\n    from django.db import connection as c\n    c.cursor()\n"
    (clone.path / "tests" / "unit" / "test_confirmation.py").write_text(ask)
    words = ["-m", "pytest", "-p", "no:cacheprovider", "-q", "tests/unit/test_confirmation.py"]
    done = clone._run([*clone.python, *words], {})
    assert "1 passed" in done.stdout, done.stdout
    assert (clone.var / "test" / "postgres" / "PG_VERSION").exists()
    assert clone.one("postgres", "-D", f"{clone.var}/postgres").pid == before
    assert clone.answers()
