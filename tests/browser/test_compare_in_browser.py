"""The list of Ofcom's tool beside a check in a real Chromium: without JavaScript, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.browser.test_library_in_browser import SIDEWAYS, WIDTHS
from tests.rules_support import DEMO
from tracker import clock

pytestmark = pytest.mark.django_db(transaction=True)
AGREES = "Ofcom's list and ours agree on 26 of 30 measures"


@pytest.fixture(autouse=True)
def _law(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.load_law()
    monkeypatch.setattr(clock, "today", lambda: factories.TODAY)


def to_the_comparison(page: Page) -> None:
    page.goto("/check/")
    page.get_by_label("The file you saved").set_input_files(str(DEMO / "forum.yaml"))
    page.get_by_role("button", name="Load it").click()
    page.get_by_role("button", name="Compare with Ofcom’s list").click()


def test_a_file_is_compared_without_javascript_and_the_result_is_a_click_away(
    browser: Browser, live_server: object
) -> None:
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False,
        viewport={"width": 320, "height": 800},
    )  # fmt: skip
    page = context.new_page()
    to_the_comparison(page)
    page.get_by_label("Or a file").set_input_files(str(DEMO / "forum-ofcom-tool.txt"))
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".sentence")).to_contain_text(AGREES)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.suggested_filename == "compared-2026-11-21.csv"
    page.get_by_role("button", name="Back to the result").click()
    expect(page.locator(".sentence")).to_contain_text("Demo Forum is a regulated")
    context.close()


def test_a_list_is_pasted_and_compared_by_keyboard_and_fits_every_width(page: Page) -> None:
    to_the_comparison(page)
    page.get_by_label("The list, pasted").focus()
    page.keyboard.insert_text((DEMO / "forum-ofcom-tool.txt").read_text())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sentence")).to_contain_text(AGREES)
    for summary in page.locator("details.theme > summary").all():
        summary.focus()
        page.keyboard.press("Enter")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SIDEWAYS) == [], width
