"""How people get accounts: by invitation or an operator, unless OPEN_SIGN_UP is set."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from obligations import addresses


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.OPEN_SIGN_UP)

    def clean_email(self, email: str) -> str:
        """Refuse an address that no mail can be sent to."""
        addresses.check(email)
        return email
