"""Ofcom's register, events, and what was known of them at a moment."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from obligations.actions import designations, platform_events
from obligations.actions.permissions import Refused
from obligations.models import Designation, Obligation, Platform, PlatformEvent
from obligations.models.situations import Recorded
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
JULY = dt.date(2026, 7, 10)


@pytest.fixture(scope="module")
def kept_platform(kept: None) -> int:
    return factories.make_platform(answers={"has_user_to_user_part": True}).pk


@pytest.fixture
def platform(kept_platform: int, db: None) -> Platform:
    return Platform.objects.select_related("provider").get(pk=kept_platform)


def test_unknown_and_none_are_not_the_same(platform: Platform) -> None:
    assert "designations" not in Recorded.of(platform).file(TODAY)
    designations.say_none(platform=platform, by=None, as_at=TODAY)
    assert Recorded.of(platform).file(TODAY)["designations"] == []
    designations.say_none(platform=platform, by=None, as_at=TODAY, none=False)
    assert "designations" not in Recorded.of(platform).file(TODAY)


def test_none_is_refused_while_on_the_register(platform: Platform) -> None:
    designations.begin(platform=platform, by=None, category="2B", since=JULY, as_at=TODAY)
    with pytest.raises(Refused, match="Category 2B"):
        designations.say_none(platform=platform, by=None, as_at=TODAY)


def test_second_entry_in_the_same_part_is_refused(platform: Platform) -> None:
    designations.begin(platform=platform, by=None, category="1", since=JULY, as_at=TODAY)
    designations.begin(platform=platform, by=None, category="2B", since=JULY, as_at=TODAY)
    with pytest.raises(Refused, match="already on that part"):
        designations.begin(platform=platform, by=None, category="1", since=TODAY, as_at=TODAY)


def test_database_itself_refuses_overlapping_entries(platform: Platform) -> None:
    row = {"provider": platform.provider, "platform": platform, "category": "1"}
    Designation.objects.create(period=DateRange(JULY, None), **row)
    with pytest.raises(IntegrityError, match="does_not_overlap"), transaction.atomic():
        Designation.objects.create(period=DateRange(TODAY, None), **row)


def test_end_before_the_beginning_is_refused(platform: Platform) -> None:
    entry = designations.begin(platform=platform, by=None, category="1", since=JULY, as_at=TODAY)
    with pytest.raises(Refused, match="10 July 2026"):
        designations.end(
            designation=entry, by=None, last_day=JULY - dt.timedelta(days=1), as_at=TODAY
        )


def test_notice_turns_what_stood_by_into_a_task(platform: Platform) -> None:
    duty = Obligation.objects.get(requirement__ref="OSA 2023 s 102(8)(a)")
    assert duty.answer == "stands_by"
    platform_events.record_event(
        platform=platform, by=None, event="information_notice", happened_on=TODAY, as_at=TODAY,
        due_on=TODAY + dt.timedelta(days=28),
    )  # fmt: skip
    duty.refresh_from_db()
    assert duty.answer == "applies"


def test_event_taken_back_never_happened(platform: Platform) -> None:
    row = platform_events.record_event(
        platform=platform, by=None, event="information_notice", happened_on=TODAY, as_at=TODAY
    )
    platform_events.take_back(event=row, by=None, as_at=TODAY, why="It was for somebody else")
    assert Recorded.of(platform).file(TODAY)["events"] == []
    duty = Obligation.objects.get(requirement__ref="OSA 2023 s 102(8)(a)")
    assert duty.answer == "stands_by"
    assert PlatformEvent.objects.count() == 2
    with pytest.raises(Refused, match="taken back already"):
        platform_events.take_back(event=row, by=None, as_at=TODAY)


def test_event_of_the_provider_concerns_all_its_services(platform: Platform) -> None:
    other = factories.make_platform(platform.provider)
    platform_events.record_event(
        platform=platform, by=None, event="information_notice", happened_on=TODAY, as_at=TODAY
    )
    assert [event["event"] for event in Recorded.of(other).file(TODAY)["events"]] == [
        "information_notice"
    ]


def test_hour_is_kept_as_london_shows_it(platform: Platform) -> None:
    moment = dt.datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    platform_events.record_event(
        platform=platform, by=None, event="csea_content_detected", happened_on=moment.date(),
        happened_at=moment, as_at=TODAY,
    )  # fmt: skip
    (event,) = Recorded.of(platform).file(TODAY)["events"]
    assert event["on"] == moment
    assert event["on"].date() == dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("event", {"event": "party"}),
        ("event", {"event": "register_first_published"}),
        ("happened_on", {"happened_on": TODAY + dt.timedelta(days=1)}),
        ("due_on", {"due_on": TODAY - dt.timedelta(days=1)}),
        ("happened_at", {"happened_at": dt.datetime(2026, 11, 21, 9, 0)}),
    ],
)
def test_event_that_cannot_be_is_refused_under_its_field(
    platform: Platform, field: str, told: dict[str, object]
) -> None:
    usual = {"event": "information_notice", "happened_on": TODAY}
    with pytest.raises(Refused) as refused:
        platform_events.record_event(platform=platform, by=None, as_at=TODAY, **{**usual, **told})
    assert list(refused.value.errors) == [field]


def test_change_may_be_planned_ahead(platform: Platform) -> None:
    day = TODAY + dt.timedelta(days=60)
    platform_events.record_event(
        platform=platform, by=None, event="significant_change", happened_on=day, as_at=TODAY
    )
    assert Recorded.of(platform).file(TODAY)["events"] == []
    assert len(Recorded.of(platform).file(day)["events"]) == 1
