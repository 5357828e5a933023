"""What was true of a platform on a day, put together from its dated records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from obligations.models import platforms

if TYPE_CHECKING:
    from obligations.models.platforms import Platform

USERS = "uk_monthly_active_users"
MONTHS_AVERAGED = 6  # The Online Safety Act 2023 (Category 1 ...) Regulations 2025, SI 2025/226.


def situation(platform: Platform, as_at: dt.date, known_at: dt.datetime | None) -> dict[str, Any]:
    """See Platform.situation: one mapping in the shape of a facts file. Four queries."""
    facts: dict[str, Any] = {}
    sides: dict[str, dict[str, Any]] = {}
    said_none = False
    for fact in _latest_facts(platform, as_at, known_at):
        if fact.value is None:
            continue
        said_none |= fact.name == platforms.NO_DESIGNATIONS and fact.value is True
        home = sides.setdefault(fact.side, {}) if fact.side else facts
        _place(home, fact.name, fact.value)
    for side, users in _average_users(platform, as_at, known_at).items():
        sides.setdefault(side, {}).setdefault(USERS, users)
    if sides:
        facts["sides"] = sides
    found: dict[str, Any] = {"platform": platform.name, "facts": facts}
    if (designations := _designations(platform, known_at, said_none)) is not None:
        found["designations"] = designations
    found["events"] = _events(platform, as_at, known_at)
    return found


def _known(known_at: dt.datetime | None) -> Q:
    return Q() if known_at is None else Q(recorded_at__lte=known_at)


def _latest_facts(
    platform: Platform, as_at: dt.date, known_at: dt.datetime | None
) -> list[platforms.FactValue]:
    """The last answer for each fact and side; null where it is not known, or not any more.

    An undated answer (true as long as the service has run) yields to a dated one.
    """
    return list(
        platforms.FactValue.objects.filter(
            Q(platform=platform) | Q(platform=None, provider=platform.provider_id),
            Q(effective_from__isnull=True) | Q(effective_from__lte=as_at),
            _known(known_at),
        )
        .order_by("name", "side", F("effective_from").desc(nulls_last=True), "-recorded_at", "-pk")
        .distinct("name", "side")
    )


def asked_not_known(platform: Platform, as_at: dt.date) -> list[platforms.FactValue]:
    """See Platform.asked_not_known. One query."""
    return [row for row in _latest_facts(platform, as_at, None) if row.value is None]


def _place(home: dict[str, Any], name: str, value: Any) -> None:
    if name == platforms.NO_DESIGNATIONS:
        return
    for prefix, group in ((platforms.RISK, "risk"), (platforms.CHILDREN_RISK, "children_risk")):
        if name.startswith(prefix):
            home.setdefault(group, {})[name.removeprefix(prefix)] = value
            return
    home[name] = value


def _average_users(
    platform: Platform, as_at: dt.date, known_at: dt.datetime | None
) -> dict[str, dict[str, Any]]:
    """The mean of the last six whole months with a number, per side; an interval.

    Months are counted back from the month before `as_at`; where one of them is missing there is
    no average, because the regulations speak of six months.
    """
    first = as_at.replace(day=1) - relativedelta(months=MONTHS_AVERAGED)
    rows = (
        platforms.MonthlyUsers.objects.filter(
            _known(known_at), platform=platform, month__gte=first, month__lt=as_at.replace(day=1)
        )
        .order_by("side", "month", "-recorded_at", "-pk")
        .distinct("side", "month")
    )
    months: dict[str, list[platforms.MonthlyUsers]] = {}
    for row in rows:
        months.setdefault(row.side, []).append(row)
    found = {}
    for side, of_side in months.items():
        if len(of_side) < MONTHS_AVERAGED:
            continue
        highs = [row.high for row in of_side]
        high = None if None in highs else round(sum(h or 0 for h in highs) / MONTHS_AVERAGED)
        found[side] = {"low": round(sum(r.low for r in of_side) / MONTHS_AVERAGED), "high": high}
    return found


def _designations(
    platform: Platform, known_at: dt.datetime | None, said_none: bool
) -> list[dict[str, Any]] | None:
    """The service's entries on the register; empty only where somebody said there are none."""
    rows = [
        {
            "category": row.category,
            "from": row.period.lower,
            "to": row.period.upper,  # The day of removal: the first day off the register.
        }
        | ({"appealed": row.appealed_on} if row.appealed_on else {})
        | ({"appeal_ended": row.appeal_ended_on} if row.appeal_ended_on else {})
        for row in _register_entries(platform, known_at)
    ]
    return rows or ([] if said_none else None)


def _register_entries(platform: Platform, known_at: dt.datetime | None) -> list[Any]:
    """Entries on the register as they stood when known: their history answers for the past."""
    if known_at is None:
        return list(platforms.Designation.objects.filter(platform=platform))
    history = apps.get_model("obligations", "DesignationEvent").objects
    latest = (
        history.filter(platform=platform, pgh_created_at__lte=known_at)
        .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj_id")
    )
    return [row for row in latest if row.pgh_label != "removed"]


def _events(
    platform: Platform, as_at: dt.date, known_at: dt.datetime | None
) -> list[dict[str, Any]]:
    rows = (
        platforms.PlatformEvent.objects.standing(known_at=known_at)
        .filter(
            Q(platform=platform) | Q(platform=None, provider=platform.provider_id),
            happened_on__lte=as_at,
        )
        .order_by("happened_on", "pk")
    )
    return [
        {"event": row.event, "on": _london(row.happened_at) or row.happened_on}
        | ({"due_on": row.due_on} if row.due_on else {})
        for row in rows
    ]


def _london(moment: dt.datetime | None) -> dt.datetime | None:
    """The moment as clocks in Europe/London show it, whose day is the day of the law."""
    return moment and timezone.localtime(moment)
