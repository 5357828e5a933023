"""A second save of something that changed since it was read is told, shows both, loses neither."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from obligations.actions import (
    deadlines,
    designations,
    facts,
    members,
    obligations,
    platforms,
    positions,
    scenarios,
)
from obligations.models import (
    Deadline,
    FactValue,
    Membership,
    Obligation,
    Platform,
    Position,
    Provider,
    Role,
    User,
)
from obligations.models.situations import Recorded
from tests import factories

TODAY = factories.TODAY


@pytest.fixture
def kit(provider: Provider) -> User:
    member = factories.make_member(provider, Role.COMPLIANCE)
    User.objects.filter(pk=member.pk).update(name="Kit")
    member.refresh_from_db()
    return member


def seen(page: Client, address: str, action: str = "") -> str:
    """The fingerprint in the form with that action (the first where none is named)."""
    text = page.get(address).content.decode()
    found = re.search(rf'action="{re.escape(action)}.*?name="seen" value="([^"]*)"', text, re.S)
    assert found, "the form carries no fingerprint"
    return html.unescape(found[1])


def next_seen(response: object) -> str:
    text = response.content.decode()  # type: ignore[attr-defined]  # a Django response
    found = re.search(r'name="seen" value="([^"]*)"', text)
    assert found
    return html.unescape(found[1])


def test_note_shows_both_and_is_saved_knowingly(
    page: Client, task: Obligation, owner: User, kit: User
) -> None:
    detail = reverse("obligation-detail", args=[task.pk])
    address = reverse("obligation-note", args=[task.pk])
    carried = seen(page, detail, address)
    obligations.write_note(obligation=task, by=kit, note="Kit asked Ofcom.")
    told = page.post(address, {"note": "Robin wrote to counsel.", "seen": carried})
    assert told.status_code == 409
    text = told.content.decode()
    assert "Kit asked Ofcom." in text
    assert "Robin wrote to counsel." in text
    assert "By Kit, " in text
    task.refresh_from_db()
    assert task.note == "Kit asked Ofcom."
    again = page.post(address, {"note": "Robin wrote to counsel.", "seen": next_seen(told)})
    assert again.status_code == 302
    task.refresh_from_db()
    assert task.note == "Robin wrote to counsel."


def test_what_another_changed_elsewhere_is_no_conflict(
    page: Client, task: Obligation, kit: User
) -> None:
    address = reverse("obligation-note", args=[task.pk])
    carried = seen(page, reverse("obligation-detail", args=[task.pk]), address)
    obligations.change_progress(obligation=task, by=kit, progress="in_progress", as_at=TODAY)
    assert page.post(address, {"note": "Mine.", "seen": carried}).status_code == 302


@pytest.mark.parametrize("which", ["assess", "assign", "progress"])
def test_each_form_of_a_task_tells(
    page: Client, task: Obligation, kit: User, owner: User, which: str
) -> None:
    address = reverse(f"obligation-{which}", args=[task.pk])
    carried = seen(page, reverse("obligation-detail", args=[task.pk]), address)
    match which:
        case "assess":
            obligations.assess(
                obligation=task, by=kit, result="partly", assessed_on=TODAY, as_at=TODAY,
                how_checked="Read the terms.",
            )  # fmt: skip
            sent, theirs = {"result": "not_in_place"}, "Read the terms."
        case "assign":
            obligations.assign(obligation=task, by=kit, owner=kit)
            sent, theirs = {"owner": str(owner.pk)}, "Kit"
        case _:
            obligations.change_progress(obligation=task, by=kit, progress="in_review", as_at=TODAY)
            sent, theirs = {"progress": "to_do"}, "In review"
    told = page.post(address, {**sent, "seen": carried})
    assert told.status_code == 409
    assert theirs in told.content.decode()
    assert page.post(address, {**sent, "seen": next_seen(told)}).status_code == 302


def test_facts_keep_what_another_answered_and_tell_where_both_did(
    page: Client, forum: Platform, kit: User
) -> None:
    address = reverse("platform-facts", args=[forum.slug])
    carried = seen(page, address)
    facts.record_many(
        platform=forum, by=kit, as_at=TODAY,
        answers={"uk_is_target_market": False, "children_can_access@u2u": False},
    )  # fmt: skip
    sent = {
        "uk_is_target_market": "yes",  # As the page showed it.
        "children_can_access@u2u": "unknown",  # Another answer than either.
        "how_known": "Asked around.",
        "seen": carried,
    }
    told = page.post(address, sent)
    assert told.status_code == 409
    text = told.content.decode()
    assert 'name="children_can_access@u2u" value="unknown" id' in text
    assert 'type="hidden" name="how_known" value="Asked around."' in text
    assert "By Kit, " in text
    assert not FactValue.objects.filter(how_known="Asked around.").exists()
    assert page.post(address, {**sent, "seen": next_seen(told)}).status_code == 302
    (saved,) = FactValue.objects.filter(how_known="Asked around.")
    assert (saved.name, saved.value) == ("children_can_access", None)
    assert Recorded.of(forum).file(TODAY)["facts"]["uk_is_target_market"] is False


def test_name_and_description_of_a_service(page: Client, forum: Platform, kit: User) -> None:
    address = reverse("platform-edit", args=[forum.slug])
    carried = next_seen(page.get(address))
    platforms.change(platform=forum, by=kit, description="A forum about kites.")
    sent = {"name": "Hobby Forum", "description": "A forum about trains.", "url": ""}
    told = page.post(address, {**sent, "seen": carried})
    assert told.status_code == 409
    assert "A forum about kites." in told.content.decode()
    assert page.post(address, {**sent, "seen": next_seen(told)}).status_code == 302


def test_position_tells_of_one_taken_meanwhile(page: Client, forum: Platform, kit: User) -> None:
    address = reverse("position-take", args=[forum.slug, "osa-s9-2"])
    carried = seen(page, reverse("platform-why", args=[forum.slug, "osa-s9-2"]), address)
    positions.take(
        platform=forum, requirement="osa-s9-2", by=kit, kind="disagrees",
        reading="does_not_apply", reason="Kit thinks not.", as_at=TODAY,
    )  # fmt: skip
    sent = {
        "reading": "does_not_apply", "reason": "Robin thinks so too.", "review_on": "2027-11-01",
    }  # fmt: skip
    told = page.post(address, {**sent, "seen": carried})
    assert told.status_code == 409
    assert "Kit thinks not." in told.content.decode()
    assert Position.objects.standing().get().reason == "Kit thinks not."
    assert page.post(address, {**sent, "seen": next_seen(told)}).status_code == 302
    assert Position.objects.standing().get().reason == "Robin thinks so too."


def test_scenario_of_one_s_own_in_two_windows(page: Client, forum: Platform, owner: User) -> None:
    row = scenarios.save(
        platform=forum, by=owner, name="Growth", as_at=TODAY,
        changes={"uk_monthly_active_users@u2u": 900},
    )  # fmt: skip
    address = reverse("scenario-edit", args=[forum.slug, row.pk])
    carried = seen(page, reverse("scenario-detail", args=[forum.slug, row.pk]), address)
    assert page.post(address, {"name": "Growth 2", "seen": carried}).status_code == 302
    told = page.post(address, {"name": "Growth 3", "seen": carried})
    assert told.status_code == 409
    assert "Growth 2" in told.content.decode()


def test_an_entry_on_the_register_appealed_and_ended_meanwhile(
    page: Client, forum: Platform, kit: User
) -> None:
    entry = designations.begin(
        platform=forum, by=kit, category="1", since=dt.date(2026, 9, 1), as_at=TODAY
    )
    register = reverse("platform-register", args=[forum.slug])
    appeal, end = (
        reverse(f"platform-register-{which}", args=[forum.slug, entry.pk])
        for which in ("appeal", "end")
    )
    carried = {address: seen(page, register, address) for address in (appeal, end)}
    designations.appeal(designation=entry, by=kit, appealed_on=dt.date(2026, 9, 20), as_at=TODAY)
    designations.end(designation=entry, by=kit, last_day=dt.date(2026, 10, 31), as_at=TODAY)
    for address, sent, theirs in (
        (appeal, {"appealed_on": "2026-09-25"}, "20 September 2026"),
        (end, {"last_day": "2026-10-15"}, "31 October 2026"),
    ):
        told = page.post(address, {**sent, "seen": carried[address]})
        assert told.status_code == 409
        assert theirs in told.content.decode()
        assert page.post(address, {**sent, "seen": next_seen(told)}).status_code == 302


def test_a_date_closed_by_both_shows_both(page: Client, day: Deadline, kit: User) -> None:
    deadlines.close(deadline=day, by=kit, done_on=TODAY, as_at=TODAY, note="In the shared folder.")
    told = page.post(
        reverse("deadline-close", args=[day.pk]),
        {"done_on": "2026-11-20", "note": "In my drawer."}, follow=True,
    ).content.decode()  # fmt: skip
    assert "Kit said that it was done on 21 November 2026. In the shared folder." in told
    assert "Yours was not saved: done on 20 November 2026. In my drawer." in told


def test_a_role_changed_meanwhile_is_told_and_not_replaced(page: Client, forum: Platform) -> None:
    member = factories.make_member(forum.provider, Role.READER)
    membership = Membership.objects.get(user=member)
    members.change_role(membership=membership, by=None, role=Role.COMPLIANCE)
    sent = {"role": "contributor", "seen": "reader"}
    told = page.post(f"/members/{membership.pk}/", sent, follow=True).content.decode()
    assert "by now" in told
    assert "Nothing was changed; choose again if you still want it." in told
    membership.refresh_from_db()
    assert membership.role == Role.COMPLIANCE
    page.post(f"/members/{membership.pk}/", sent | {"seen": "compliance"})
    membership.refresh_from_db()
    assert membership.role == Role.CONTRIBUTOR
