"""Alerts of changes of the law: asked for by an address, confirmed and stopped through its mail.

Whoever asks learns nothing about an address: the answer is the same whether it is known or not.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.core import signing
from django.db import transaction

from obligations.law.followed_requirements import Resting
from obligations.models import LawAlert, Release
from tracker import database

MOST_A_DAY = 3
"""How many questions one address is sent in a day, however often somebody asks."""
BULKY = ("release__payload", "release__difference")
_signer = signing.Signer(sep=".", salt="obligations.alerts")


@transaction.atomic
def ask(
    *, address: str, resting: Resting, from_check: bool, as_at: dt.date, now: dt.datetime
) -> None:
    """Have the address asked whether it wants to be told when this law changes.

    The message waits in the row and is sent with the next round. Past the day's limit nothing is
    kept and nothing sent. Unconfirmed, the row is deleted after a week.
    """
    address = address.strip().lower()
    key = uuid.uuid4()
    database.reach_alerts(key=str(key), address=address)
    release = Release.objects.in_use()
    asked = LawAlert.objects.filter(address=address, created_on=as_at).count()
    if release is None or asked >= MOST_A_DAY:
        return
    LawAlert.objects.create(
        key=key, address=address, requirements=list(resting.requirements), near=list(resting.near),
        from_check=from_check, release=release, law_day=as_at, created_on=as_at,
        next_attempt_at=now,
    )  # fmt: skip


def token(alert: LawAlert) -> str:
    """What the alert's links carry: its key, signed, so that nobody can guess another's."""
    return _signer.sign(alert.key.hex)


def find(text: str, *, as_at: dt.date) -> LawAlert | None:
    """The alert of a link; None where it was stopped or has expired.

    Raises signing.BadSignature for a text that is no link of ours. From here on the transaction
    sees the alerts of the same address too.
    """
    key = uuid.UUID(_signer.unsign(text))
    database.reach_alerts(key=str(key))
    alert = LawAlert.objects.filter(key=key).select_related("release").defer(*BULKY).first()
    if alert is None or (alert.confirmed_on is None and alert.ends_on < as_at):
        return None
    database.reach_alerts(key=str(key), address=alert.address)
    return alert


def others(alert: LawAlert) -> int:
    """How many other alerts the same address has confirmed."""
    return LawAlert.objects.confirmed().filter(address=alert.address).exclude(pk=alert.pk).count()


@transaction.atomic
def confirm(*, alert: LawAlert, as_at: dt.date, instead: bool = False) -> None:
    """Begin to tell the address; `instead` of what it asked for before, or besides.

    Earlier alerts stay in any case, so that the link in an earlier message still stops everything.
    """
    if alert.confirmed_on is None:
        alert.confirmed_on = as_at
        alert.save(update_fields=["confirmed_on"])
    if instead:
        LawAlert.objects.confirmed().filter(address=alert.address).update(
            requirements=alert.requirements, near=alert.near, from_check=alert.from_check
        )


@transaction.atomic
def stop(*, alert: LawAlert) -> None:
    """Forget the address, with everything it asked for."""
    LawAlert.objects.filter(address=alert.address).delete()


@transaction.atomic
def forget_unconfirmed(*, as_at: dt.date) -> int:
    """Delete what nobody confirmed within a week; how many there were."""
    return LawAlert.objects.expired(at=as_at).delete()[0]
