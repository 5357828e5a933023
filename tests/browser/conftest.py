"""A page in a real Chromium. A blocked script or style, or a script error, fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import NO_CHROMIUM, chromium

# Playwright runs an event loop in this thread; Django's guard would take our calls for async ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def _no_session_is_left(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of the live server that a page still asked something of holds no database open."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    path = chromium()
    if path is None:
        pytest.fail(NO_CHROMIUM)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=FLAGS, chromium_sandbox=os.geteuid() != 0
        )
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, live_server: object) -> Iterator[BrowserContext]:
    """A fresh profile whose relative addresses lead to the live server."""
    fresh = browser.new_context(base_url=str(live_server), locale="en-GB")
    fresh.set_default_timeout(10_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; errors in its console and blocked content fail the test."""
    faults: list[str] = []
    fresh = context.new_page()
    fresh.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else 0
    )
    fresh.on("pageerror", lambda error: faults.append(str(error)))
    yield fresh
    # An answer with an error status is for the test itself to judge.
    faults = [fault for fault in faults if not fault.startswith("Failed to load resource")]
    assert not faults, "the page's console says: " + "; ".join(faults)
