"""What was true of a platform on a day, put together from its dated records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from obligations.models import platforms

if TYPE_CHECKING:
    from obligations.models.platforms import Platform

USERS = "uk_monthly_active_users"
MONTHS_KEPT = 6  # The Codes, such as ICU para 5.8 and PCU para 5.7.
LAST_OVER = {
    "last_month_over_7000000": (7_000_000, ("u2u", "search")),
    "last_month_over_700000": (700_000, ("u2u",)),
}
"""The facts that hold the last month over a limit: the limit, and the sides that have the fact."""
MONTHS_AVERAGED = 6  # The Online Safety Act 2023 (Category 1 ...) Regulations 2025, SI 2025/226.


def situation(platform: Platform, as_at: dt.date, known_at: dt.datetime | None) -> dict[str, Any]:
    """See Platform.situation: one mapping in the shape of a facts file.

    Four queries, and one for each side whose number of users is told from a day on.
    """
    facts: dict[str, Any] = {}
    sides: dict[str, dict[str, Any]] = {}
    said_none, changing = False, []
    for fact in _latest_facts(platform, as_at, known_at):
        if fact.name == USERS and fact.effective_from is not None:
            changing.append(fact.side)
        if fact.value is None:
            continue
        said_none |= fact.name == platforms.NO_DESIGNATIONS and fact.value is True
        home = sides.setdefault(fact.side, {}) if fact.side else facts
        _place(home, fact.name, fact.value)
    months = _monthly_users(platform, as_at, known_at)
    for side, of_side in months.items():
        if (users := _average(of_side, as_at.replace(day=1))) is not None:
            sides.setdefault(side, {}).setdefault(USERS, users)
    for (side, name), day in _last_over(platform, as_at, known_at, months, changing).items():
        sides.setdefault(side, {}).setdefault(name, day.isoformat())
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


def _monthly_users(
    platform: Platform, as_at: dt.date, known_at: dt.datetime | None
) -> dict[str, dict[dt.date, platforms.MonthlyUsers]]:
    """The months with a number, per side, as far back as an average of them still matters."""
    first = as_at.replace(day=1) - relativedelta(months=MONTHS_AVERAGED + MONTHS_KEPT)
    rows = (
        platforms.MonthlyUsers.objects.filter(
            _known(known_at), platform=platform, month__gte=first, month__lt=as_at.replace(day=1)
        )
        .order_by("side", "month", "-recorded_at", "-pk")
        .distinct("side", "month")
    )
    months: dict[str, dict[dt.date, platforms.MonthlyUsers]] = {}
    for row in rows:
        months.setdefault(row.side, {})[row.month] = row
    return months


def _average(
    months: dict[dt.date, platforms.MonthlyUsers], month: dt.date
) -> dict[str, Any] | None:
    """The mean of the six whole months before a month, an interval.

    Where one of them is missing there is none, because the regulations speak of six months.
    """
    wanted = [month - relativedelta(months=back) for back in range(1, MONTHS_AVERAGED + 1)]
    rows = [months[each] for each in wanted if each in months]
    if len(rows) < MONTHS_AVERAGED:
        return None
    highs = [row.high for row in rows]
    high = None if None in highs else round(sum(h or 0 for h in highs) / MONTHS_AVERAGED)
    return {"low": round(sum(row.low for row in rows) / MONTHS_AVERAGED), "high": high}


def _last_over(
    platform: Platform,
    as_at: dt.date,
    known_at: dt.datetime | None,
    months: dict[str, dict[dt.date, platforms.MonthlyUsers]],
    sides: Iterable[str],
) -> dict[tuple[str, str], dt.date]:
    """Per side and limit, a day of the last month that the record shows to have been over it.

    From averages of monthly numbers, and from answers that each held from a day on. The months that
    a service must have been at or below a limit to lose what it brings are the Codes' own rule.
    """
    found: dict[tuple[str, str], dt.date] = {}
    this_month = as_at.replace(day=1)
    for side, of_side in months.items():
        for back in range(1, MONTHS_KEPT + 1):
            month = this_month - relativedelta(months=back)
            _note(found, side, _average(of_side, month), month)
    for side in sides:
        for value, last_day in _earlier_answers(platform, as_at, known_at, side):
            _note(found, side, value, last_day)
    return found


def _note(found: dict[tuple[str, str], dt.date], side: str, users: Any, day: dt.date) -> None:
    least = users.get("low") if isinstance(users, dict) else users
    for name, (limit, sides) in LAST_OVER.items():
        if side in sides and least is not None and least > limit:
            found[side, name] = max(day, found.get((side, name), day))


def _earlier_answers(
    platform: Platform, as_at: dt.date, known_at: dt.datetime | None, side: str
) -> list[tuple[Any, dt.date]]:
    """The numbers that held before the present one, each with the last day on which it did."""
    rows = platforms.FactValue.objects.filter(
        _known(known_at), platform=platform, name=USERS, side=side
    ).filter(Q(effective_from__isnull=True) | Q(effective_from__lte=as_at))
    in_order = rows.order_by(F("effective_from").asc(nulls_first=True), "recorded_at", "pk")
    latest = {row.effective_from: row.value for row in in_order}
    starts = list(latest)
    return [
        (latest[start], after - dt.timedelta(days=1))
        for start, after in pairwise(starts)
        if after is not None
    ]


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
