"""The library in a real Chromium: small and large, light and dark, with and without JavaScript."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "/", "/library/requirements/?kind=measure", "/library/requirements/osa-s9-2/",
    "/library/requirements/osa-s10-3a/", "/library/categories/", "/library/milestones/",
    "/library/policy/", "/library/instruments/icc-u2u-2025/", "/library/definitions/",
    "/library/kinds/", "/library/kinds/csea_grooming/", "/search/?q=grooming",
    "/library/events/", "/library/jobs/",
    "/library/jobs/take-down/", "/library/enforcement/", "/library/records/",
    "/accounts/login/", "/accounts/signup/", "/no/such/page/",
]  # fmt: skip
WIDTHS = (320, 768, 1440)
SIDEWAYS = """() => [
  document.documentElement.scrollWidth > innerWidth ? "the page itself" : "",
  ...[...document.querySelectorAll("main *")]
    .filter((e) => !e.closest(".table-scroll, .visually-hidden, thead"))
    .filter((e) => e.getClientRects().length)
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => `${e.tagName}.${e.className}`),
].filter(Boolean).slice(0, 5)"""


@pytest.fixture(autouse=True)
def _law(transactional_db: None) -> None:
    factories.load_law()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_or_scrolls_sideways(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(SIDEWAYS) == [], (path, width)


def test_dark_follows_the_system_and_the_button_remembers(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(20, 22, 26)"
    page.get_by_role("button", name="Switch between light and dark").click()
    assert page.evaluate(paper) == "rgb(250, 249, 245)"
    page.reload()
    assert page.evaluate(paper) == "rgb(250, 249, 245)"


def test_search_offers_words_while_one_types_and_the_keyboard_sends_it(page: Page) -> None:
    page.goto("/")
    box = page.locator("#home-q")
    box.press_sequentially("groo")
    expect(page.locator("#home-q-offered option[value='grooming']")).to_have_count(1)
    box.press_sequentially("ming")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("“grooming”")
    expect(page.get_by_role("link", name="ICU F1: Safety defaults for child users")).to_be_visible()


def test_slash_moves_to_the_search(page: Page) -> None:
    page.goto("/library/kinds/")
    page.keyboard.press("/")
    expect(page.locator("#topsearch")).to_be_focused()
    page.keyboard.type("hash matching")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("“hash matching”")
    expect(page.get_by_role("link", name="ICU C9")).to_be_visible()


@pytest.fixture
def plain(browser: Browser, live_server: object) -> Iterator[Page]:
    """A small screen without JavaScript."""
    context = browser.new_context(
        base_url=str(live_server),
        java_script_enabled=False,
        viewport={"width": 320, "height": 800},
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_search_works_on_a_small_screen_without_javascript(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#home-q").fill("suicde")
    plain.get_by_role("button", name="Search", exact=True).last.click()
    expect(plain.get_by_text("Did you mean suicide?")).to_be_visible()
    expect(plain.get_by_role("heading", name="In force")).to_be_visible()


def test_filtering_works_on_a_small_screen_without_javascript(plain: Page) -> None:
    plain.goto("/library/requirements/?as_at=2026-11-21")
    plain.get_by_role("link", name="Filters").click()
    plain.locator("summary", has_text="Kind").first.click()
    plain.get_by_label("Code measure").check()
    plain.get_by_role("button", name="Show", exact=True).last.click()
    expect(plain.get_by_text("Kind: Code measure")).to_be_visible()
    assert "as_at=2026-11-21" in plain.url
    first = plain.locator(".row-title").first
    title = first.inner_text()
    first.click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text(title)
    expect(plain.get_by_role("heading", name="Who it concerns")).to_be_visible()


def test_menu_opens_without_javascript(plain: Page) -> None:
    plain.goto("/library/kinds/")
    log_in = plain.locator("#menu").get_by_role("link", name="Log in")
    expect(log_in).to_be_hidden()
    plain.get_by_role("link", name="Menu").click()
    log_in.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Log in")


def test_focus_is_always_visible(page: Page) -> None:
    page.goto("/library/requirements/")
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


def test_first_paint_is_under_200_kilobytes(page: Page) -> None:
    """The page as it is, its styles and scripts as WhiteNoise sends them (gzip)."""
    sent: list[int] = []

    def weigh(response: Response) -> None:
        body = response.body()
        sent.append(len(gzip.compress(body) if "/static/" in response.url else body))

    page.on("response", weigh)
    for path in PAGES:
        sent.clear()
        page.goto(path, wait_until="networkidle")
        assert len(sent) >= 2, path
        assert sum(sent) < 200_000, path


LEFTS = "(all) => [...new Set(all.map((e) => Math.round(e.getBoundingClientRect().left)))]"


@pytest.mark.parametrize("path", ["osa-s10-3a", "osa-s102-8-a"])
def test_lines_with_days_stand_in_two_columns(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/library/requirements/{path}/")
    assert page.locator(".line-day", has_text="September").count()
    assert len(page.locator(".line-text").evaluate_all(LEFTS)) == 1
