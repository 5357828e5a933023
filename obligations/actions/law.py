"""Taking in an edition of the law data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from obligations.actions import audit, rounds
from obligations.law import load as loading
from obligations.law.edition import Read
from obligations.law.load import Loaded
from obligations.models import JobRun, Obligation, ObligationPart, Position, Provider, Release, User
from obligations.rules.conditions.natural import natural_key


@transaction.atomic
def load(
    *,
    edition: Read,
    by: User | None,
    now: dt.datetime,
    actor_label: str = "",
    same_version: bool = False,
) -> tuple[Loaded, JobRun | None]:
    """Make an edition the current one and say so in the installation's log.

    With it comes the row of the job that brings every service up to it, so that this happens
    whatever becomes of the caller. The same edition again changes nothing, says nothing and has
    no job. Raises LawError as `law.load.load` does, which says what `same_version` is for.
    """
    who = str(by) if by else actor_label
    loaded = loading.load(edition.payload, edition.sha256, by=who, same_version=same_version)
    following = None
    if loaded.changed:
        release = loaded.release
        audit.record(
            provider=None,
            by=by,
            actor_label=actor_label,
            action="law.load",
            sentence=_in_use(release),
            subject=release,
            data={"sha256": release.sha256, "changes": len(loaded.sentences)},
        )
        _tell_whose_work_moved(loaded, by, actor_label)
        following = rounds.flags_of_this_hour(now)
    return loaded, following


def _in_use(release: Release) -> str:
    """That an edition is the one in use now, and whether its version named another text too."""
    others = Release.objects.filter(version=release.version).exclude(pk=release.pk)
    if others.exists():
        return f"{release}, with other contents than before, became the law data in use."
    return f"{release} became the law data in use."


def _tell_whose_work_moved(loaded: Loaded, by: User | None, actor_label: str) -> None:
    """One event for each provider with work on requirements that bear another reference now."""
    moved = {each.pk: each for each in loaded.moved if each.ref_before != each.ref_now}
    for provider, requirements in _work_on(moved).items():
        told = sorted(
            (moved[pk] for pk in requirements), key=lambda each: natural_key(each.ref_now)
        )
        refs = [f"{each.ref_before} is now {each.ref_now}" for each in told]
        audit.record(
            provider=provider, by=by, actor_label=actor_label, action="law.moved",
            sentence=f"Law data {loaded.release.version}: {'; '.join(refs)}. What you recorded "
            "on them went with them.",
            subject=loaded.release, data={"moved": {e.ref_before: e.ref_now for e in told}},
        )  # fmt: skip


def _work_on(requirements: Iterable[int]) -> dict[Provider, set[int]]:
    """The providers that recorded anything on these requirements, each with which."""
    wanted = list(requirements)
    found: dict[int, set[int]] = {}
    for model in (Obligation, ObligationPart, Position):
        rows = model._default_manager.order_by().filter(requirement__in=wanted)
        for provider, requirement in rows.values_list("provider", "requirement").distinct():
            found.setdefault(provider, set()).add(requirement)
    providers = Provider.objects.order_by("pk").in_bulk(found)
    return {provider: found[pk] for pk, provider in providers.items()}
