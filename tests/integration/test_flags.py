"""The planner: set-based, idempotent, most urgent lead only, dry for any day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from obligations.actions import deadlines, flags
from obligations.calendar import leads
from obligations.models import (
    Deadline,
    Flag,
    JobRun,
    Milestone,
    Notification,
    Obligation,
    Platform,
    Role,
)
from tests import factories
from tracker import database

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

TODAY = factories.TODAY
D = dt.date


@pytest.fixture
def platform() -> Platform:
    """A service with one obligation and no dates, so that a test can say which it has."""
    platform = factories.make_forum(name="Moss Forum")
    Deadline.objects.filter(platform=platform).delete()
    return platform


def owed(platform, due_on, **more) -> Deadline:
    obligation = Obligation.objects.get(platform=platform, requirement__slug="osa-s9-2")
    given = {
        "key": f"osa-s9-2:{due_on}",
        "title": "First assessment",
        "derivation": {"rule": "Three months.", "outcome": "day"},
        **more,
    }
    row = Deadline.objects.create(
        provider=platform.provider,
        platform=platform,
        obligation=obligation,
        requirement=obligation.requirement,
        due_on=due_on,
        **given,
    )
    return known_since(row, D(2026, 1, 1))


def known_since(row: Deadline, day: dt.date) -> Deadline:
    """As if the date had come onto the list on that day."""
    moment = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    Deadline.objects.filter(pk=row.pk).update(created_at=moment)
    row.refresh_from_db()
    return row


def milestone_date(platform, first, last) -> Deadline:
    milestone = Milestone.objects.get(slug="asm-final-statement")
    return Deadline.objects.create(
        provider=platform.provider,
        platform=platform,
        milestone=milestone,
        key="milestone:x",
        title="Final statement",
        due_on=last,
        period=(first, last + dt.timedelta(days=1)),
        confirmed=False,
        derivation={"why": "autumn 2026, not confirmed", "rule": ""},
    )


def leads_of(row: Deadline) -> list[int]:
    return list(row.flags.order_by("created_at", "pk").values_list("lead", flat=True))


def test_the_statement_and_the_calendar_agree_on_every_lead(platform):
    rows = [owed(platform, TODAY + dt.timedelta(days=days)) for days in range(-22, 93)]
    flags.plan(as_at=TODAY)
    expected = {row.pk: leads.reached(row.due_on, TODAY) for row in rows}
    found = dict(Flag.objects.values_list("deadline", "lead"))
    assert found == {pk: lead for pk, lead in expected.items() if lead is not None}


def test_the_statement_and_the_calendar_agree_on_ranges(platform):
    first, last = D(2026, 9, 1), D(2026, 11, 30)
    row = milestone_date(platform, first, last)
    for as_at in (D(2026, 6, 1), D(2026, 6, 4), first, last, D(2026, 12, 1)):
        Flag.objects.all().delete()
        flags.plan(as_at=as_at)
        expected = leads.reached_in_range(first, last, as_at)
        assert leads_of(row) == ([] if expected is None else [expected])


def test_running_it_again_adds_nothing(platform):
    owed(platform, TODAY + dt.timedelta(days=30))
    assert (len(flags.plan(as_at=TODAY).flags), Notification.objects.count()) == (1, 1)
    assert flags.plan(as_at=TODAY) == flags.Plan()
    assert (Flag.objects.count(), Notification.objects.count()) == (1, 1)


def test_every_lead_is_told_once_on_its_way(platform):
    row = owed(platform, TODAY + dt.timedelta(days=90))
    for day in range(105):
        flags.plan(as_at=TODAY + dt.timedelta(days=day))
    assert leads_of(row) == [90, 30, 14, 7, 1, 0, -7, -14]


def test_after_downtime_only_the_most_urgent_lead_is_told(platform):
    row = owed(platform, TODAY + dt.timedelta(days=90))
    flags.plan(as_at=TODAY)
    flags.plan(as_at=TODAY + dt.timedelta(days=84))
    assert leads_of(row) == [90, 7]


def test_a_run_for_an_earlier_day_tells_nothing_that_was_overtaken(platform):
    row = owed(platform, TODAY + dt.timedelta(days=7))
    flags.plan(as_at=TODAY)
    flags.plan(as_at=TODAY - dt.timedelta(days=7))
    assert leads_of(row) == [7]


def test_what_is_closed_is_not_pointed_out(platform):
    owed(platform, TODAY, status="done", closed_at=timezone.now())
    owed(platform, TODAY, status="lapsed", key="b")
    assert flags.plan(as_at=TODAY) == flags.Plan()


def test_an_archived_service_is_left_in_peace(platform):
    owed(platform, TODAY)
    Platform.objects.filter(pk=platform.pk).update(archived_on=TODAY)
    assert flags.plan(as_at=TODAY) == flags.Plan()


def test_a_date_that_moved_is_told_again_at_its_new_day(platform):
    row = owed(platform, TODAY + dt.timedelta(days=30))
    flags.plan(as_at=TODAY)
    Notification.objects.update(status="sent", sent_at=timezone.now())
    row.due_on += dt.timedelta(days=30)
    row.save()
    assert flags.plan(as_at=TODAY).messages == 1
    flags.plan(as_at=TODAY + dt.timedelta(days=30))
    again = Flag.objects.get(deadline=row, lead=30)
    assert again.due_on == row.due_on
    assert again.notifications.get().status == "queued"


def test_something_kept_until_a_day_is_told_once_and_is_never_overdue(platform):
    row = owed(platform, TODAY, derivation={"sense": "keep_until", "outcome": "day"})
    for days in (-30, -1, 0, 7, 21):
        flags.plan(as_at=TODAY + dt.timedelta(days=days))
    assert leads_of(row) == [0]
    assert Notification.objects.get().subject.startswith("Kept long enough:")


def test_a_range_that_passed_is_told_once_and_never_called_overdue(platform):
    row = milestone_date(platform, D(2026, 9, 1), D(2026, 11, 30))
    for as_at in (D(2026, 10, 1), D(2026, 12, 1), D(2026, 12, 15)):
        flags.plan(as_at=as_at)
    assert leads_of(row) == [0, -7]
    subjects = [one.subject for one in Notification.objects.order_by("pk")]
    assert subjects == [
        "Coming up: Final statement (Moss Forum)",
        "Due, not confirmed: Final statement (Moss Forum)",
    ]


def test_a_message_says_what_and_when(platform):
    for days in (45, 1, 0, -1):
        owed(platform, TODAY + dt.timedelta(days=days), title=f"Thing {days}")
    flags.plan(as_at=TODAY)
    assert {one.subject for one in Notification.objects.all()} == {
        "Due in 45 days: Thing 45 (Moss Forum)",
        "Due tomorrow: Thing 1 (Moss Forum)",
        "Due today: Thing 0 (Moss Forum)",
        "Overdue: Thing -1 (Moss Forum)",
    }


def test_a_day_that_had_passed_before_it_was_known_is_asked_about_once(platform):
    row = known_since(owed(platform, D(2025, 3, 16)), TODAY)
    for days in (0, 1, 7, 30):
        flags.plan(as_at=TODAY + dt.timedelta(days=days))
    told = Notification.objects.get()
    assert told.subject == "Was it done? First assessment (Moss Forum)"
    assert "By 16 March 2025, which had passed before it came onto this list." in told.body
    assert row.flags.count() == 1


def test_a_pace_recorded_late_is_still_to_do_now(platform):
    derivation = {"outcome": "open", "pace": "immediately"}
    known_since(owed(platform, D(2026, 11, 2), derivation=derivation), TODAY)
    flags.plan(as_at=TODAY)
    assert Notification.objects.get().subject.startswith("Still open: ")


def test_a_message_says_why_and_what_moved(platform):
    owed(
        platform,
        D(2027, 1, 4),
        moved_because="Was 1 January 2027.",
        derivation={"rule": "At least yearly.", "basis": "guidance", "provisional": True},
    )
    flags.plan(as_at=TODAY)
    assert Notification.objects.get().body.splitlines() == [
        "First assessment, Moss Forum",
        "By 4 January 2027.",
        "At least yearly.",
        "This is Ofcom's advice, not the law.",
        "This day may change: tell us what is not known yet on the service's page.",
        "Was 1 January 2027.",
    ]


def test_hours_are_told_in_london_time(platform):
    moment = dt.datetime(2026, 7, 3, 11, 30, tzinfo=dt.UTC)
    owed(platform, D(2026, 7, 3), due_at=moment)
    flags.plan(as_at=D(2026, 7, 2))
    assert "By 3 July 2026, 12:30." in Notification.objects.get().body


def test_a_clock_without_a_last_day_is_to_do_now_and_then_still_open(platform):
    owed(
        platform,
        TODAY,
        derivation={"outcome": "open", "pace": "as_soon_as_reasonably_practicable"},
    )
    flags.plan(as_at=TODAY)
    flags.plan(as_at=TODAY + dt.timedelta(days=7))
    told = list(Notification.objects.order_by("pk"))
    assert [one.subject.split(":")[0] for one in told] == ["To do now", "Still open"]
    assert "Since 21 November 2026: as soon as reasonably practicable." in told[0].body


def test_those_who_work_are_told_and_readers_and_strangers_are_not(platform):
    owner = platform.provider.memberships.get().user
    contributor = factories.make_member(platform.provider, Role.CONTRIBUTOR)
    factories.make_member(platform.provider, Role.READER)
    left = factories.make_member(platform.provider, Role.COMPLIANCE)
    left.is_active = False
    left.save()
    factories.make_forum()
    owed(platform, TODAY)
    flags.plan(as_at=TODAY)
    told = Notification.objects.filter(flag__deadline__platform=platform)
    assert {one.user for one in told} == {owner, contributor}


def test_any_number_of_dates_takes_one_statement(platform, django_assert_num_queries):
    for number in range(40):
        owed(platform, TODAY, key=f"k{number}")
    with django_assert_num_queries(3):  # The statement within its savepoint.
        assert len(flags.plan(as_at=TODAY).flags) == 40


def test_the_jobs_role_may_do_all_of_it(platform):
    Deadline.objects.filter(platform=platform).delete()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {database.JOBS_ROLE}")
    changes = deadlines.recompute_all(as_at=TODAY)
    planned = flags.plan(as_at=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert changes.added
    assert planned.messages


def test_a_rehearsal_writes_nothing(platform):
    owed(platform, TODAY, key="mine")
    before = list(Deadline.objects.order_by("pk").values())
    found = flags.rehearse(as_at=D(2027, 3, 1))
    assert found.flags
    assert found.changes.added
    assert list(Deadline.objects.order_by("pk").values()) == before
    assert not Flag.objects.exists()
    assert not Notification.objects.exists()


def test_the_command_plans_and_leaves_a_row(platform, capsys):
    Deadline.objects.filter(platform=platform).delete()
    call_command("flag_milestones", at="2026-11-21")
    said = capsys.readouterr().out
    assert "flags for 21 November 2026" in said
    job = JobRun.objects.get()
    assert (job.name, job.state, job.arguments) == (
        "flag_milestones",
        "done",
        {"as_at": "2026-11-21"},
    )
    assert Flag.objects.exists()


def test_the_command_run_again_for_the_day_raises_nothing(platform, capsys):
    call_command("flag_milestones", at="2026-11-21")
    capsys.readouterr()
    call_command("flag_milestones", at="2026-11-21")
    assert "0 flags for 21 November 2026; 0 messages queued." in capsys.readouterr().out


def test_a_dry_run_names_service_date_and_thing_and_leaves_no_row(platform, capsys):
    call_command("flag_milestones", at="2026-11-21", dry_run=True)
    said = capsys.readouterr().out
    assert "Moss Forum" in said
    assert "16 March 2025, passed before it was known: First illegal content risk" in said
    assert "autumn 2026, not confirmed: Final statement" in said
    assert not JobRun.objects.exists()


def test_a_dry_run_says_what_earlier_runs_pointed_out(platform, capsys):
    call_command("flag_milestones", at="2026-11-21")
    pointed_out = Flag.objects.values("deadline").distinct().count()
    capsys.readouterr()
    call_command("flag_milestones", at="2026-11-21", dry_run=True)
    said = capsys.readouterr().out
    assert "0 flags" in said
    assert f"Pointed out by earlier runs: {pointed_out} open dates." in said


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="YYYY-MM-DD"):
        call_command("flag_milestones", at="2026-02-30")
