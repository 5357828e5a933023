"""Asking a person to take a place at a provider, and their answer.

Nobody is made a member by somebody else: until they accept, nothing of theirs changes, and who has
no account gets none. One message goes out, with one link; who holds it has read the address's mail.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from django.core import signing
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from obligations import addresses, intake, language
from obligations.actions import audit, letters, members, outgoing, turns
from obligations.actions.permissions import Denied, refuse, require
from obligations.actions.turns import in_turn
from obligations.models import Invitation, Membership, Permission, Provider, User
from obligations.models.people import LONGEST_LABEL
from tracker import clock, database, site

MOST_OF_A_PERSON, MOST_OF_A_PROVIDER = 20, 40
"""Invitations in a day by one person, for whichever providers, and for one provider."""
GOOD_FOR = dt.timedelta(days=14)
"""How long the link in the message leads anywhere."""
_DAY = dt.timedelta(days=1)
_signer = signing.TimestampSigner(sep=".", salt="obligations.invitations")
_LEADS_AWAY = re.compile(r"[@/\\:<>\[\]]|www\.|\w\.\w", re.IGNORECASE)
_LONGEST_NAME = 80
Answer = Invitation.Answer


@in_turn
def invite(*, provider: Provider, by: User, email: str, role: str) -> Invitation:
    """Ask the person with this address, whether they have an account or not.

    Raises Refused for an address that is none, a member, an invitation that waits, past a limit.
    """
    require(by, provider, Permission.MANAGE_MEMBERS)
    members.check_role(role)
    try:
        addresses.check(email)
    except ValidationError as error:
        raise refuse("email", error.messages[0]) from None
    if Membership.objects.filter(provider=provider, user__email__iexact=email).exists():
        raise refuse("email", f"{email} is a member already.")
    if Invitation.objects.open().to(email).filter(provider=provider).exists():
        raise refuse(
            "email",
            f"{email} is invited already and has not answered yet. To ask again, take that "
            "invitation back first.",
        )
    _check_limits(provider, by)
    invitation = Invitation.objects.create(
        provider=provider, called=provider.name, email=email, role=role, invited_by=by,
        invited_at=clock.now(),
    )  # fmt: skip
    told = {
        "name": plain(provider.name), "role": invitation.get_role_display(),
        "page": site.link("invitation-open", token(invitation)), "site": site.NAME,
        "until": language.day(invitation.invited_at.date() + GOOD_FOR), "ending": outgoing.ENDING,
    }  # fmt: skip
    body = render_to_string("mail/invitation.txt", told)
    letters.write(address=email, subject=f"You are invited to the {site.NAME}", body=body)
    _record(invitation, by, "member.invited", f"{email} was invited to {provider}.")
    return invitation


def token(invitation: Invitation) -> str:
    """What the link in the message carries: the number, signed with the moment."""
    return _signer.sign(str(invitation.pk))


def find(text: str) -> Invitation | None:
    """The open invitation of a link, which this transaction reaches from here on; None where it was
    answered, was taken back or is too old. Raises signing.BadSignature for no link of ours."""
    try:
        pk = int(_signer.unsign(text, max_age=GOOD_FOR))
    except signing.SignatureExpired:
        return None
    database.reach_invitation(pk)
    return Invitation.objects.open().select_related("invited_by").filter(pk=pk).first()


@in_turn
def answer(*, invitation: Invitation, by: User, accept: bool) -> None:
    """Take the place, or decline it; only the person asked can. Raises Refused where it is over."""
    if invitation.email.lower() != by.email.lower():
        raise Denied("This invitation is somebody else's.")
    provider = _settle(invitation, Answer.ACCEPTED if accept else Answer.DECLINED)
    if accept:
        members.add(provider=provider, by=None, email=by.email, role=invitation.role)
    else:
        _record(invitation, by, "member.declined", f"{by} declined a place at {provider}.")


@in_turn
def decline(*, invitation: Invitation) -> None:
    """What the holder of the link may do without an account. Raises Refused where it is over."""
    provider = _settle(invitation, Answer.DECLINED)
    told = f"{invitation.email} declined a place at {provider}."
    _record(invitation, None, "member.declined", told, invitation.email)


@in_turn
def withdraw(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back before it is answered. Raises Refused where it was."""
    require(by, invitation.provider, Permission.MANAGE_MEMBERS)
    turns.afresh(invitation)
    _check_open(invitation)
    invitation.answer = Answer.WITHDRAWN
    invitation.save(update_fields=["answer"])
    told = f"The invitation of {invitation.email} was taken back."
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


def _settle(invitation: Invitation, said: str) -> Provider:
    """Write the answer down; the provider, which this connection sees from here on."""
    turns.afresh(invitation)
    _check_open(invitation)
    database.admit(invitation.provider_id)
    invitation.answer = said
    invitation.save(update_fields=["answer"])
    return Provider.objects.get(pk=invitation.provider_id)


def _check_open(invitation: Invitation) -> None:
    if invitation.answer:
        raise refuse("", f"This invitation is over: it was {invitation.get_answer_display()}.")


def _record(
    invitation: Invitation, by: User | None, action: str, sentence: str, who: str = ""
) -> None:
    audit.record(
        provider=Provider.objects.get(pk=invitation.provider_id), by=by, action=action,
        subject=invitation, sentence=sentence, actor_label=who[:LONGEST_LABEL],
        data={"email": invitation.email, "role": invitation.role},
    )  # fmt: skip
