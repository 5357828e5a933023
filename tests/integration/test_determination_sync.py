"""Obligations follow determinations, and what people wrote on them stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from obligations.actions import (
    designations,
    determination_sync,
    facts,
    obligations,
    platform_events,
    platforms,
)
from obligations.actions.permissions import Denied, Refused
from obligations.law.determinations import determine_platform
from obligations.models import (
    AnswerKind,
    Event,
    Obligation,
    ObligationPart,
    Platform,
    Progress,
    Release,
    Requirement,
    Result,
    Role,
)
from obligations.words import reasons
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
C1 = "ICU C1"


def of(platform: Platform, ref: str) -> Obligation:
    return Obligation.objects.get(platform=platform, requirement__ref=ref)


def exempt(platform: Platform, *, yes: bool) -> None:
    """Make it a service of comments on the provider's own content only, or no longer."""
    paragraphs = ["4"] if yes else []
    facts.record_many(
        platform=platform, by=None, answers={"schedule_1_paragraphs": paragraphs}, as_at=TODAY
    )


def test_every_obligation_says_what_the_determination_says(forum: Platform) -> None:
    answers = {answer.id: answer for answer in determine_platform(forum, TODAY).answers}
    for row in Obligation.objects.filter(provider=forum.provider).select_related("requirement"):
        answer = answers[row.requirement.slug]
        assert row.answer == answer.answer
        assert row.applies_from == answer.starts_on
        assert row.because == reasons.because(answer)


def test_what_is_not_known_makes_no_obligation(law: Release) -> None:
    platform = factories.make_platform(answers={"has_user_to_user_part": True})
    known = {AnswerKind.STANDS_BY, AnswerKind.APPLIES, AnswerKind.WAITS, AnswerKind.APPLIES_FROM}
    assert set(Obligation.objects.values_list("answer", flat=True)) <= known
    assert not Obligation.objects.filter(platform=platform, requirement__ref=C1).exists()


def test_following_twice_changes_nothing(forum: Platform) -> None:
    log = Event.objects.count()
    history = apps.get_model("obligations", "ObligationEvent").objects
    rows = history.count()
    assert determination_sync.follow(platform=forum, as_at=TODAY, by=None) == []
    assert (Event.objects.count(), history.count()) == (log, rows)


def test_duty_of_the_provider_is_owed_once(forum: Platform) -> None:
    factories.make_forum(forum.provider)
    once = Obligation.objects.filter(requirement__level=Requirement.Level.PROVIDER)
    assert once.exists()
    assert once.filter(platform__isnull=False).count() == 0
    refs = list(once.values_list("requirement__ref", flat=True))
    assert len(refs) == len(set(refs))


def test_duty_of_the_provider_applies_while_one_service_says_so(forum: Platform) -> None:
    other = factories.make_forum(forum.provider)
    platform_events.record_event(
        platform=other, by=None, event="investigation_opened", happened_on=TODAY, as_at=TODAY
    )
    duty = Obligation.objects.get(requirement__ref="OSA 2023 s 105(1)")
    assert duty.answer == AnswerKind.APPLIES
    exempt(forum, yes=True)
    duty.refresh_from_db()
    assert duty.answer == AnswerKind.APPLIES
    exempt(other, yes=True)
    duty.refresh_from_db()
    assert duty.answer == AnswerKind.DOES_NOT_APPLY


def test_content_of_an_assessment_is_part_of_its_obligation(forum: Platform) -> None:
    part = ObligationPart.objects.filter(provider=forum.provider).select_related(
        "requirement", "obligation__requirement"
    )[0]
    assert part.obligation.requirement == part.requirement.part_of
    assert not Obligation.objects.filter(requirement=part.requirement).exists()


def test_what_no_longer_applies_stays_and_says_so(forum: Platform) -> None:
    task = of(forum, C1)
    obligations.change_progress(
        obligation=task, by=None, progress=Progress.IN_PROGRESS, as_at=TODAY
    )
    exempt(forum, yes=True)
    task.refresh_from_db()
    assert task.answer == AnswerKind.DOES_NOT_APPLY
    assert task.ends_on == TODAY - dt.timedelta(days=1)
    assert task.progress == Progress.IN_PROGRESS
    exempt(forum, yes=False)
    task.refresh_from_db()
    assert (task.answer, task.ends_on) == (AnswerKind.APPLIES, None)
    assert task.progress == Progress.IN_PROGRESS


def test_parts_end_and_come_back_with_their_obligation(forum: Platform) -> None:
    part = ObligationPart.objects.filter(provider=forum.provider)[0]
    obligations.cover_part(part=part, by=None, covered=True, note="Chapter 2")
    exempt(forum, yes=True)
    part.refresh_from_db()
    assert part.answer == AnswerKind.DOES_NOT_APPLY
    exempt(forum, yes=False)
    part.refresh_from_db()
    assert (part.answer, part.covered, part.note) == (AnswerKind.APPLIES, True, "Chapter 2")


def test_event_says_what_changed(forum: Platform) -> None:
    exempt(forum, yes=True)
    said = Event.objects.filter(platform=forum, action="obligations.followed").latest("number")
    assert C1 in said.data["ended"]
    assert "no longer apply" in said.sentence


