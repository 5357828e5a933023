"""What a restored system is compared by: its exports, its logs and its rights, as hashes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from obligations.actions import audit
from obligations.exports import RESOURCES, Asked, edition_of, written
from obligations.filters.law import with_standing
from obligations.models import (
    Deadline,
    EnforcementCase,
    Event,
    EventKind,
    HarmKind,
    Instrument,
    LawJob,
    LawRecord,
    Milestone,
    Platform,
    PolicyStatement,
    Position,
    Provider,
    RegisterEntry,
    Release,
    Requirement,
)
from obligations.models.standing import dates_on, tasks_on
from tracker.rights.catalogue import relations

Proof = dict[str, Any]

_LAW: dict[str, type[Any]] = {
    "milestones": Milestone, "instruments": Instrument,
    "policy": PolicyStatement, "register": RegisterEntry, "enforcement": EnforcementCase,
    "kinds": HarmKind, "kinds-of-event": EventKind, "jobs": LawJob, "records": LawRecord,
    "releases": Release,
}  # fmt: skip
_WORK: dict[str, type[Any]] = {
    "platforms": Platform, "deadlines": Deadline, "events": Event, "positions": Position,
}  # fmt: skip


def proof(as_at: dt.date, moment: dt.datetime) -> Proof:
    """Hashes of what the system would hand out, as asked for at one moment of the past."""
    asked = Asked("", as_at, edition_of(Release.objects.in_use()), moment)
    law = {name: _exported(name, model.objects.all(), asked) for name, model in _LAW.items()}
    requirements = with_standing(Requirement.objects.all(), as_at)
    law["requirements"] = _exported("requirements", requirements, asked)
    providers = {str(one.pk): _of_provider(one, asked) for one in Provider.objects.order_by("pk")}
    return {
        "as_at": as_at.isoformat(),
        "moment": moment.isoformat(),
        "law": law,
        "providers": providers,
        "log of the installation": _log(None),
        "rights": rights_told(),
    }


def _of_provider(provider: Provider, asked: Asked) -> dict[str, str]:
    rows = {name: model.objects.filter(provider=provider) for name, model in _WORK.items()}
    rows["obligations"] = tasks_on(provider.obligations.all(), asked.as_at)
    rows["deadlines"] = dates_on(provider.deadlines.all(), asked.as_at)
    lists = {name: _exported(name, queryset, asked) for name, queryset in rows.items()}
    return {**lists, "log": _log(provider)}


def _exported(name: str, rows: QuerySet[Any], asked: Asked) -> str:
    whole = hashlib.sha256()
    for part in written(RESOURCES[name], rows.order_by("pk"), "json", asked):
        whole.update(part)
    return whole.hexdigest()


def _log(provider: Provider | None) -> str:
    found = audit.verify_chain(provider)
    return f"{found.length} events, {found.problem or 'the chain holds'}"


def rights_told() -> list[str]:
    """Every grant and policy of the two roles in a line, whoever owns the tables."""
    with connection.cursor() as cursor:
        found = relations(cursor)
    lines = []
    for one in found.values():
        given = [f"{role}: {', '.join(sorted(one.grants[role]))}" for role in sorted(one.grants)]
        lines += [f"{one.name} {grant}" for grant in given]
        if one.secured:
            lines.append(f"{one.name} walled{', also for its owner' if one.forced else ''}")
        for name, policy in sorted(one.policies.items()):
            shown = policy and (policy.command, policy.using, policy.check)
            lines.append(f"{one.name} policy {name}: {shown}")
    return lines


def unlike(before: Mapping[str, Any], now: Mapping[str, Any], path: str = "") -> Iterable[str]:
    """In words, where two proofs differ."""
    for key in sorted({*before, *now}):
        was, is_now, where = before.get(key), now.get(key), f"{path}{key}"
        if isinstance(was, dict) and isinstance(is_now, dict):
            yield from unlike(was, is_now, f"{where}, ")
        elif isinstance(was, list) and isinstance(is_now, list):
            yield from (f"{where}: lost {one}" for one in was if one not in is_now)
            yield from (f"{where}: more than before, {one}" for one in is_now if one not in was)
        elif was != is_now:
            yield f"{where} came out otherwise"
