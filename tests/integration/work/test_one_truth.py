"""One truth about done and late: each place that tells it says the same of any service."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from obligations.actions import flags
from obligations.calendar.standing import (
    NEEDS_DOING,
    Standing,
    asks_again,
    is_open,
    standing,
    urgency,
)
from obligations.exports.report import obligations_report
from obligations.models import Deadline, Notification, Obligation, Platform
from obligations.models.standing import dated, dates_on, tasks_on
from tests import factories

TODAY = factories.TODAY
STATUSES = ["open", "open", "open", "paused", "done", "lapsed"]
DERIVED = [
    {"outcome": "day"},
    {"outcome": "day", "slot": True},
    {"outcome": "day", "slot": False},
    {"outcome": "open", "slot": True, "pace": "promptly"},
    {"outcome": "day", "sense": "keep_until"},
]
DAYS = st.integers(-130, 130).map(lambda days: TODAY + dt.timedelta(days=days))
DATE = st.tuples(DAYS, st.integers(-200, 30), st.sampled_from(STATUSES), st.sampled_from(DERIVED))
TASK = st.tuples(
    st.sampled_from(["to_do", "in_progress", "in_review", "done", "done"]),
    st.booleans(),
    st.sampled_from(["", "The rest waits for the new terms."]),
    st.lists(DATE, max_size=3),
)
pytestmark = pytest.mark.django_db


def _write(task: Obligation, drawn: Any, number: int) -> None:
    """Make a task, and its dates, be so, whoever made them so."""
    progress, covered, despite, dates = drawn
    Obligation.objects.filter(pk=task.pk).update(
        progress=progress, despite=despite, assessed_on=TODAY, how_checked="Read"
    )
    task.parts.update(covered=covered)
    for place, (due_on, added, status, derivation) in enumerate(dates):
        row = Deadline.objects.create(
            provider=task.provider, platform=task.platform, obligation=task,
            requirement=task.requirement, key=f"drawn:{number}:{place}",
            title=f"Drawn {number}:{place}", due_on=due_on, status=status,
            derivation={"rule": "Drawn.", "why": "drawn", **derivation},
            closed_at=timezone.now() if status == "done" else None,
        )  # fmt: skip
        noon = dt.datetime.combine(TODAY + dt.timedelta(days=added), dt.time(12), tzinfo=dt.UTC)
        Deadline.objects.filter(pk=row.pk).update(created_at=noon)


@given(st.lists(TASK, min_size=4, max_size=8))
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_place_says_the_same_of_done_and_late(
    page: Client, forum: Platform, drawn: list[Any]
) -> None:
    with transaction.atomic():
        Deadline.objects.filter(provider=forum.provider, milestone=None).delete()
        tasks = Obligation.objects.filter(platform=forum, is_task=True).order_by("-pk")
        whole = Obligation.objects.filter(platform=forum, requirement__slug="osa-s9-2")
        for number, one in enumerate(drawn):
            _write([*whole, *tasks.exclude(pk__in=whole)][number], one, number)
        _compare(page, forum)
        transaction.set_rollback(True)


def _compare(page: Client, forum: Platform) -> None:
    rows = list(Deadline.objects.filter(provider=forum.provider))
    stands = {row.pk: standing(dated(row), TODAY) for row in rows}
    open_tasks, next_days = _by_the_rule(forum, rows, stands)

    assert {row.pk: row.standing for row in dates_on(Deadline.objects.all(), TODAY)} == stands
    told = tasks_on(Obligation.objects.filter(provider=forum.provider), TODAY)
    assert {one.pk for one in told if one.open_now} == open_tasks
    assert {one.pk: one.next_due for one in told if one.next_due} == next_days

    _compare_lists(page, stands, open_tasks)
    _compare_pages(page, stands, rows)
    _compare_report(forum, rows, stands, next_days)
    _compare_messages(stands)


def _by_the_rule(
    forum: Platform, rows: list[Deadline], stands: dict[int, Standing]
) -> tuple[set[int], dict[int, dt.date]]:
    """What the pure rule says: the tasks that are open, and the next day of each task."""
    found, next_days = set(), {}
    for task in Obligation.objects.filter(provider=forum.provider):
        dates = [row for row in rows if row.obligation_id == task.pk and row.status == "open"]
        if dates:
            next_days[task.pk] = min(urgency(stands[row.pk], row.due_on) for row in dates)[1]
        parts = task.parts.filter(covered=False, answer__in=["applies", "applies_from"])
        if is_open(
            is_task=task.is_task,
            done=task.progress == "done",
            again=any(asks_again(dated(row), TODAY) for row in dates),
            missing=parts.exists(),
            despite=bool(task.despite),
        ):
            found.add(task.pk)
    return found, next_days


def _compare_lists(page: Client, stands: dict[int, Standing], open_tasks: set[int]) -> None:
    """The lists, as files: a page shows the same rows, some at a time."""
    slugs = dict(Obligation.objects.values_list("pk", "requirement__slug"))
    opened = sorted(slugs[pk] for pk in open_tasks)
    assert sorted(row["requirement"] for row in _rows(page, "/tasks/?")) == opened
    assert page.get("/tasks/").context["listing"].count == len(opened)
    of_tasks = Obligation.objects.filter(is_task=True)
    done = sorted(slugs[one.pk] for one in of_tasks if one.pk not in open_tasks)
    assert sorted(row["requirement"] for row in _rows(page, "/tasks/?work=done&")) == done
    titles = dict(Deadline.objects.values_list("pk", "title"))
    for wanted in (Standing.OVERDUE, Standing.BEFORE, Standing.TODAY, Standing.PACE):
        mine = sorted(titles[pk] for pk, found in stands.items() if found == wanted)
        assert sorted(row["title"] for row in _rows(page, f"/dates/?due={wanted}&")) == mine
    all_states = "status=open&status=paused&status=done&status=lapsed&"
    told = Counter(row["standing"] for row in _rows(page, f"/dates/?{all_states}"))
    assert told == Counter(stands.values())


def _compare_pages(page: Client, stands: dict[int, Standing], rows: list[Deadline]) -> None:
    opening = page.get("/dashboard/").context["opening"]
    assert opening.now == sum(found in NEEDS_DOING for found in stands.values())
    assert opening.to_confirm == sum(found == Standing.BEFORE for found in stands.values())
    context = page.get("/services/hobby-forum/").context
    done = tasks_on(Obligation.objects.filter(is_task=True), TODAY).filter(open_now=False)
    assert context["tasks_done"] == done.count()


def _compare_report(
    forum: Platform,
    rows: list[Deadline],
    stands: dict[int, Standing],
    next_days: dict[int, dt.date],
) -> None:
    """The report is what the PDF is made of."""
    report = obligations_report(forum, TODAY, made_on=TODAY)
    late = {row.title for row in rows if stands[row.pk] == Standing.OVERDUE}
    assert {day.what for day in report.dates if day.state == "overdue"} == late
    lines = [line for theme in report.now for block in theme.blocks for line in block.lines]
    whose = {one.requirement.slug: one.pk for one in Obligation.objects.filter(platform=forum)}
    for line in lines:
        if line.id in whose:
            assert line.due == next_days.get(whose[line.id])


def _compare_messages(stands: dict[int, Standing]) -> None:
    flags.plan(as_at=TODAY)
    for told in Notification.objects.select_related("flag"):
        found = stands[told.flag.deadline_id]
        assert (told.told["state"] == "overdue") == (found == Standing.OVERDUE)
        assert (told.told["state"] == "too_late") == (found == Standing.BEFORE)


def _rows(page: Client, url: str) -> list[dict[str, Any]]:
    answer = page.get(f"{url}format=json")
    assert answer.status_code == 200
    found: list[dict[str, Any]] = json.loads(b"".join(answer.streaming_content))["rows"]
    return found
