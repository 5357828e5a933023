"""Hostile values at every kind of door: refused in words, never an error of ours."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from benchmarks.fuzz import hostile
from benchmarks.fuzz.world import DEMO
from obligations.models import FactValue, Platform, Release
from tests import factories

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def owner(forum: Platform) -> Client:
    client = Client()
    client.force_login(forum.provider.memberships.get(role="owner").user)
    return client


@pytest.mark.parametrize(
    ("method", "address", "body", "kind", "words"),
    [
        ("GET", "/library/%00/", b"", FORM, "a character NUL"),
        ("GET", "/library/requirements/?q=a%00b", b"", FORM, "a character NUL"),
        ("GET", "/library/requirements/?%00=1", b"", FORM, "a character NUL"),
        ("GET", "/library/requirements/?q=%ff", b"", FORM, "not UTF-8"),
        ("GET", "/library/requirements/?q=%ed%a0%80", b"", FORM, "not UTF-8"),
        ("POST", "/check/", b"name=a%00b", FORM, "a character NUL"),
        ("POST", "/check/", b"name=a", f"{FORM}; charset=utf-16", "Send the form as UTF-8"),
    ],
)
def test_what_no_page_can_keep_is_refused_before_it_is_read(
    law: Release, client: Client, method: str, address: str, body: bytes, kind: str, words: str
) -> None:
    answer = client.generic(method, address, body, kind)
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_a_cookie_with_nul_is_refused(client: Client) -> None:
    answer = client.get("/", headers={"cookie": 'sessionid="aaaaaaaa\\000"'})
    assert (answer.status_code, "cookie" in answer.content.decode()) == (400, True)


def test_every_hostile_file_of_a_check_is_refused_or_read_to_the_last_byte(
    law: Release, client: Client
) -> None:
    wrong = []
    for data in hostile.FILES:
        answer = client.post("/check/load/", {"file": SimpleUploadedFile("a.yaml", data)})
        if answer.status_code not in {200, 400}:
            wrong.append((data[:100], answer.status_code))
        elif answer.status_code == 200:
            state = answer.context["state"]
            for wanted in ("yaml", "csv", "xlsx", "json"):
                file = client.post("/check/file/", {"state": state, "format": wanted})
                assert b"".join(file) if file.streaming else file.content
    assert not wrong


@pytest.mark.parametrize(
    ("query", "status"),
    [("s=%D9%A3&s=%C2%B2", 200), ("s=" + "9" * 5_000, 200), ("s=9223372036854775808", 200)],
)
def test_numbers_of_rows_are_plain_digits(
    owner: Client, forum: Platform, query: str, status: int
) -> None:
    address = reverse("scenario-compare", args=[forum.slug])
    assert owner.get(f"{address}?{query}").status_code == status


@pytest.mark.parametrize("chosen", ["²", "9" * 5_000, "-1", "None"])
def test_no_provider_is_chosen_by_what_is_no_number(owner: Client, chosen: str) -> None:
    assert owner.post("/provider/switch/", {"provider": chosen}).status_code == 302


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "2026-W47-6"])
@pytest.mark.parametrize(
    "address",
    [
        "/services/forum/report/?known_at={}", "/changes/?since={}", "/changes/?until={}",
        "/library/milestones/?date_from={}", "/library/requirements/?in_force_on={}",
        "/library/requirements/?as_at={}",
    ],
)  # fmt: skip
def test_days_of_addresses_are_of_the_calendar_that_law_uses(
    owner: Client, address: str, day: str
) -> None:
    assert owner.get(address.format(day)).status_code == 400


@pytest.mark.parametrize(
    "told", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "soon", "²"]
)
def test_an_interview_begins_now_where_its_moment_is_no_moment(
    owner: Client, forum: Platform, told: str
) -> None:
    answer = owner.get(reverse("platform-interview", args=[forum.slug]), {"began": told})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "a\nBcc: x@example.org"}, "It holds a line break"),
        ({"name": "\u200b\ufeff"}, "cannot be seen"),
        ({"name": "\x1b[31m"}, "U+001B"),
        ({"name": "x" * 201}, "201 characters; 200 at most"),
    ],
)
def test_a_name_is_one_line_that_can_be_seen(
    owner: Client, fields: dict[str, str], words: str
) -> None:
    before = Platform.objects.count()
    answer = owner.post("/services/new/", fields)
    assert words in answer.context["form"].errors["name"][0]
    assert Platform.objects.count() == before


def test_the_longest_address_of_a_person_fits_the_log(law: Release, client: Client) -> None:
    parts = ".".join([*("d" * 60 for _ in range(3)), "org"])
    client.force_login(factories.make_user(f"{'x' * 64}@{parts}"))
    answer = client.post("/provider/new/", {"name": "New", "nation": "scotland"})
    assert answer.status_code == 302


def test_an_address_longer_than_is_kept_is_refused_beside_its_field(owner: Client) -> None:
    told = {"name": "Long", "url": f"https://example.org/{'x' * 250}"}
    answer = owner.post("/services/new/", told)
    assert "at most 200 characters" in answer.context["form"].errors["url"][0]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31"])
def test_a_day_of_a_form_is_of_the_calendar_that_law_uses(
    owner: Client, forum: Platform, day: str
) -> None:
    before = FactValue.objects.count()
    answer = owner.post(reverse("platform-register", args=[forum.slug]), {"since": day})
    assert "write a day from 1900-01-01 to 2200-12-31" in answer.content.decode()
    assert FactValue.objects.count() == before


@pytest.mark.parametrize(
    "target",
    ["{{ 7*7 }}", "https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:1",
     "home", "http://[", "/\\evil.example"],
)  # fmt: skip
def test_a_form_leads_back_to_our_own_pages_only(owner: Client, target: str) -> None:
    answer = owner.post("/provider/switch/", {"provider": "none", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")


def test_a_form_leads_back_to_the_page_it_names(owner: Client) -> None:
    answer = owner.post("/provider/switch/", {"provider": "none", "next": "/tasks/?q=a"})
    assert answer["Location"] == "/tasks/?q=a"


@pytest.mark.parametrize(
    "told",
    ["uk_monthly_active_users=" + "9" * 5_000, "uk_monthly_active_users=²",
     "service_start_date=9999-12-31", "service_start_date=2026-02-30", "risk.hate=²",
     "uk_monthly_active_users=٣..٤", "uk_monthly_active_users=0b_", "²=1"],
)  # fmt: skip
def test_what_if_refuses_the_same_values(law: Release, told: str) -> None:
    with pytest.raises(CommandError):
        call_command("whatif", str(DEMO / "forum.yaml"), "--set", told)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FORM, "200 OK"),
        (f"{FORM}; charset=UTF-8", "200 OK"),
        (f"{FORM}; charset=hex", "400 Bad Request"),
        (f"{FORM}; charset=utf-16", "400 Bad Request"),
        (f"{FORM}; charset*=nothing'en'a", "400 Bad Request"),
    ],
)
def test_an_encoding_that_breaks_the_making_of_a_request_is_refused(kind: str, status: str) -> None:
    from tracker.wsgi import application

    said: list[str] = []
    environ = RequestFactory().get("/healthz?a=1").environ | {"CONTENT_TYPE": kind}
    assert b"".join(application(environ, lambda told, _headers: said.append(told)))
    assert said == [status]


@pytest.mark.parametrize(("kind", "status"), [("", 200), ("; charset=hex", 400)])
def test_the_same_holds_for_asgi(kind: str, status: int) -> None:
    from tracker.asgi import application

    sent: list[dict[str, Any]] = []

    bodies = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return bodies.pop() if bodies else await asyncio.Future()

    async def send(told: dict[str, Any]) -> None:
        sent.append(told)

    scope = {
        "type": "http", "method": "GET", "path": "/healthz", "query_string": b"a=1",
        "headers": [(b"content-type", (FORM + kind).encode())],
    }  # fmt: skip
    asyncio.run(application(scope, receive, send))
    assert sent[0]["status"] == status
