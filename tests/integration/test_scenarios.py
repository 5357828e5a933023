"""Scenarios: kept, private until shared, decided about, launched; and the gate before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from obligations.actions import launches, scenarios
from obligations.actions.permissions import Denied, Refused
from obligations.models import (
    ChangeDecision,
    Deadline,
    Event,
    FactValue,
    Platform,
    PlatformEvent,
    Role,
    Scenario,
    User,
)
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
LAUNCH = dt.date(2026, 12, 14)
MESSAGES = {"has_direct_messaging@u2u": True}


@pytest.fixture
def boss(forum: Platform) -> User:
    return factories.make_member(forum.provider, Role.COMPLIANCE)


def saved(forum: Platform, by: User | None, **more: Any) -> Scenario:
    told = {"name": "Messages", "changes": MESSAGES, "as_at": TODAY} | more
    return scenarios.save(platform=forum, by=by, **told)


def decided(scenario: Scenario, by: User, significant: bool, because: str = "") -> ChangeDecision:
    return launches.decide(
        platform=scenario.platform, by=by, what="Adding direct messages", significant=significant,
        because=because, as_at=TODAY, planned_for=LAUNCH, scenario=scenario,
    )  # fmt: skip


def launched(scenario: Scenario, by: User, **more: Any) -> Scenario:
    told: dict[str, Any] = {"on": LAUNCH, "as_at": TODAY, "done": {}} | more
    return launches.launch(scenario=scenario, by=by, **told)


def last_sentence(forum: Platform) -> str:
    return Event.objects.filter(provider=forum.provider).order_by("-number")[0].sentence


def test_private_scenario_is_seen_by_its_author_alone_and_the_log_does_not_name_it(
    forum: Platform, boss: User
) -> None:
    other = factories.make_member(forum.provider, Role.OWNER)
    row = saved(forum, boss)
    assert list(Scenario.objects.visible_to(boss)) == [row]
    assert not Scenario.objects.visible_to(other).exists()
    event = Event.objects.filter(provider=forum.provider).order_by("-number")[0]
    assert event.sentence == "Forum: a private scenario saved."
    assert "Messages" not in str(event.data)


def test_shared_scenario_is_seen_inside_the_provider_only(forum: Platform, boss: User) -> None:
    other = factories.make_member(forum.provider, Role.READER)
    row = saved(forum, boss)
    scenarios.change(
        scenario=row, by=boss, name="Messages", changes=MESSAGES, as_at=TODAY, shared=True
    )
    assert list(Scenario.objects.visible_to(other)) == [row]
    assert not Scenario.objects.visible_to(factories.make_user()).exists()
    assert last_sentence(forum) == "Forum: scenario “Messages” shared inside the provider."


def test_only_its_author_changes_or_deletes_a_scenario(forum: Platform, boss: User) -> None:
    other = factories.make_member(forum.provider, Role.OWNER)
    row = saved(forum, boss, shared=True)
    with pytest.raises(Denied):
        scenarios.delete(scenario=row, by=other)
    scenarios.delete(scenario=row, by=boss)
    assert not Scenario.objects.exists()


def test_reader_keeps_nothing(forum: Platform) -> None:
    with pytest.raises(Denied):
        saved(forum, factories.make_member(forum.provider, Role.READER))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"name": " "}, "name"),
        ({"changes": {}}, ""),
        ({"changes": {"has_direct_mesaging": True}}, ""),
        ({"planned_for": dt.date(2026, 1, 1)}, "planned_for"),
    ],
)
def test_save_refuses_what_cannot_be_tried(
    forum: Platform, boss: User, told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as caught:
        saved(forum, boss, **told)
    assert list(caught.value.errors) == [field]


def test_not_significant_needs_a_reason_and_is_recorded_with_it(
    forum: Platform, boss: User
) -> None:
    row = saved(forum, boss)
    with pytest.raises(Refused) as caught:
        decided(row, boss, significant=False)
    assert caught.value.errors == {"because": ["Say why the change is not significant."]}
    decided(row, boss, significant=False, because="Moderators alone can use it.")
    assert last_sentence(forum) == (
        "Forum: Adding direct messages: not a significant change, because Moderators alone can "
        "use it."
    )
    assert not PlatformEvent.objects.filter(event="significant_change").exists()


def test_database_keeps_no_insignificance_without_a_reason(forum: Platform) -> None:
    with (
        pytest.raises(IntegrityError, match="change_not_significant_says_why"),
        transaction.atomic(),
    ):
        ChangeDecision.objects.create(
            provider=forum.provider, platform=forum, what="X", significant=False
        )


def test_significant_change_records_the_event_so_that_clocks_follow(
    forum: Platform, boss: User
) -> None:
    decided(saved(forum, boss), boss, significant=True)
    found = Deadline.objects.open().filter(platform=forum, key__contains="significant_change")
    due = {row.requirement.ref: row.due_on for row in found if row.requirement}
    assert due["OSA 2023 s 9(4)"] == LAUNCH - dt.timedelta(1)
    assert due["OSA 2023 s 11(4)"] == LAUNCH - dt.timedelta(1)


def test_launch_needs_a_decision_first(forum: Platform, boss: User) -> None:
    with pytest.raises(Refused, match="First say whether the change is a significant one"):
        launched(saved(forum, boss), boss)


def test_launch_of_a_significant_change_is_refused_until_assessments_are_done(
    forum: Platform, boss: User
) -> None:
    row = saved(forum, boss)
    decided(row, boss, significant=True)
    with pytest.raises(Refused) as caught:
        launched(row, boss, done={"osa-s9-4": TODAY})
    assert list(caught.value.errors) == ["done:osa-s11-4"]
    with pytest.raises(Refused) as caught:
        launched(row, boss, on=TODAY - dt.timedelta(1), done={"osa-s9-4": TODAY})
    assert caught.value.errors["done:osa-s9-4"] == [
        "21 November 2026 is after the launch: it must come before the change."
    ]
    assert not FactValue.objects.filter(name="has_direct_messaging", value=True).exists()


def test_launch_turns_changes_into_facts_from_that_day_and_closes_the_dates(
    forum: Platform, boss: User
) -> None:
    row = saved(forum, boss)
    decided(row, boss, significant=True)
    launched(row, boss, done={"osa-s9-4": TODAY, "osa-s11-4": TODAY})
    fact = FactValue.objects.get(platform=forum, name="has_direct_messaging")
    assert (fact.value, fact.effective_from) == (True, LAUNCH)
    assert fact.note == "From scenario “Messages”."
    assert fact.recorded_by == boss
    closed = Deadline.objects.filter(platform=forum, key__startswith="osa-s9-4:significant_change")
    assert [each.status for each in closed] == ["done"]
    row.refresh_from_db()
    assert (row.launched_on, row.launched_by, row.launched_anyway) == (LAUNCH, boss, "")
    assert last_sentence(forum) == "Forum: scenario “Messages” launched on 14 December 2026."


def test_launch_all_the_same_keeps_the_reason(forum: Platform, boss: User) -> None:
    row = saved(forum, boss)
    decided(row, boss, significant=True)
    launched(row, boss, anyway="It went live by mistake.")
    row.refresh_from_db()
    assert row.launched_anyway == "It went live by mistake."
    assert last_sentence(forum) == (
        "Forum: scenario “Messages” launched on 14 December 2026 before every assessment was "
        "carried out, because It went live by mistake."
    )


def test_launched_scenario_stays_as_it_was(forum: Platform, boss: User) -> None:
    row = saved(forum, boss)
    decided(row, boss, significant=False, because="Nobody uses it.")
    launched(row, boss)
    for act in (
        lambda: scenarios.delete(scenario=row, by=boss),
        lambda: launched(row, boss),
        lambda: scenarios.change(scenario=row, by=boss, name="B", changes=MESSAGES, as_at=TODAY),
    ):
        with pytest.raises(Refused, match="was launched"):
            act()


def test_becoming_child_accessed_is_recorded_from_the_day_it_was_assessed(boss: User) -> None:
    forum = factories.make_forum(
        factories.make_provider(), children_can_access__u2u=False,
        uses_age_assurance_to_exclude_children__u2u=True,
        kind_likely_to_attract_significant_child_users__u2u=True,
    )  # fmt: skip
    owner = factories.make_member(forum.provider, Role.OWNER)
    row = saved(forum, owner, changes={"children_can_access@u2u": True})
    decided(row, owner, significant=True)
    launched(row, owner, done={"osa-s9-4": TODAY, "osa-s36-4-a": dt.date(2026, 11, 20)})
    found = FactValue.objects.get(platform=forum, name="child_access_found_on")
    assert found.value == "2026-11-20"


def test_register_entry_is_no_launch(forum: Platform, boss: User) -> None:
    row = saved(forum, boss, changes={"designated_categories": ["1"]})
    decided(row, boss, significant=False, because="Ofcom's act.")
    with pytest.raises(Refused, match="record the entry once it is made"):
        launched(row, boss)


def test_scenario_that_a_newer_release_does_not_know_is_refused_in_words(
    forum: Platform, boss: User
) -> None:
    row = saved(forum, boss)
    Scenario.objects.filter(pk=row.pk).update(changes={"has_telepathy@u2u": True})
    decided(row, boss, significant=False, because="Gone.")
    with pytest.raises(Refused, match="no such fact: 'has_telepathy'"):
        launched(row, boss)
