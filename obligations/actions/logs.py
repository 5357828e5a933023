"""The logs of events, read again from the first to the last: whether somebody changed one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.template.loader import render_to_string

from obligations.actions import audit, letters, outgoing
from obligations.actions.audit import ChainCheck
from obligations.models import Provider, User

INSTALLATION = "The installation's own log"


def checks() -> Iterator[tuple[str, ChainCheck]]:
    """Every log, by whose it is, with what reading it again came to."""
    yield INSTALLATION, audit.verify_chain(None)
    for provider in Provider.objects.order_by("pk"):
        yield str(provider), audit.verify_chain(provider)


@transaction.atomic
def tell_administrators(broken: Mapping[str, str]) -> int:
    """Write to each administrator which logs do not hold and why; how many are written to."""
    body = render_to_string("mail/logs_broken.txt", {"broken": broken, "ending": outgoing.ENDING})
    administrators = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    for user in administrators:
        letters.write(address=user.email, subject="The log of events was changed", body=body)
    return len(administrators)
