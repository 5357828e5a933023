"""The check and a service beside Ofcom's list: pasted or chosen, shown, as a file, not kept."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.actions import positions
from obligations.models import Event, Platform
from obligations.rules.ofcom.pasted_list import LARGEST
from obligations.words.comparisons import sentence
from tests import factories
from tests.check_support import answers, walk
from tests.rules_support import DEMO

pytestmark = pytest.mark.django_db
COMPARE = "/check/compare/"
LIST = (DEMO / "forum-ofcom-tool.txt").read_text()


@pytest.fixture
def state() -> str:
    """What the forms of a hobby forum's result carry."""
    page, _screens = walk(Client(), answers("forum"))
    return page.context["state"]  # type: ignore[no-any-return]


@pytest.fixture
def forum() -> Platform:
    return factories.make_forum(name="Hobby Forum")


@pytest.fixture
def member(forum: Platform) -> Client:
    """A browser in which somebody who only reads is signed in."""
    client = Client()
    client.force_login(factories.make_member(forum.provider))
    return client


def send(state: str, **fields: Any) -> Any:
    return Client().post(COMPARE, {"state": state, **fields})


def text_of(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page.content.decode())).split())


def file_of(data: bytes, name: str = "list.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_result_leads_to_the_form_with_the_answers(state: str) -> None:
    result = Client().post("/check/", {"state": state, "go": "result"})
    assert f'formaction="{COMPARE}"' in result.content.decode()
    page = send(state)
    assert page.status_code == 200
    assert page.context["comparison"] is None
    assert page.context["state"]
    assert 'name="list"' in page.content.decode()


def test_pasted_list_is_compared_with_the_check(state: str) -> None:
    page = send(state, list=LIST)
    assert page.status_code == 200
    text = text_of(page)
    found = page.context["comparison"]
    together = len(found.agreed) + len(found.theirs_only) + len(found.ours_only)
    assert f"Ofcom's list and ours agree on {len(found.agreed)} of {together} measures" in text
    assert "If Ofcom put it on its register in Category 1, ICU G2 would apply." in text
    assert "ICU C11 (line 13) is no measure of this law data" in text
    assert "Read in a source" in text
    for place in ("theirs_only", "ours_only", "agreed"):
        assert f'href="#{place}"' in page.content.decode()
        assert f'id="{place}"' in page.content.decode()


def test_list_and_answers_stay_on_the_page(state: str) -> None:
    page = send(state, list="ICU C1 <script>&amp;\n")
    assert "ICU C1 &lt;script&gt;&amp;amp;" in page.content.decode()
    again = send(page.context["state"], list=page.context["text"])
    assert sentence(again.context["comparison"]) == sentence(page.context["comparison"])
    result = Client().post("/check/", {"state": again.context["state"], "go": "result"})
    assert result.status_code == 200
    assert "found" in result.context


def test_chosen_file_is_read_instead_of_the_text(state: str) -> None:
    page = send(state, list="ICU C2", file=file_of("ICU C1 – x".encode("utf-16")))
    assert [each.ref for each in page.context["comparison"].listed.measures] == ["ICU C1"]
    assert page.context["text"] == "ICU C1 – x"


@pytest.mark.parametrize(
    ("text", "data", "says"),
    [
        ("", None, "The list is empty"),
        ("Nothing of the kind", None, "No measure was found"),
        ("ICU C1 " * 10_000, None, "larger than 64 KB"),
        ("ICU C1", b"%PDF-1.7", "This is a PDF"),
        ("ICU C1", b"PK\x03\x04x", "This is a document"),
        ("ICU C1", b"\x00\x01\x02", "The file is not text"),
        ("ICU C1", b"x" * (LARGEST + 1), "larger than 64 KB"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    state: str, text: str, data: bytes | None, says: str
) -> None:
    fields = {"list": text} | ({} if data is None else {"file": file_of(data)})
    page = send(state, **fields)
    assert page.status_code == 400
    assert says in text_of(page)
    assert page.context["text"] == text
    assert send(page.context["state"], list="ICU C1").status_code == 200


def test_answers_of_another_make_begin_again() -> None:
    page = send("forged", list=LIST)
    assert page.status_code == 400
    assert "could not be read" in text_of(page)


def test_page_is_posted_to_only() -> None:
    assert Client().get(COMPARE).status_code == 405


def test_nothing_is_kept_and_no_cache_keeps_it(state: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = send(state, list=LIST)
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    assert "sessionid" not in page.cookies
    assert "private" in page["Cache-Control"]
    assert "no-cache" in page["Cache-Control"]


def test_a_list_of_every_measure_asks_the_database_no_more(state: str) -> None:
    with CaptureQueriesContext(connection) as few:
        send(state, list="ICU C1")
    with CaptureQueriesContext(connection) as many:
        send(state, list="ICU A1 to J3, PCU A1\nPCU A1 to J3\nICS A1 to G3")
    assert len(many) == len(few) < 10


def test_files_hold_every_row_and_what_was_not_understood(state: str) -> None:
    sheet = send(state, list=LIST, format="csv")
    assert sheet["Content-Disposition"] == 'attachment; filename="compared-2026-11-21.csv"'
    lines = b"".join(sheet).decode().splitlines()
    head = [line for line in lines if line.startswith("# ")]
    rows = list(csv.DictReader(lines[len(head) :]))
    assert head[0].startswith("# Beside the list of Ofcom's tool (Hobby Forum)")
    measures = [row for row in rows if row["place"] not in ("unknown_code", "not_understood")]
    said = rf"# \d+ of {len(measures)} rows compared with the official text"
    assert re.match(said, head[4])
    found = json.loads(b"".join(send(state, list=LIST, format="json")))
    assert [row["place"] for row in found["rows"]] == [row["place"] for row in rows]
    assert len(rows) == len(measures) + 1 + 6  # Of the list: one unknown code, six odd lines.
    book = openpyxl.load_workbook(io.BytesIO(b"".join(send(state, list=LIST, format="xlsx"))))
    assert book["Rows"].max_row == len(rows) + 1
    assert book["Rows"]["A2"].value == "Agreed"


def test_a_line_that_a_spreadsheet_would_run_is_made_harmless(state: str) -> None:
    lines = b"".join(send(state, list="ICU C1\n=1+1", format="csv")).decode()
    assert "'=1+1" in lines


def test_an_unknown_format_is_refused(state: str) -> None:
    assert send(state, list=LIST, format="doc").status_code == 400


def test_service_page_leads_to_its_comparison(member: Client) -> None:
    page = member.get("/services/hobby-forum/")
    assert 'href="/services/hobby-forum/compare/"' in page.content.decode()
    form = member.get("/services/hobby-forum/compare/")
    assert form.status_code == 200
    assert form.context["comparison"] is None


def test_member_who_only_reads_compares_a_service_and_nothing_is_kept(member: Client) -> None:
    before = Event.objects.count()
    page = member.post("/services/hobby-forum/compare/", {"list": LIST})
    assert page.status_code == 200
    assert sentence(page.context["comparison"]) in text_of(page)
    assert 'href="/services/hobby-forum/why/icu-g2/"' in page.content.decode()
    assert Event.objects.count() == before
    assert "private" in page["Cache-Control"]


def test_position_of_the_provider_stands_beside_our_answer_and_in_the_file(
    forum: Platform, member: Client
) -> None:
    positions.take(
        platform=forum, requirement="icu-g2", by=None, kind="disagrees", reading="applies",
        reason="SECRET", as_at=factories.TODAY, privileged=True,
    )  # fmt: skip
    page = member.post("/services/hobby-forum/compare/", {"list": LIST})
    assert "Your position: applies" in text_of(page)
    sheet = b"".join(
        member.post("/services/hobby-forum/compare/", {"list": LIST, "format": "json"})
    )
    (row,) = [one for one in json.loads(sheet)["rows"] if one["ref"] == "ICU G2"]
    assert (row["answer"], row["position"]) == ("does_not_apply", "applies")
    assert b"SECRET" not in sheet
    assert "SECRET" not in page.content.decode()


def test_service_is_compared_on_the_day_of_the_address(member: Client) -> None:
    page = member.post("/services/hobby-forum/compare/?as_at=2025-03-16", {"list": "ICU C1"})
    assert "On 16 March 2025 Ofcom's list and ours agree on 0 of 1 measures" in text_of(page)
    assert 'action="/services/hobby-forum/compare/?as_at=2025-03-16"' in page.content.decode()


def test_service_s_comparison_is_a_file_too(member: Client) -> None:
    sheet = member.post("/services/hobby-forum/compare/", {"list": LIST, "format": "csv"})
    assert b"theirs_only" in b"".join(sheet)


def test_service_of_another_provider_is_not_there() -> None:
    factories.make_forum(name="Hobby Forum")
    outsider = Client()
    outsider.force_login(factories.make_user())
    assert outsider.post("/services/hobby-forum/compare/", {"list": LIST}).status_code == 404
