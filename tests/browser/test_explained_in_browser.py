"""A service's interview and the reasons for an answer in a real Chromium, with keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page, expect

from obligations.models import FactValue, Platform, Provider
from tests import factories
from tests.browser.test_check_in_browser import (
    FOCUSED,
    MOST_SCREENS,
    press,
    screen_by_keyboard,
    screen_by_pointer,
)
from tests.browser.test_work_in_browser import SIDEWAYS, WIDTHS, sign_in
from tracker import clock

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_CLOSED = "() => [...document.querySelectorAll('.tree details')].findIndex((e) => !e.open)"


@pytest.fixture
def provider(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Provider:
    factories.load_law()
    monkeypatch.setattr(clock, "today", lambda: factories.TODAY)
    owner = factories.make_user("owner@example.org")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return factories.make_provider("Robin's Forums", owner)


@pytest.fixture
def forum(provider: Provider) -> Platform:
    told = {"takedown_of_ppc_technically_feasible__u2u": True, "principal_purpose_kinds__u2u": []}
    return factories.make_forum(provider, "Hobby Forum", **told)


@pytest.fixture
def without_script(browser: Browser, live_server: object) -> Iterator[Page]:
    """A small screen without JavaScript."""
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False,
        viewport={"width": 320, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def follow(page: Page, link: str) -> None:
    """Go to a link of the page with Tab and open it with Enter."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED)["text"].startswith(link):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no {link}")


def test_existing_service_is_interviewed_by_keyboard_only(page: Page, forum: Platform) -> None:
    known = FactValue.objects.count()
    sign_in(page)
    page.goto("/services/hobby-forum/")
    follow(page, "Answer as an interview")
    screens = []
    while page.locator("input[name=screen]").count():
        screens.append(screen_by_keyboard(page))
        assert len(screens) <= MOST_SCREENS
    assert "what-it-is" not in screens
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed")
    expect(page.get_by_text("now recommended")).to_be_visible()
    page.get_by_role("link", name="To the service").click()
    expect(page.locator("p.sentence")).to_contain_text("1 answer turns on how the law is read")
    assert FactValue.objects.count() > known


def test_new_service_is_interviewed_without_javascript(
    without_script: Page, provider: Provider
) -> None:
    page = without_script
    page.goto("/accounts/login/?next=/services/new/")
    page.get_by_label("E-mail address").fill("owner@example.org")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_label("Name of the service").fill("Hobby Forum")
    press(page, "Add it and answer questions")
    for _ in range(2):
        screen_by_pointer(page, "Save and continue")
    press(page, "Back")
    press(page, "Leave, go on later")
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed")
    page.get_by_role("link", name="To the service").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hobby Forum")
    page.get_by_role("link", name="Answer as an interview").first.click()
    screens = 2
    while page.locator("input[name=screen]").count():
        screen_by_pointer(page, "Save and continue")
        screens += 1
        assert screens <= MOST_SCREENS
    page.get_by_role("link", name="To the service").click()
    expect(page.locator("p.sentence")).to_contain_text("1 answer turns on how the law is read")


def test_why_page_says_it_opens_its_tree_by_keyboard_and_shows_flips(
    page: Page, forum: Platform
) -> None:
    sign_in(page)
    page.goto("/services/hobby-forum/why/pcu-b4/")
    expect(page.locator("p.sentence")).to_contain_text("PCU B4 does not apply.")
    flips = page.locator(".flips .flip")
    assert flips.count() > 3
    expect(flips.first).to_contain_text("If your terms did not ban")
    closed = page.evaluate(FIRST_CLOSED)
    group = page.locator(".tree details").nth(closed)
    expect(group.locator("li").first).to_be_hidden()
    group.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(group.locator("li").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_or_scrolls_sideways(page: Page, forum: Platform, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    sign_in(page)
    service = "/services/hobby-forum"
    for path in (
        f"{service}/why/pcu-b4/", f"{service}/interview/",
        f"{service}/interview/?screen=illegal-risk-u2u",
    ):  # fmt: skip
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(SIDEWAYS) == [], (path, width)
