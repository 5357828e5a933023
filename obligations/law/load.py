"""Loads an edition of the law into the database: one transaction, nothing recorded is lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from obligations.law import counts, diff, takeover
from obligations.law.edition import Payload, as_read_today
from obligations.law.faults import Fault, LawError
from obligations.law.projection import project
from obligations.law.takeover import Moved
from obligations.models import Release
from obligations.rules.rulebook.ruleset import RuleSet, RuleSetError

ONE_AT_A_TIME = 20231026
"""Key of the advisory lock: two loads at once wait for each other (the day of Royal Assent)."""
OTHER_CONTENTS = (
    "{} was loaded before with other contents; raise `version` in release.yaml. While you work on"
    " an edition, load it with --same-version, which the log will tell"
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: the release, whether anything was written, the difference, and the
    requirements whose rows bear another id now."""

    release: Release
    changed: bool
    sentences: list[str]
    moved: list[Moved]


def compile_rules(payload: Payload) -> RuleSet:
    """The rules of a payload. Raises LawError where the evaluator cannot read it."""
    try:
        return RuleSet.from_payload(payload)
    except RuleSetError as wrong:
        raise LawError([Fault("", "", "", str(wrong))]) from wrong


def load(payload: Payload, sha256: str, *, by: str, same_version: bool = False) -> Loaded:
    """Makes an edition the current one; the same edition again changes nothing.

    Raises LawError where the evaluator cannot read it, and where its version names other contents
    already; `same_version` takes those in all the same, for whoever works on an edition.

    An older edition may be loaded again and becomes current. What a release no longer has is kept
    and marked withdrawn, and what bears another id keeps its row, so everything that providers
    recorded about it survives.
    """
    compile_rules(payload)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        before = current()
        if before is not None and before.sha256 == sha256:
            return Loaded(before, changed=False, sentences=[], moved=[])
        if not same_version:
            refuse_other_contents(payload, sha256)
        sentences = difference(payload, before)
        release = _make_current(payload, sha256, sentences, by)
        moved = takeover.take_over(payload["requirements"])
        project(payload, release)
    return Loaded(release, changed=True, sentences=sentences, moved=moved)


def refuse_other_contents(payload: Payload, sha256: str) -> None:
    """A version names one text for good. Raises LawError where it names another one already.

    The same text may have another hash: a schema that learnt a key since writes it down.
    """
    version = payload["release"]["version"]
    named = Release.objects.filter(version=version)
    if not named.exists() or named.filter(sha256=sha256).exists():
        return
    if all(as_read_today(release.payload) != payload for release in named):
        raise LawError([Fault("release.yaml", "", "version", OTHER_CONTENTS.format(version))])


def current() -> Release | None:
    """The release that holds now, if one was ever loaded."""
    return Release.objects.filter(is_current=True).first()


def difference(payload: Payload, before: Release | None) -> list[str]:
    """What an edition would change, in sentences."""
    return diff.sentences(before.payload if before else None, payload)


def _make_current(payload: Payload, sha256: str, sentences: list[str], by: str) -> Release:
    Release.objects.filter(is_current=True).update(is_current=False)
    release, _ = Release.objects.update_or_create(
        sha256=sha256,
        defaults={
            "is_current": True,
            "made_current_at": timezone.now(),
            "difference": sentences,
        },
        create_defaults={
            "version": payload["release"]["version"],
            "law_date": payload["release"]["law_date"],
            "payload": payload,
            "counts": counts.counts(payload),
            "difference": sentences,
            "is_current": True,
            "made_current_at": timezone.now(),
            "loaded_by": by,
        },
    )
    return release
