"""How people get accounts: by invitation or an operator, unless OPEN_SIGN_UP is set."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from obligations import addresses
from obligations.actions import invitations, letters
from obligations.actions.permissions import Refused
from obligations.models import Invitation, User
from tracker import limits, site

INVITED = "invited"
"""Where a session keeps the invitation whose link its visitor opened."""
REFUSALS = {
    "account_inactive": "This account is switched off.",
    "cannot_remove_primary_email": "This is your main address. Make another one that first.",
    "duplicate_email": "This address is yours already.",
    "email_password_mismatch": "The address or the password is not correct.",
    "email_taken": "Another account has this address.",
    "enter_current_password": "This is not your password.",
    "incorrect_code": "This code is not correct, or it is too old.",
    "incorrect_password": "This is not your password.",
    "invalid_password_reset": "This link no longer works.",
    "max_email_addresses": "You cannot have more than %d addresses.",
    "rate_limited": "That was too often. Try again in a few minutes.",
    "same_as_current": "This is the one that you have already.",
    "select_only_one": "Choose one.",
    "too_many_login_attempts": "That was wrong too often. Try again in a few minutes.",
    "unverified_primary_email": "Confirm the address first.",
}
"""What allauth refuses, in the words of this site."""
RESET = "account/email/password_reset_key"
MOST_A_DAY = 10
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as this site has them; its mail waits in the outbox and links to the site itself."""

    error_messages: ClassVar = {**DefaultAccountAdapter.error_messages, **REFUSALS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """For everybody, or for whoever opened the link of an invitation that still stands."""
        return bool(settings.OPEN_SIGN_UP) or _invitation(request) is not None

    def clean_email(self, email: str) -> str:
        """Refuse an address that no mail can be sent to, and another one than was invited."""
        addresses.check(email)
        asked = self.request.session.get(INVITED)
        if asked and email.lower() != asked["email"].lower():
            raise ValidationError(f"The invitation is for {asked['email']}.")
        return email

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        """As allauth does; who made the account by an invitation takes the place as well."""
        response: HttpResponse = super().post_login(request, user, **told)
        invitation = _invitation(request)
        asked = request.session.pop(INVITED, None)
        if told["signup"] and asked and invitation:
            try:
                invitations.answer(invitation=invitation, by=user, accept=True)
                messages.success(request, f"You now have a place at {asked['called']}.")
            except Refused as refused:
                messages.error(request, str(refused))
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter: no page waits for a mail server.

        One mailbox, however it is spelt, gets so many a day that anybody may be the cause of. A
        link to set a password goes out all the same, or others could keep it from its owner.
        """
        reset = template_prefix == RESET
        if not reset and not limits.mailbox_within(email, "account-letters", MOST_A_DAY):
            log.warning("a mailbox had its %s account letters of the day", MOST_A_DAY)
            return
        here = SimpleNamespace(name=site.NAME, domain=site.address())
        links = {name: _ours(value) for name, value in context.items() if name.endswith("_url")}
        told = {"request": self.request, "email": email, **context, **links, "current_site": here}
        message = self.render_mail(template_prefix, email, told)
        letters.write(address=email, subject=message.subject, body=str(message.body))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed log-ins by account and client, so that nobody locks somebody else out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, in the words of this site."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Switch the second factor off before you add an address.",
        "cannot_generate_recovery_codes": "Recovery codes need a second factor. Set it up first.",
        "incorrect_code": REFUSALS["incorrect_code"],
        "unverified_email": "Confirm your e-mail address first.",
    }


def remember(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Let this visitor make the account that an invitation is for; its link confirmed the address.

    What the page says of the invitation is kept with it.
    """
    DefaultAccountAdapter(request).stash_verified_email(request, invitation.email)
    request.session[INVITED] = {
        "token": token, "email": invitation.email, "called": invitation.called,
        "by": str(invitation.invited_by), "role": invitation.get_role_display(),
    }  # fmt: skip


def first_password(user: User) -> str:
    """The page on which somebody whose account has no password chooses one.

    They came by a link that was mailed to the account's address, so it counts as confirmed.
    """
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    key = default_token_generator.make_token(user)
    number = user_pk_to_url_str(user)
    return reverse("account_reset_password_from_key", args=[number, key])


def _invitation(request: HttpRequest) -> Invitation | None:
    """The invitation whose link this visitor opened, while it can be answered."""
    asked = request.session.get(INVITED)
    return invitations.find(asked["token"]) if asked else None


def _ours(url: str) -> str:
    """The same page at the site's own address, whatever host the visitor's request named."""
    return site.address() + urlsplit(url).path
