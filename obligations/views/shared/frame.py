"""The day a page speaks of, and the edition of the law data it read.

Every page that shows law takes `?as_at=YYYY-MM-DD`; without it the page speaks of today. A day that
cannot be read is said on the page (status 400), and today is shown instead.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import DateField, F, Func, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from obligations import intake, language
from obligations.models import Release, RequirementVersion
from obligations.models.law import IN_FORCE
from tracker import clock

NAMED = 2  # Requirements that a change names; of more it tells the number.
EARLIEST, LATEST = dt.date(2023, 10, 26), dt.date(2100, 1, 1)


@dataclass(frozen=True)
class Change:
    """A day on which the law changes, and what begins and ends then, in words."""

    day: dt.date
    words: str


@dataclass(frozen=True)
class LawDay:
    """The Europe/London day the law is read on, and the edition read.

    `bar`: the page says another thing on another day; one of the law lets the reader choose it.
    """

    as_at: dt.date
    today: dt.date
    release: Release | None
    error: str = ""
    bar: bool = False
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def is_today(self) -> bool:
        return self.as_at == self.today

    @cached_property
    def changes(self) -> tuple[Change | None, Change | None]:
        """The changes of the law next to the day, for the date bar. Two queries."""
        return _changes(self.as_at)

    @property
    def other_day(self) -> dt.date | None:
        """The day, where it is not today: what is read as it is now has none."""
        return None if self.is_today else self.as_at

    @property
    def query(self) -> str:
        """What a link to another page of the law carries, so that the reader stays on the day."""
        return "" if self.is_today else f"?{urlencode({'as_at': self.as_at.isoformat()})}"

    @property
    def releases_url(self) -> str:
        return reverse("release-list")

    @property
    def status(self) -> int:
        return 400 if self.error else 200


def read_day(text: str, today: dt.date) -> tuple[dt.date, str]:
    """The day that `text` names, or today and the words that say what is wrong with it."""
    if not text:
        return today, ""
    try:
        return intake.day(text, earliest=EARLIEST, latest=LATEST), ""
    except intake.OutOfRange:
        return (
            today,
            "Choose a day from 26 October 2023, when the Act was passed, to 2100. "
            "Today is shown instead.",
        )
    except intake.Refused:
        return today, f"“{text[:40]}” is not a day. Write it as 2026-11-21. Today is shown instead."


def _changes(as_at: dt.date) -> tuple[Change | None, Change | None]:
    """What comes into force or ends on the nearest days before and after `as_at`. Two queries."""
    starts, ends = (
        Func(F("period"), function=name, output_field=DateField()) for name in ("lower", "upper")
    )
    versions = RequirementVersion.objects.filter(
        requirement__withdrawn_in__isnull=True, status__in=IN_FORCE
    ).annotate(starts=starts, ends=ends)
    found = versions.aggregate(
        start_before=Max("starts", filter=Q(starts__lt=as_at)),
        end_before=Max("ends", filter=Q(ends__lt=as_at)),
        start_after=Min("starts", filter=Q(starts__gt=as_at)),
        end_after=Min("ends", filter=Q(ends__gt=as_at)),
    )
    before = max(filter(None, (found["start_before"], found["end_before"])), default=None)
    after = min(filter(None, (found["start_after"], found["end_after"])), default=None)
    days = [day for day in (before, after) if day]
    rows = list(
        versions.filter(Q(starts__in=days) | Q(ends__in=days))
        .order_by("requirement__natural_key")
        .values_list("requirement__ref", "starts", "ends")
    )
    told = (day and Change(day, _what_changed(day, rows)) for day in (before, after))
    previous_change, next_change = (each or None for each in told)
    return previous_change, next_change


def _what_changed(day: dt.date, rows: Sequence[tuple[str, dt.date | None, dt.date | None]]) -> str:
    """What begins, is replaced and ends on a day: "ICU C1 and ICU C2 begin", "12 begin, 1 ends"."""
    begun = [ref for ref, starts, _ends in rows if starts == day]
    ended = [ref for ref, _starts, ends in rows if ends == day]
    told = {
        ("begins", "begin"): [ref for ref in begun if ref not in ended],
        ("changes", "change"): [ref for ref in begun if ref in ended],
        ("ends", "end"): [ref for ref in ended if ref not in begun],
    }
    return ", ".join(
        f"{language.listed(refs) if len(refs) <= NAMED else len(refs)} {verbs[len(refs) != 1]}"
        for verbs, refs in told.items()
        if refs
    )


def law_day(request: HttpRequest, *, bar: bool = True) -> LawDay:
    """The day this request asks about. One query, and two more where the date bar is shown."""
    today = clock.today()
    as_at, error = read_day(request.GET.get("as_at", "").strip(), today)
    kept = tuple(
        (name, value)
        for name, values in request.GET.lists()
        if name not in {"as_at", "page", "format"}
        for value in values
    )
    return LawDay(as_at, today, Release.objects.in_use(), error, bar, kept)


def render_law(
    request: HttpRequest, template: str, law: LawDay, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the law, its day and edition in the frame; 400 where the day was not readable."""
    return render(request, template, {"law": law, **context}, status=max(status, law.status))
