"""Membership is asked: nothing of a person's changes because somebody invites them."""

from __future__ import annotations

import pytest
from django.test import Client

from obligations.actions import invitations
from obligations.actions.permissions import Refused
from obligations.models import Invitation, Letter, Membership, Provider, Role
from tests import factories

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
    assert letter.body.startswith("A provider (its name stands on the page below) invites you")
    assert invitations.plain("Moss & Sons (UK)") == "Moss & Sons (UK)"
    assert invitations.plain("Moss & Sons Ltd") == "Moss & Sons Ltd"
