"""The pages of work in a real Chromium: small, dark, by keyboard, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Dialog, Page, expect

from obligations.models import FactValue, Obligation, Platform, Provider, User
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (320, 768, 1440)
SIDEWAYS = """() => [
  document.documentElement.scrollWidth > innerWidth ? "the page itself" : "",
  ...[...document.querySelectorAll("main *")]
    .filter((e) => !e.closest(".table-scroll, .visually-hidden, thead"))
    .filter((e) => e.getClientRects().length)
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => `${e.tagName}.${e.className}`),
].filter(Boolean).slice(0, 5)"""
UNFOLD = "() => document.querySelectorAll('main details').forEach((e) => { e.open = true })"


@pytest.fixture
def provider(transactional_db: None) -> Provider:
    factories.load_law()
    owner = factories.make_user("owner@example.org")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return factories.make_provider("Robin's Forums", owner)


@pytest.fixture
def forum(provider: Provider) -> Platform:
    return factories.make_forum(provider, "Hobby Forum", has_public_search_engine=True)


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("owner@example.org")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Robin's Forums")


def unfold_job(page: Page, requirement: str) -> None:
    """Open what the job of a requirement settles, on the page of a service."""
    job = page.locator("li.job", has=page.locator(f"#{requirement}"))
    job.get_by_text("Why: what it settles").click()


@pytest.fixture
def without_script(browser: Browser, live_server: object) -> Iterator[Page]:
    context = browser.new_context(
        base_url=str(live_server), locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_cut_off_or_scrolls_sideways(page: Page, forum: Platform, scheme: str) -> None:
    task = Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")
    page.emulate_media(color_scheme=scheme)
    sign_in(page)
    service = "/services/hobby-forum"
    for path in (
        "/dashboard/", "/services/", "/tasks/", "/dates/", "/changes/", "/members/",
        "/provider/new/", f"/tasks/{task.pk}/", f"{service}/", f"{service}/facts/",
        f"{service}/users/", f"{service}/register/", f"{service}/events/new/",
        f"{service}/why/icu-c14/", "/positions/",
    ):  # fmt: skip
        page.goto(path)
        if path != f"{service}/":  # Unfolding each of its rows would ask for each reasoning.
            page.evaluate(UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(SIDEWAYS) == [], (path, width)


def test_row_opens_its_reasoning_where_it_stands(page: Page, forum: Platform) -> None:
    sign_in(page)
    page.goto("/services/hobby-forum/")
    unfold_job(page, "icu-c1")
    row = page.locator("#icu-c1")
    row.locator("> summary").press("Enter")
    expect(row.locator(".trace .tree")).to_contain_text("In force since")
    expect(page).to_have_url("/services/hobby-forum/")


def test_answers_are_given_by_keyboard(page: Page, forum: Platform) -> None:
    sign_in(page)
    page.goto("/services/hobby-forum/facts/?fact=uses_volunteer_moderators")
    question = page.get_by_role("radiogroup", name="Do unpaid people moderate?")
    question.get_by_label("Don’t know yet").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(question.get_by_label("Yes")).to_be_checked()
    page.get_by_role("button", name="Save and see what follows").press("Enter")
    expect(page.get_by_text("One answer saved.")).to_be_visible()
    assert FactValue.objects.get(name="uses_volunteer_moderators").value is True


def test_from_nothing_to_an_explained_list_without_javascript(
    without_script: Page, provider: Provider
) -> None:
    page = without_script
    sign_in(page)
    page.get_by_role("main").get_by_role("link", name="Add a service").click()
    page.get_by_label("Name of the service").fill("Village Notices")
    page.get_by_role("button", name="Add it and answer questions").click()
    page.get_by_role("link", name="All questions on one page").click()
    for question, answer in {
        "Can people who use it see what other people post or send there?": "Yes",
        "Does it let people search more than one website or database?": "No",
        "Do you yourselves (not your users) publish or show pornographic content?": "No",
        "Is it made for people in the UK, among others?": "Yes",
    }.items():
        page.get_by_role("radiogroup", name=question).get_by_label(answer, exact=True).check()
    exempt = page.get_by_role("group", name="Is the whole service one of these?")
    exempt.get_by_label("None of these").check()
    begun = page.get_by_label("On what day did people in the UK first use it")
    page.locator("details", has=begun).last.locator("> summary").click()
    begun.fill("2019-05-01")
    page.get_by_role("button", name="Save and see what follows").click()
    expect(page.locator("p.sentence")).to_contain_text("Village Notices gained")
    page.get_by_role("link", name="To the service").click()
    sentence = page.locator("p.sentence")
    expect(sentence).to_contain_text("Village Notices is a regulated user-to-user service.")
    unfold_job(page, "osa-s9-2")
    page.locator("#osa-s9-2 > summary").click()
    expect(page.locator("#osa-s9-2")).to_contain_text("Because:")
    page.locator("#osa-s9-2").get_by_role("link", name="The whole reasoning").click()
    expect(page.get_by_role("heading", name="The whole reasoning")).to_be_visible()


def test_reading_of_a_contested_text_is_chosen_without_javascript(
    without_script: Page, provider: Provider
) -> None:
    factories.make_forum(provider, "Big Forum")
    page = without_script
    sign_in(page)
    page.goto("/services/big-forum/why/osa-s10-3a/")
    undecided = "Whether OSA 2023 s 10(3A)-(3B) (inserted 2026) applies is not known."
    expect(page.locator("p.sentence")).to_contain_text(undecided)
    position = page.locator("#position")
    position.get_by_text("Take a position").click()
    position.get_by_label("Read so, it applies from 29 June 2026.").check()
    position.get_by_label("Why", exact=True).fill("Everyone takes it so.")
    position.get_by_label("This is legal advice and privileged").check()
    position.get_by_role("button", name="Take this position").click()
    expect(page.get_by_role("heading", level=2, name="Your position")).to_have_text(
        "Your position: applies from 29 June 2026"
    )
    expect(page.locator("p.sentence")).to_contain_text(undecided)
    expect(position).to_contain_text("Everyone takes it so.")
    page.emulate_media(media="print")
    expect(position.locator(".quote >> visible=true")).to_have_text("Privileged, not reproduced.")
    expect(position.get_by_role("textbox")).to_have_count(0)
    page.emulate_media(media="screen")
    page.goto("/tasks/?q=intimate")
    expect(page.locator("main")).to_contain_text("Your position: applies from 29 June 2026")


@pytest.mark.parametrize("width", [1000, 1280])
def test_head_is_one_row_and_whole_for_somebody_of_two_providers(
    page: Page, forum: Platform, width: int
) -> None:
    owner = User.objects.get(email="owner@example.org")
    factories.make_provider("A Provider With Quite a Long Name of Its Own Ltd", owner)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(owner.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.locator("#provider-row").wait_for()
    bar, brand = (page.locator(each).bounding_box() for each in (".topbar", ".brand svg"))
    assert bar is not None
    assert brand is not None
    assert bar["height"] < 64
    assert brand["y"] > 8


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 320)])
def test_manager_does_a_task_and_sees_what_a_change_brings(
    page: Page, forum: Platform, scheme: str, width: int
) -> None:
    """From the home page: in, a task done with its date, an answer changed, the log."""
    task = Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    sign_in(page)
    page.goto("/tasks/?sort=ref&q=9(2)")
    page.get_by_role("link", name=task.requirement.title).click()
    page.get_by_text("Say that it is done").click()
    panel = page.locator("section.panel", has=page.locator("#progress"))
    panel.get_by_label("Done on").fill("2026-11-20")
    panel.get_by_label("How it was checked").fill("The board approved the record")
    panel.get_by_label("Everything it must contain is covered").check()
    panel.get_by_role("button", name="It is done").click()
    expect(page.locator("#progress")).to_have_text("How far: done")
    assert not task.deadlines.open().filter(due_on__lt="2026-01-01").exists()
    assert page.evaluate(SIDEWAYS) == []
    page.goto("/tasks/?q=9(2)")
    expect(page.get_by_role("link", name=task.requirement.title)).to_have_count(0)
    page.goto("/services/hobby-forum/facts/?fact=has_public_search_engine")
    question = "Does it let people search more than one website or database?"
    page.get_by_role("radiogroup", name=question).get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Save and see what follows").click()
    expect(page.locator("p.sentence")).to_contain_text(
        "Hobby Forum gained no duty or measure and lost"
    )
    expect(page.get_by_role("heading", name="Your answers")).to_be_visible()
    assert page.evaluate(SIDEWAYS) == []
    page.get_by_role("link", name="Everything that was recorded").click()
    page.get_by_text("By name").first.click()
    assert page.evaluate(SIDEWAYS) == []


def test_unsaved_text_is_asked_about_before_it_is_lost(page: Page, forum: Platform) -> None:
    task = Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")
    sign_in(page)
    page.goto(f"/tasks/{task.pk}/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", stay)
    note = page.get_by_role("textbox", name="Note", exact=True)
    note.press_sequentially("Ask Sam first")
    page.get_by_role("button", name="In progress").click()
    expect(note).to_have_value("Ask Sam first")
    assert "not saved" in asked[0]
    page.get_by_role("link", name="Dashboard").first.click(no_wait_after=True)
    expect(note).to_have_value("Ask Sam first")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Note: “Ask Sam first”")).to_be_visible()
    assert len(asked) == 2, "what is sent itself is asked about by nobody"


def test_register_entry_shows_what_it_brings_and_takes_away(page: Page, forum: Platform) -> None:
    sign_in(page)
    page.goto("/services/hobby-forum/register/")
    page.get_by_label("Part of the register").select_option("1")
    page.get_by_label("From", exact=True).fill("2026-11-01")
    main = page.get_by_role("main")
    main.locator("form", has=page.get_by_label("Part of the register")).get_by_role(
        "button"
    ).click()
    expect(page.locator("p.sentence")).to_contain_text("Hobby Forum gained")
