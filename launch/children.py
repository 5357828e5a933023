"""The processes that the supervisor runs, and the port they serve."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from launch.answers import Answers, Pulse, Site
from launch.console import Problem
from launch.variables import data_folder

_FIRST_PORT, _PORTS = 8000, 100
_SITE_PATIENCE = 60.0
# While they wait for a broker that is away, worker and schedule have no pulse.
_PULSE_PATIENCE = 300.0


@dataclass
class Child:
    """One process that the supervisor keeps running."""

    name: str
    command: Sequence[str]
    process_kind: str
    stop_signal: signal.Signals
    answers: Answers
    patience: float  # so many seconds without an answer, and it is started again
    keep: Sequence[int] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    heard: float = 0.0
    pause: float = 0.0
    again_at: float = 0.0


def bind(port: int | None) -> socket.socket:
    """Listen on 127.0.0.1 at the named port, or at the first free one from 8000 on."""
    for candidate in [port] if port else range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
            listener.listen(256)
        except OSError as error:
            listener.close()
            if port:
                raise Problem(
                    f"port {port} cannot be used: {(error.strerror or str(error)).lower()}. Name "
                    "another one, or leave --port out to take the next free one."
                ) from error
        else:
            return listener
    raise Problem(f"ports {_FIRST_PORT} to {_FIRST_PORT + _PORTS - 1} are all taken: use --port.")


def children_of(listener: socket.socket) -> list[Child]:
    """The processes to run; gunicorn inherits the listening socket, so its port is ours to keep."""
    handle = listener.fileno()
    web = [
        "gunicorn", "tracker.wsgi:application", "--bind", f"fd://{handle}", "--workers", "2",
        "--threads", "4", "--worker-class", "tracker.worker.Worker",
        "--worker-connections", "400", "--preload", "--graceful-timeout", "10", "--timeout", "120",
        "--no-control-socket",
    ]  # fmt: skip
    celery = ["celery", "-A", "tracker.celery"]
    worker = ["worker", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip"]
    beat = ["beat", "--loglevel", "INFO", "--pidfile", "", "--schedule"]
    schedule = str(data_folder() / "run" / "beat-schedule")
    site = Site(listener.getsockname()[1])
    return [
        Child("web", module(*web), "web", signal.SIGTERM, site, _SITE_PATIENCE, [handle]),
        _pulsing("worker", module(*celery, *worker, "--without-mingle")),
        _pulsing("beat", module(*celery, *beat, schedule)),
    ]


def _pulsing(name: str, command: Sequence[str]) -> Child:
    pulse = Pulse()
    variables = {"TRACKER_PULSE": str(pulse.theirs)}
    sign = signal.SIGTERM
    return Child(name, command, "jobs", sign, pulse, _PULSE_PATIENCE, [pulse.theirs], variables)


def module(*words: str) -> list[str]:
    """The command line that runs a module with our own interpreter."""
    return [sys.executable, "-m", *words]
