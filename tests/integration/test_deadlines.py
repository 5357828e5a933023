"""Dates owed follow facts, events and tasks; they say why they moved and never move once closed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from obligations.actions import deadlines, facts, platform_events
from obligations.actions.permissions import Denied, Refused
from obligations.models import Deadline, Event, Milestone, Obligation, Progress, Release, Role
from obligations.models.standing import dates_on
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

TODAY = factories.TODAY
D = dt.date
NOT_VSP = {"was_part_4b_video_sharing_platform": False}


def forum(**answers):
    return factories.make_forum(**{**NOT_VSP, **answers})


def new_forum():
    return forum(service_start_date="2026-10-05", first_access_assessment_completed_on__u2u=None)


def dates(platform, requirement: str, **more):
    return Deadline.objects.filter(
        platform=platform, requirement__slug=requirement, **more
    ).order_by("due_on")


def the_date(platform, requirement: str) -> Deadline:
    return dates(platform, requirement).get()


def again(platform, as_at=TODAY):
    return deadlines.recompute(platform=platform, as_at=as_at, by=None)


def close(row, done_on=TODAY, as_at=TODAY, by=None):
    return deadlines.close(deadline=row, by=by, done_on=done_on, as_at=as_at)


def test_an_existing_service_has_the_day_that_ofcom_gave():
    row = the_date(forum(), "osa-s9-2")
    assert row.due_on == D(2025, 3, 16)
    assert row.derivation["rule"].startswith(
        "Open before the day the first guidance came out: the day Ofcom gave."
    )


def test_a_new_service_has_three_months_and_nothing_of_2025():
    platform = new_forum()
    assert the_date(platform, "osa-s9-2").due_on == D(2027, 1, 4)
    assert the_date(platform, "osa-s36-1").due_on == D(2027, 1, 4)
    assert not Deadline.objects.filter(platform=platform, due_on__lt=D(2026, 10, 5)).exists()


def test_deadlines_of_the_regime_with_clocks_of_their_own_are_left_to_those():
    platform = new_forum()
    again(platform, as_at=D(2025, 3, 1))
    kinds = Deadline.objects.filter(platform=platform, milestone__isnull=False)
    assert not kinds.filter(milestone__kind="deadline").exists()


def test_working_dates_out_twice_changes_nothing():
    platform = new_forum()
    assert not again(platform)


def test_a_date_moves_with_its_facts_and_says_why():
    platform = new_forum()
    row = the_date(platform, "osa-s9-2")
    facts.record_many(
        platform=platform, by=None, answers={"service_start_date": "2026-10-12"}, as_at=TODAY
    )
    again(platform)
    moved = the_date(platform, "osa-s9-2")
    assert (moved.pk, moved.due_on) == (row.pk, D(2027, 1, 11))
    assert "Was 4 January 2027." in moved.moved_because
    assert "is now 12 October 2026 (was 5 October 2026)" in moved.moved_because


def test_a_closed_date_never_moves():
    platform = new_forum()
    close(the_date(platform, "osa-s9-2"))
    facts.record_many(
        platform=platform, by=None, answers={"service_start_date": "2026-10-12"}, as_at=TODAY
    )
    again(platform)
    row = the_date(platform, "osa-s9-2")
    assert (row.due_on, row.status, row.moved_because) == (D(2027, 1, 4), "done", "")


def test_coming_back_into_scope_asks_for_the_assessment_again():
    platform = new_forum()
    close(the_date(platform, "osa-s9-2"), done_on=D(2026, 11, 1))
    later = D(2027, 9, 1)
    facts.record_many(
        platform=platform, by=None, answers={"service_start_date": "2027-08-01"}, as_at=later
    )
    again(platform, as_at=later)
    assert [row.due_on for row in dates(platform, "osa-s9-2")] == [D(2027, 1, 4), D(2027, 10, 31)]


def test_a_first_day_that_is_taken_back_ends_its_dates():
    platform = new_forum()
    facts.record_many(platform=platform, by=None, answers={"service_start_date": None}, as_at=TODAY)
    again(platform)
    row = the_date(platform, "osa-s9-2")
    assert row.status == "lapsed"
    assert row.closed_note


def test_a_date_that_lapsed_comes_back_with_its_reason_to_be():
    platform = new_forum()
    for start in (None, "2026-10-05"):
        facts.record_many(
            platform=platform, by=None, answers={"service_start_date": start}, as_at=TODAY
        )
        again(platform)
    row = the_date(platform, "osa-s9-2")
    assert (row.status, row.closed_note) == ("open", "")


def test_the_record_goes_with_its_assessment_and_outlives_it():
    platform = new_forum()
    assert the_date(platform, "osa-s23-2").due_on == D(2027, 1, 4)
    close(the_date(platform, "osa-s9-2"))
    assert the_date(platform, "osa-s23-2").status == "open"


def test_an_open_record_is_not_carried_off_by_next_years_assessment():
    platform = new_forum()
    record = the_date(platform, "osa-s36-7")
    answers = {
        "children_can_access@u2u": False,
        "uses_age_assurance_to_exclude_children@u2u": True,
        "first_access_assessment_completed_on@u2u": "2026-11-10",
        "last_access_assessment_completed_on@u2u": "2026-11-10",
    }
    facts.record_many(platform=platform, by=None, answers=answers, as_at=TODAY)
    again(platform)
    assert the_date(platform, "osa-s36-3").due_on == D(2027, 11, 10)
    assert the_date(platform, "osa-s36-1").status == "done"
    found = [(row.due_on, row.status) for row in dates(platform, "osa-s36-7")]
    assert found == [(record.due_on, "open"), (D(2027, 11, 10), "open")]


def test_a_year_after_the_last_assessment_ofcom_advises_a_review():
    platform = new_forum()
    close(the_date(platform, "osa-s9-2"), done_on=D(2026, 11, 14))
    row = the_date(platform, "osa-s9-3")
    assert (row.due_on, row.derivation["basis"]) == (D(2027, 11, 14), "guidance")


def test_each_review_starts_the_next_year():
    platform = new_forum()
    close(the_date(platform, "osa-s9-2"), done_on=D(2026, 11, 14))
    close(the_date(platform, "osa-s9-3"), done_on=D(2027, 11, 1), as_at=D(2027, 11, 2))
    assert [row.due_on for row in dates(platform, "osa-s9-3")] == [D(2027, 11, 14), D(2028, 11, 1)]


def test_two_changes_planned_make_two_dates():
    platform = forum()
    for planned in (D(2027, 1, 15), D(2027, 3, 1)):
        platform_events.record_event(
            platform=platform,
            by=None,
            event="significant_change",
            happened_on=D(2026, 11, 20),
            due_on=planned,
            as_at=TODAY,
        )
    again(platform)
    found = [row.due_on for row in dates(platform, "osa-s9-4")]
    assert found == [D(2027, 1, 14), D(2027, 2, 28)]


def test_a_task_marked_done_ends_its_one_date():
    platform = new_forum()
    Obligation.objects.filter(platform=platform, requirement__slug="osa-s9-2").update(
        progress=Progress.DONE, assessed_on=D(2026, 11, 2), how_checked="Read"
    )
    again(platform)
    row = the_date(platform, "osa-s9-2")
    assert (row.status, row.derivation["done_on"]) == ("done", "2026-11-02")


def test_what_is_no_longer_owed_lapses():
    platform = new_forum()
    Obligation.objects.filter(platform=platform).update(answer="does_not_apply", is_task=False)
    again(platform)
    assert the_date(platform, "osa-s9-2").status == "lapsed"


def test_the_access_assessment_is_done_on_the_day_that_the_facts_tell():
    assert not dates(forum(), "osa-s36-1").exists()


def test_a_former_video_sharing_platform_has_the_same_first_day_as_everyone():
    """Sch 3 para 11: only periods that began before 2 September 2024 are longer (SI 2024/571)."""
    unsaid, former = (
        factories.make_forum(),
        factories.make_forum(was_part_4b_video_sharing_platform=True),
    )
    for platform in (unsaid, former):
        row = the_date(platform, "osa-s9-2")
        assert row.derivation["provisional"] is False
        assert row.due_on == D(2025, 3, 16)


def test_a_season_is_a_range():
    platform = forum()
    row = Deadline.objects.get(platform=platform, key="milestone:asm-final-statement")
    assert (row.period.lower, row.period.upper) == (D(2026, 9, 1), D(2026, 12, 1))
    assert row.confirmed is False
    assert row.derivation["why"] == "autumn 2026, not confirmed"


def test_a_plan_whose_day_has_passed_is_due_and_not_confirmed():
    platform = forum()
    again(platform, as_at=D(2026, 12, 2))
    row = Deadline.objects.get(platform=platform, key="milestone:asm-final-statement")
    assert row.status == "open"
    assert row.derivation["why"] == "planned for autumn 2026: due, not confirmed"
    (told,) = dates_on(Deadline.objects.filter(pk=row.pk), D(2026, 12, 2))
    assert told.standing == "regime_passed"


def test_a_clock_that_sets_a_pace_is_open_and_never_overdue():
    platform = forum()
    platform_events.record_event(
        platform=platform,
        by=None,
        event="significant_change",
        happened_on=D(2026, 11, 2),
        as_at=TODAY,
    )
    row = the_date(platform, "osa-s23-6-b")
    assert (row.due_on, row.derivation["outcome"]) == (D(2026, 11, 2), "open")
    assert dates_on(Deadline.objects.all(), TODAY).get(pk=row.pk).standing == "pace"


def test_a_plan_that_came_true_is_done():
    platform = forum()
    Milestone.objects.filter(slug="asm-final-statement").update(status="past")
    Release.objects.filter(is_current=True).update(made_current_at=timezone.now())  # An edition.
    again(platform, as_at=D(2026, 12, 2))
    row = Deadline.objects.get(platform=platform, key="milestone:asm-final-statement")
    assert (row.status, row.closed_note) == ("done", "It has happened.")


def test_milestones_that_bind_ofcom_or_ministers_concern_no_service():
    platform = forum()
    again(platform, as_at=D(2025, 1, 1))
    of_others = Deadline.objects.filter(platform=platform, milestone__isnull=False).exclude(
        milestone__audience_kind="services"
    )
    assert not of_others.exists()


def test_a_milestone_of_categorised_services_does_not_concern_a_forum():
    assert not Deadline.objects.filter(
        platform=forum(), key="milestone:cat-final-statements"
    ).exists()


def test_closing_records_who_and_when_in_the_log():
    platform = new_forum()
    owner = platform.provider.memberships.get().user
    row = close(the_date(platform, "osa-s9-2"), done_on=D(2026, 11, 14), by=owner)
    assert (row.status, row.closed_by) == ("done", owner)
    event = Event.objects.filter(action="deadline.close").latest("number")
    assert "done on 14 November 2026" in event.sentence
    assert event.actor == owner


def test_a_contributor_may_not_close_a_date():
    platform = new_forum()
    person = factories.make_member(platform.provider, Role.CONTRIBUTOR)
    with pytest.raises(Denied):
        close(the_date(platform, "osa-s9-2"), by=person)


def test_nothing_is_closed_twice():
    row = close(the_date(new_forum(), "osa-s9-2"))
    with pytest.raises(Refused, match="closed already"):
        close(row)


def test_nothing_is_done_in_the_future():
    with pytest.raises(Refused, match="has not come yet"):
        close(the_date(new_forum(), "osa-s9-2"), done_on=D(2026, 11, 22))


def test_a_date_of_the_regime_cannot_be_done_by_a_service():
    row = Deadline.objects.filter(platform=forum(), milestone__isnull=False).first()
    with pytest.raises(Refused, match="date of the regime"):
        close(row)


def test_a_closing_can_be_taken_back():
    platform = new_forum()
    row = close(the_date(platform, "osa-s9-2"))
    deadlines.reopen(deadline=row, by=None, as_at=TODAY)
    row.refresh_from_db()
    assert (row.status, row.closed_at) == ("open", None)
    assert "done_on" not in row.derivation


def test_only_what_was_closed_can_be_opened_again():
    with pytest.raises(Refused, match="marked done"):
        deadlines.reopen(deadline=the_date(new_forum(), "osa-s9-2"), by=None, as_at=TODAY)


def test_the_daily_job_works_every_service_out_without_writing_the_log():
    platform = new_forum()
    Deadline.objects.filter(platform=platform).delete()
    before = Event.objects.count()
    changes = deadlines.recompute_all(as_at=TODAY)
    assert changes.added >= 3
    assert Event.objects.count() == before


def test_the_number_of_queries_does_not_grow_with_the_dates(django_assert_max_num_queries):
    platform = new_forum()
    Deadline.objects.filter(platform=platform).delete()
    with django_assert_max_num_queries(25):
        again(platform)


def test_a_service_that_comes_back_owes_its_first_assessments_again():
    platform = forum(first_access_assessment_completed_on__u2u="2025-02-23")
    close(the_date(platform, "osa-s9-2"), done_on=D(2025, 3, 10))
    facts.record_many(
        platform=platform, by=None, answers={"scope_left_date": "2025-09-30"}, as_at=TODAY
    )
    assert not dates(platform, "osa-s36-1", status="open").exists()
    facts.record_many(
        platform=platform, by=None, answers={"service_start_date": "2026-10-05"}, as_at=TODAY
    )
    for duty in ("osa-s9-2", "osa-s36-1"):
        assert [row.due_on for row in dates(platform, duty, status="open")] == [D(2027, 1, 4)]
