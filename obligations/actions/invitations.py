"""Asking a person to take a place at a provider, and their answer.

Nobody is made a member by somebody else: until they accept, nothing of theirs changes.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from obligations import addresses, intake
from obligations.actions import audit, letters, members, turns
from obligations.actions.permissions import Denied, refuse, require
from obligations.actions.turns import in_turn
from obligations.models import Invitation, Membership, Permission, Provider, User
from tracker import clock, database, site

MOST_OF_A_PERSON, MOST_OF_A_PROVIDER = 20, 40
"""Invitations in a day by one person, for whichever providers, and for one provider."""
_DAY = dt.timedelta(days=1)
_LEADS_AWAY = re.compile(r"[@/\\:<>\[\]]|www\.|\w\.\w", re.IGNORECASE)
_LONGEST_NAME = 80
Answer = Invitation.Answer


@in_turn
def invite(*, provider: Provider, by: User, email: str, role: str) -> Invitation:
    """Ask the person with this address; without an account they get one, to choose a password for.

    Raises Refused for an address that is none, a member, an invitation that waits, past a limit.
    """
    require(by, provider, Permission.MANAGE_MEMBERS)
    members.check_role(role)
    try:
        addresses.check(email)
    except ValidationError as error:
        raise refuse("email", error.messages[0]) from None
    user = User.objects.filter(email__iexact=email).first()
    if user and Membership.objects.filter(provider=provider, user=user).exists():
        raise refuse("email", f"{email} is a member already.")
    if user and Invitation.objects.filter(provider=provider, user=user, answer="").exists():
        raise refuse("email", f"{email} is invited already and has not answered yet.")
    _check_limits(provider, by)
    invitation = Invitation.objects.create(
        provider=provider, called=provider.name, user=user or User.objects.create_user(email),
        role=role, invited_by=by, invited_at=clock.now(),
    )  # fmt: skip
    told = {"name": plain(provider.name), "page": site.link("invitation-list"),
            "password": site.link("account_reset_password")}  # fmt: skip
    body = render_to_string("work/invitation.txt", told)
    letters.write(address=email, subject="You are invited: will you take a place?", body=body)
    _record(invitation, by, "member.invited", f"{email} was invited to {provider}.")
    return invitation


@in_turn
def answer(*, invitation: Invitation, by: User, accept: bool) -> None:
    """Take the place, or decline it; only the person asked can. Raises Refused where it is over."""
    if invitation.user_id != by.pk:
        raise Denied("This invitation is somebody else's.")
    turns.afresh(invitation)
    _check_open(invitation)
    database.admit(invitation.provider_id)
    invitation.answer = Answer.ACCEPTED if accept else Answer.DECLINED
    invitation.save(update_fields=["answer"])
    provider = Provider.objects.get(pk=invitation.provider_id)
    if accept:
        members.add(provider=provider, by=None, email=by.email, role=invitation.role)
    else:
        _record(invitation, by, "member.declined", f"{by} declined a place at {provider}.")


@in_turn
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back before it is answered. Raises Refused where it was."""
    require(by, invitation.provider, Permission.MANAGE_MEMBERS)
    turns.afresh(invitation)
    _check_open(invitation)
    invitation.answer = Answer.WITHDRAWN
    invitation.save(update_fields=["answer"])
    told = f"The invitation of {invitation.user.email} was taken back."
    _record(invitation, by, "member.invitation_withdrawn", told)


def plain(name: str) -> str:
    """A provider's name as a mail may carry it; "" where it could lead a reader somewhere."""
    found = unicodedata.normalize("NFKC", name)
    if intake.unfit(found, lines=False) or len(found) > _LONGEST_NAME or _LEADS_AWAY.search(found):
        return ""
    return found


def _check_limits(provider: Provider, by: User) -> None:
    lately = Invitation.objects.filter(invited_at__gt=clock.now() - _DAY)
    for count, most, whose in (
        (lately.filter(invited_by=by).count(), MOST_OF_A_PERSON, "You have"),
        (lately.filter(provider=provider).count(), MOST_OF_A_PROVIDER, f"{provider} has"),
    ):
        if count >= most:
            raise refuse(
                "email",
                f"{whose} sent {most} invitations in the last 24 hours, and no more are sent in "
                "that time. Try again tomorrow.",
            )


def _check_open(invitation: Invitation) -> None:
    if invitation.answer:
        raise refuse("", f"This invitation is over: it was {invitation.get_answer_display()}.")


def _record(invitation: Invitation, by: User, action: str, sentence: str) -> None:
    audit.record(
        provider=Provider.objects.get(pk=invitation.provider_id), by=by, action=action,
        subject=invitation, sentence=sentence,
        data={"user": invitation.user_id, "role": invitation.role},
    )  # fmt: skip
