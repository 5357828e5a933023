"""A hobby forum through the check in a real Chromium: by keyboard, without JavaScript, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page, expect

from obligations.models import Platform
from obligations.words.determinations import opening
from tests import factories
from tests.browser.test_library_in_browser import SIDEWAYS, WIDTHS
from tests.check_support import MOST_SCREENS, answers
from tests.rules_support import DEMO, answered, demo
from tracker import clock

pytestmark = pytest.mark.django_db(transaction=True)
FOCUSED = """() => {
  const e = document.activeElement;
  return {type: e.type || e.tagName, name: e.name || '', value: e.value || '',
          text: e.innerText || '', outline: getComputedStyle(e).outlineStyle};
}"""
MOST_TABS = 140
CONTINUE = ("Continue", "Save and continue")


@pytest.fixture(autouse=True)
def _law(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.load_law()
    monkeypatch.setattr(clock, "today", lambda: factories.TODAY)


@pytest.fixture
def plain(browser: Browser, live_server: object) -> Iterator[Page]:
    """A small screen without JavaScript."""
    context = browser.new_context(
        base_url=str(live_server), java_script_enabled=False,
        viewport={"width": 320, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def wanted_sentence() -> str:
    return opening(answered(demo("forum"), factories.TODAY)).replace("Demo Forum", "Hobby Forum")


def told(key: str) -> Any:
    """The forum's answer to a field: the words or the value to choose."""
    value = answers("forum").get(key.partition("@")[0].removesuffix("-low"))
    match value:
        case bool():
            return "yes" if value else "no"
        case []:
            return "none"
        case None:
            return "unknown"
        case _:
            return str(value)


def answer_focused(page: Page, focused: dict[str, str]) -> None:
    """Give the focused field the forum's answer with keys alone."""
    wanted = told(focused["name"])
    match focused["type"]:
        case "radio":
            for _ in range(6):
                if page.evaluate(FOCUSED)["value"] == wanted:
                    page.keyboard.press("Space")
                    return
                page.keyboard.press("ArrowDown")
            raise AssertionError(f"{focused['name']} has no {wanted}")
        case "checkbox" if focused["value"] == wanted:
            page.keyboard.press("Space")
        case "number" if focused["name"].endswith("-low"):
            page.keyboard.type(wanted)
        case "number" if "@" not in focused["name"]:
            page.keyboard.type(wanted)
        case "date" if wanted != "unknown":
            year, month, day = wanted.split("-")
            page.keyboard.type(f"{day}{month}{year}")


def screen_by_keyboard(page: Page) -> str:
    """Answer one screen with Tab, arrows, Space and Enter."""
    name = page.locator("input[name=screen]").get_attribute("value") or ""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Skip to the content.
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outline"] != "none", focused
        if focused["text"] in CONTINUE:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return name
        answer_focused(page, focused)
    raise AssertionError(f"no Continue on {name}")


