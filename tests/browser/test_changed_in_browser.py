"""Two windows on one task: the second save shows both and saves knowingly, without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Browser, Page, expect

from obligations.actions import facts, obligations
from obligations.models import Obligation, Platform, Role
from obligations.models.situations import Recorded
from tests import factories
from tests.browser.test_work_in_browser import SIDEWAYS, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture
def forum(transactional_db: None) -> Platform:
    factories.load_law()
    owner = factories.make_user("owner@example.org", name="Robin")
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return factories.make_forum(factories.make_provider("Robin's Forums", owner), "Hobby Forum")


@pytest.fixture
def plain(browser: Browser, live_server: object) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(
        base_url=str(live_server), locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def _fits(page: Page, name: str) -> None:
    """The page does not move sideways, small or wide, light or dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(SIDEWAYS) == []
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{scheme}-{width}.png", full_page=True)


def test_second_save_shows_both_and_is_saved_knowingly(plain: Page, forum: Platform) -> None:
    task = Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")
    kit = factories.make_member(forum.provider, Role.COMPLIANCE)
    sign_in(plain)
    plain.goto(f"/tasks/{task.pk}/")
    obligations.write_note(obligation=task, by=kit, note="Counsel was asked.\nThey answer Monday.")
    plain.get_by_role("textbox", name="Note").fill("The terms were read.")
    plain.get_by_role("button", name="Save the note").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Somebody changed this")
    expect(plain.get_by_text("They answer Monday.")).to_be_visible()
    expect(plain.get_by_role("textbox", name="Note")).to_have_value("The terms were read.")
    _fits(plain, "note")
    plain.get_by_role("button", name="Save mine instead").click()
    expect(plain.get_by_role("textbox", name="Note")).to_have_value("The terms were read.")


def test_answers_that_both_gave_stand_side_by_side(plain: Page, forum: Platform) -> None:
    kit = factories.make_member(forum.provider, Role.COMPLIANCE)
    sign_in(plain)
    plain.goto(f"/services/{forum.slug}/facts/?fact=uk_monthly_active_users")
    facts.record_many(
        platform=forum, by=kit, as_at=factories.TODAY,
        answers={"uk_monthly_active_users@u2u": {"low": 500, "high": 900}},
    )  # fmt: skip
    for end in ("low", "high"):
        plain.locator(f'input[name="uk_monthly_active_users@u2u-{end}"]').fill("700")
    plain.get_by_role("button", name="Save and see what follows").click()
    expect(plain.get_by_text("500 to 900")).to_be_visible()
    _fits(plain, "facts")
    plain.get_by_role("button", name="Save mine instead").click()
    assert (
        Recorded.of(forum).file(factories.TODAY)["facts"]["sides"]["u2u"]["uk_monthly_active_users"]
        == 700
    )
