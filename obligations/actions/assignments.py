"""Whose work is: giving tasks to somebody who can do them, or to nobody, and telling the person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Min, QuerySet

from obligations.actions.permissions import refuse
from obligations.models import Deadline, Membership, Notification, Obligation, Provider, User
from tracker import clock

GATHERED = dt.timedelta(minutes=1)
"""How long a message waits for more of its kind: who is given ten tasks is written to once."""


def check(*, provider: Provider, owner: User | None) -> None:
    """Raise Refused unless the person can be given work; nobody always can."""
    if owner is not None and not provider.workers().filter(pk=owner.pk).exists():
        raise refuse(
            "owner",
            f"{owner} cannot work on tasks of {provider}: give them to an owner, compliance or a "
            "contributor who may sign in.",
        )


def of(membership: Membership) -> QuerySet[Obligation]:
    """What is a member's at the provider, whatever has become of it."""
    mine = Obligation.objects.filter(provider=membership.provider, owner=membership.user)
    return mine.select_related("requirement", "platform", "provider")


def give(rows: Sequence[Obligation], *, owner: User | None, by: User | None) -> None:
    """Write down whose these are from now on, and tell that person, unless they took it themselves.

    The caller has checked the person and records the event. A message about one of these that has
    not gone out yet is taken back.
    """
    keys = [row.pk for row in rows]
    Obligation.objects.filter(pk__in=keys).update(owner=owner, updated_at=clock.now())
    Notification.objects.filter(obligation__in=keys).delete()
    if owner is not None and owner != by:
        _tell(rows, owner, by)


def _tell(rows: Sequence[Obligation], owner: User, by: User | None) -> None:
    now = clock.now()
    nearest = Deadline.objects.open().filter(obligation__in=[row.pk for row in rows])
    due = dict(nearest.order_by().values_list("obligation").annotate(Min("due_on")))
    Notification.objects.bulk_create(
        Notification(
            provider=row.provider, obligation=row, user=owner, next_attempt_at=now + GATHERED,
            status="queued" if owner.work_by_mail else "shown",
            told={
                "state": "given", "title": row.requirement.title,
                "of": str(row.platform or row.provider), "by": str(by or ""),
                "given_on": now.date().isoformat(),
                "due_on": due[row.pk].isoformat() if row.pk in due else None,
            },
        )
        for row in rows
    )  # fmt: skip
