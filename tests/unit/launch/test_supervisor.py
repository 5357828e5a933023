"""What the supervisor decides: ports, and when a dead child is started again."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tracker import supervisor
from tracker.launch import children
from tracker.launch.console import Problem


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_named_port_that_is_taken_is_an_error(taken: int) -> None:
    with pytest.raises(Problem, match=f"port {taken} cannot be used: address already in use"):
        children.bind(taken)


def test_next_free_port_is_taken_when_none_is_named(
    taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "_FIRST_PORT", taken)
    with children.bind(None) as listener:
        host, port = listener.getsockname()
    assert host == "127.0.0.1"
    assert taken < port < taken + 100


def test_all_ports_taken_is_told(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_FIRST_PORT", taken)
    monkeypatch.setattr(children, "_PORTS", 1)
    with pytest.raises(Problem, match="are all taken: use --port"):
        children.bind(None)


NO_SUCH_PROCESS = 2**30  # above every system's highest number


class Quiet(supervisor.Supervisor):
    """A supervisor whose children are only counted."""

    def __init__(self) -> None:
        self.begun = 0

    def start(self, child: children.Child) -> None:
        self.begun += 1
        child.process = dead()
        child.born = time.monotonic()

    def _tell_watchdog(self, line: str) -> None:
        pass


def dead() -> SimpleNamespace:
    return SimpleNamespace(poll=lambda: 1, returncode=1, pid=NO_SUCH_PROCESS)


def test_child_that_keeps_dying_is_started_again_after_ever_longer_pauses() -> None:
    quiet = Quiet()
    child = children.Child("web", [], "web", signal.SIGTERM)
    pauses = []
    for _ in range(9):
        quiet.start(child)
        quiet._revive(child)
        pauses.append(child.pause)
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert quiet.begun == 9  # none of them at once


def test_child_that_lived_long_is_started_again_at_once() -> None:
    quiet = Quiet()
    child = children.Child("web", [], "web", signal.SIGTERM)
    child.process, child.born, child.pause = dead(), time.monotonic() - 61, 30.0
    quiet._revive(child)
    assert (quiet.begun, child.pause) == (1, 0.0)
