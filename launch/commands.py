"""`./start`: set up and run; `./start stop` and `./start status`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from launch import embedded, environment, keeper, state
from launch.console import Problem, say, tail
from launch.processes import alive, carry_on, open_log, wait_until_gone
from launch.variables import ROOT, data_folder

READY = "\x00ready"  # the line by which a detached supervisor tells that it is up
NOT_RUNNING = 3
_DESCRIPTION = """Starts the tracker: makes the Python environment, starts PostgreSQL and Valkey
(unless DATABASE_URL, CELERY_BROKER_URL and CACHE_URL name servers), brings database and law data
up to date, makes the demo, and runs the site and its jobs until Ctrl-C."""
_EPILOG = """All data, sockets, secrets, mail and logs lie in var/. Variables: see .env.example;
a file .env is read. `./start test` is ./test, `./start bench` is ./bench."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("./start", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument(
        "command",
        nargs="?",
        choices=["stop", "status"],
        help="end a running tracker, or tell whether one runs (exit code 3 when not)",
    )
    parser.add_argument("--prepare", action="store_true", help="set everything up, then exit")
    parser.add_argument("--detach", action="store_true", help="run in the background")
    parser.add_argument(
        "--port", type=_port, help="this port or an error (without it: 8000 or the next free one)"
    )
    parser.add_argument("--no-demo", action="store_true", help="make no demo provider and log-in")
    return parser


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number from 1 to 65535")
    return int(text)


def run(words: list[str]) -> int:
    """Do what the command line says; the exit code."""
    wanted = _parser().parse_args(words)
    var = data_folder()
    if wanted.command == "status":
        return status(var)
    if wanted.command == "stop":
        return stop(var)
    return start(var, wanted)


def start(var: Path, wanted: argparse.Namespace) -> int:
    """Set up, then become the supervisor or start it in the background."""
    if not wanted.prepare and state.running(var):
        return _already_running(var, wanted.port)
    say(f"The Online Safety Act tracker in {ROOT}")
    keeper.make_folders(var)
    python = environment.ensure(var, "requirements.txt")
    words = [str(python), "-m", "launch.supervisor"]
    words += ["--port", str(wanted.port)] if wanted.port else []
    words += ["--no-demo"] if wanted.no_demo else []
    if wanted.prepare:
        words.append("--prepare")
    elif wanted.detach:
        return _detached([*words, "--detached"], var)
    os.chdir(ROOT)
    return _become(python, words)


def _become(python: Path, words: list[str]) -> NoReturn:
    """Put the supervisor in this process's place, so that signals reach it."""
    os.execv(python, words)  # noqa: S606 - the interpreter of our own environment, no shell


def _already_running(var: Path, port: int | None) -> int:
    found = state.read(var)
    if found is None:
        raise Problem("another ./start is under way in this folder; wait for it, or ./start stop.")
    if port and not found.url.endswith(f":{port}"):
        raise Problem(f"it is already running at {found.url}. To change the port: ./start stop")
    say(f"Already running at {found.url} (stop it with ./start stop).")
    return 0


def _detached(words: list[str], var: Path) -> int:
    """Start the supervisor in a session of its own and relay what it says until it is up."""
    log = var / "log" / "supervisor.log"
    before = log.stat().st_size if log.is_file() else 0
    with open_log(log) as errors:
        process = subprocess.Popen(
            words,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    try:
        heard = ""
        for piece in iter(lambda: os.read(_output(process), 4096), b""):
            text = piece.decode(errors="replace")
            heard += text
            print(text.replace(READY + "\n", ""), end="", flush=True)
            if READY in heard:
                _relay_notes(log, before)
                return 0
    except KeyboardInterrupt:
        process.send_signal(signal.SIGTERM)
        process.wait()
        raise
    process.wait()
    raise Problem(f"it did not come up. The end of {log}:\n{tail(log)}")


def _relay_notes(log: Path, before: int) -> None:
    """Say what the supervisor noted in its log while it came up."""
    with suppress(OSError):
        for line in log.read_bytes()[before:].decode(errors="replace").splitlines():
            if line.startswith("Note: "):
                say(line)


def _output(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout is not None
    return process.stdout.fileno()


def status(var: Path) -> int:
    """Print what runs; 0 when the tracker runs, else 3."""
    if not state.running(var):
        say("Not running. Start it with ./start")
        for name in _still_used(var):
            say(f"  {name:10} up, used by another command")
        return NOT_RUNNING
    found = state.read(var)
    if found is None:
        say("Starting, or stopping.")
        return 0
    say(f"Running at {found.url} since {found.started} (process {found.pid})")
    for name, pid in found.processes.items():
        say(f"  {name:10} {f'up (process {pid})' if alive(pid) else 'starting again'}")
    for name in ("postgres", "valkey"):
        own = name in embedded.needed(os.environ)
        up = "up" if keeper.kept(name, var) else "starting again"
        say(f"  {name:10} {up if own else 'a server of your own'}")
    if found.demo and (var / "demo-login.txt").exists():
        say(f"  demo log-in: {var / 'demo-login.txt'}")
    return 0


def stop(var: Path) -> int:
    """End the running tracker and wait until nothing of it is left."""
    found = state.read(var)
    if not state.running(var):
        say("Nothing is running.")
        return 0
    deadline = time.monotonic() + 10
    while found is None:  # it has only just begun
        if time.monotonic() > deadline or not state.running(var):
            raise Problem("a ./start is under way in this folder; end it with Ctrl-C.")
        time.sleep(0.2)
        found = state.read(var)
    os.kill(found.pid, signal.SIGTERM)
    carry_on(found.pid)
    deadline = time.monotonic() + 45
    while state.running(var):
        if time.monotonic() > deadline:
            os.kill(found.pid, signal.SIGKILL)
        time.sleep(0.05)
    wait_until_gone(found.pid, 10)
    for name in ("postgres", "valkey"):
        if not keeper.wait_until_stopped(name, var, 20):
            say(f"Stopped, but {name} stays up: another command still uses it.")
            return 0
    say("Stopped.")
    return 0


def _still_used(var: Path) -> list[str]:
    return [name for name in ("postgres", "valkey") if keeper.kept(name, var)]
