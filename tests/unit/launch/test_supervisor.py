"""What the supervisor decides: ports, and when a dead child is started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from launch import children, state, supervisor
from launch.answers import Answers, Pulse
from launch.console import Problem


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


def web(answers: Answers = lambda: True) -> children.Child:
    return children.Child("web", [], "web", signal.SIGTERM, answers, 60.0)


def dead() -> SimpleNamespace:
    return SimpleNamespace(poll=lambda: 1, returncode=1, pid=NO_SUCH_PROCESS)


def test_child_that_keeps_dying_is_started_again_after_ever_longer_pauses() -> None:
    quiet = Quiet()
    child = web()
    pauses = []
    for _ in range(9):
        quiet.start(child)
        quiet._revive(child)
        pauses.append(child.pause)
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert quiet.begun == 9  # none of them at once


def test_child_that_lived_long_is_started_again_at_once() -> None:
    quiet = Quiet()
    child = web()
    child.process, child.born, child.pause = dead(), time.monotonic() - 61, 30.0
    quiet._revive(child)
    assert (quiet.begun, child.pause) == (1, 0.0)


def test_child_that_cannot_be_started_is_tried_again_later() -> None:
    class Starved(Quiet):
        def start(self, child: children.Child) -> None:
            self.begun += 1
            raise BlockingIOError("no more processes")

    starved, child = Starved(), web()
    for _ in range(3):
        starved._revive(child)
    assert starved.begun == 1
    assert child.again_at > time.monotonic() + 20


@pytest.mark.parametrize(("silent", "killed"), [(59, False), (61, True)])
def test_child_that_gives_no_answer_for_long_is_ended(silent: float, killed: bool) -> None:
    quiet, child = Quiet(), web(lambda: False)
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)  # noqa: S607
    child.heard = time.monotonic() - silent
    quiet._listen_to(child, process)
    try:
        assert (process.wait(5 if killed else 0.1) == -signal.SIGKILL) is killed
    except subprocess.TimeoutExpired:
        assert not killed
    finally:
        process.kill()
        process.wait()


def test_child_that_answers_again_is_left_alone() -> None:
    quiet, child = Quiet(), web()
    child.heard = time.monotonic() - 600
    quiet._listen_to(child, dead())
    assert child.heard > time.monotonic() - 60


def test_pulse_is_heard_once_for_all_beats_since() -> None:
    pulse = Pulse()
    assert not pulse()
    for _ in range(3):
        os.write(pulse.theirs, b".")
    assert (pulse(), pulse()) == (True, False)


def test_state_that_cannot_be_written_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = Quiet()
    quiet.var, quiet._said = tmp_path, {}
    quiet.state = state.State(os.getpid(), "http://127.0.0.1:1", "today", False)
    for _ in range(3):
        quiet._write_down()
    assert capsys.readouterr().out.count("cannot be written down") == 1
    (tmp_path / "run").mkdir()
    quiet._write_down()
    assert quiet._said == {}
    assert json.loads((tmp_path / "run" / "supervisor.json").read_text())["pid"] == os.getpid()


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", '{"pid": "1"}', "\udcff", "null"])
def test_state_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "run").mkdir()
    held = state.lock(tmp_path)
    assert held is not None
    (tmp_path / "run" / "supervisor.json").write_text(text, errors="surrogateescape")
    assert state.read(tmp_path) is None
    os.close(held)