def test_hobby_forum_by_keyboard_only(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    while page.evaluate(FOCUSED)["text"] != "Check my service":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    while page.evaluate(FOCUSED)["name"] != "name":
        page.keyboard.press("Tab")
    page.keyboard.type("Hobby Forum")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    screens = []
    while page.locator("input[name=screen]").count():
        screens.append(screen_by_keyboard(page))
        assert page.url.endswith("/check/")
        assert len(screens) <= MOST_SCREENS
    expect(page.locator("p.sentence")).to_have_text(wanted_sentence())


def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def screen_by_pointer(page: Page, button: str = "Continue") -> None:
    fields = page.locator("#check input:not([type=hidden])")
    for index in range(fields.count()):
        field = fields.nth(index)
        type_, name = field.get_attribute("type"), field.get_attribute("name") or ""
        wanted = told(name)
        if not field.is_visible():
            continue  # It stands in a fold.
        if type_ in {"radio", "checkbox"}:
            if field.get_attribute("value") == wanted:
                field.check()
        elif name.endswith("-low") or (type_ in {"number", "date"} and not name.endswith("-high")):
            field.fill("" if wanted == "unknown" else wanted)
    press(page, button)


def test_hobby_forum_without_javascript_saved_reloaded_and_kept(
    plain: Page, tmp_path: Path
) -> None:
    person = factories.make_user("owner@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    provider = factories.make_provider("Robin's Forums", person)
    plain.goto("/")
    plain.locator("main").get_by_role("link", name="Check my service").click()
    plain.get_by_label("What is the service called?").fill("Hobby Forum")
    press(plain, "Begin")
    screens = 0
    while plain.locator("input[name=screen]").count():
        screen_by_pointer(plain)
        screens += 1
        assert screens <= MOST_SCREENS
    expect(plain.locator("p.sentence")).to_have_text(wanted_sentence())
    with plain.expect_download() as download:
        plain.get_by_role("button", name="Your answers, to load again").click()
    file = tmp_path / "check.yaml"
    download.value.save_as(file)
    plain.locator("aside").get_by_role("link", name="log in").click()
    plain.get_by_label("E-mail address").fill("owner@example.org")
    plain.get_by_label("Password").fill(factories.PASSWORD)
    plain.locator("main").get_by_role("button", name="Log in").click()
    plain.get_by_label("The file you saved").set_input_files(file)
    press(plain, "Load it")
    expect(plain.locator("p.sentence")).to_have_text(wanted_sentence())
    plain.get_by_role("button", name="Keep this").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Hobby Forum")
    expect(plain.locator("p.sentence")).to_have_text(wanted_sentence())
    assert Platform.objects.get(provider=provider).name == "Hobby Forum"


def begun(page: Page) -> None:
    """From the home page through the first screen of the check."""
    page.goto("/")
    page.locator("main").get_by_role("link", name="Check my service").click()
    page.get_by_label("What is the service called?").fill("Hobby Forum")
    press(page, "Begin")
    screen_by_pointer(page)


def test_answers_that_the_browser_may_keep_survive_a_click_elsewhere(page: Page) -> None:
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    begun(page)
    page.get_by_label("Keep my answers in this browser").check()
    page.get_by_role("link", name="Library", exact=True).first.click()
    page.goto("/check/")
    expect(
        page.get_by_text("This browser keeps answers of yours about Hobby Forum.")
    ).to_be_visible()
    press(page, "Go on")
    expect(page.locator("input[name=screen]")).to_have_value("exempt")
    screen_by_pointer(page)
    page.goto("/check/")
    press(page, "Go on")
    expect(page.locator("input[name=screen]")).to_have_value("uk")
    assert warned == []
    page.goto("/check/")
    page.get_by_role("button", name="Forget them").click()
    page.goto("/check/")
    expect(page.get_by_role("button", name="Go on")).to_be_hidden()


def test_person_is_warned_before_answers_are_lost(page: Page) -> None:
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    begun(page)
    assert warned == []
    page.get_by_role("link", name="Library", exact=True).first.click()
    page.wait_for_url("**/library/**")
    assert warned == ["beforeunload"]


def test_plan_prints_whole_and_without_its_buttons(plain: Page) -> None:
    plain.goto("/check/")
    plain.get_by_label("The file you saved").set_input_files(DEMO / "forum.yaml")
    press(plain, "Load it")
    press(plain, "The plan as a document, to print")
    plain.emulate_media(media="print")
    expect(plain.locator("tbody .tick-box")).to_have_count(10)
    expect(plain.get_by_role("heading", name="What each of them asks")).to_be_visible()
    expect(plain.get_by_role("heading", name="What it rests on: your answers")).to_be_visible()
    expect(plain.get_by_text("This is not legal advice.")).to_be_visible()
    expect(plain.get_by_role("button", name="Back to the plan")).to_be_hidden()
    expect(plain.locator("aside")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_or_scrolls_sideways(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/check/")
    press(page, "Begin")
    wanted = {"what-it-is", "users-u2u", "children-u2u", "illegal-risk-u2u"}
    while page.locator("input[name=screen]").count():
        name = page.locator("input[name=screen]").get_attribute("value")
        for width in WIDTHS if name in wanted else ():
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(SIDEWAYS) == [], (name, width)
        screen_by_pointer(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(SIDEWAYS) == [], ("result", width)


PLACES = """() => [...document.querySelectorAll(".question")].map((question) => {
  const place = (what) => question.querySelector(what)?.getBoundingClientRect();
  const [label, help, examples, answers] =
    [".question-label", ".form-text", ".examples", ".options"].map(place);
  return {label, help, examples, answers};
})"""


@pytest.mark.parametrize("width", [1280, 320])
def test_examples_stand_between_their_question_and_its_answers(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/check/")
    page.get_by_role("button", name="Begin").click()
    places = [each for each in page.evaluate(PLACES) if each["examples"]]
    assert places
    for place in places:
        label, help_, examples, answers = (
            place[name] for name in ("label", "help", "examples", "answers")
        )
        assert label["bottom"] <= help_["top"] + 1
        assert help_["bottom"] <= examples["top"] + 1
        if width == 320:
            assert examples["bottom"] <= answers["top"] + 1
        else:
            assert label["right"] <= answers["left"]
            assert abs(label["top"] - answers["top"]) < 12
