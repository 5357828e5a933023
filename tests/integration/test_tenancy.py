"""The wall between providers: what one may see, in the database and through the pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.test import Client
from django.urls import reverse

from obligations.actions import audit, determination_sync, facts, members, platforms, positions
from obligations.actions.permissions import Denied
from obligations.models import (
    Deadline,
    Event,
    FactValue,
    Membership,
    Obligation,
    ObligationPart,
    Platform,
    Position,
    Provider,
    Requirement,
    Role,
    User,
)
from tests import factories
from tracker import database

pytestmark = pytest.mark.django_db
TENANT = [
    model
    for model in apps.get_app_config("obligations").get_models()
    if model is Provider or any(field.name == "provider" for field in model._meta.fields)
]


def column(model: type[models.Model]) -> str:
    return "id" if model is Provider else "provider_id"


@pytest.fixture(scope="module")
def both(kept: None) -> tuple[int, int]:
    """The numbers of two services of two providers."""
    return factories.make_forum(name="Mine").pk, factories.make_forum(name="Theirs").pk


@pytest.fixture
def mine(both: tuple[int, int], db: None) -> Platform:
    return Platform.objects.select_related("provider").get(pk=both[0])


@pytest.fixture
def theirs(both: tuple[int, int], db: None) -> Platform:
    return Platform.objects.select_related("provider").get(pk=both[1])


@pytest.fixture
def me(mine: Platform) -> User:
    return factories.make_member(mine.provider, Role.OWNER)


@pytest.fixture
def speaking(me: User, theirs: Platform) -> Iterator[User]:
    """The database speaks for me, as in a request of mine; somebody else's rows exist."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with database.speaking_for(me.pk):
        yield me


