"""Membership is asked: nothing of a person's changes because somebody invites them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from obligations.actions import invitations, letters
from obligations.actions.permissions import Refused
from obligations.models import Event, Invitation, Letter, Membership, Provider, Role, User
from tests import factories
from tracker import site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture
def provider() -> Provider:
    return factories.make_provider("Aardvark")


def signed_in(provider: Provider) -> Client:
    client = Client()
    client.force_login(provider.memberships.get(role=Role.OWNER).user)
    return client


def test_invited_person_decides_and_keeps_their_screen(provider: Provider) -> None:
    asked, mine = factories.make_user(), Client()
    own = factories.make_provider("Zebra", owner=asked)
    mine.force_login(asked)
    asking = signed_in(provider)
    sent = asking.post("/members/", {"email": asked.email, "role": Role.OWNER}, follow=True)
    assert "Invited, not answered yet" in sent.content.decode()
    assert not Membership.objects.filter(provider=provider, user=asked).exists()
    page = mine.get("/invitations/").content.decode()
    assert "Aardvark" in page
    assert mine.get("/dashboard/").context["providers"] == (own,)
    one = Invitation.objects.get()
    done = mine.post(f"/invitations/{one.pk}/", {"answer": "accept"}, follow=True)
    assert "You now have a place at Aardvark." in done.content.decode()
    assert Membership.objects.get(provider=provider, user=asked).role == Role.OWNER
    screen = mine.get("/dashboard/").context
    assert screen["provider"] == own
    assert screen["providers"] == (provider, own)
    again = mine.post(f"/invitations/{one.pk}/", {"answer": "accept"}, follow=True)
    assert "This invitation is over: it was accepted." in again.content.decode()


def test_declined_and_withdrawn_invitations_make_no_member(provider: Provider) -> None:
    asked, mine, asking = factories.make_user(), Client(), signed_in(provider)
    mine.force_login(asked)
    for url, data, who in (
        ("/invitations/{}/", {"answer": "decline"}, mine),
        ("/invitations/{}/withdraw/", {}, asking),
    ):
        asking.post("/members/", {"email": asked.email, "role": Role.READER})
        one = Invitation.objects.get(answer="")
        assert who.post(url.format(one.pk), data).status_code == 302
        one.refresh_from_db()
        assert one.answer
    assert not Membership.objects.filter(user=asked).exists()
    assert "No invitation waits" in mine.get("/invitations/").content.decode()


def mailed_link() -> str:
    """The link of the one message that went out, as its reader follows it."""
    letters.deliver(now=timezone.now())
    (message,) = mail.outbox
    (link,) = re.findall(r"https?://\S+", message.body)
    assert message.from_email == "Online Safety Act tracker <tracker@localhost>"
    assert "Online Safety Act tracker" in message.subject
    return link.removeprefix(site.address())


def invite(provider: Provider, email: str, role: str = Role.CONTRIBUTOR) -> None:
    signed_in(provider).post("/members/", {"email": email, "role": role})


PASSWORDS = {"password1": "Another-horse-8", "password2": "Another-horse-8"}


def test_newcomer_joins_by_one_message_with_one_link(provider: Provider) -> None:
    new = Client()
    invite(provider, "New@example.org")
    assert not User.objects.filter(email__iexact="new@example.org").exists()
    page = new.get(mailed_link(), follow=True)
    text = page.content.decode()
    assert page.request["PATH_INFO"] == "/accounts/signup/"
    assert "Join Aardvark" in text
    assert "Contributor: works on tasks" in text
    weak = {"email": "new@example.org", "password1": "1234", "password2": "1234"}
    assert "too short" in new.post("/accounts/signup/", weak).content.decode()
    done = new.post("/accounts/signup/", {"email": "new@example.org", **PASSWORDS}, follow=True)
    assert done.request["PATH_INFO"] == "/dashboard/"
    assert "You now have a place at Aardvark." in done.content.decode()
    assert done.context["provider"] == provider
    membership = Membership.objects.get(provider=provider, user__email="new@example.org")
    assert membership.role == Role.CONTRIBUTOR
    assert Invitation.objects.get().answer == "accepted"
    letters.deliver(now=timezone.now())
    assert len(mail.outbox) == 1, "the address needs no second confirmation"
    new.post("/accounts/logout/")
    sent = {"login": "new@example.org", "password": PASSWORDS["password1"]}
    again = new.post("/accounts/login/", sent, follow=True)
    assert again.request["PATH_INFO"] == "/dashboard/"


def test_link_lets_nobody_make_an_account_of_another_address(provider: Provider) -> None:
    new = Client()
    invite(provider, "new@example.org")
    new.get(mailed_link())
    page = new.post("/accounts/signup/", {"email": "other@example.org", **PASSWORDS})
    assert "The invitation is for new@example.org." in page.content.decode()
    assert not User.objects.filter(email="other@example.org").exists()


def test_who_declines_by_the_link_has_no_account(provider: Provider) -> None:
    new = Client()
    invite(provider, "new@example.org")
    link = mailed_link()
    assert "You declined a place at Aardvark." in new.post(link, follow=True).content.decode()
    assert Invitation.objects.get().answer == "declined"
    assert not User.objects.filter(email="new@example.org").exists()
    told = Event.objects.filter(provider=provider).latest("number")
    assert (told.action, told.actor_label) == ("member.declined", "new@example.org")


def test_link_of_what_was_taken_back_or_is_old_leads_nowhere(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = Client()
    invite(provider, "new@example.org")
    link = mailed_link()
    new.get(link)  # The sign-up page would stand open in this browser.
    monkeypatch.setattr(invitations, "GOOD_FOR", dt.timedelta(seconds=-1))
    for _ in range(2):
        assert "This invitation is over" in new.get(link).content.decode()
        assert "by invitation" in new.get("/accounts/signup/").content.decode()
        new.post("/accounts/signup/", {"email": "new@example.org", **PASSWORDS})
        assert not User.objects.filter(email="new@example.org").exists()
        monkeypatch.undo()
        Invitation.objects.update(answer="withdrawn")
    assert new.get(link[:-3] + "xx/").status_code == 404


def test_who_has_an_account_logs_in_and_answers(provider: Provider) -> None:
    known, browser = factories.make_user("known@example.org"), Client()
    known.emailaddress_set.create(email=known.email, verified=True, primary=True)
    invite(provider, "known@example.org")
    page = browser.get(mailed_link(), follow=True)
    assert page.request["PATH_INFO"] == "/accounts/login/"
    sent = {"login": known.email, "password": factories.PASSWORD, "next": "/invitations/"}
    assert "Aardvark" in browser.post("/accounts/login/", sent, follow=True).content.decode()
    assert not Membership.objects.filter(user=known).exists(), "nobody is put in by logging in"
    assert browser.get(mailed_link_again()).headers["Location"] == "/invitations/"


def mailed_link_again() -> str:
    (link,) = re.findall(r"https?://\S+", mail.outbox[0].body)
    return link.removeprefix(site.address())


def test_account_without_a_password_gets_one_by_the_same_link(provider: Provider) -> None:
    User.objects.create_user("made@example.org")
    browser = Client()
    invite(provider, "made@example.org")
    form = browser.get(mailed_link(), follow=True)
    assert "Choose a new password" in form.content.decode()
    browser.post(f"{form.request['PATH_INFO']}?next=/invitations/", PASSWORDS)
    sent = {"login": "made@example.org", "password": PASSWORDS["password1"]}
    sent["next"] = "/invitations/"
    assert "Aardvark" in browser.post("/accounts/login/", sent, follow=True).content.decode()
    assert len(mail.outbox) == 1


def test_somebody_else_in_the_browser_is_told_whose_it_is(provider: Provider) -> None:
    other = signed_in(factories.make_provider("Zebra"))
    invite(provider, "new@example.org")
    text = other.get(mailed_link()).content.decode()
    assert "This invitation is for another address" in text
    assert "Aardvark invites new@example.org" in text
    assert not Membership.objects.filter(provider=provider).exclude(role=Role.OWNER).exists()


def test_invitation_is_once_for_an_address_however_it_is_written(provider: Provider) -> None:
    invite(provider, "new@example.org")
    answer = signed_in(provider).post("/members/", {"email": "NEW@example.org", "role": "reader"})
    assert "take that invitation back first" in answer.content.decode()
    assert Invitation.objects.count() == 1


def test_answer_tells_nothing_of_whether_there_is_an_account(provider: Provider) -> None:
    asking = signed_in(provider)
    for email in (factories.make_user().email, "nobody@example.org"):
        text = asking.post("/members/", {"email": email, "role": "reader"}, follow=True).content
        assert f"{email} is invited." in text.decode()
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("limit", ["MOST_OF_A_PERSON", "MOST_OF_A_PROVIDER"])
def test_invitations_are_limited_and_say_so(
    provider: Provider, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, limit, 2)
    by = provider.memberships.get().user
    for number in range(2):
        invitations.invite(
            provider=provider, by=by, email=f"p{number}@example.org", role=Role.READER
        )
    with pytest.raises(Refused, match=r"2 invitations in the last 24 hours.*Try again tomorrow"):
        invitations.invite(provider=provider, by=by, email="p3@example.org", role=Role.READER)
    text = signed_in(provider).post("/members/", {"email": "p3@example.org", "role": "reader"})
    assert text.status_code == 400


@pytest.mark.parametrize(
    "name",
    ["Win at evil.example", "me@evil", "http://x", "a\nb", "ｅｖｉｌ．ｃｏｍ", "x" * 150],
)
def test_name_of_a_provider_leads_nobody_anywhere_in_a_mail(name: str) -> None:
    provider = factories.make_provider("Plain")
    Provider.objects.filter(pk=provider.pk).update(name=name)
    provider.refresh_from_db()
    by = provider.memberships.get().user
    invitations.invite(provider=provider, by=by, email="new@example.org", role=Role.READER)
    letter = Letter.objects.get()
    assert name not in letter.subject + letter.body
    assert letter.body.startswith("A provider (its name stands on the page below) asks you to")
    assert invitations.plain("Moss & Sons (UK)") == "Moss & Sons (UK)"
    assert invitations.plain("Moss & Sons Ltd") == "Moss & Sons Ltd"
