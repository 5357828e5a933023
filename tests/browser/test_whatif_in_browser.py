"""What if in a real Chromium: tried, kept, compared and launched, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page, expect

from obligations.models import FactValue, Platform, Scenario
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
SIDEWAYS = "() => document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def forum(transactional_db: None) -> Platform:
    factories.load_law()
    owner = factories.make_user("owner@example.org")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return factories.make_forum(factories.make_provider("Robin's Forums", owner), "Hobby Forum")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_server: object
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=str(live_server), locale="en-GB", java_script_enabled=request.param
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("owner@example.org")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Robin's Forums")


def keep(page: Page, find: str, tick: str, name: str) -> None:
    """Find an answer, tell it otherwise, and keep what follows as a scenario."""
    page.goto("/services/hobby-forum/what-if/")
    page.get_by_label("Find an answer").fill(find)
    page.get_by_role("button", name="Find").click()
    page.locator(tick).check()
    page.get_by_role("button", name="See what would follow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What would follow")
    page.get_by_label("Name of the scenario").fill(name)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_what_ifs_are_kept_and_compared(visitor: Page, forum: Platform) -> None:
    sign_in(visitor)
    keep(visitor, "suicide", "[name='allows_ppc_kinds@u2u'][value=suicide]", "Ban dropped")
    expect(visitor.locator(".sentence")).to_contain_text("With this change Hobby Forum would gain")
    keep(visitor, "closed group", "[name='has_group_messaging@u2u'][value=yes]", "Groups")
    visitor.goto("/services/hobby-forum/scenarios/")
    for name in ("Ban dropped", "Groups"):
        visitor.get_by_label(f"Compare {name}").check()
    visitor.get_by_role("button", name="Compare").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Side by side")
    row = visitor.get_by_role("row", name="Age checks must be highly effective")
    expect(row).to_contain_text("gained")
    expect(row).to_contain_text("no change")
    assert Scenario.objects.count() == 2
    visitor.set_viewport_size({"width": 320, "height": 700})
    assert not visitor.evaluate(SIDEWAYS)


def test_a_scenario_goes_through_the_gate_to_its_launch(page: Page, forum: Platform) -> None:
    sign_in(page)
    keep(page, "suicide", "[name='allows_ppc_kinds@u2u'][value=suicide]", "Ban dropped")
    page.get_by_role("link", name="Turn it into answers").click()
    page.get_by_label("Not significant, because").check()
    page.get_by_label("Because", exact=False).last.fill("Only words of the terms change.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator(".sentence")).to_contain_text("not a significant change")
    page.get_by_role("button", name="Record the launch").click()
    expect(page.locator(".settled")).to_contain_text("Launched on")
    fact = FactValue.objects.filter(name="allows_ppc_kinds").latest("pk")
    assert fact.value == ["suicide"]


def test_page_holds_together_in_the_dark_at_320_px(page: Page, forum: Platform) -> None:
    sign_in(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 700})
    for rest in ("what-if/", "scenarios/", "significance/"):
        page.goto(f"/services/hobby-forum/{rest}")
        page.evaluate("() => document.querySelectorAll('main details').forEach(e => e.open = true)")
        assert not page.evaluate(SIDEWAYS), rest
