"""Keepers: small processes that own an embedded server while anybody uses it.

Three locks in `var/run`, all released by the kernel when their holder dies:

- `NAME.users`: shared by everyone who uses the server; the keeper waits for it exclusively;
- `NAME.keeper`: held by the keeper as long as it lives;
- `NAME.mutex`: held for the moment in which a user joins and, if need be, starts a keeper.

A user who joins while the keeper is stopping the server waits for it to finish, finds no keeper,
and starts a new one.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Protocol

from launch import embedded
from launch.console import Problem, in_words, no_space, say, tail
from launch.postgres import Postgres
from launch.processes import carry_on, kill_group, open_log, trim
from launch.valkey import Valkey

_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE = 60.0
_LOOK_EVERY = 0.1
_ASK_EVERY = 5.0


class _Outliving(subprocess.Popen[bytes]):
    """A process that is meant to outlive the one that started it: no warning when it does."""

    def __del__(self) -> None:
        pass


_started: list[_Outliving] = []  # the keepers that this process started


class Server(Protocol):
    """What a keeper needs of a server."""

    name: str
    log: Path
    notes: list[str]

    def start(self) -> subprocess.Popen[bytes]: ...
    def ready(self) -> bool: ...
    def answers(self) -> bool: ...
    def mend(self) -> bool: ...
    def stop(self, process: subprocess.Popen[bytes]) -> None: ...


def server_of(name: str, var: Path) -> Server:
    """The server of this name in this data folder."""
    return Postgres(var) if name == "postgres" else Valkey(var)


def _open(var: Path, name: str) -> int:
    return os.open(var / "run" / name, os.O_RDWR | os.O_CREAT, 0o600)


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def kept(name: str, var: Path) -> bool:
    """Whether a keeper of this server lives."""
    if not (var / "run" / f"{name}.keeper").exists():
        return False
    handle = _open(var, f"{name}.keeper")
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def make_folders(var: Path) -> None:
    """Make the data folder and its parts, closed to other users."""
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("run", "log", "secrets", "mail", "media"):
            (var / part).mkdir(mode=0o700, exist_ok=True)
        (var / "run" / "touched").touch()
    except OSError as error:
        raise in_words(error, var) from error


@contextmanager
def using(name: str, var: Path) -> Iterator[None]:
    """Be a user of a server: it runs, at the latest when the block begins, until it ends."""
    make_folders(var)
    users = _open(var, f"{name}.users")
    try:
        mutex = _open(var, f"{name}.mutex")
        try:
            fcntl.flock(mutex, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
            ensure(name, var)
        finally:
            os.close(mutex)
        yield
    finally:
        os.close(users)


@contextmanager
def hold(var: Path, servers: list[str]) -> Iterator[None]:
    """Keep the named servers running for the length of a block. Raises `Problem`."""
    if "postgres" in servers:
        embedded.shut_out_callers_database()
    with ExitStack() as stack:
        for name in servers:
            stack.enter_context(using(name, var))
        yield


def ensure(name: str, var: Path) -> None:
    """For a user of the server: have a keeper, started if none lives, and wait until it is up."""
    if not kept(name, var):
        _start_keeper(name, var)
        return
    server = server_of(name, var)
    deadline = time.monotonic() + _PATIENCE
    while not server.ready():
        if time.monotonic() > deadline or not kept(name, var):
            raise Problem(f"{name} did not come up. Its log ends:\n{tail(server.log)}")
        time.sleep(_LOOK_EVERY)


def _start_keeper(name: str, var: Path) -> None:
    """Start a keeper and hear from it how it went."""
    hear, tell = os.pipe()
    words = [sys.executable, "-m", "launch.keeper", name, str(var), str(tell)]
    log = var / "log" / "keepers.log"
    trim(log)
    with open_log(log) as output:
        keeper = _Outliving(
            words,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            pass_fds=[tell],
        )
    _started[:] = [earlier for earlier in _started if earlier.poll() is None] + [keeper]
    os.close(tell)
    with os.fdopen(hear) as lines:
        for line in lines:
            kind, text = json.loads(line)
            if kind == "ready":
                return
            if kind == "problem":
                raise Problem(text)
            print(f"Note: {text}", file=sys.stderr, flush=True)
    raise Problem(f"the keeper of {name} ended at once. Its log ends:\n{tail(log)}")


def wake(name: str, var: Path) -> None:
    """Let the keeper of this server go on, where somebody stopped it."""
    if kept(name, var):
        with suppress(OSError, ValueError):
            carry_on(int((var / "run" / f"{name}.keeper").read_text()))


def wait_until_stopped(name: str, var: Path, patience: float) -> bool:
    """Wait until no keeper lives; False when somebody still uses the server."""
    deadline = time.monotonic() + patience
    while kept(name, var):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


# The keeper itself ---------------------------------------------------------------------------


class _Teller:
    """The pipe to whoever started the keeper; they may be gone."""

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def tell(self, kind: str, text: str = "") -> None:
        with suppress(BrokenPipeError):
            os.write(self.handle, json.dumps([kind, text]).encode() + b"\n")

    def close(self) -> None:
        os.close(self.handle)


def _bring_up(server: Server) -> subprocess.Popen[bytes]:
    """Start the server and wait until it is ready.

    A server that ends at once is tried again for a while: after a kill, processes of the one
    before may still hold its memory.
    """
    trim(server.log)
    deadline = time.monotonic() + _PATIENCE
    attempts = 0
    while True:
        attempts += 1
        process = server.start()
        while process.poll() is None:
            if server.ready():
                return process
            if time.monotonic() > deadline:
                server.stop(process)
                raise Problem(f"{server.name} did not come up. Its log ends:\n{tail(server.log)}")
            time.sleep(0.01)
        words = tail(server.log)
        if "No space left on device" in words:
            raise no_space(OSError(28, ""), server.log.parent) or Problem("no space")
        if server.mend():
            continue
        if attempts >= 5:
            raise Problem(f"{server.name} ended at once. Its log, {server.log}, ends:\n{words}")
        time.sleep(0.3 * attempts)


class _Answers:
    """When a server last answered: one that is silent for long is killed, to be started again."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.heard = self.looked = time.monotonic()

    def look(self, process: subprocess.Popen[bytes]) -> None:
        """Ask, where it is time to; a process that was stopped may go on."""
        now = time.monotonic()
        if now - self.looked < _ASK_EVERY:
            return
        self.looked = now
        carry_on(process.pid)
        if self.server.answers():
            self.heard = now
        elif now - self.heard > _PATIENCE:
            say(f"{self.server.name} gives no answer; starting it again")
            kill_group(process.pid)
            self.heard = now


