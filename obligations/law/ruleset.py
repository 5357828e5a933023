"""The compiled rules of a release, made once per process and edition."""

from __future__ import annotations

import gc
from functools import lru_cache

from obligations.law.edition import Payload, read
from obligations.models import Release
from obligations.rules.rulebook.ruleset import RuleSet

KEPT = 4
"""Compiled editions kept in memory: the current one and those a person compares with it."""


class NoSuchRelease(LookupError):
    """No law data of that version was ever loaded."""


def ruleset_for(release: Release | str | None = None) -> RuleSet:
    """The rules of a release: a row, a version, the start of a hash; by default the current one.

    Before any release is loaded, the edition this product ships. Raises NoSuchRelease.
    """
    row = release if isinstance(release, Release) else find_release(release)
    if row is None:
        return shipped()
    return _compiled(row.sha256, row.pk)


def find_release(wanted: str | None) -> Release | None:
    """The release of a version or the start of a hash; None asks for the current one."""
    if wanted is None:
        return Release.objects.in_use()
    loaded = Release.objects.defer("payload").order_by("-is_current", "-loaded_at")
    row = loaded.filter(version=wanted).first()
    if row is None and len(wanted) >= 7:
        row = loaded.filter(sha256__startswith=wanted).first()
    if row is None:
        known = ", ".join(dict.fromkeys(loaded.values_list("version", flat=True))) or "none"
        raise NoSuchRelease(f"no law data of version {wanted!r} was loaded; loaded: {known}")
    return row


@lru_cache(maxsize=KEPT)
def _compiled(sha256: str, pk: int) -> RuleSet:
    payload: Payload = Release.objects.values_list("payload", flat=True).get(pk=pk, sha256=sha256)
    compiled = RuleSet.from_payload(payload)
    del payload
    gc.collect()
    gc.freeze()  # It stays while the process does: no search for garbage need walk it each time.
    return compiled


@lru_cache(maxsize=1)
def shipped() -> RuleSet:
    """The rules of the edition that this product ships."""
    return RuleSet.from_payload(read().payload)
