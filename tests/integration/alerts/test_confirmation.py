"""Leaving an address: what is kept, what is sent, and that nobody learns or suffers by it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from obligations.actions import alert_rounds, alerts
from obligations.models import LawAlert
from obligations.views.alerts import MOST_AN_HOUR
from tests import factories
from tests.check_support import answers, walk
from tests.rules_support import LAW_DAY, VERSION, answered, demo

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
WEEK = dt.timedelta(days=7)
ONE = "/alerts/new/?requirement=icu-c1"
ADDRESS = {"address": "Robin@Example.org"}


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def somebody() -> Client:
    return Client()


def send() -> int:
    return alert_rounds.deliver(now=timezone.now())


def link(kind: str) -> str:
    """The address of a page that the last message leads to, without the site."""
    found = re.search(rf"http://[^/]+(/alerts/{kind}/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def words_of(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_check_leaves_an_address_and_what_it_rests_on_and_no_answer(somebody: Client) -> None:
    page, _screens = walk(somebody, answers("forum"))
    sent = {"state": page.context["state"], "address": "Robin@Example.org"}
    again = somebody.post("/check/alert/", sent)
    assert again.status_code == 200
    assert "Look in your mailbox" in words_of(again)
    assert again.context["check"] == page.context["check"]
    alert = LawAlert.objects.get()
    found = answered(demo("forum"), TODAY).answers
    assert {*alert.requirements} == {a.id for a in found if a.answer != "does_not_apply"}
    assert alert.near
    assert (alert.address, alert.from_check, alert.confirmed_on) == (
        "robin@example.org", True, None,
    )  # fmt: skip
    kept = str(LawAlert.objects.values().get())
    assert "Hobby" not in kept
    assert "400" not in kept


@pytest.mark.parametrize("wrong", ["", "robin", "a@b.org, c@d.org", "a@b.org\nBcc: c@d.org"])
def test_bad_address_is_said_and_the_check_is_still_there(somebody: Client, wrong: str) -> None:
    page, _screens = walk(somebody, answers("exempt"))
    sent = {"state": page.context["state"], "address": wrong}
    again = somebody.post("/check/alert/", sent)
    assert again.status_code == 400
    assert "such as name@example.org" in words_of(again)
    assert again.context["check"] == page.context["check"]
    assert not LawAlert.objects.exists()


def test_requirement_and_filtered_list_lead_to_the_form(somebody: Client) -> None:
    page = somebody.get("/library/requirements/icu-c1/").content.decode()
    assert 'href="/alerts/new/?requirement=icu-c1"' in page
    listed = somebody.get("/library/requirements/?theme=csea-reporting")
    assert "/alerts/new/?theme=csea-reporting" in listed.content.decode()
    form = somebody.get("/alerts/new/?theme=csea-reporting")
    assert f"any of {listed.context['listing'].count} requirements" in words_of(form)
    assert somebody.post("/alerts/new/?theme=csea-reporting", ADDRESS).status_code == 302
    assert len(LawAlert.objects.get().requirements) == listed.context["listing"].count


@pytest.mark.parametrize(
    ("url", "status"),
    [("?requirement=nothing", 404), ("?theme=nothing", 400), ("?q=zzzzzz", 404)],
)
def test_form_for_nothing_is_refused(somebody: Client, url: str, status: int) -> None:
    assert somebody.get(f"/alerts/new/{url}").status_code == status


def test_answer_is_the_same_for_every_address(somebody: Client) -> None:
    factories.make_alert("known@example.org")
    told = [
        somebody.post(ONE, {"address": address})
        for address in ("known@example.org", "new@example.org")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in told} == {
        (302, "/alerts/asked/")
    }


def test_message_asks_and_says_what_it_is_about(somebody: Client) -> None:
    somebody.post(ONE, ADDRESS)
    assert send() == 1
    (message,) = mail.outbox
    assert message.to == ["robin@example.org"]
    assert "when the law changes: ICU C1." in message.body
    assert "until 28 November 2026" in message.body
    assert message.body.endswith(
        f"Law data {VERSION}, following the law up to {LAW_DAY}.\n"
        "Online Safety Act tracker. This is not legal advice.\n"
    )
    assert send() == 0


def test_links_are_of_the_site_that_is_set_never_of_the_host_sent(
    somebody: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://tracker.example"
    settings.ALLOWED_HOSTS = ["*"]
    somebody.post(ONE, ADDRESS, headers={"host": "evil.example"})
    send()
    assert "https://tracker.example/alerts/confirm/" in mail.outbox[0].body
    assert "evil" not in mail.outbox[0].body


def test_opening_the_link_confirms_nothing_and_its_button_does(somebody: Client) -> None:
    somebody.post(ONE, ADDRESS)
    send()
    url = link("confirm")
    page = somebody.get(url)
    assert "Content moderation function" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert LawAlert.objects.get().confirmed_on is None
    assert "You will be told" in words_of(somebody.post(url))
    assert LawAlert.objects.get().confirmed_on == TODAY
    assert "You will be told" in words_of(somebody.get(url))


def test_button_wants_the_pages_own_csrf_token(somebody: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = alerts.token(factories.make_alert(confirmed=False))
    assert strict.post(f"/alerts/confirm/{token}/").status_code == 403
    assert strict.post(f"/alerts/stop/{token}/").status_code == 403
    assert LawAlert.objects.get().confirmed_on is None


def test_link_that_was_changed_is_no_link(somebody: Client) -> None:
    token = alerts.token(factories.make_alert(confirmed=False))
    other = ("0" if token[0] != "0" else "1") + token[1:]
    for url in (
        f"/alerts/confirm/{other}/",
        f"/alerts/stop/{other}/",
        f"/alerts/stop/{other}/now/",
    ):
        assert somebody.post(url).status_code == 404
    assert LawAlert.objects.get().confirmed_on is None


def test_unconfirmed_is_good_for_a_week_and_then_deleted(
    somebody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = factories.make_alert(confirmed=False, as_at=TODAY - WEEK)
    kept = factories.make_alert("kept@example.org", as_at=TODAY - WEEK * 2)
    token = alerts.token(alert)
    assert somebody.get(f"/alerts/confirm/{token}/").status_code == 200
    assert alert_rounds.plan(as_at=TODAY, now=timezone.now()).forgotten == 0
    monkeypatch.setattr("tracker.clock.today", lambda: TODAY + dt.timedelta(days=1))
    assert somebody.post(f"/alerts/confirm/{token}/").status_code == 404
    late = alert_rounds.plan(as_at=TODAY + dt.timedelta(days=1), now=timezone.now())
    assert late.forgotten == 1
    assert list(LawAlert.objects.all()) == [kept]


def test_opening_the_stop_link_stops_nothing_and_its_button_forgets_everything(
    somebody: Client,
) -> None:
    alert = factories.make_alert(as_at=TODAY - WEEK)
    factories.make_alert(requirements=["icu-c2"], confirmed=False)
    other = factories.make_alert("other@example.org")
    url = f"/alerts/stop/{alerts.token(alert)}/"
    assert "Stop these messages?" in words_of(somebody.get(url))
    assert LawAlert.objects.count() == 3
    assert "Your address was deleted" in words_of(somebody.post(url))
    assert list(LawAlert.objects.all()) == [other]
    assert somebody.get(url).status_code == 404
    assert somebody.post(url).status_code == 200


def test_mail_program_stops_at_once_without_a_page_of_ours() -> None:
    alert = factories.make_alert(confirmed=False)
    send()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.sub(r"^<http://[^/]+|>$", "", headers["List-Unsubscribe"])
    program = Client(enforce_csrf_checks=True)
    assert program.get(url).status_code == 405
    assert LawAlert.objects.get() == alert
    body = {"List-Unsubscribe": "One-Click"}
    assert program.post(url, body).status_code == 200
    assert not LawAlert.objects.exists()
    assert program.post(url, body).status_code == 200


def test_second_alert_adds_to_the_first_or_takes_its_place(somebody: Client) -> None:
    first = factories.make_alert(requirements=["icu-c1"])
    second = factories.make_alert(requirements=["icu-c2"], confirmed=False)
    url = f"/alerts/confirm/{alerts.token(second)}/"
    assert "instead of what I asked before" in words_of(somebody.get(url))
    somebody.post(url)
    first.refresh_from_db()
    assert first.requirements == ["icu-c1"]
    third = factories.make_alert(requirements=["icu-c3"], confirmed=False)
    somebody.post(f"/alerts/confirm/{alerts.token(third)}/", {"instead": "yes"})
    assert {tuple(each.requirements) for each in LawAlert.objects.all()} == {("icu-c3",)}
    assert alerts.find(alerts.token(first), as_at=TODAY) == first


def test_nobody_is_bombed_with_questions(somebody: Client) -> None:
    for _time in range(alerts.MOST_A_DAY + 3):
        assert somebody.post(ONE, {"address": "victim@example.org"}).status_code == 302
    assert send() == len(mail.outbox) == alerts.MOST_A_DAY
    somebody.post(ONE, ADDRESS)
    assert send() == 1


def test_one_client_cannot_write_to_the_world(somebody: Client) -> None:
    for number in range(MOST_AN_HOUR):
        assert somebody.post(ONE, {"address": f"a{number}@example.org"}).status_code == 302
    refused = somebody.post(ONE, ADDRESS)
    assert refused.status_code == 400
    assert "Try again in an hour" in words_of(refused)
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(ONE, ADDRESS).status_code == 302
    assert LawAlert.objects.count() == MOST_AN_HOUR + 1


def test_without_its_cache_the_site_still_takes_addresses(somebody: Client, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert somebody.post(ONE, ADDRESS).status_code == 302
    assert LawAlert.objects.exists()
