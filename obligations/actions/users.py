"""UK users by month: what the Act's size and category tests are read from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from obligations import language
from obligations.actions import audit, determination_sync
from obligations.actions.permissions import Refused, require
from obligations.actions.turns import in_turn
from obligations.models import MonthlyUsers, Permission, Platform, User
from obligations.rules.rulebook.names import SIDES


@in_turn
def record_months(
    *,
    platform: Platform,
    by: User | None,
    side: str,
    months: Mapping[dt.date, tuple[int, int | None]],
    method: str,
    as_at: dt.date,
    note: str = "",
) -> list[MonthlyUsers]:
    """Record UK users by month: the first day of each month with the low and high end.

    `high` None: no upper bound. The average of the last six whole months is what the Act's size
    and category tests read (SI 2025/226). Raises Refused, under the month's ISO day.
    """
    provider = platform.provider
    require(by, provider, Permission.RECORD_FACTS)
    if errors := _faults_of_months(side, months, method, as_at):
        raise Refused(errors)
    rows = MonthlyUsers.objects.bulk_create(
        MonthlyUsers(
            provider=provider, platform=platform, side=side, month=month, low=low, high=high,
            method=method, note=note, recorded_by=by,
        )
        for month, (low, high) in sorted(months.items())
    )  # fmt: skip
    entry = audit.Entry(
        "users.recorded",
        f"UK users of {platform} were recorded for "
        f"{language.counted(len(rows), 'month')}: {method}.",
        platform,
        data={
            "side": side, "method": method,
            "months": {month.isoformat(): list(ends) for month, ends in sorted(months.items())},
        },
    )  # fmt: skip
    determination_sync.follow_recorded(provider, platform, as_at, by, entry)
    return rows


def _faults_of_months(
    side: str, months: Mapping[dt.date, tuple[int, int | None]], method: str, as_at: dt.date
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if side not in SIDES:
        errors["side"] = ["Say which side of the service: u2u or search."]
    if not method.strip():
        errors["method"] = ["Say how the users were counted."]
    if not months:
        errors[""] = ["Give at least one month."]
    for month, (low, high) in months.items():
        if month.day != 1:
            errors[month.isoformat()] = ["Give the month by its first day."]
        elif month > as_at:
            errors[month.isoformat()] = ["This month has not come yet."]
        elif low < 0 or (high is not None and high < low):
            errors[month.isoformat()] = ["The high end is below the low end, or below nought."]
    return errors
