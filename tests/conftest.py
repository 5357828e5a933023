"""What all lanes share: the servers beneath the tests, which lane a test is in, closed sockets.

The lanes are the folders: unit and property (no network at all), integration, browser (a real
Chromium), fault (real processes, started and killed). REQUIRE_BROWSER=1 and REQUIRE_SERVERS=1
turn a lane that would be skipped into a failure.
"""

from __future__ import annotations

import os
import shutil
import socket
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from launch import embedded, keeper
from launch.console import Problem
from launch.tests import mark_for_tests
from launch.variables import data_folder

TESTS = Path(__file__).resolve().parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NO_CHROMIUM = (
    "NO CHROMIUM: the browser tests do not run. Install it (Debian, Ubuntu: apt install chromium) "
    "or name it in TRACKER_CHROMIUM."
)
_servers = ExitStack()


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    names = (os.environ.get("TRACKER_CHROMIUM", ""), *CHROMIUMS)
    return next((path for name in names if name and (path := shutil.which(name))), None)


def pytest_configure(config: pytest.Config) -> None:
    """Hold the embedded servers for as long as the tests run."""
    if config.option.collectonly:
        return
    var = data_folder()
    try:
        mark_for_tests(var)
        _servers.enter_context(keeper.hold(var, embedded.needed(os.environ)))
    except Problem as problem:
        pytest.exit(f"The servers for the tests do not start: {problem}", returncode=1)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the servers; the last one out stops them."""
    _servers.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with its lane, and those that use the database as repeatable elsewhere."""
    for item in items:
        lane = item.path.relative_to(TESTS).parts[0]
        if lane in {"browser", "fault"}:
            item.add_marker(lane)
        names = getattr(item, "fixturenames", ())
        if lane in {"integration", "fault"} and (
            item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*names}
        ):
            item.add_marker("servers")
        if lane == "browser" and chromium() is None and os.environ.get("REQUIRE_BROWSER") != "1":
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say loudly that the browser lane did not run."""
    skipped = terminalreporter.stats.get("skipped", [])
    if any(NO_CHROMIUM in str(report.longrepr) for report in skipped):
        terminalreporter.section("browser tests skipped", sep="!", red=True, bold=True)
        terminalreporter.line(NO_CHROMIUM, red=True, bold=True)


class NetworkRefused(AssertionError):
    """A test tried to reach something it must not reach."""


@pytest.fixture(autouse=True)
def _closed_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit and property tests reach nothing; the others reach this machine only."""
    lane = request.path.relative_to(TESTS).parts[0]
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        local = self.family == socket.AF_UNIX or str(address[0]) in {
            "127.0.0.1",
            "::1",
            "localhost",
        }
        if lane in {"unit", "property"} or not local:
            raise NetworkRefused(f"this test may not connect to {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
