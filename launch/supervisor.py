"""The supervisor: one process that owns the site, its worker and its clock.

It binds the port, holds the embedded servers, brings the database up to date, starts gunicorn,
the Celery worker and beat, starts again what dies, and ends everything when it is told to. What
it leaves behind when it is killed, the kernel and the watchdog end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from launch import embedded, keeper, state
from launch.children import Child, bind, children_of, module
from launch.commands import READY
from launch.console import Problem, complain, in_words, say, step, tail
from launch.processes import carry_on, end, kill_group, open_log, spawn, trim
from launch.variables import ROOT, data_folder

_WEB_PATIENCE = 60.0
_LONGEST_PAUSE = 30.0
_ASK_EVERY = 5.0


class Supervisor:
    """Runs the children of one data folder."""

    def __init__(self, var: Path, listener: socket.socket, *, demo: bool) -> None:
        port = listener.getsockname()[1]
        self.var = var
        self.children = children_of(listener)
        self.servers = embedded.needed(os.environ)
        now = dt.datetime.now(dt.UTC).astimezone()
        self.state = state.State(
            os.getpid(), f"http://127.0.0.1:{port}", f"{now:%-d %B %Y, %H:%M}", demo
        )
        self.asked_to_stop = False
        self._said: dict[str, str] = {}
        self._servers_again_at: dict[str, float] = {}
        self._wake, self._woken = os.pipe()
        self._watchdog = self._start_watchdog()

    def listen_to_signals(self) -> None:
        """SIGTERM, SIGINT and SIGHUP ask to stop; a dying child wakes the loop."""
        os.set_blocking(self._woken, False)
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _stop_soon(self, number: int, frame: object) -> None:
        self.asked_to_stop = True

    def start(self, child: Child) -> None:
        """Start a child, watched by the watchdog too."""
        log = self.var / "log" / f"{child.name}.log"
        environment = {**os.environ, "TRACKER_PROCESS": child.process_kind, **child.variables}
        child.process = spawn(
            child.command,
            log=log,
            death_signal=signal.SIGTERM,
            folder=ROOT,
            environment=environment,
            keep=child.keep,
        )
        child.born = child.heard = time.monotonic()
        self._tell_watchdog(f"+{child.process.pid}")
        self.state.processes[child.name] = child.process.pid
        self._write_down()

    def _write_down(self) -> None:
        """Write down what runs; where that cannot be done now, `watch` tries again."""
        try:
            self.state.write(self.var)
        except OSError as error:
            self._say_once(
                "state", f"what runs cannot be written down: {in_words(error, self.var)}"
            )
        else:
            self._said.pop("state", None)

    def _say_once(self, about: str, text: str) -> None:
        """Say what is wrong when it begins or changes, not every second."""
        if self._said.get(about) != text:
            self._said[about] = text
            say(text)

    def _start_watchdog(self) -> subprocess.Popen[bytes]:
        """Start the watchdog and tell it of every child there is."""
        watchdog = subprocess.Popen(
            module("launch.watchdog"),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        assert watchdog.stdin is not None
        for child in self.children:
            if child.process is not None:
                watchdog.stdin.write(f"+{child.process.pid}\n".encode())
        watchdog.stdin.flush()
        return watchdog

    def _tell_watchdog(self, line: str) -> None:
        assert self._watchdog.stdin is not None
        try:
            self._watchdog.stdin.write(line.encode() + b"\n")
            self._watchdog.stdin.flush()
        except BrokenPipeError:  # it died; the next one is told of all
            self._watchdog = self._start_watchdog()

    def start_all(self) -> None:
        """Start everything; return when the site answers."""
        web, *others = self.children
        self.start(web)
        deadline = time.monotonic() + _WEB_PATIENCE
        while not self.asked_to_stop and not web.answers():
            assert web.process is not None
            if web.process.poll() is not None or time.monotonic() > deadline:
                log = self.var / "log" / "web.log"
                raise Problem(f"the site does not answer. Its log, {log}, ends:\n{tail(log)}")
            time.sleep(0.05)
        for child in others:
            self.start(child)

    def watch(self) -> None:
        """Until asked to stop: start again what died, ask all how they are, keep logs small.

        Whatever the disk or the system refuses is said, and tried again with the next turn.
        """
        asked = trimmed = time.monotonic()
        while not self.asked_to_stop:
            select.select([self._wake], [], [], 1.0)
            self._drain()
            try:
                self._revive_all()
                if time.monotonic() - asked > _ASK_EVERY:
                    asked = time.monotonic()
                    self._ask_all()
            except OSError as error:
                self._say_once("system", f"the system refuses: {error}; trying again")
            if time.monotonic() - trimmed > 60:
                trimmed = time.monotonic()
                for log in (self.var / "log").glob("*.log"):
                    trim(log)

    def _revive_all(self) -> None:
        for child in self.children:
            self._revive(child)
        if self._watchdog.poll() is not None:
            self._watchdog = self._start_watchdog()
        for name in self.servers:
            if not keeper.kept(name, self.var):
                self._revive_server(name)

    def _ask_all(self) -> None:
        """Let go on what somebody stopped; end what is silent for long, to be started again."""
        for child in self.children:
            if child.process is not None:
                carry_on(child.process.pid)
                self._listen_to(child, child.process)
        carry_on(self._watchdog.pid)
        for name in self.servers:
            keeper.wake(name, self.var)
        if not self.state.stands(self.var):
            self._write_down()

    def _listen_to(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        now = time.monotonic()
        if child.answers():
            child.heard = now
        elif now - child.heard > child.patience:
            say(f"{child.name} gives no answer; starting it again")
            kill_group(process.pid)  # `_revive` sees that it ended
            child.heard = now

    def _drain(self) -> None:
        while select.select([self._wake], [], [], 0)[0]:
            os.read(self._wake, 1024)

    def _revive(self, child: Child) -> None:
        """Start a dead child again: at once at first, later after ever longer pauses."""
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None:
            say(f"{child.name} ended with {child.process.returncode}; starting it again")
            kill_group(child.process.pid)  # what it started itself and left behind
            self._tell_watchdog(f"-{child.process.pid}")
            child.process = None
            quick = now - child.born < 60
            child.pause = min(max(child.pause * 2, 0.5), _LONGEST_PAUSE) if quick else 0.0
            child.again_at = now + child.pause
        if child.process is None and now >= child.again_at:
            try:
                self.start(child)
            except (OSError, subprocess.SubprocessError) as error:
                say(f"{child.name} cannot be started: {error}; trying again")
                child.again_at = now + _LONGEST_PAUSE

    def _revive_server(self, name: str) -> None:
        """Have a keeper again; where that fails, not before some seconds have passed."""
        if time.monotonic() < self._servers_again_at.get(name, 0.0):
            return
        try:
            keeper.ensure(name, self.var)
        except Problem as problem:
            self._say_once(name, f"{name} does not come back: {problem}")
            self._servers_again_at[name] = time.monotonic() + _ASK_EVERY
        else:
            self._said.pop(name, None)

    def stop_all(self) -> None:
        """End beat, worker and site, in this order."""
        for child in reversed(self.children):
            if child.process is not None:
                end(child.process, child.stop_signal, 15)
                self._tell_watchdog(f"-{child.process.pid}")
        carry_on(self._watchdog.pid)
        self._watchdog.communicate()


def _prepare(*, demo: bool) -> None:
    """Database, static files, law data and demo, in one Django process that says each step."""
    words = [sys.executable, "manage.py", "prepare"] + ([] if demo else ["--no-demo"])
    environment = {**os.environ, "TRACKER_PROCESS": "owner"}
    if subprocess.run(words, cwd=ROOT, env=environment, check=False).returncode != 0:
        raise Problem("the tracker could not be prepared; the lines above say why.")


def _greet(supervisor: Supervisor, *, detached: bool) -> None:
    say("")
    say(f"The tracker is running at {supervisor.state.url}/")
    login = supervisor.var / "demo-login.txt"
    if supervisor.state.demo and login.exists():
        say(f"Demo log-in (kept in {login}):")
        for line in login.read_text(errors="replace").splitlines():
            say(f"  {line}")
    say(f"Logs: {supervisor.var / 'log'}")
    say("Stop it with ./start stop" if detached else "Stop it with Ctrl-C, or ./start stop")
    if detached:
        _let_the_launcher_go(supervisor.var)


def _let_the_launcher_go(var: Path) -> None:
    """Speak to the log from now on, then tell the launcher, which closes the pipe and ends."""
    launcher = os.dup(1)
    with open_log(var / "log" / "supervisor.log") as log:
        os.dup2(log.fileno(), 1)
    with suppress(BrokenPipeError):
        os.write(launcher, f"{READY}\n".encode())
    os.close(launcher)


def run(wanted: argparse.Namespace) -> None:
    """Prepare everything, then run until told to stop."""
    var, demo = data_folder(), not wanted.no_demo
    keeper.make_folders(var)
    if wanted.prepare:
        with _servers(var, embedded.needed(os.environ)):
            _prepare(demo=demo)
        say("Everything is prepared. Run ./start to begin.")
        return
    lock = state.lock(var)
    if lock is None:
        raise Problem("another ./start is under way in this folder.")
    servers = embedded.needed(os.environ)
    try:
        listener = bind(wanted.port)
        with _servers(var, servers):
            _prepare(demo=demo)
            _supervise(Supervisor(var, listener, demo=demo), detached=wanted.detached)
    finally:
        for name in servers:
            keeper.wait_until_stopped(name, var, 20)
        state.forget(var)
        os.close(lock)


@contextmanager
def _servers(var: Path, servers: list[str]) -> Iterator[None]:
    """Hold the embedded servers, saying that they are being started."""
    with ExitStack() as stack:
        if servers:
            names = {"postgres": "PostgreSQL", "valkey": "Valkey"}
            with step(f"Starting {' and '.join(names[name] for name in servers)}"):
                stack.enter_context(keeper.hold(var, servers))
        yield


def _supervise(supervisor: Supervisor, *, detached: bool) -> None:
    supervisor.listen_to_signals()
    try:
        with step("Starting the site and its jobs"):
            supervisor.start_all()
        if not supervisor.asked_to_stop:
            _greet(supervisor, detached=detached)
            supervisor.watch()
        say("\nStopping ...")
    finally:
        supervisor.stop_all()


def _interrupt(number: int, frame: object) -> None:
    """SIGTERM before the children exist: unwind as Ctrl-C does."""
    raise KeyboardInterrupt


def main() -> int:
    """`python -m launch.supervisor`, run by `./start`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    for flag in ("--no-demo", "--prepare", "--detached"):
        parser.add_argument(flag, action="store_true")
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        run(parser.parse_args())
    except Problem as problem:
        complain(problem)
        return 1
    except OSError as error:
        complain(in_words(error, data_folder()))
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
