"""A newcomer in a real Chromium: from the message to their first task; and the second factor."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from obligations.actions import invitations, letters, obligations
from obligations.models import Obligation, Role, User
from tests import factories
from tracker import site

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "Another-horse-8"


def test_newcomer_joins_by_the_message_and_finds_what_is_theirs(page: Page) -> None:
    factories.load_law()
    forum = factories.make_forum(name="Hobby Forum")
    owner = forum.provider.memberships.get().user
    invitations.invite(
        provider=forum.provider, by=owner, email="new@example.org", role=Role.CONTRIBUTOR
    )
    letters.deliver(now=timezone.now())
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(link.removeprefix(site.address()))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Join {forum.provider}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(str(forum.provider))
    expect(page.locator("main")).to_contain_text(f"You now have a place at {forum.provider}.")
    new = User.objects.get(email="new@example.org")
    task = Obligation.objects.get(platform=forum, requirement__slug="osa-s9-2")
    obligations.assign(obligation=task, by=owner, owner=new)
    page.reload()
    page.get_by_role("link", name="1 task").first.click()
    expect(page.locator("main")).to_contain_text(task.requirement.title)
    page.goto("/dashboard/")
    yours = page.locator("section", has=page.locator("#yours"))
    expect(yours).to_contain_text(f"Given to you by {owner}")
    yours.get_by_role("link", name=task.requirement.title).click()
    expect(page.locator("aside select[name=owner]")).to_have_value(str(new.pk))


def test_picture_of_the_second_factor_is_black_on_white_in_the_dark(page: Page) -> None:
    user = factories.make_user()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    page.emulate_media(color_scheme="dark")
    page.goto("/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Continue").click()
    picture = page.locator("img.qr")
    expect(picture).to_be_visible()
    shown = picture.evaluate(
        "e => [getComputedStyle(e).backgroundColor, parseFloat(getComputedStyle(e).paddingLeft),"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert shown[0] == "rgb(255, 255, 255)"
    assert shown[1] >= 8
    assert shown[2] != shown[0], "the page itself is dark"
