"""E-mail addresses: one test of what can be written to, asked at every door."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

WRONG = "Write one e-mail address, such as name@example.org."
LONGEST_DOMAIN = 253


def check(address: str) -> None:
    """Raise ValidationError for what no mail server could be given as an address.

    The domain is written as mail servers read it (IDNA): in letters other than a to z a label may
    be short enough for the eye and too long for the wire.
    """
    try:
        validate_email(address)
        domain = address.rpartition("@")[2]
        if len(domain.encode("idna")) <= LONGEST_DOMAIN:
            return
    except (ValidationError, UnicodeError):
        pass
    raise ValidationError(WRONG, code="invalid")
