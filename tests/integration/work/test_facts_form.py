"""Questions about a service: what is sent is recorded, what is not sent is left alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from obligations.models import (
    Designation,
    FactValue,
    MonthlyUsers,
    Obligation,
    Platform,
    PlatformEvent,
    Provider,
)
from obligations.models.situations import Recorded
from tests import factories

pytestmark = pytest.mark.django_db
FACTS = "/services/hobby-forum/facts/"


def now(forum: Platform) -> dict[str, object]:
    facts: dict[str, object] = Recorded.of(forum).file(factories.TODAY)["facts"]
    return facts


def test_answer_is_saved_and_its_page_follows(page: Client, forum: Platform) -> None:
    sent = {"uses_volunteer_moderators": "yes", "how_known": "rota", "note": "two people"}
    answer = page.post(FACTS, sent, follow=True)
    assert answer.redirect_chain[0][0].startswith("/services/hobby-forum/changed/?since=")
    assert "One answer saved" in answer.content.decode()
    row = FactValue.objects.get(platform=forum, name="uses_volunteer_moderators")
    assert (row.value, row.how_known, row.note) == (True, "rota", "two people")
    assert row.recorded_by == forum.provider.memberships.get().user


def test_field_that_is_not_sent_is_left_alone(page: Client, forum: Platform) -> None:
    before = now(forum)
    page.post(FACTS, {"uses_volunteer_moderators": "no"})
    assert now(forum) == {**before, "uses_volunteer_moderators": False}


def test_sending_everything_unchanged_records_nothing(page: Client, forum: Platform) -> None:
    count = FactValue.objects.count()
    form = page.get(FACTS).context["form"]
    sent: dict[str, object] = {}
    for bound in form:
        value = bound.initial
        sent[bound.html_name] = "" if value is None else value
    answer = page.post(FACTS, sent, follow=True)
    assert "Nothing was different" in answer.content.decode()
    assert FactValue.objects.count() == count


def test_dont_know_yet_takes_an_answer_back(page: Client, forum: Platform) -> None:
    page.post(FACTS, {"uk_is_target_market": "unknown"})
    assert "uk_is_target_market" not in now(forum)


def test_none_of_these_is_an_answer_and_unknown_is_another(page: Client, forum: Platform) -> None:
    page.post(FACTS, {"allows_pc_kinds@u2u": ["none"]})
    assert now(forum)["sides"]["u2u"]["allows_pc_kinds"] == []
    page.post(FACTS, {"allows_pc_kinds@u2u": ["unknown"]})
    assert "allows_pc_kinds" not in now(forum)["sides"]["u2u"]


def test_none_beside_a_choice_is_refused(page: Client, forum: Platform) -> None:
    answer = page.post(FACTS, {"allows_pc_kinds@u2u": ["none", "bullying"]})
    assert answer.status_code == 400
    assert "Choose either" in answer.content.decode()


def test_range_of_users_is_kept_as_a_range(page: Client, forum: Platform) -> None:
    key = "uk_monthly_active_users@u2u"
    page.post(FACTS, {f"{key}-low": "300", f"{key}-high": "700"})
    assert now(forum)["sides"]["u2u"]["uk_monthly_active_users"] == {"low": 300, "high": 700}
    page.post(FACTS, {f"{key}-low": "800", f"{key}-high": "", f"{key}-open": "on"})
    assert now(forum)["sides"]["u2u"]["uk_monthly_active_users"] == {"low": 800, "high": None}
    page.post(FACTS, {f"{key}-low": "900", f"{key}-high": ""})
    assert now(forum)["sides"]["u2u"]["uk_monthly_active_users"] == 900


def test_range_upside_down_is_said_and_nothing_is_lost(page: Client, forum: Platform) -> None:
    key = "uk_monthly_active_users@u2u"
    sent = {f"{key}-low": "700", f"{key}-high": "300", "uses_volunteer_moderators": "yes",
            "note": "kept"}  # fmt: skip
    answer = page.post(FACTS, sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "The high end is below the low end." in text
    assert "Nothing was saved yet" in text
    assert 'value="700"' in text
    assert "kept" in text
    assert not FactValue.objects.filter(name="uses_volunteer_moderators").exists()


def test_levels_are_saved_by_kind(page: Client, forum: Platform) -> None:
    page.post(FACTS, {"risk:hate@u2u": "medium", "children_risk:bullying@u2u": "low"})
    side = now(forum)["sides"]["u2u"]
    assert side["risk"]["hate"] == "medium"
    assert side["children_risk"]["bullying"] == "low"


def test_answer_from_a_day_on_leaves_the_past(page: Client, forum: Platform) -> None:
    page.post(FACTS, {"children_can_access@u2u": "no", "effective_from": "2026-11-01"})
    was = Recorded.of(forum).file(dt.date(2026, 10, 31))["facts"]["sides"]["u2u"]
    assert was["children_can_access"] is True
    assert now(forum)["sides"]["u2u"]["children_can_access"] is False


def test_refusal_of_the_rules_stands_beside_its_question(page: Client, forum: Platform) -> None:
    page.post(FACTS, {"children_can_access@u2u": "no", "effective_from": "2026-11-01"})
    answer = page.post(FACTS, {"children_can_access@u2u": "yes"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "say since when this holds" in text
    assert 'href="#q-children_can_access@u2u"' in text


def test_answers_that_exclude_each_other_are_refused_beside_the_question(
    page: Client, forum: Platform
) -> None:
    told = {"children_can_access@u2u": "no", "uses_age_assurance_to_exclude_children@u2u": "no"}
    answer = page.post(FACTS, told)
    assert answer.status_code == 400
    for name in told:
        (said,) = answer.context["form"].errors[name]
        assert "highly effective age checks keep children out on the user-to-user side" in said
        assert "age checks are not relied on to keep children out" in said
        assert "OSA 2023 ss 35(2), 230(4)" in said
    assert now(forum)["sides"]["u2u"]["children_can_access"] is True


def test_one_topic_asks_only_its_own(page: Client, forum: Platform) -> None:
    text = page.get(f"{FACTS}?fact=uses_volunteer_moderators").content.decode()
    assert "Do unpaid people moderate?" in text
    assert "Do users have accounts?" not in text


def test_sides_are_asked_apart(page: Client, forum: Platform) -> None:
    assert "(search side)" not in page.get(FACTS).content.decode()
    page.post(FACTS, {"has_public_search_engine": "yes"})
    text = page.get(FACTS).content.decode()
    assert "(search side)" in text
    assert "(user-to-user side)" in text


def test_obligations_follow_what_was_saved(page: Client, provider: Provider) -> None:
    site = factories.make_platform(provider, "Quiet Site")
    assert not Obligation.objects.filter(platform=site).exclude(answer="stands_by").exists()
    sent = {
        "has_user_to_user_part": "yes", "has_public_search_engine": "no",
        "publishes_provider_pornographic_content": "no", "schedule_1_paragraphs": ["none"],
        "uk_is_target_market": "yes", "service_start_date": "2020-01-01",
    }  # fmt: skip
    page.post("/services/quiet-site/facts/", sent)
    assert Obligation.objects.filter(
        platform=site, requirement__slug="osa-s9-2", answer="applies"
    ).exists()


def test_register_begins_and_ends(page: Client, provider: Provider) -> None:
    site = factories.make_platform(provider, "Big Site", {"has_user_to_user_part": True})
    url = "/services/big-site/register/"
    page.post(f"{url}none/", {"none": "yes"})
    assert "is in no part of the register" in page.get(url).content.decode()
    page.post(url, {"category": "1", "since": "2026-07-10"})
    entry = Designation.objects.get(platform=site)
    assert entry.period.lower == dt.date(2026, 7, 10)
    page.post(f"{url}{entry.pk}/", {"last_day": "2026-10-31"})
    entry.refresh_from_db()
    assert entry.period.upper == dt.date(2026, 11, 1)
    again = page.post(url, {"category": "1", "since": "2026-08-01"})
    assert "already on that part of the register" in again.content.decode()


def test_event_makes_a_task_of_what_stood_by(page: Client, forum: Platform) -> None:
    standing = Obligation.objects.filter(
        provider=forum.provider, answer="stands_by", until_event="information_notice"
    )
    assert standing.exists()
    sent = {"event": "information_notice", "happened_on": "2026-11-20", "due_on": "2026-12-18"}
    page.post("/services/hobby-forum/events/new/", sent)
    assert PlatformEvent.objects.get().due_on == dt.date(2026, 12, 18)
    assert not standing.exists()


def test_event_recorded_by_mistake_is_taken_back_on_its_page(page: Client, forum: Platform) -> None:
    standing_by = Obligation.objects.filter(
        provider=forum.provider, answer="stands_by", until_event="information_notice"
    )
    address = "/services/hobby-forum/events/new/"
    page.post(address, {"event": "information_notice", "happened_on": "2026-11-20"})
    event = PlatformEvent.objects.get()
    back = reverse("platform-event-take-back", args=[forum.slug, event.pk])
    assert back in page.get(address).content.decode()
    assert not standing_by.exists()
    page.post(back)  # Without saying that it was a mistake, nothing happens.
    assert PlatformEvent.objects.standing().exists()
    page.post(back, {"mistake": "yes"})
    assert standing_by.exists()
    assert not PlatformEvent.objects.standing().exists()
    assert PlatformEvent.objects.count() == 2
    assert back not in page.get(address).content.decode()
    again = page.post(back, {"mistake": "yes", "again": "1"}, follow=True).content.decode()
    assert "This was taken back already." in again


def test_event_to_come_is_refused_beside_its_day(page: Client, forum: Platform) -> None:
    sent = {"event": "information_notice", "happened_on": "2026-11-22"}
    answer = page.post("/services/hobby-forum/events/new/", sent)
    assert answer.status_code == 400
    assert "This day has not come yet." in answer.content.decode()


def test_month_of_users_is_recorded_with_its_method(page: Client, forum: Platform) -> None:
    sent = {"side": "u2u", "month": "2026-10", "low": "380", "high": "420", "method": "log-ins"}
    page.post("/services/hobby-forum/users/", sent)
    row = MonthlyUsers.objects.get(platform=forum)
    assert (row.month, row.low, row.high) == (dt.date(2026, 10, 1), 380, 420)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [("month", "October", "Write the month as 2026-10."), ("high", "1", "The high end is below"),
     ("month", "2026-12", "This month has not come yet.")],
)  # fmt: skip
def test_month_that_cannot_be_says_why(
    page: Client, forum: Platform, field: str, value: str, reason: str
) -> None:
    sent = {"side": "u2u", "month": "2026-10", "low": "380", "high": "420", "method": "log-ins"}
    answer = page.post("/services/hobby-forum/users/", {**sent, field: value})
    assert answer.status_code == 400
    assert reason in answer.content.decode()


def test_entry_recorded_by_mistake_is_taken_back(page: Client, forum: Platform) -> None:
    url = "/services/hobby-forum/register/"
    page.post(url, {"category": "2B", "since": "2026-07-10"})
    entry = Designation.objects.get(platform=forum)
    page.post(f"{url}{entry.pk}/remove/", {"mistake": "yes"})
    assert not Designation.objects.filter(platform=forum).exists()
    assert "designation" in page.get("/changes/?action=designation.removed").content.decode()
