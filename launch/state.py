"""What is known about a running supervisor: its lock, and what it wrote down about itself."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class State:
    """A running supervisor: its process, its address, and the processes it watches by name."""

    pid: int
    url: str
    started: str
    demo: bool
    processes: dict[str, int] = field(default_factory=dict)

    def understood(self) -> bool:
        """Whether each part has its kind."""
        words = (self.url, self.started)
        numbers = (self.pid, *self.processes.values()) if isinstance(self.processes, dict) else ()
        return (
            bool(numbers)
            and all(isinstance(number, int) and number > 1 for number in numbers)
            and all(isinstance(word, str) for word in words)
        )

    def stands(self, var: Path) -> bool:
        """Whether this is what stands in the files."""
        try:
            url = (var / "run" / "url").read_bytes().decode(errors="replace")
        except OSError:
            return False
        return read(var) == self and url.strip() == self.url

    def write(self, var: Path) -> None:
        """Write it down whole, never half."""
        new = var / "run" / "supervisor.json.new"
        new.write_text(json.dumps(asdict(self)))
        new.replace(var / "run" / "supervisor.json")
        address = var / "run" / "url.new"
        address.write_text(self.url + "\n")
        address.replace(var / "run" / "url")


def lock(var: Path) -> int | None:
    """Become the one supervisor of this data folder; None when there is one. Closing frees it."""
    handle = os.open(var / "run" / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def running(var: Path) -> bool:
    """Whether a supervisor lives; true from its first moment, before it has written anything."""
    if not (var / "run" / "supervisor.lock").exists():
        return False
    handle = lock(var)
    if handle is None:
        return True
    os.close(handle)
    return False


def read(var: Path) -> State | None:
    """What the running supervisor wrote; None when none runs or it has not come so far.

    None too for what cannot be read: the supervisor soon writes it again.
    """
    if not running(var):
        return None
    try:
        found = State(**json.loads((var / "run" / "supervisor.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return found if found.understood() else None


def forget(var: Path) -> None:
    """Remove what was written, as the last thing a supervisor does."""
    for name in ("supervisor.json", "url"):
        with suppress(OSError):
            (var / "run" / name).unlink(missing_ok=True)
