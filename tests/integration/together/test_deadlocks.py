"""No two actions on one provider wait for each other, and a clash is tried again."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from psycopg.errors import DeadlockDetected

from obligations.actions import (
    deadlines,
    determination_sync,
    facts,
    flags,
    obligations,
    positions,
    scenarios,
    users,
)
from obligations.actions.permissions import Refused
from obligations.models import Deadline, Event, Obligation, Platform, User
from tests import factories
from tests.together_support import at_once, deadlocks

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = factories.TODAY


def test_a_note_and_the_facts_saved_together_do_not_deadlock(
    forum: Platform, task: Obligation, owner: User
) -> None:
    """Here 15 of 39 saves gave an error and lost the edit."""
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(owner)
    before, note = deadlocks(), reverse("obligation-note", args=[task.pk])

    def notes(number: int) -> set[int]:
        """One note after another while the facts are saved: some meet them half-way."""
        sent = [browsers[0].post(note, {"note": f"Edit {number}.{each}"}) for each in range(20)]
        return {each.status_code for each in sent}

    for number, told in enumerate(("no", "yes") * 3):  # The task ends, and is one again.
        noted, saved = at_once(
            lambda n=number: notes(n),
            lambda v=told: browsers[1].post(
                reverse("platform-facts", args=[forum.slug]), {"has_user_to_user_part": v}
            ),
        )
        assert (noted, saved.status_code) == ({302}, 302)
        task.refresh_from_db()
        assert (task.note, task.is_task) == (f"Edit {number}.19", told == "yes")
    assert deadlocks() == before


def _actions(forum: Platform, task: Obligation, owner: User) -> dict[str, Callable[[int], Any]]:
    """Writes of one provider, each other than the time before."""
    day = Deadline.objects.filter(obligation=task, milestone=None).first()
    assert day is not None

    def closed(number: int) -> None:
        row = Deadline.objects.get(pk=day.pk)
        if row.status == "done":
            deadlines.reopen(deadline=row, by=owner, as_at=TODAY)
        else:
            deadlines.close(deadline=row, by=owner, done_on=TODAY, as_at=TODAY)

    return {
        "note": lambda n: obligations.write_note(obligation=task, by=owner, note=f"Note {n}"),
        "facts": lambda n: facts.record_many(
            platform=forum, by=owner, as_at=TODAY,
            answers={"has_user_to_user_part": bool(n % 2), "provider_is_uk": bool(n % 3)},
        ),
        "position": lambda n: positions.take(
            platform=forum, requirement="osa-s9-2", by=owner, kind="disagrees",
            reading="does_not_apply", reason=f"Because {n}.", as_at=TODAY,
        ),
        "scenario": lambda n: scenarios.save(
            platform=forum, by=owner, name=f"Plan {n}", as_at=TODAY,
            changes={"uk_monthly_active_users@u2u": 500 + n},
        ),
        "users": lambda n: users.record_months(
            platform=forum, by=owner, side="u2u", method="Counted.", as_at=TODAY,
            months={dt.date(2026, 10, 1): (400 + n, 400 + n)},
        ),
        "date": closed,
        "the day's following": lambda n: determination_sync.follow_all(
            as_at=TODAY - dt.timedelta(days=n % 2), actor_label="the daily job"
        ),
        "the day's dates": lambda n: deadlines.recompute_all(as_at=TODAY),
        "the day's flags": lambda n: flags.plan(as_at=TODAY + dt.timedelta(days=n)),
    }  # fmt: skip


def test_no_pair_of_actions_of_a_provider_deadlocks(
    forum: Platform, task: Obligation, owner: User
) -> None:
    actions, before, failed = _actions(forum, task, owner), deadlocks(), {}
    for number, (one, two) in enumerate(itertools.combinations(actions, 2)):
        for each in at_once(lambda: actions[one](number), lambda: actions[two](number)):  # noqa: B023 - done at once
            # Meeting the other half-way, one may be refused in words: that is an answer.
            if isinstance(each, Exception) and not isinstance(each, Refused):
                failed[one, two] = each
    assert not failed
    assert deadlocks() == before
    assert list(Event.objects.filter(provider=forum.provider).order_by("number").values_list(
        "number", flat=True
    )) == [*range(1, Event.objects.filter(provider=forum.provider).count() + 1)]  # fmt: skip


def _clashes(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The database breaks off so many writes of a note, as it does where it finds a deadlock."""
    write, left = obligations.write_note, [times]

    def broken_off(**given: Any) -> Obligation:
        row = write(**given)
        if left[0]:
            left[0] -= 1
            raise OperationalError("deadlock detected") from DeadlockDetected()
        return row

    monkeypatch.setattr(obligations, "write_note", broken_off)


def test_a_deadlock_is_tried_once_more(
    monkeypatch: pytest.MonkeyPatch, task: Obligation, owner: User
) -> None:
    _clashes(monkeypatch, 1)
    browser = Client()
    browser.force_login(owner)
    sent = browser.post(reverse("obligation-note", args=[task.pk]), {"note": "Ask Kit."})
    assert sent.status_code == 302
    task.refresh_from_db()
    assert task.note == "Ask Kit."
    assert Event.objects.filter(action="obligation.note_written").count() == 1


def test_a_second_deadlock_is_said_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, task: Obligation, owner: User
) -> None:
    _clashes(monkeypatch, 2)
    browser = Client()
    browser.force_login(owner)
    sent = browser.post(reverse("obligation-note", args=[task.pk]), {"note": "Ask <Kit>."})
    assert sent.status_code == 409
    assert '<input type="hidden" name="note" value="Ask &lt;Kit&gt;.">' in sent.content.decode()
    task.refresh_from_db()
    assert task.note == ""
    again = browser.post(reverse("obligation-note", args=[task.pk]), {"note": "Ask <Kit>."})
    assert again.status_code == 302
