"""Answers: validated whole, recorded once, never rewritten; the past can be asked again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from obligations.actions import facts, users
from obligations.actions.permissions import Denied, Refused
from obligations.law.determinations import determine_platform
from obligations.models import Event, FactValue, Obligation, Platform, Release, Role
from obligations.models.situations import Recorded
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def record(platform: Platform, answers: dict[str, Any], **more: Any) -> list[FactValue]:
    return facts.record_many(platform=platform, by=None, answers=answers, as_at=TODAY, **more)


def side(platform: Platform, day: dt.date = TODAY, known: dt.datetime | None = None) -> Any:
    return Recorded.of(platform, known).file(day)["facts"]["sides"]["u2u"]


def test_field_not_sent_is_left_alone(forum: Platform) -> None:
    before = Recorded.of(forum).file(TODAY)
    record(forum, {"has_livestreaming@u2u": True})
    after = Recorded.of(forum).file(TODAY)
    assert after["facts"]["sides"]["u2u"].pop("has_livestreaming") is True
    assert after == before


def test_null_takes_an_answer_back(forum: Platform) -> None:
    record(forum, {"uk_monthly_active_users@u2u": None})
    assert "uk_monthly_active_users" not in side(forum)


def test_same_answer_is_not_recorded_again(forum: Platform) -> None:
    rows, log = FactValue.objects.count(), Event.objects.count()
    assert record(forum, {"uk_monthly_active_users@u2u": 400, "has_hyperlinking@u2u": None}) == []
    assert (FactValue.objects.count(), Event.objects.count()) == (rows, log)


def test_answer_holds_from_its_day_on(forum: Platform) -> None:
    since = dt.date(2026, 6, 1)
    record(forum, {"uk_monthly_active_users@u2u": 900}, effective_from=since)
    assert side(forum, dt.date(2026, 5, 31))["uk_monthly_active_users"] == 400
    assert side(forum, since)["uk_monthly_active_users"] == 900


def test_undated_answer_behind_a_dated_one_is_refused(forum: Platform) -> None:
    record(forum, {"uk_monthly_active_users@u2u": 900}, effective_from=dt.date(2026, 6, 1))
    with pytest.raises(Refused) as refused:
        record(forum, {"uk_monthly_active_users@u2u": 500})
    assert "from 1 June 2026 on" in refused.value.errors["uk_monthly_active_users@u2u"][0]


def test_known_at_gives_what_was_recorded_by_then(forum: Platform) -> None:
    by_then = timezone.now()
    record(forum, {"uk_monthly_active_users@u2u": 900})
    assert side(forum, known=by_then)["uk_monthly_active_users"] == 400
    assert side(forum)["uk_monthly_active_users"] == 900


def test_unknown_name_names_the_nearest_right_one_and_writes_nothing(forum: Platform) -> None:
    rows = FactValue.objects.count()
    with pytest.raises(Refused) as refused:
        record(forum, {"has_livestreaming@u2u": True, "has_livestraeming@u2u": True})
    assert list(refused.value.errors) == ["has_livestraeming@u2u"]
    assert "has_livestreaming" in refused.value.errors["has_livestraeming@u2u"][0]
    assert FactValue.objects.count() == rows


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("uk_monthly_active_users@u2u", -1),
        ("uk_monthly_active_users@u2u", {"low": 10, "high": 5}),
        ("has_livestreaming@u2u", "perhaps"),
        ("allows_ppc_kinds@u2u", ["poetry"]),
        ("service_start_date", "2026-02-30"),
        ("risk:terrorism@u2u", "enormous"),
        ("risk:rudeness@u2u", "high"),
    ],
)
def test_value_out_of_range_is_refused_under_its_field(
    forum: Platform, key: str, value: Any
) -> None:
    with pytest.raises(Refused) as refused:
        record(forum, {key: value})
    assert list(refused.value.errors) == [key]


def test_stated_against_computed_shows_both(forum: Platform) -> None:
    with pytest.raises(Refused) as refused:
        record(forum, {"large@u2u": True})
    (text,) = refused.value.errors["large@u2u"]
    assert "it was told that it has more than 7 million monthly UK users" in text
    assert "it does not have more than 7 million" in text


def test_fact_of_a_side_needs_its_side(forum: Platform) -> None:
    with pytest.raises(Refused) as refused:
        record(forum, {"has_livestreaming": True, "usable_in_uk@u2u": True})
    assert "which side" in refused.value.errors["has_livestreaming"][0]
    assert "whole service" in refused.value.errors["usable_in_uk@u2u"][0]


def test_fact_of_the_provider_holds_for_all_its_services(forum: Platform) -> None:
    other = factories.make_forum(forum.provider)
    record(forum, {"provider_is_entity": True})
    assert Recorded.of(other).file(TODAY)["facts"]["provider_is_entity"] is True
    assert FactValue.objects.get(name="provider_is_entity").platform is None


def test_levels_of_risk_are_answers_too(forum: Platform) -> None:
    record(forum, {"risk:terrorism@u2u": "high", "children_risk:pornographic@u2u": "low"})
    assert side(forum)["risk"] == {"terrorism": "high"}
    assert side(forum)["children_risk"] == {"pornographic": "low"}


def test_recording_makes_the_obligations_follow(law: Release) -> None:
    platform = factories.make_platform()
    assert not Obligation.objects.filter(platform=platform).exists()
    record(platform, dict(factories.FORUM))
    assert Obligation.objects.filter(platform=platform, requirement__ref="ICU C1").exists()


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR])
def test_role_without_the_right_is_denied(forum: Platform, role: str) -> None:
    person = factories.make_member(forum.provider, role)
    with pytest.raises(Denied):
        facts.record_many(platform=forum, by=person, answers={}, as_at=TODAY)


def test_months_make_the_average_that_the_law_reads(law: Release) -> None:
    platform = factories.make_platform(answers={"has_user_to_user_part": True})
    months = {dt.date(2026, month, 1): (month * 100, month * 100 + 60) for month in range(5, 11)}
    users.record_months(
        platform=platform, by=None, side="u2u", months=months, method="Server log", as_at=TODAY
    )
    assert side(platform)["uk_monthly_active_users"] == {"low": 750, "high": 810}


def test_five_months_make_no_average(law: Release) -> None:
    platform = factories.make_platform(answers={"has_user_to_user_part": True})
    months = {dt.date(2026, month, 1): (100, None) for month in range(6, 11)}
    users.record_months(
        platform=platform, by=None, side="u2u", months=months, method="Server log", as_at=TODAY
    )
    assert "sides" not in Recorded.of(platform).file(TODAY)["facts"]


def test_month_that_ends_below_its_beginning_is_refused(forum: Platform) -> None:
    with pytest.raises(Refused) as refused:
        users.record_months(
            platform=forum, by=None, side="u2u", method="", as_at=TODAY,
            months={dt.date(2026, 10, 1): (9, 8), dt.date(2026, 9, 2): (1, 2)},
        )  # fmt: skip
    assert sorted(refused.value.errors) == ["2026-09-02", "2026-10-01", "method"]


@pytest.mark.parametrize("statement", ["UPDATE {} SET note = 'x'", "DELETE FROM {}"])
def test_database_refuses_to_rewrite_facts(forum: Platform, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("obligations_factvalue"))


LAST_OVER = "last_month_over_700000"


def test_answers_of_earlier_days_tell_the_last_month_over(forum: Platform) -> None:
    """The Codes' own rule: over 700,000 until six months running at or below (PCU para 5.7)."""
    day = dt.date
    record(forum, {"uk_monthly_active_users@u2u": 900_000}, effective_from=day(2026, 2, 1))
    assert LAST_OVER not in side(forum)
    record(forum, {"uk_monthly_active_users@u2u": 300_000}, effective_from=day(2026, 7, 1))
    assert side(forum)[LAST_OVER] == "2026-06-30"
    assert LAST_OVER not in side(forum, day(2026, 6, 30))
    found = determine_platform(forum, TODAY).situation
    assert found.value("over_700000_uk_users", "u2u") is True
    later = determine_platform(forum, day(2027, 1, 1)).situation
    assert later.value("over_700000_uk_users", "u2u") is False


