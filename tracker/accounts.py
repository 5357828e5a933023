"""How people get accounts: by invitation or an operator, unless OPEN_SIGN_UP is set."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmation
from django.conf import settings
from django.http import HttpRequest

from obligations import addresses
from obligations.actions import letters
from tracker import limits, site

NAME = "the Online Safety Act obligations tracker"
RESET = "account/email/password_reset_key"
MOST_A_DAY = 10
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as this site has them; its mail waits in the outbox and links to the site itself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.OPEN_SIGN_UP)

    def clean_email(self, email: str) -> str:
        """Refuse an address that no mail can be sent to."""
        addresses.check(email)
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a letter: no page waits for a mail server.

        One mailbox, however it is spelt, gets so many a day that anybody may be the cause of. A
        link to set a password goes out all the same, or others could keep it from its owner.
        """
        reset = template_prefix == RESET
        if not reset and not limits.mailbox_within(email, "account-letters", MOST_A_DAY):
            log.warning("a mailbox had its %s account letters of the day", MOST_A_DAY)
            return
        here = SimpleNamespace(name=NAME, domain=site.address())
        told = {"request": self.request, "email": email, **context, "current_site": here}
        message = self.render_mail(template_prefix, email, told)
        letters.write(address=email, subject=message.subject, body=str(message.body))

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _ours(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: EmailConfirmation
    ) -> str:
        return _ours(super().get_email_confirmation_url(request, emailconfirmation))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed log-ins by account and client, so that nobody locks somebody else out."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"


def _ours(url: str) -> str:
    """The same page at the site's own address, whatever host the visitor's request named."""
    return site.address() + urlsplit(url).path
