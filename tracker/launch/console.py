"""How the launcher speaks: numbered steps with their time, and problems with their remedy."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Problem(Exception):
    """Something the operator can put right; the message says what is wrong and what to do."""


def say(text: str = "") -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)


def complain(problem: Problem) -> None:
    """Print a problem on standard error."""
    say("")
    print(f"Stopped: {problem}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, run it, and say how long it took."""
    began = time.monotonic()
    print(f"  {title} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"done ({time.monotonic() - began:.1f} s)")


def tail(path: Path, lines: int = 12) -> str:
    """The last lines of a log, indented, for an error message."""
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return "    (no log)"
    return "\n".join("    " + line for line in text.splitlines()[-lines:])


def no_space(error: OSError, where: Path) -> Problem | None:
    """The problem to show when an error means that the disk is full."""
    if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
        return None
    return Problem(
        f"no space is left on the disk that holds {where}. Free some (about 1.5 GB are needed "
        "for a first start) and run the command again; nothing is damaged."
    )


def need_space(where: Path, megabytes: int) -> None:
    """Refuse to begin something that is going to fill the disk."""
    found = os.statvfs(where)
    free = found.f_bavail * found.f_frsize // 1_000_000
    if free < megabytes:
        raise Problem(
            f"no space: {where} has {free:,} MB free and about {megabytes:,} MB are needed. "
            "Free some space and run the command again; nothing is damaged."
        )