def test_tables_of_providers_are_found() -> None:
    names = {model.__name__ for model in TENANT}
    assert {
        "Provider",
        "Event",
        "ObligationEvent",
        "DesignationEvent",
        "Notification",
        "Position",
    } <= names


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model.__name__)
def test_every_table_of_a_provider_has_its_policies(model: type[models.Model]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [table],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
        assert {"owner", "app", "jobs"} <= {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize("model", TENANT, ids=lambda model: model.__name__)
def test_no_row_of_another_provider_is_seen(
    speaking: User, mine: Platform, model: type[models.Model]
) -> None:
    seen = set(model._default_manager.values_list(column(model), flat=True))
    assert seen <= {mine.provider_id}


def test_rows_of_ones_own_are_seen(speaking: User, mine: Platform) -> None:
    assert list(Platform.objects.all()) == [mine]
    assert Obligation.objects.exists()
    assert Deadline.objects.exists()
    assert Event.objects.exists()


def test_nobody_sees_nothing(mine: Platform) -> None:
    with database.speaking_for(None):
        assert not Provider.objects.exists()
        assert not FactValue.objects.exists()
        assert Requirement.objects.exists()


def test_administrator_sees_all(mine: Platform, theirs: Platform) -> None:
    with database.speaking_for(factories.make_administrator().pk, sees_all=True):
        assert Platform.objects.count() == 2


def test_row_cannot_be_written_for_another_provider(speaking: User, theirs: Platform) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        FactValue.objects.create(
            provider_id=theirs.provider_id, platform_id=theirs.pk, name="usable_in_uk", value=True
        )


def test_row_cannot_be_given_to_another_provider(
    speaking: User, mine: Platform, theirs: Platform
) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Platform.objects.filter(pk=mine.pk).update(provider=theirs.provider_id)


def test_nobody_makes_themselves_a_member(speaking: User, theirs: Platform) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Membership.objects.create(provider_id=theirs.provider_id, user=speaking, role=Role.OWNER)


@pytest.mark.parametrize("table", ["obligations_event", "obligations_factvalue",
                                   "obligations_obligationevent", "obligations_membershipevent",
                                   "obligations_designationevent"])  # fmt: skip
@pytest.mark.parametrize("change", ["UPDATE {} SET provider_id = 1", "DELETE FROM {}"])
def test_web_may_not_rewrite_logs_and_histories(speaking: User, table: str, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_web_may_not_write_the_law(speaking: User) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Requirement.objects.update(title="Nothing is owed")


def test_web_ends_positions_and_writes_nothing_else_of_them(speaking: User, mine: Platform) -> None:
    said: Any = {"by": speaking, "as_at": factories.TODAY, "requirement": "icu-c1"}
    position = positions.take(
        platform=mine, kind="disagrees", reading="does_not_apply", reason="Advice", **said
    )
    for write in (
        lambda: Position.objects.update(reason="Other"),
        lambda: Position.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            write()
    positions.withdraw(position=position, by=speaking, why="Over", as_at=factories.TODAY)


def test_actions_work_behind_the_wall(speaking: User, mine: Platform) -> None:
    facts.record_many(
        platform=mine, by=speaking, as_at=factories.TODAY,
        answers={"has_livestreaming@u2u": True, "provider_is_entity": True},
    )  # fmt: skip
    assert audit.verify_chain(mine.provider).holds


def test_founder_sees_the_new_provider_at_once(speaking: User, mine: Platform) -> None:
    provider = platforms.create_provider(name="A second one", by=speaking)
    platform = platforms.create(provider=provider, by=speaking, name="Its first service")
    assert set(Platform.objects.all()) == {mine, platform}
    with database.speaking_for(speaking.pk):
        assert set(Provider.objects.all()) == {mine.provider, provider}


def test_slug_taken_by_somebody_unseen_gets_an_ending(speaking: User, mine: Platform) -> None:
    platform = platforms.create(provider=mine.provider, by=speaking, name="Theirs")
    assert platform.slug.startswith("theirs-")


def test_membership_of_another_provider_gives_no_right(me: User, theirs: Platform) -> None:
    with pytest.raises(Denied):
        platforms.change(platform=theirs, by=me, name="Mine now")


def test_closed_account_has_no_right(me: User, mine: Platform) -> None:
    me.is_active = False
    with pytest.raises(Denied):
        platforms.change(platform=mine, by=me, name="Other")


def test_pages_do_not_mention_another_provider(
    client: Client, me: User, mine: Platform, theirs: Platform
) -> None:
    client.force_login(me)
    for name in ("dashboard", "platform-list", "obligation-list", "deadline-list", "change-list"):
        page = client.get(reverse(name)).content.decode()
        assert mine.provider.name in page
        assert theirs.provider.name not in page
        assert "Theirs" not in page


def test_pages_of_another_provider_do_not_exist(client: Client, me: User, theirs: Platform) -> None:
    client.force_login(me)
    assert client.get(reverse("platform-detail", args=[theirs.slug])).status_code == 404
    task = Obligation.objects.filter(platform=theirs)[0]
    assert client.get(reverse("obligation-detail", args=[task.pk])).status_code == 404


def test_connection_is_given_back_as_it_was(client: Client, me: User) -> None:
    client.force_login(me)
    client.get(reverse("dashboard"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('tracker.providers')")
        assert cursor.fetchone() == ("none", "{}")


@pytest.fixture
def as_jobs(mine: Platform, theirs: Platform) -> Iterator[None]:
    """The database lets through what it lets through of a background job."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET ROLE tracker_jobs")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_jobs_read_everything(as_jobs: None) -> None:
    assert Platform.objects.count() == 2


@pytest.mark.parametrize(
    "write",
    [
        lambda: Obligation.objects.update(note="x"),
        lambda: Obligation.objects.update(result="in_place"),
        lambda: Obligation.objects.all().delete(),
        lambda: ObligationPart.objects.update(covered=True),
        lambda: Membership.objects.update(role=Role.OWNER),
        lambda: Position.objects.update(ended_why="x"),
        lambda: FactValue.objects.create(provider_id=1, name="usable_in_uk", value=True),
        lambda: Event.objects.all().delete(),
    ],
)
def test_jobs_write_nothing_that_people_decide(as_jobs: None, write: Callable[[], object]) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        write()


def test_jobs_let_obligations_follow_the_day(as_jobs: None, mine: Platform) -> None:
    before = dt.date(2025, 1, 1)
    assert determination_sync.follow_all(as_at=before, actor_label="the daily job") == 2
    measure = Obligation.objects.get(platform=mine, requirement__ref="ICU C1")
    assert measure.answer == "applies_from"
    said = Event.objects.filter(platform=mine, action="obligations.followed").latest("number")
    assert said.actor_label == "the daily job"
    assert determination_sync.follow_all(as_at=factories.TODAY, actor_label="the daily job") == 2
    measure.refresh_from_db()
    assert measure.answer == "applies"
    assert audit.verify_chain(mine.provider).holds


# Members


def test_last_owner_can_neither_leave_nor_step_down(mine: Platform) -> None:
    owner = Membership.objects.get(provider=mine.provider, role=Role.OWNER)
    for change in (
        lambda: members.remove(membership=owner, by=None),
        lambda: members.change_role(membership=owner, by=None, role=Role.READER),
    ):
        with pytest.raises(Exception, match="Somebody must own the provider"):
            change()


def test_member_may_leave_but_not_put_others_out(mine: Platform) -> None:
    one, two = (factories.make_member(mine.provider) for _ in range(2))
    place = {row.user: row for row in Membership.objects.filter(provider=mine.provider)}
    with pytest.raises(Denied):
        members.remove(membership=place[two], by=one)
    members.remove(membership=place[one], by=one)
    assert not Membership.objects.filter(user=one).exists()
