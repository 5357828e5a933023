"""What was true of a platform on a day, put together from its dated records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from obligations.models.platforms import (
    NO_DESIGNATIONS,
    Designation,
    FactValue,
    MonthlyUsers,
    Platform,
    PlatformEvent,
)
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.rulebook.names import SIDES

USERS = "uk_monthly_active_users"
MONTHS_KEPT = 6  # The Codes, such as ICU para 5.8 and PCU para 5.7.
LAST_OVER = {
    "last_month_over_7000000": (7_000_000, SIDES),
    "last_month_over_700000": (700_000, ("u2u",)),
}
"""The facts that hold the last month over a limit: the limit, and the sides that have the fact."""
MONTHS_AVERAGED = 6  # The Online Safety Act 2023 (Category 1 ...) Regulations 2025, SI 2025/226.

Months = Mapping[dt.date, MonthlyUsers]


class Answered(NamedTuple):
    """One answer as it was recorded; `since` None: true for as long as the service has run."""

    key: Key
    value: Any
    since: dt.date | None


@dataclass(frozen=True)
class Recorded:
    """Everything that is recorded of a service, read once: what was true on any day.

    `answers` stand in the order in which they hold: a later one replaces those before it. An
    undated answer yields to a dated one, and what was recorded earlier to what was later.
    """

    platform: Platform
    answers: Sequence[Answered]
    months: Mapping[str, Months]
    register: Sequence[Any]
    events: Sequence[PlatformEvent]

    @classmethod
    def of(cls, platform: Platform, known_at: dt.datetime | None = None) -> Recorded:
        """What was recorded by a moment (default: by now). Four queries."""
        known = Q() if known_at is None else Q(recorded_at__lte=known_at)
        return cls(
            platform, _answers(platform, known), _months(platform, known),
            _register(platform, known_at),
            list(
                PlatformEvent.objects.standing(known_at=known_at)
                .concerning(platform)
                .order_by("happened_on", "pk")
            ),
        )  # fmt: skip

    def answered(self, rows: Iterable[FactValue]) -> Recorded:
        """The same with answers that were recorded since."""
        return replace(self, answers=_in_order([*self.answers, *map(_answered, rows)]))

    def latest(self, day: dt.date | None) -> FactSet:
        """The last answer of each key on a day; for None, of those given without a day."""
        held = [
            each for each in self.answers if (each.since or dt.date.min) <= (day or dt.date.min)
        ]
        return FactSet({each.key: each.value for each in held})

    def told(self, day: dt.date) -> FactSet:
        """The same, with what follows from monthly users and earlier answers where none is known;
        None where an answer is not known, or not any more."""
        found = self.latest(day)
        for key, value in self._worked_out(day):
            if found.get(key) is None:
                found[key] = value
        return found

    def dated(self) -> dict[Key, dt.date]:
        """The answers that hold from a day on, each with its latest day."""
        return {each.key: each.since for each in self.answers if each.since is not None}

    def file(self, day: dt.date) -> dict[str, Any]:
        """What was true on a day, in the shape that `manage.py determine` reads from a file:
        `platform`, `facts` with nested `risk`, `children_risk` and `sides`, `designations`,
        `events`. Days are dates."""
        return self.file_of(self.told(day), day)

    def file_of(self, told: FactSet, day: dt.date) -> dict[str, Any]:
        """The same with these answers."""
        facts = told.known()
        said_none = facts.pop(Key(NO_DESIGNATIONS), None) is True
        found: dict[str, Any] = {"platform": self.platform.name, "facts": facts.to_file()}
        if self.register or said_none:
            found["designations"] = [_entry(row) for row in self.register]
        found["events"] = [_event(row) for row in self.events if row.happened_on <= day]
        return found

    def _worked_out(self, day: dt.date) -> Iterator[tuple[Key, Any]]:
        """The average of monthly users, and a day of the last month over each limit.

        From averages of monthly numbers, and from answers that each held from a day on. The months
        that a service must have been at or below a limit to lose what it brings are the Codes' own.
        """
        this_month = day.replace(day=1)
        found: dict[Key, dt.date] = {}
        for side, months in self.months.items():
            if (users := _average(months, this_month)) is not None:
                yield Key(USERS, side), users
            for back in range(1, MONTHS_KEPT + 1):
                month = this_month - relativedelta(months=back)
                _note(found, side, _average(months, month), month)
        for side in SIDES:
            for value, last_day in self._earlier(Key(USERS, side), day):
                _note(found, side, value, last_day)
        yield from ((key, last.isoformat()) for key, last in found.items())

    def _earlier(self, key: Key, day: dt.date) -> Iterator[tuple[Any, dt.date]]:
        """The values that held before the present one, each with the last day on which it did."""
        held = [each for each in self.answers if each.key == key]
        latest = {each.since: each.value for each in held if (each.since or day) <= day}
        for start, after in pairwise(latest):
            if after is not None:
                yield latest[start], after - dt.timedelta(days=1)


def _answers(platform: Platform, known: Q) -> list[Answered]:
    rows = FactValue.objects.concerning(platform).filter(known)
    in_order = rows.order_by(F("effective_from").asc(nulls_first=True), "recorded_at", "pk")
    found = in_order.values_list("name", "side", "value", "effective_from")
    return [Answered(Key(name, side or None), value, since) for name, side, value, since in found]


def _answered(row: FactValue) -> Answered:
    return Answered(Key(row.name, row.side or None), row.value, row.effective_from)


def _in_order(answers: Iterable[Answered]) -> list[Answered]:
    return sorted(answers, key=lambda each: each.since or dt.date.min)


def _months(platform: Platform, known: Q) -> dict[str, Months]:
    """The months with a number, per side; what was recorded last counts."""
    rows = MonthlyUsers.objects.filter(known, platform=platform)
    months: dict[str, dict[dt.date, MonthlyUsers]] = {}
    for row in rows.order_by("side", "month", "recorded_at", "pk"):
        months.setdefault(row.side, {})[row.month] = row
    return {**months}


def _average(months: Months, month: dt.date) -> dict[str, Any] | None:
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


def _note(found: dict[Key, dt.date], side: str, users: Any, day: dt.date) -> None:
    least = users.get("low") if isinstance(users, dict) else users
    for name, (limit, sides) in LAST_OVER.items():
        if side in sides and least is not None and least > limit:
            key = Key(name, side)
            found[key] = max(day, found.get(key, day))


def _register(platform: Platform, known_at: dt.datetime | None) -> list[Any]:
    """Entries on the register as they stood when known: their history answers for the past."""
    if known_at is None:
        return list(Designation.objects.filter(platform=platform))
    history = apps.get_model("obligations", "DesignationEvent").objects
    latest = (
        history.filter(platform=platform, pgh_created_at__lte=known_at)
        .order_by("pgh_obj_id", "-pgh_created_at", "-pgh_id")
        .distinct("pgh_obj_id")
    )
    return [row for row in latest if row.pgh_label != "removed"]


def _entry(row: Any) -> dict[str, Any]:
    days = {"appealed": row.appealed_on, "appeal_ended": row.appeal_ended_on}
    return {
        "category": row.category,
        "from": row.period.lower,
        "to": row.period.upper,  # The day of removal: the first day off the register.
    } | {name: day for name, day in days.items() if day}


def _event(row: PlatformEvent) -> dict[str, Any]:
    """An event; its moment, where there is one, as clocks in Europe/London show it."""
    moment = row.happened_at and timezone.localtime(row.happened_at)
    found = {"event": row.event, "on": moment or row.happened_on}
    return found | ({"due_on": row.due_on} if row.due_on else {})