def test_a_month_that_was_told_stands_before_what_the_record_shows(forum: Platform) -> None:
    record(forum, {"uk_monthly_active_users@u2u": 900_000}, effective_from=dt.date(2026, 2, 1))
    record(forum, {"uk_monthly_active_users@u2u": 300_000}, effective_from=dt.date(2026, 7, 1))
    record(forum, {f"{LAST_OVER}@u2u": "2026-04-30"})
    assert side(forum)[LAST_OVER] == "2026-04-30"


def test_months_tell_the_last_average_over(law: Release) -> None:
    platform = factories.make_platform(answers={"has_user_to_user_part": True})
    first = dt.date(2025, 7, 1)
    months = {first + relativedelta(months=n): (10_000_000, None) for n in range(10)}
    months |= {first + relativedelta(months=n): (1_000, 2_000) for n in range(10, 16)}
    users.record_months(
        platform=platform, by=None, side="u2u", method="counted", months=months, as_at=TODAY
    )
    told = side(platform)
    assert told["uk_monthly_active_users"] == {"low": 1_000, "high": 2_000}
    assert told["last_month_over_7000000"] == "2026-06-01"
    assert told[LAST_OVER] == "2026-10-01"


def test_the_month_that_runs_counts_in_no_average(law: Release) -> None:
    platform = factories.make_platform(answers={"has_user_to_user_part": True})
    this_month = TODAY.replace(day=1)
    months = {this_month - relativedelta(months=n): (60, 60) for n in range(1, 7)}
    users.record_months(
        platform=platform, by=None, side="u2u", method="counted",
        months=months | {this_month: (60_000_000, None)}, as_at=TODAY,
    )  # fmt: skip
    assert side(platform)["uk_monthly_active_users"] == {"low": 60, "high": 60}
    assert "last_month_over_7000000" not in side(platform)
