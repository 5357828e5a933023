"""Whose a task is: somebody who can do it, who is told, or nobody; also when people leave."""

from __future__ import annotations

from importlib import import_module
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from obligations.actions import assignments, members, notifications, obligations
from obligations.actions.permissions import Refused
from obligations.models import (
    Event,
    Membership,
    Notification,
    Obligation,
    Platform,
    Provider,
    Role,
    User,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(provider: Provider) -> User:
    return factories.make_member(provider, Role.CONTRIBUTOR)


def seat(provider: Provider, user: User) -> Membership:
    return Membership.objects.get(provider=provider, user=user)


def some(forum: Platform, count: int) -> list[Obligation]:
    return list(Obligation.objects.filter(platform=forum).tasks()[:count])


def give(rows: list[Obligation], to: User | None, by: User | None) -> None:
    for row in rows:
        obligations.assign(obligation=row, by=by, owner=to)


def send() -> None:
    notifications.deliver(now=timezone.now() + assignments.GATHERED)


def screen(user: User, url: str = "/dashboard/") -> str:
    client = Client()
    client.force_login(user)
    return client.get(url).content.decode()


def test_only_who_can_do_it_is_offered(page: Client, task: Obligation, sam: User) -> None:
    reader = factories.make_member(task.provider, Role.READER)
    away = factories.make_member(task.provider, Role.OWNER)
    User.objects.filter(pk=away.pk).update(is_active=False)
    offered = page.get(f"/tasks/{task.pk}/").content.decode()
    assert sam.email in offered
    assert reader.email not in offered
    assert away.email not in offered
    for cannot in (reader, away):
        assert page.post(f"/tasks/{task.pk}/assign/", {"owner": cannot.pk}).status_code == 400
        with pytest.raises(Refused, match="cannot work on tasks"):
            obligations.assign(obligation=task, by=None, owner=cannot)


def test_owner_whose_account_was_closed_still_shows_on_the_task(
    page: Client, task: Obligation, sam: User
) -> None:
    give([task], sam, None)
    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert f'<option value="{sam.pk}" selected>' in page.get(f"/tasks/{task.pk}/").content.decode()


def test_person_is_told_once_of_all_that_was_given(forum: Platform, owner: User, sam: User) -> None:
    rows = some(forum, 3)
    give(rows, sam, owner)
    notifications.deliver(now=timezone.now())
    assert mail.outbox == [], "more may follow within the minute"
    send()
    (message,) = mail.outbox
    assert message.to == [sam.email]
    assert message.subject.startswith("Yours now: 3 tasks, the first: ")
    assert f"Given to you by {owner}" in message.body
    for row in rows:
        assert row.requirement.title in message.body
        assert f"/tasks/{row.pk}/" in message.body
    assert "/account/messages/" in message.body
    send()
    assert len(mail.outbox) == 1


def test_nobody_is_told_of_what_they_took_or_lost_again(
    forum: Platform, owner: User, sam: User
) -> None:
    mine, lost = some(forum, 2)
    give([mine], owner, owner)
    give([lost], sam, owner)
    give([lost], None, owner)
    send()
    assert mail.outbox == []
    assert not Notification.objects.exists()


def test_dashboard_says_what_is_yours_and_from_whom(
    forum: Platform, task: Obligation, owner: User, sam: User
) -> None:
    assert 'id="yours"' not in screen(sam)
    give([task], sam, owner)
    shown = screen(sam)
    assert "1 task" in shown
    assert f"/tasks/?owner={quote(sam.email)}" in shown
    assert f"Given to you by {owner} on " in shown
    assert 'id="yours"' not in screen(owner)
    obligations.complete(
        obligation=task,
        by=None,
        done_on=factories.TODAY,
        how_checked="Read",
        all_covered=True,
        as_at=factories.TODAY,
    )
    assert 'id="yours"' not in screen(sam)


def test_who_wants_no_mail_is_told_on_the_dashboard_alone(
    task: Obligation, owner: User, sam: User
) -> None:
    client = Client()
    client.force_login(sam)
    said = {"name": "Sam", "dates_by_mail": "own"}
    assert "Saved." in client.post("/account/messages/", said, follow=True).content.decode()
    sam.refresh_from_db()
    assert (str(sam), sam.work_by_mail, sam.dates_by_mail) == ("Sam", False, "own")
    give([task], sam, owner)
    send()
    assert mail.outbox == []
    assert "Given to you by" in screen(sam)


def test_who_leaves_hands_over_in_the_same_act(
    page: Client, forum: Platform, owner: User, sam: User
) -> None:
    rows, provider = some(forum, 2), forum.provider
    give(rows, sam, None)
    kim = factories.make_member(provider, Role.COMPLIANCE)
    url = f"/members/{seat(provider, sam).pk}/end/"
    asked = page.get(url).content.decode()
    assert "2 tasks are theirs" in asked
    assert all(escape(row.requirement.title) in asked for row in rows)
    assert f'value="{sam.pk}"' not in asked, "nothing can stay with who leaves"
    before = Event.objects.count()
    page.post(url, {"owner": kim.pk})
    assert not Membership.objects.filter(provider=provider, user=sam).exists()
    assert set(kim.obligations.all()) == set(rows)
    event = Event.objects.order_by("-pk")[0]
    assert Event.objects.count() == before + 1
    assert event.sentence == f"{sam} left {provider}. 2 tasks of theirs are now {kim}’s."
    assert event.data["tasks"] == [row.pk for row in rows]
    send()
    assert [(one.to, one.subject[:18]) for one in mail.outbox] == [
        ([kim.email], "Yours now: 2 tasks")
    ]


def test_who_leaves_without_a_successor_leaves_nobodys_tasks(
    page: Client, forum: Platform, sam: User
) -> None:
    (row,) = some(forum, 1)
    give([row], sam, None)
    client = Client()
    client.force_login(sam)
    answer = client.post(f"/members/{seat(forum.provider, sam).pk}/end/", follow=True)
    assert f"{sam} has left." in answer.content.decode()
    assert row in page.get("/tasks/?owner=nobody&page_size=500").context["rows"]
    row.refresh_from_db()
    assert row.owner is None
    send()
    assert mail.outbox == [], "who has left is told nothing more of the provider"


def test_who_may_only_read_from_now_on_hands_over_first(
    page: Client, forum: Platform, owner: User, sam: User
) -> None:
    rows, place = some(forum, 2), seat(forum.provider, sam)
    give(rows, sam, None)
    asked = page.post(f"/members/{place.pk}/", {"role": "reader"})
    assert asked["Location"] == f"/members/{place.pk}/end/?role=reader"
    assert "2 tasks are theirs" in page.get(asked["Location"]).content.decode()
    page.post(f"/members/{place.pk}/end/", {"role": "reader", "owner": owner.pk})
    place.refresh_from_db()
    assert place.role == Role.READER
    assert set(owner.obligations.all()) == set(rows)
    sentence = Event.objects.order_by("-pk")[0].sentence
    assert sentence.endswith(f"and was contributor. 2 tasks of theirs are now {owner}’s.")


def test_no_task_is_ever_whose_it_cannot_be(forum: Platform, owner: User) -> None:
    """However people come, change and go: who owns a task can work on it."""
    provider, rows = forum.provider, some(forum, 6)
    for role in (Role.CONTRIBUTOR, Role.COMPLIANCE, Role.OWNER):
        people = [factories.make_member(provider, role) for _ in range(3)]
        for row, person in zip(rows, [*people, *people], strict=True):
            obligations.assign(obligation=row, by=owner, owner=person)
        members.change_role(membership=seat(provider, people[0]), by=owner, role=Role.READER)
        members.remove(membership=seat(provider, people[1]), by=owner, owner=people[2])
        workers = set(provider.workers())
        held = Obligation.objects.filter(provider=provider).exclude(owner=None)
        assert {row.owner for row in held.select_related("owner")} <= workers


def test_upgrade_lets_go_of_what_people_who_left_still_own(
    forum: Platform, owner: User, sam: User
) -> None:
    kept, reads, gone = some(forum, 3)
    reader, stranger = factories.make_member(forum.provider), factories.make_user()
    for row, user in ((kept, sam), (reads, reader), (gone, stranger)):
        Obligation.objects.filter(pk=row.pk).update(owner=user)
    import_module("obligations.migrations.0028_tasks_of_people_who_left").let_go(apps, None)
    held = Obligation.objects.filter(provider=forum.provider).exclude(owner=None)
    assert [(row.pk, row.owner) for row in held] == [(kept.pk, sam)]
