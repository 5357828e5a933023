"""Who reaches the addresses: not the web at large, not the jobs beyond their task."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from obligations.actions import alerts
from obligations.models import LawAlert
from tests import factories
from tracker import database

pytestmark = pytest.mark.django_db


@pytest.fixture
def web() -> Iterator[LawAlert]:
    """The database speaks for somebody without an account; two people left their addresses."""
    mine = factories.make_alert("mine@example.org")
    factories.make_alert("theirs@example.org")
    database.reach_alerts()
    with database.speaking_for(None):
        yield mine


def test_web_goes_through_no_addresses(web: LawAlert) -> None:
    assert not LawAlert.objects.exists()


def test_link_reaches_the_alerts_of_its_own_address(web: LawAlert) -> None:
    found = alerts.find(alerts.token(web), as_at=factories.TODAY)
    assert [found] == list(LawAlert.objects.all()) == [web]


def test_link_changes_no_address_and_no_other_alert(web: LawAlert) -> None:
    alerts.find(alerts.token(web), as_at=factories.TODAY)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        LawAlert.objects.update(address="evil@example.org")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        LawAlert.objects.update(release=web.release_id)
    assert LawAlert.objects.update(near=["icu-c2"]) == 1


def test_web_adds_nothing_that_is_confirmed_already(web: LawAlert) -> None:
    alerts.find(alerts.token(web), as_at=factories.TODAY)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        LawAlert.objects.create(
            address=web.address, requirements=[], release_id=web.release_id,
            law_day=factories.TODAY, created_on=factories.TODAY, confirmed_on=factories.TODAY,
        )  # fmt: skip


@pytest.mark.parametrize(
    "write",
    [
        lambda: LawAlert.objects.update(address="evil@example.org"),
        lambda: LawAlert.objects.update(confirmed_on=factories.TODAY),
        lambda: LawAlert.objects.update(requirements=[]),
    ],
)
def test_jobs_tell_and_decide_nothing(write: Callable[[], object]) -> None:
    factories.make_alert()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET ROLE tracker_jobs")
    assert LawAlert.objects.count() == 1
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        write()
    assert LawAlert.objects.update(attempts=1) == 1
    assert LawAlert.objects.all().delete()[0] == 1
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_administrator_sees_and_deletes_and_the_log_keeps_no_address(client: Client) -> None:
    alert = factories.make_alert()
    client.force_login(factories.make_administrator())
    page = client.get(reverse("admin:obligations_lawalert_changelist")).content.decode()
    assert "robin@example.org" in page
    page = client.get(reverse("admin:obligations_lawalert_change", args=[alert.pk]))
    assert alert.key.hex not in page.content.decode().replace("-", "")
    assert client.post(page.request["PATH_INFO"], {}).status_code == 403
    delete = reverse("admin:obligations_lawalert_delete", args=[alert.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not LawAlert.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT object_repr FROM django_admin_log")
        assert cursor.fetchall() == [(f"Alert {alert.pk}",)]


def test_no_page_shows_an_address(client: Client) -> None:
    token = alerts.token(factories.make_alert())
    for kind in ("confirm", "stop"):
        assert "robin@" not in client.get(f"/alerts/{kind}/{token}/").content.decode()
