"""How the launcher speaks: numbered steps with their time, and problems with their remedy."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Problem(Exception):
    """Something the operator can put right; the message says what is wrong and what to do."""


def say(text: str = "") -> None:
    """Print a line at once, even into a pipe; where nothing can be written, go on without."""
    with suppress(OSError):
        print(text, flush=True)


def complain(problem: Problem) -> None:
    """Print a problem on standard error."""
    say("")
    with suppress(OSError):
        print(f"Stopped: {problem}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, run it, and say how long it took."""
    began = time.monotonic()
    with suppress(OSError):
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


def in_words(error: OSError, where: Path) -> Problem:
    """An error of the file system as a problem with its remedy; `where` is the data folder."""
    path = error.filename or where
    if error.errno == errno.EROFS:
        words = (
            "the disk that holds it is read-only. Mount it for writing, or name a data folder "
            "elsewhere in TRACKER_VAR."
        )
    elif error.errno in {errno.EACCES, errno.EPERM}:
        words = (
            "it belongs to another user, perhaps from a start as root. Run the command as that "
            f"user, or give {where} to this one (chown -R)."
        )
    elif error.errno in {errno.EISDIR, errno.ENOTDIR, errno.EEXIST}:
        words = "something else is in its place. Move it away and run the command again."
    else:
        words = f"{(error.strerror or str(error)).lower()}. Put that right and run it again."
    return no_space(error, where) or Problem(f"{path} cannot be written: {words}")


def concerns(error: OSError, var: Path) -> bool:
    """Whether an error is one of the data folder or of a full or read-only disk."""
    ours = isinstance(error.filename, str) and Path(error.filename).is_relative_to(var)
    return ours or error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def set_aside(path: Path) -> str:
    """Move what cannot be read out of the way, under a name that says when; that name."""
    aside = path.with_name(f"{path.name}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}")
    path.rename(aside)
    return aside.name


def need_space(where: Path, megabytes: int) -> None:
    """Refuse to begin something that is going to fill the disk."""
    found = os.statvfs(where)
    free = found.f_bavail * found.f_frsize // 1_000_000
    if free < megabytes:
        raise Problem(
            f"no space: {where} has {free:,} MB free and about {megabytes:,} MB are needed. "
            "Free some space and run the command again; nothing is damaged."
        )