def test_service_put_away_owes_nothing_until_brought_back(forum: Platform) -> None:
    platforms.archive(platform=forum, by=None, on=TODAY)
    assert of(forum, C1).answer == AnswerKind.DOES_NOT_APPLY
    platforms.restore(platform=forum, by=None, as_at=TODAY)
    assert of(forum, C1).answer == AnswerKind.APPLIES


def test_designation_brings_duties_and_its_end_takes_them_away(forum: Platform) -> None:
    entry = designations.begin(
        platform=forum, by=None, category="1", since=dt.date(2026, 7, 10), as_at=TODAY
    )
    bound = Obligation.objects.filter(
        platform=forum, requirement__categories__contains=["1"], answer=AnswerKind.APPLIES
    )
    assert bound.exists()
    designations.end(designation=entry, by=None, last_day=TODAY - dt.timedelta(days=1), as_at=TODAY)
    assert not bound.exists()


def test_queries_do_not_grow_with_the_services(forum: Platform) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            determination_sync.follow(platform=forum, as_at=TODAY, by=None)
        return len(captured)

    before = queries()
    for _ in range(3):
        factories.make_forum(forum.provider)
    assert queries() == before


# What people do with them


def test_progress_follows_its_transitions(forum: Platform) -> None:
    task = of(forum, C1)
    with pytest.raises(Refused, match="on which day it was done"):
        obligations.change_progress(obligation=task, by=None, progress=Progress.DONE, as_at=TODAY)
    task = obligations.complete(
        obligation=task, by=None, done_on=TODAY, how_checked="Read", as_at=TODAY
    )
    with pytest.raises(Refused, match="To do cannot follow done"):
        obligations.change_progress(obligation=task, by=None, progress=Progress.TO_DO, as_at=TODAY)


def test_in_place_needs_a_day_and_how(forum: Platform) -> None:
    task = of(forum, C1)
    with pytest.raises(Refused) as refused:
        obligations.assess(
            obligation=task, by=None, result=Result.IN_PLACE, assessed_on=None, as_at=TODAY
        )
    assert sorted(refused.value.errors) == ["assessed_on", "how_checked"]
    task = obligations.assess(
        obligation=task, by=None, result=Result.IN_PLACE, assessed_on=TODAY,
        how_checked="Read the moderation log", as_at=TODAY,
    )  # fmt: skip
    assert task.result == Result.IN_PLACE


def test_check_in_the_future_is_refused(forum: Platform) -> None:
    with pytest.raises(Refused, match="not come yet"):
        obligations.assess(
            obligation=of(forum, C1), by=None, result=Result.PARTLY, as_at=TODAY,
            assessed_on=TODAY + dt.timedelta(days=1),
        )  # fmt: skip


def test_database_itself_refuses_in_place_without_a_day(forum: Platform) -> None:
    with pytest.raises(IntegrityError, match="in_place_says_when_and_how"), transaction.atomic():
        Obligation.objects.filter(pk=of(forum, C1).pk).update(result=Result.IN_PLACE)


def test_only_members_who_can_do_it_are_given_work(forum: Platform) -> None:
    for cannot in (factories.make_user(), factories.make_member(forum.provider, Role.READER)):
        with pytest.raises(Refused, match="cannot work on tasks"):
            obligations.assign(obligation=of(forum, C1), by=None, owner=cannot)
    member = factories.make_member(forum.provider, Role.CONTRIBUTOR)
    assert obligations.assign(obligation=of(forum, C1), by=None, owner=member).owner == member


def test_note_keeps_its_earlier_words_in_the_history(forum: Platform) -> None:
    task = obligations.write_note(obligation=of(forum, C1), by=None, note="First")
    obligations.write_note(obligation=task, by=None, note="Second")
    history = apps.get_model("obligations", "ObligationEvent").objects.filter(pgh_obj=task)
    assert list(history.order_by("pgh_id").values_list("note", flat=True)) == [
        "", "First", "Second",
    ]  # fmt: skip


def test_saying_the_same_again_is_no_event(forum: Platform) -> None:
    task = of(forum, C1)
    log = Event.objects.count()
    obligations.change_progress(obligation=task, by=None, progress=task.progress, as_at=TODAY)
    obligations.assign(obligation=task, by=None, owner=None)
    obligations.write_note(obligation=task, by=None, note="")
    assert Event.objects.count() == log


def test_contributor_works_and_reader_does_not(forum: Platform) -> None:
    contributor = factories.make_member(forum.provider, Role.CONTRIBUTOR)
    reader = factories.make_member(forum.provider, Role.READER)
    obligations.write_note(obligation=of(forum, C1), by=contributor, note="Mine")
    with pytest.raises(Denied):
        obligations.write_note(obligation=of(forum, C1), by=reader, note="Mine too")


def test_what_began_and_ended_on_one_day_never_bound(forum: Platform) -> None:
    task = of(forum, C1)
    Obligation.objects.filter(pk=task.pk).update(applies_from=TODAY)
    exempt(forum, yes=True)
    task.refresh_from_db()
    assert (task.answer, task.ends_on) == (AnswerKind.DOES_NOT_APPLY, None)
