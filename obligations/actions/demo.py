"""The demo: invented providers and services from facts files, made through the usual actions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from obligations import documents
from obligations.actions import audit, demo_work, facts, members, platforms
from obligations.actions.subjects import record_events, record_register
from obligations.law.ruleset import ruleset_for
from obligations.law.told_subject import read_subject
from obligations.models import Event, Platform, Provider, Role, User
from obligations.rules import RuleSet
from obligations.rules.facts.fact_set import FactSet

MADE = "demo.made"
HOW_KNOWN = "Invented for the demo"


def files(folder: Path) -> list[Path]:
    """The facts files of the demo, in the order of their names."""
    return sorted(folder.glob("*.yaml"))


def read_file(path: Path) -> dict[str, Any]:
    """What a facts file holds, in the shape that `read_subject` takes."""
    return documents.read(path.read_bytes())


def sha256(folder: Path) -> str:
    """The hash of everything that the demo is made from."""
    whole = hashlib.sha256()
    for path in (*files(folder), *demo_work.files(folder)):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def is_made(fingerprint: str) -> bool:
    """Whether the demo was last made from just these files."""
    last = Event.objects.filter(provider=None, action=MADE).order_by("-number").first()
    return last is not None and last.data["sha256"] == fingerprint


@transaction.atomic
def make(*, folder: Path, owner: User, as_at: dt.date) -> list[Platform]:
    """Make each provider and service of the demo that is not there yet, all owned by one person.

    What is there already is left as people made it who looked around in it.
    """
    ruleset = ruleset_for()
    found = [_service(read_file(path), ruleset, owner, as_at) for path in files(folder)]
    made = [platform for platform in found if platform is not None]
    for path in demo_work.files(folder):
        demo_work.do(path, among=made, as_at=as_at)
    audit.record(
        provider=None, by=None, action=MADE,
        sentence=f"The demo was made: {len(made)} services.", data={"sha256": sha256(folder)},
    )  # fmt: skip
    return made


def _service(
    described: Mapping[str, Any], ruleset: RuleSet, owner: User, as_at: dt.date
) -> Platform | None:
    """The service of a facts file; None where it was made before."""
    subject, _notes = read_subject(described, ruleset)
    provider = _provider(described["provider"], owner)
    if Platform.objects.filter(provider=provider, name=subject.platform).exists():
        return None
    platform = platforms.create(
        provider=provider, by=None, name=subject.platform, description=described.get("about", "")
    )
    facts.record_many(
        platform=platform,
        by=None,
        answers=FactSet.from_subject(subject).to_form(),
        as_at=as_at,
        how_known=HOW_KNOWN,
    )
    told: Any = {"platform": platform, "by": None, "subject": subject, "as_at": as_at}
    record_register(**told, note=HOW_KNOWN)
    record_events(**told, note=HOW_KNOWN)
    return platform


def _provider(name: str, owner: User) -> Provider:
    provider = Provider.objects.filter(name=name).first()
    if provider is None:
        return platforms.create_provider(name=name, by=None, owner=owner)
    if not provider.memberships.filter(user=owner).exists():
        members.add(provider=provider, by=None, email=owner.email, role=Role.OWNER)
    return provider
