"""Starting a process so that it never outlives the one who started it, and ending it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from launch.console import say
from launch.identity import Identity, become

_PR_SET_PDEATHSIG = 1
_LOG_LIMIT = 20_000_000


def spawn(
    command: Sequence[str],
    *,
    log: Path,
    death_signal: signal.Signals,
    identity: Identity = Identity.SELF,
    folder: Path = Path("/"),
    environment: Mapping[str, str] | None = None,
    keep: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, its output appended to a log.

    On Linux the kernel sends it `death_signal` when this process dies, however it dies. The
    caller must have one thread only.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None

    def prepare() -> None:
        become(identity)
        if libc is not None:  # after the change of identity, which would clear it
            libc.prctl(_PR_SET_PDEATHSIG, int(death_signal))
            if os.getppid() != parent:
                os._exit(1)

    with open_log(log) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=None if environment is None else dict(environment),
            start_new_session=True,
            pass_fds=keep,
            preexec_fn=prepare,
        )


def open_log(log: Path) -> BinaryIO:
    """A log to append to; where it cannot be written its words are lost, and nothing else."""
    try:
        return log.open("ab")
    except OSError as error:
        say(f"{log} cannot be written ({error.strerror}): what would go there is lost")
        return open(os.devnull, "ab")


def carry_on(leader: int) -> None:
    """Let a process and its group go on, where somebody stopped them (SIGSTOP).

    Its children too, where Linux names them: each of PostgreSQL's leads a group of its own.
    """
    groups = [leader]
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text()
        groups += map(int, children.split())
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGCONT)


def end(process: subprocess.Popen[bytes], sign: signal.Signals, patience: float) -> None:
    """Ask a process to end and wait; after `patience` seconds its whole group is killed."""
    if process.poll() is not None:
        return
    process.send_signal(sign)
    carry_on(process.pid)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        kill_group(process.pid)
        process.wait()


def kill_group(leader: int) -> None:
    """Kill a process and all that it started, where the group it led is still there."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def alive(pid: int) -> bool:
    """Whether a process of this number exists and has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:  # where nobody collects it, an ended process keeps its number
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return True


def wait_until_gone(pid: int, patience: float) -> bool:
    """Wait for a process that is not our child; False when it is still there afterwards."""
    deadline = time.monotonic() + patience
    while alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def trim(log: Path) -> None:
    """Keep a log small: past 20 MB its text moves to `NAME.1` and it begins anew.

    The writer appends, so it goes on at the new beginning.
    """
    try:
        if log.stat().st_size < _LOG_LIMIT:
            return
        log.with_name(log.name + ".1").write_bytes(log.read_bytes())
        os.truncate(log, 0)
    except OSError:  # none yet, or no space for its past: it goes on growing
        return
