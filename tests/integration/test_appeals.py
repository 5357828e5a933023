"""An appeal against the register: answers and tasks say so, dates pause, and run again after it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from obligations.actions import deadlines, designations, flags, platform_events
from obligations.actions.permissions import Refused
from obligations.models import Deadline, Designation, Flag, Obligation, Platform
from obligations.models.situations import Recorded
from tests import factories
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

D = dt.date
ENTERED, APPEALED, HEARD = D(2026, 10, 10), D(2026, 10, 20), D(2026, 11, 21)
DUE = D(2027, 1, 20)


@pytest.fixture(scope="module")
def kept_entry(kept: None) -> int:
    """A service in Category 1 that has been asked for its transparency report (s 77)."""
    platform = factories.make_forum(was_part_4b_video_sharing_platform=False)
    platform_events.record_event(
        platform=platform, by=None, event="transparency_notice", happened_on=D(2026, 10, 15),
        due_on=DUE, as_at=TODAY,
    )  # fmt: skip
    return designations.begin(
        platform=platform, by=None, category="1", since=ENTERED, as_at=TODAY
    ).pk


@pytest.fixture
def entry(kept_entry: int, db: None) -> Designation:
    return Designation.objects.select_related("platform__provider").get(pk=kept_entry)


def appeal(entry: Designation, ended_on: D | None = None) -> Platform:
    designations.appeal(
        designation=entry, by=None, appealed_on=APPEALED, ended_on=ended_on, as_at=TODAY
    )
    return entry.platform


def categorised(platform: Platform) -> Obligation:
    return Obligation.objects.get(platform=platform, requirement__slug="osa-s22-4-a")


def test_tasks_of_the_category_alone_say_so_and_others_do_not(entry: Designation) -> None:
    platform = appeal(entry)
    task = categorised(platform)
    assert (task.answer, task.suspended) == ("applies", True)
    assert "appeal of 20 October 2026" in task.because[-1]
    assert not Obligation.objects.get(platform=platform, requirement__slug="osa-s9-2").suspended
    assert Recorded.of(platform).file(TODAY)["designations"][0]["appealed"] == APPEALED


def report(entry: Designation) -> Deadline:
    """The day in the transparency notice, which only the categories bring."""
    return Deadline.objects.get(
        provider=entry.provider, requirement__slug="osa-s77-3-c", key__startswith="osa-s77-3-c:"
    )


def test_dates_pause_with_the_reason_and_no_flag_is_raised(entry: Designation) -> None:
    assert (report(entry).status, report(entry).due_on) == ("open", DUE)
    appeal(entry)
    row = report(entry)
    assert (row.status, row.due_on) == ("paused", DUE)
    assert "appeal of 20 October 2026" in row.derivation["paused"]
    flags.plan(as_at=DUE)
    assert not Flag.objects.filter(deadline=row).exists()
    assert Flag.objects.filter(provider=entry.provider).exists()
    assert row not in Deadline.objects.open()


def test_after_the_appeal_the_dates_run_again_and_say_what_was_between(
    entry: Designation,
) -> None:
    appeal(entry)
    appeal(entry, ended_on=HEARD)
    assert not categorised(entry.platform).suspended
    row = report(entry)
    assert (row.status, row.due_on) == ("open", DUE)
    assert row.derivation["appeal"] == (
        "From 20 October 2026 to 20 November 2026 it need not be complied with, because an appeal "
        "was pending. The Act does not say that this stops the count."
    )
    assert "paused" not in row.derivation
    flags.plan(as_at=DUE)
    assert Flag.objects.filter(deadline=row).exists()


def test_a_paused_date_can_be_marked_done(entry: Designation) -> None:
    appeal(entry)
    closed = deadlines.close(deadline=report(entry), by=None, done_on=TODAY, as_at=TODAY)
    assert closed.status == "done"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"appealed_on": ENTERED - dt.timedelta(days=1)}, "after that day"),
        ({"appealed_on": None, "ended_on": HEARD}, "on which day the appeal was made"),
        ({"appealed_on": APPEALED, "ended_on": ENTERED}, "ended before it was made"),
    ],
)
def test_days_that_cannot_be_are_refused(
    entry: Designation, days: dict[str, D | None], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        designations.appeal(designation=entry, by=None, as_at=TODAY, **days)  # type: ignore[arg-type]


def test_database_itself_refuses_an_appeal_that_ends_before_it_began(entry: Designation) -> None:
    rows = Designation.objects.filter(pk=entry.pk)
    with pytest.raises(IntegrityError, match="appeal_ends_after_it_began"), transaction.atomic():
        rows.update(appealed_on=HEARD, appeal_ended_on=APPEALED)
    with pytest.raises(IntegrityError, match="appeal_that_ended_was_made"), transaction.atomic():
        rows.update(appeal_ended_on=APPEALED)


def test_pages_say_so_and_the_form_records_it(entry: Designation, client: Client) -> None:
    platform = entry.platform
    client.force_login(factories.make_member(platform.provider, "compliance"))
    url = reverse("platform-register-appeal", args=[platform.slug, entry.pk])
    client.post(url, {"appealed_on": "2026-10-20", "ended_on": ""})
    page = client.get(reverse("platform-register", args=[platform.slug]))
    assert "Appealed against on 20 October 2026" in page.content.decode()
    words = "need not be complied with while the appeal is pending"
    task = categorised(platform)
    for address in (
        reverse("obligation-detail", args=[task.pk]),
        reverse("platform-why", args=[platform.slug, "osa-s22-4-a"]),
        reverse("platform-answers", args=[platform.slug]) + "?suspended=yes",
        reverse("platform-detail", args=[platform.slug]),
    ):
        assert words in client.get(address).content.decode(), address
    dates = client.get(reverse("deadline-list"), {"status": "paused"}).content.decode()
    assert "Paused while an appeal is pending" in dates
    refused = client.post(url, {"appealed_on": "", "ended_on": "2026-10-21"}, follow=True)
    assert "Say on which day the appeal was made" in refused.content.decode()


def test_sentence_and_list_count_the_same(entry: Designation, client: Client) -> None:
    platform = appeal(entry)
    client.force_login(factories.make_member(platform.provider, "reader"))
    page = client.get(reverse("platform-detail", args=[platform.slug])).content.decode()
    number = page.partition(" requirements</a> need not be complied with")[0].rpartition(">")[2]
    url = reverse("platform-answers", args=[platform.slug])
    listed = client.get(url, {"answer": "applies", "suspended": "yes", "counted": "yes"})
    assert listed.context["count"] == int(number)
    duties = client.get(
        url, {"answer": "applies", "suspended": "no", "kind": "duty", "counted": "yes"}
    )
    assert f">{duties.context['count']} duties</a>" in page
