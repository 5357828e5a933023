"""Taking in an edition of the law data."""

from __future__ import annotations

from django.db import transaction

from obligations.actions import events
from obligations.law import load as loading
from obligations.law.load import Loaded
from obligations.law.read import Read
from obligations.models import User


@transaction.atomic
def load(*, edition: Read, by: User | None, actor_label: str = "") -> Loaded:
    """Make an edition the current one and say so in the installation's log.

    The same edition again changes nothing and says nothing. Raises LawError where the rules of
    the edition cannot be compiled.
    """
    who = str(by) if by else actor_label
    loaded = loading.load(edition.payload, edition.sha256, by=who)
    if loaded.changed:
        release = loaded.release
        events.record(
            provider=None,
            by=by,
            actor_label=actor_label,
            action="law.load",
            sentence=f"Law data {release.version} became the law data in use.",
            subject=release,
            data={"sha256": release.sha256, "changes": len(loaded.sentences)},
        )
    return loaded