def keep(server: Server, var: Path, teller: _Teller) -> None:
    """Own a server until its last user has gone."""
    users, keeper = _open(var, f"{server.name}.users"), _open(var, f"{server.name}.keeper")
    if not _try_lock(keeper):
        teller.tell("problem", f"another keeper of {server.name} is at work; try again.")
        return
    asked_to_stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked_to_stop.append(number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with suppress(OSError):  # for `carry_on`
        os.truncate(keeper, 0)
        os.write(keeper, str(os.getpid()).encode())
    try:
        process = _bring_up(server)
    except Problem as problem:
        teller.tell("problem", str(problem))
        return
    except OSError as error:
        teller.tell("problem", str(in_words(error, var)))
        return
    for note in server.notes:
        teller.tell("note", note)
    teller.tell("ready")
    teller.close()
    last = _Answers(server)
    while not asked_to_stop and not _try_lock(users):
        time.sleep(_LOOK_EVERY)
        if process.poll() is not None:
            say(f"{server.name} ended with {process.returncode}; starting it again")
            try:
                process = _bring_up(server)
            except (Problem, OSError) as problem:  # whoever uses it starts the next keeper
                say(f"{server.name} does not come back: {problem}")
                return
        last.look(process)
    server.stop(process)


def main(words: list[str]) -> None:
    """`python -m launch.keeper NAME VAR PIPE`"""
    name, var, pipe = words[0], Path(words[1]), int(words[2])
    os.set_inheritable(pipe, False)
    embedded.shut_out_callers_database()
    keep(server_of(name, var), var, _Teller(pipe))


if __name__ == "__main__":
    main(sys.argv[1:])
