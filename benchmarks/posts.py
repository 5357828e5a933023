"""Posts that record answers about a service, from the browser's form to the page that follows.

Beside them the same posts where nothing is handed down: each place that needs the service reads and
determines it anew, as the tracker did until November 2026.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.fuzz.world import populate
from benchmarks.measurement import Timing, timed
from obligations.law.determinations import Snapshot
from obligations.models import Platform
from obligations.models.situations import Recorded
from obligations.rules import determine
from obligations.rules.facts.key import Key
from obligations.views.work.interview import course_of

ASKED = ("has_direct_messaging", "has_livestreaming", "has_user_groups")
BRACKET = re.compile(r"(^|; ?)(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)")


@dataclass(frozen=True)
class Cost:
    """What one post takes. Savepoints are no queries; `readings` and `determinations` are of the
    service."""

    timing: Timing
    queries: int
    readings: int
    determinations: int


@dataclass(frozen=True)
class Posted:
    """One form, as it is answered, and as it would be with nothing handed down."""

    form: str
    tracker: Cost
    anew: Cost


def post(as_at: dt.date, runs: int) -> tuple[Posted, ...]:
    """The interview and the form of facts of the demo's forum, each post with other answers."""
    browsers, _starts = populate(as_at)
    platform = Platform.objects.select_related("provider").order_by("pk")[0]
    return tuple(
        _posted(
            name, browsers["owner"], reverse(f"platform-{name}", args=[platform.slug]), form, runs
        )
        for name, form in (("interview", _screen(platform, as_at)), ("facts", {}))
    )


def _screen(platform: Platform, as_at: dt.date) -> dict[str, Any]:
    """The screen of the interview that asks for what is posted."""
    course = course_of(Snapshot.of(platform, as_at))
    return {"screen": course.screen_asking(ASKED[0]), "asked": _keys()}


def _keys() -> list[str]:
    return [str(Key(name, "u2u")) for name in ASKED]


def _posted(name: str, browser: Client, url: str, form: dict[str, Any], runs: int) -> Posted:
    numbers = itertools.count()

    def fresh() -> dict[str, Any]:
        number = next(numbers)
        told = dict.fromkeys(_keys(), "yes" if number % 2 else "no")
        return {**form, **told, "csrfmiddlewaretoken": f"page {number}"}

    def send(data: dict[str, Any]) -> None:
        answer = browser.post(url, data)
        assert answer.status_code == 302, answer.content.decode()

    tracker = _cost(send, fresh, runs)
    with _nothing_handed_down():
        anew = _cost(send, fresh, runs)
    return Posted(name, tracker, anew)


def _cost(
    send: Callable[[dict[str, Any]], None], fresh: Callable[[], dict[str, Any]], runs: int
) -> Cost:
    timing = timed(send, fresh, runs)
    with _counted() as counts, CaptureQueriesContext(connection) as queries:
        send(fresh())
    asked = sum(BRACKET.search(each["sql"]) is None for each in queries.captured_queries)
    return Cost(timing, asked, counts["readings"], counts["determinations"])


@contextmanager
def _counted() -> Iterator[Counter[str]]:
    """How often a service is read, and determined."""
    counts: Counter[str] = Counter()
    of = Recorded.of

    def determining(*given: Any, **options: Any) -> Any:
        counts["determinations"] += 1
        return determine(*given, **options)

    def reading(*given: Any, **options: Any) -> Any:
        counts["readings"] += 1
        return of(*given, **options)

    counting = patch("obligations.law.determinations.determine", determining)
    with counting, patch.object(Recorded, "of", reading):
        yield counts


@contextmanager
def _nothing_handed_down() -> Iterator[None]:
    """Whoever needs what is recorded, or the answers, reads and determines anew.

    Answers that are not written yet are worked with as they are: the reading is made and left.
    """
    cached = {name: vars(Snapshot)[name] for name in ("told", "file", "subject", "determination")}

    def anew(name: str) -> property:
        def found(now: Snapshot) -> Any:
            if name == "told":
                Recorded.of(now.platform)
            return cached[name].func(now)

        return property(found)

    for name in cached:
        setattr(Snapshot, name, anew(name))
    try:
        yield
    finally:
        for name, value in cached.items():
            setattr(Snapshot, name, value)
