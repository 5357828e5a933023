"""Positions stand beside computed answers, are never rewritten, and can bring a task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from obligations.actions import audit, deadlines, facts, flags, obligations, positions
from obligations.actions.permissions import Denied, Refused
from obligations.law.determinations import determine_platform
from obligations.law.positions import Computed, computed_lately, fingerprints, look_again
from obligations.models import (
    Deadline,
    Event,
    Obligation,
    Platform,
    Position,
    RequirementVersion,
    Role,
)
from obligations.models.positions import ANYBODY, PRIVILEGED, Reader
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
CONTESTED, LATER, NOW = "osa-s10-3a", "duty-by-duty", "section-by-section"
KNOWN, UNKNOWN, ONCE = "icu-c1", "icu-d4", "osa-s83-1-a"
NEXT_YEAR = dt.date(2027, 11, 21)


def take(platform: Platform, requirement: str = KNOWN, **more: Any) -> Position:
    """By default: it is known to apply, and the provider disagrees."""
    given: dict[str, Any] = {
        "by": None, "as_at": TODAY, "kind": "disagrees", "reading": "does_not_apply",
        "reason": "Counsel says so.",
    }  # fmt: skip
    return positions.take(platform=platform, requirement=requirement, **{**given, **more})


def settle(platform: Platform, requirement: str = UNKNOWN, **more: Any) -> Position:
    return take(platform, requirement, **{"kind": "settles", "reading": "applies", **more})


def computed(platform: Platform, requirement: str) -> str:
    answer = determine_platform(platform, TODAY).answer(requirement)
    assert answer is not None
    return str(answer.answer)


def tasks(platform: Platform, requirement: str) -> list[Obligation]:
    rows = Obligation.objects.filter(provider=platform.provider, requirement__slug=requirement)
    return list(rows.filter(pk__in=Obligation.objects.tasks()))


# Taking one


def test_position_keeps_what_was_computed_when_it_was_taken(forum: Platform) -> None:
    position = take(forum)
    assert (position.takes, position.computed) == ("does_not_apply", "applies")
    assert position.computed_from == dt.date(2025, 3, 17)
    assert position.release.is_current
    assert position.review_on == NEXT_YEAR
    assert computed(forum, KNOWN) == "applies"


def test_choosing_a_reading_takes_what_it_comes_to(forum: Platform) -> None:
    later = take(forum, CONTESTED, kind="chooses", reading=LATER)
    assert (later.takes, later.applies_from) == ("waits", None)
    now = take(forum, CONTESTED, kind="chooses", reading=NOW)
    assert (now.takes, now.applies_from) == ("applies", dt.date(2026, 6, 29))
    assert "first Code about s 10" in now.reading_words
    assert computed(forum, CONTESTED) == "not_known"


def test_what_a_provider_owes_once_has_one_position_for_all_services(forum: Platform) -> None:
    other = factories.make_forum(forum.provider)
    position = settle(forum, ONCE)
    assert position.platform is None
    assert list(Position.objects.standing().concerning(other)) == [position]


def test_position_on_what_is_owed_once_stands_beside_the_strongest_answer(forum: Platform) -> None:
    other = factories.make_platform(forum.provider, answers=factories.FORUM)
    exempt = {"schedule_1_paragraphs": ["4"]}
    facts.record_many(platform=other, by=None, answers=exempt, as_at=TODAY)
    assert computed(other, ONCE) == "does_not_apply"
    assert settle(other, ONCE).computed == "not_known"


@pytest.mark.parametrize(
    ("requirement", "given", "field", "why"),
    [
        (KNOWN, {"reason": " "}, "reason", "needs a reason"),
        (KNOWN, {"review_on": TODAY}, "review_on", "after 21 November 2026"),
        (KNOWN, {"kind": "settles"}, "kind", "nothing to settle: ICU C1 applies from 17 March"),
        (KNOWN, {"kind": "chooses", "reading": NOW}, "kind", "not contested"),
        (KNOWN, {"kind": "guesses"}, "kind", "settles, chooses, disagrees"),
        (KNOWN, {"reading": "applies"}, "reading", "nothing to disagree with"),
        (KNOWN, {"reading": "waits"}, "reading", "applies, does_not_apply"),
        (KNOWN, {"applies_from": TODAY}, "applies_from", "Only what applies"),
        (UNKNOWN, {}, "kind", "nothing to disagree with: whether ICU D4"),
        (CONTESTED, {"kind": "chooses", "reading": "other"}, "reading", f"{LATER}, {NOW}"),
        ("icu-c999", {}, "requirement", "no answer for 'icu-c999'"),
    ],
)
def test_position_is_refused_with_the_field_and_the_reason(
    forum: Platform, requirement: str, given: dict[str, Any], field: str, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        take(forum, requirement, **given)
    assert list(refused.value.errors) == [field]
    assert not Position.objects.exists()


def test_only_owner_and_compliance_take_and_withdraw(forum: Platform) -> None:
    people = {role: factories.make_member(forum.provider, role) for role in Role.values}
    for role in (Role.CONTRIBUTOR, Role.READER):
        with pytest.raises(Denied):
            take(forum, by=people[role])
    position = take(forum, by=people[Role.COMPLIANCE])
    assert position.author == people[Role.COMPLIANCE]
    with pytest.raises(Denied):
        positions.withdraw(position=position, by=people[Role.READER], why="x", as_at=TODAY)
    positions.withdraw(position=position, by=people[Role.OWNER], why="x", as_at=TODAY)


def test_event_says_what_was_taken_and_never_why(forum: Platform) -> None:
    secret = "Leading counsel's opinion of May"
    position = take(forum, reason=secret, privileged=True)
    positions.withdraw(position=position, by=None, why=secret, as_at=TODAY)
    said = Event.objects.filter(provider=forum.provider, action__startswith="position.")
    assert [one.action for one in said.order_by("number")] == [
        "position.taken", "position.withdrawn",
    ]  # fmt: skip
    assert "position taken that it does not apply; computed: it applies from" in said[1].sentence
    everything = Event.objects.filter(provider=forum.provider)
    assert not [one for one in everything if secret in f"{one.sentence} {one.data}"]
    assert audit.verify_chain(forum.provider).holds


# One stands, nothing is rewritten


def test_another_position_replaces_the_first_which_stays(forum: Platform) -> None:
    first = take(forum, reason="First")
    second = take(forum, reason="Second")
    first.refresh_from_db()
    assert second.supersedes == first
    assert first.ended_at is not None
    assert (first.reason, first.ended_why) == ("First", positions.REPLACED)
    assert list(Position.objects.standing()) == [second]


def test_withdrawn_position_cannot_be_withdrawn_again(forum: Platform) -> None:
    position = take(forum)
    with pytest.raises(Refused, match="Say why"):
        positions.withdraw(position=position, by=None, why=" ", as_at=TODAY)
    positions.withdraw(position=position, by=None, why="Ofcom has answered", as_at=TODAY)
    with pytest.raises(Refused, match="ended already"):
        positions.withdraw(position=position, by=None, why="Again", as_at=TODAY)
    assert not Position.objects.standing().exists()


def copy(position: Position, **changes: Any) -> Position:
    fields = {one.attname: getattr(position, one.attname) for one in Position._meta.fields}
    fields |= {"id": None, "supersedes_id": None, **changes}
    return Position.objects.create(**fields)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("position_one_standing_per_platform", {}),
        ("position_one_standing_per_provider", {"platform_id": None}),
        ("position_gives_a_reason", {"reason": ""}),
        ("position_reviewed_after_taken", {"review_on": TODAY}),
        ("position_chooses_a_reading_or_none", {"reading": NOW}),
        ("position_chooses_a_reading_or_none", {"kind": "chooses"}),
        ("position_day_only_where_it_applies", {"applies_from": TODAY}),
        ("position_end_says_when_and_why", {"ended_why": "x"}),
        ("position_end_says_when_and_why", {"ended_at": dt.datetime(2026, 11, 21, tzinfo=dt.UTC)}),
    ],
)
def test_database_itself_holds_the_rules(
    forum: Platform, name: str, changes: dict[str, Any]
) -> None:
    position = take(forum)
    if name == "position_one_standing_per_provider":
        copy(position, **changes)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        copy(position, **changes)


@pytest.mark.parametrize(
    "write",
    [
        lambda row: Position.objects.filter(pk=row.pk).update(reason="Other"),
        lambda row: Position.objects.filter(pk=row.pk).update(
            review_on=TODAY + dt.timedelta(days=9)
        ),
        lambda row: Position.objects.filter(pk=row.supersedes_id).update(ended_why="Other"),
        lambda row: Position.objects.filter(pk=row.pk).delete(),
    ],
)
def test_nothing_past_is_rewritten(forum: Platform, write: Callable[[Position], Any]) -> None:
    take(forum)
    second = take(forum)
    Deadline.objects.filter(position__isnull=False).delete()
    with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"), transaction.atomic():
        write(second)


def test_positions_of_a_day_and_as_known_at_a_moment(forum: Platform) -> None:
    first = take(forum, as_at=TODAY - dt.timedelta(days=400))
    between = dt.datetime.now(dt.UTC)
    second = take(forum, as_at=TODAY - dt.timedelta(days=300))
    assert list(Position.objects.standing(known_at=between)) == [first]
    assert list(Position.objects.standing(known_at=dt.datetime.now(dt.UTC))) == [second]
    assert list(Position.objects.standing(at=TODAY + dt.timedelta(days=99))) == [second]
    assert list(Position.objects.standing(at=TODAY - dt.timedelta(days=350))) == [first]
    assert not Position.objects.standing(at=TODAY - dt.timedelta(days=500)).exists()


# Who reads the reason


def test_privileged_reason_is_for_its_author_and_who_takes_positions(forum: Platform) -> None:
    provider = forum.provider
    author = factories.make_member(provider, Role.COMPLIANCE)
    position = take(forum, by=author, privileged=True, reason="Advice")
    read = {
        role: position.reason_for(Reader.of(factories.make_member(provider, role), role))
        for role in Role.values
    }
    assert read == {
        "owner": "Advice", "compliance": "Advice", "contributor": PRIVILEGED, "reader": PRIVILEGED,
    }  # fmt: skip
    assert position.reason_for(Reader.of(author, Role.READER)) == "Advice"
    assert position.reason_for(ANYBODY) == PRIVILEGED
    assert take(forum, "icu-c2", reason="Plain").reason_for(ANYBODY) == "Plain"


# To look at again


def test_review_day_is_a_date_of_ones_own_and_is_flagged(forum: Platform) -> None:
    position = take(forum, review_on=TODAY + dt.timedelta(days=7))
    date = Deadline.objects.get(position=position)
    assert (date.due_on, date.platform, date.derivation["sense"]) == (
        position.review_on, forum, "review",
    )  # fmt: skip
    assert "yours, not the law's" in date.derivation["rule"]
    assert set(flags.plan(as_at=TODAY).flags) >= {date.flags.get().pk}
    deadlines.recompute(platform=forum, as_at=TODAY, by=None)
    date.refresh_from_db()
    assert date.status == "open"


def test_review_is_met_by_taking_again_and_lapses_when_withdrawn(forum: Platform) -> None:
    first = take(forum)
    second = take(forum)
    positions.withdraw(position=second, by=None, why="Over", as_at=TODAY)
    states = dict(Deadline.objects.filter(position__in=[first, second]).values_list(
        "position", "status"
    ))  # fmt: skip
    assert states == {first.pk: "done", second.pk: "lapsed"}


def test_review_is_not_closed_like_a_duty(forum: Platform) -> None:
    date = Deadline.objects.get(position=take(forum))
    with pytest.raises(Refused, match="Take the position again"):
        deadlines.close(deadline=date, by=None, done_on=TODAY, as_at=TODAY)
    take(forum)
    date.refresh_from_db()
    with pytest.raises(Refused, match="Only a date that was marked done"):
        deadlines.reopen(deadline=date, by=None, as_at=TODAY)


def test_review_of_a_position_does_not_say_that_the_duty_was_done(forum: Platform) -> None:
    owed = Deadline.objects.get(platform=forum, obligation__requirement__slug="osa-s9-2")
    take(forum, "osa-s9-2")
    take(forum, "osa-s9-2")
    owed.refresh_from_db()
    assert owed.status == "open"


def test_look_again_when_the_computed_answer_has_changed(forum: Platform) -> None:
    position = take(forum)
    assert again(position) == ()
    exempt = {"schedule_1_paragraphs": ["4"]}
    facts.record_many(platform=forum, by=None, answers=exempt, as_at=TODAY)
    assert again(position) == (
        "The computed answer has changed: it was that it applies from 17 March 2025, "
        "and is now that it does not apply.",
    )


def again(position: Position, at: dt.date = TODAY) -> tuple[str, ...]:
    lately = computed_lately([position]).get(position.pk)
    of = fingerprints([position.requirement_id])[position.requirement_id]
    return look_again(position, lately, of, at)


def test_look_again_when_the_law_has_changed(forum: Platform) -> None:
    position = take(forum)
    versions = RequirementVersion.objects.filter(requirement=position.requirement)
    versions.update(date_note="A note on the day")
    assert again(position) == ()
    versions.update(condition={"fact": "large", "is": True})
    assert again(position) == ("The law data on this requirement has changed since it was taken.",)


def test_look_again_when_its_day_has_come(forum: Platform) -> None:
    position = take(forum)
    assert again(position, NEXT_YEAR) == ("Its review day was 21 November 2027.",)


def test_day_that_has_come_is_no_other_answer() -> None:
    day = dt.date(2027, 1, 1)
    assert Computed("applies", day).is_same(Computed("applies_from", day))
    assert not Computed("applies", day).is_same(Computed("applies", TODAY))
    assert not Computed("waits").is_same(Computed("stands_by"))


# Tasks: a position brings one, and never takes one away


def test_taken_to_apply_is_a_task_marked_as_the_positions(forum: Platform) -> None:
    assert tasks(forum, UNKNOWN) == []
    settle(forum, applies_from=dt.date(2027, 1, 1))
    (task,) = tasks(forum, UNKNOWN)
    assert (task.answer, task.by_position) == ("not_known", True)
    assert task.applies_from == dt.date(2027, 1, 1)


def test_withdrawn_the_task_goes_and_its_progress_stays(forum: Platform) -> None:
    position = settle(forum)
    (task,) = tasks(forum, UNKNOWN)
    obligations.change_progress(obligation=task, by=None, progress="in_progress", as_at=TODAY)
    positions.withdraw(position=position, by=None, why="Over", as_at=TODAY)
    assert tasks(forum, UNKNOWN) == []
    settle(forum)
    (back,) = tasks(forum, UNKNOWN)
    assert (back.pk, back.progress) == (task.pk, "in_progress")


def test_disagreeing_takes_no_task_away(forum: Platform) -> None:
    before = tasks(forum, KNOWN)
    take(forum)
    assert tasks(forum, KNOWN) == before != []
    assert not before[0].by_position


def test_disagreeing_that_it_applies_brings_a_task(forum: Platform) -> None:
    assert computed(forum, "icu-a1") == "does_not_apply"
    position = take(forum, "icu-a1", reading="applies")
    (task,) = tasks(forum, "icu-a1")
    assert (task.answer, task.by_position, task.ends_on) == ("does_not_apply", True, None)
    positions.withdraw(position=position, by=None, why="Over", as_at=TODAY)
    assert tasks(forum, "icu-a1") == []


def test_task_becomes_the_answers_own_when_it_is_known_to_apply(forum: Platform) -> None:
    settle(forum)
    told = {"risk:hate@u2u": "medium"}
    facts.record_many(platform=forum, by=None, answers=told, as_at=TODAY)
    (task,) = tasks(forum, UNKNOWN)
    assert (task.answer, task.by_position) == ("applies", False)


def test_reading_chosen_brings_the_task_that_it_comes_to(forum: Platform) -> None:
    take(forum, CONTESTED, kind="chooses", reading=LATER)
    assert tasks(forum, CONTESTED) == []
    take(forum, CONTESTED, kind="chooses", reading=NOW)
    (task,) = tasks(forum, CONTESTED)
    assert task.by_position
