"""Lists as files: what their head says, whose rows they hold, what they cost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Model
from django.http import StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from obligations.exports import FORMATS, RESOURCES, Asked, edition_of, respond
from obligations.filters import law
from obligations.models import (
    EnforcementCase,
    Instrument,
    LawRecord,
    Milestone,
    Obligation,
    Platform,
    PolicyStatement,
    RegisterEntry,
    Release,
    Requirement,
)
from obligations.models.standing import tasks_on
from obligations.rules.rulebook.trust import CHECKED
from tests import factories

pytestmark = pytest.mark.django_db
LISTS: dict[str, tuple[type[law.ListFilterSet], type[Model]]] = {
    "requirements": (law.RequirementFilter, Requirement),
    "milestones": (law.MilestoneFilter, Milestone),
    "instruments": (law.InstrumentFilter, Instrument),
    "policy": (law.PolicyFilter, PolicyStatement),
    "register": (law.RegisterFilter, RegisterEntry),
    "enforcement": (law.EnforcementFilter, EnforcementCase),
    "records": (law.LawRecordFilter, LawRecord),
}
DAY = "as_at=2026-11-21"


def body(response: Any) -> bytes:
    assert response.status_code == 200, response.content
    assert isinstance(response, StreamingHttpResponse)
    return b"".join(response)  # type: ignore[arg-type]  # bytes, by our own writers


def rows_of(text: str) -> list[dict[str, str]]:
    lines = io.StringIO(text, newline="")
    start = lines.tell()
    while lines.readline().startswith("# "):
        start = lines.tell()
    lines.seek(start)
    csv.field_size_limit(10_000_000)  # a whole section of the law data is one field
    return list(csv.DictReader(lines))


def asked(whose: str = "") -> Asked:
    release = Release.objects.defer("payload").get(is_current=True)
    now = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    return Asked("Everything", factories.TODAY, edition_of(release), now, whose)


@pytest.fixture
def two_providers(law: Release) -> tuple[Platform, Platform]:
    """Two forums of providers that know nothing of each other."""
    return factories.make_forum(name="Ours"), factories.make_forum(name="Theirs")


def member_of(platform: Platform) -> Any:
    return factories.make_member(platform.provider)


# The public lists


def test_a_filtered_list_says_in_its_first_lines_what_it_is(law: Release, client: Client) -> None:
    url = f"/library/requirements/?kind=measure&theme=reporting-complaints&format=csv&{DAY}"
    text = body(client.get(url)).decode()
    head = text.splitlines()[:5]
    found = rows_of(text)
    assert head[0].endswith(f": {len(found)} rows")
    assert head[1] == "# Filters: Kind: Code measure; Theme: Reporting and complaints"
    assert head[2] == "# As at 21 November 2026"
    assert law.version in head[3]
    assert law.sha256 in head[3]
    compared = sum(row["condition_verification"] in CHECKED for row in found)
    assert f"{compared} of {len(found)} rows compared with the official text" in head[4]
    assert {row["kind"] for row in found} == {"measure"}
    assert {row["theme"] for row in found} == {"reporting-complaints"}


def test_rows_are_in_natural_order_with_the_version_of_the_day(
    law: Release, client: Client
) -> None:
    url = "/library/requirements/?kind=measure&instrument=icc-u2u-2025&format=json&as_at="
    found = json.loads(body(client.get(f"{url}2026-11-21")))["rows"]
    refs = [row["ref"] for row in found]
    assert refs.index("ICU C2") < refs.index("ICU C10")
    (first,) = [row for row in found if row["ref"] == "ICU C1"]
    assert first["standing"] == "in_force"
    assert first["in_force_from"] == "2025-03-17"
    assert first["condition"] == {"all": []}
    assert first["serves"]
    earlier = json.loads(body(client.get(f"{url}2025-03-16")))["rows"]
    assert {row["ref"]: row["standing"] for row in earlier}["ICU C1"] == "not_yet"


def test_the_head_counts_what_rests_on_memory(law: Release, client: Client) -> None:
    found = json.loads(body(client.get(f"/library/requirements/?format=json&{DAY}")))
    stated = [row["condition_verification"] for row in found["rows"]]
    assert found["head"]["rows"] == len(stated) == Requirement.objects.current().count()
    assert found["head"]["rows_from_memory"] == stated.count("recalled") > 0
    compared = sum(mark in CHECKED for mark in stated)
    assert found["head"]["rows_compared"] == compared
    assert found["head"]["rows_on_unverified_conditions"] == len(stated) - compared


@pytest.mark.parametrize("name", [*LISTS, "releases"])
@pytest.mark.parametrize("wanted", FORMATS)
def test_every_public_list_is_a_file(law: Release, client: Client, name: str, wanted: str) -> None:
    response = client.get(f"/library/{name}/?format={wanted}&{DAY}")
    data = body(response)
    assert response["Content-Type"] == FORMATS[wanted].media_type
    assert response["Content-Disposition"] == (f'attachment; filename="{name}-2026-11-21.{wanted}"')
    if wanted == "xlsx":
        assert openpyxl.load_workbook(ContentFile(data)).sheetnames == ["About", "Rows"]
    else:
        rows = json.loads(data)["rows"] if wanted == "json" else rows_of(data.decode())
        assert [*rows[0]] == RESOURCES[name].header()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("format=ods", "format: “ods” is not known here. Use: csv, xlsx, json."),
        ("format=csv&kind=measures", "“measures” is not known here"),
        ("format=csv&as_at=2026-02-30", "“2026-02-30” is not a day"),
        ("format=csv&colour=red", "There is no filter called “colour”"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_a_file(
    law: Release, client: Client, query: str, told: str
) -> None:
    response = client.get(f"/library/requirements/?{query}")
    assert response.status_code == 400
    assert told in response.content.decode()
    assert "Content-Disposition" not in response


@pytest.mark.parametrize("name", LISTS)
def test_a_file_costs_as_many_queries_for_one_row_as_for_all(law: Release, name: str) -> None:
    filterset, model = LISTS[name]
    everything = filterset(None, model._default_manager.all(), as_at=factories.TODAY).qs
    one = everything.filter(pk=everything.values_list("pk", flat=True)[0])

    def cost(rows: Any) -> int:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        with CaptureQueriesContext(connection) as captured:
            list(respond(request, RESOURCES[name], rows, "csv", asked()))
        return len(captured)

    assert cost(one) == cost(everything) <= 8


# A provider's own lists


@pytest.mark.parametrize(
    ("path", "name"),
    [("/tasks/", "obligations"), ("/dates/", "deadlines"), ("/services/", "platforms"),
     ("/changes/", "events")],
)  # fmt: skip
@pytest.mark.parametrize("wanted", FORMATS)
def test_every_list_of_work_is_a_file_of_its_provider(
    two_providers: tuple[Platform, Platform], client: Client, path: str, name: str, wanted: str
) -> None:
    ours, _ = two_providers
    client.force_login(member_of(ours))
    response = client.get(f"{path}?format={wanted}")
    data = body(response)
    assert response["Cache-Control"] == "private, no-store"
    if wanted == "json":
        found = json.loads(data)
        assert found["head"]["of"] == ours.provider.name
        assert [*found["rows"][0]] == RESOURCES[name].header()
    elif wanted == "csv":
        assert f"({ours.provider.name})" in data.decode().splitlines()[0]
        assert len(rows_of(data.decode())) > 0
    assert b"Theirs" not in data


def test_rows_are_read_with_the_rights_of_the_person_who_asked(
    two_providers: tuple[Platform, Platform],
) -> None:
    """Even a list that forgot to narrow itself shows nothing of another provider."""
    ours, _ = two_providers
    request = RequestFactory().get("/")
    request.user = member_of(ours)
    everything = tasks_on(Obligation.objects.all(), factories.TODAY)
    found = json.loads(
        b"".join(respond(request, RESOURCES["obligations"], everything, "json", asked()))
    )
    assert {row["service"] for row in found["rows"]} <= {"Ours", "The provider"}
    assert found["head"]["rows"] == len(found["rows"]) == Obligation.objects.filter(
        provider=ours.provider
    ).count() > 0  # fmt: skip


def test_somebody_without_an_account_is_read_no_rows_of_anybody(
    two_providers: tuple[Platform, Platform],
) -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    rows = Platform.objects.all()
    found = json.loads(b"".join(respond(request, RESOURCES["platforms"], rows, "json", asked())))
    assert found["rows"] == []


def test_an_administrator_is_read_every_row(two_providers: tuple[Platform, Platform]) -> None:
    request = RequestFactory().get("/")
    request.user = factories.make_administrator()
    rows = Platform.objects.all()
    found = json.loads(b"".join(respond(request, RESOURCES["platforms"], rows, "json", asked())))
    assert {"Ours", "Theirs"} <= {row["name"] for row in found["rows"]}


def _role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), current_setting('tracker.providers', true)")
        role, providers = cursor.fetchone()
    return f"{role} {providers or '{}'}"


@pytest.mark.parametrize("end", [list, next], ids=["read to its end", "left after the first part"])
def test_the_connection_is_given_back_as_it_was(
    two_providers: tuple[Platform, Platform], end: Callable[[Iterator[bytes]], Any]
) -> None:
    ours, _ = two_providers
    request = RequestFactory().get("/")
    request.user = member_of(ours)
    response = respond(request, RESOURCES["platforms"], Platform.objects.all(), "csv", asked())
    parts = iter(response)
    end(parts)  # type: ignore[arg-type]  # bytes, by our own writers
    del parts, response  # as a server drops what nobody reads on
    assert _role() == "none {}"


def test_a_task_cannot_smuggle_a_formula_into_a_spreadsheet(
    two_providers: tuple[Platform, Platform], client: Client
) -> None:
    ours, _ = two_providers
    task = Obligation.objects.tasks().filter(platform=ours).first()
    assert task is not None
    Obligation.objects.filter(pk=task.pk).update(note='=HYPERLINK("http://example.org")')
    client.force_login(member_of(ours))
    found = rows_of(body(client.get("/tasks/?format=csv")).decode())
    (note,) = {row["note"] for row in found} - {""}
    assert note == '\'=HYPERLINK("http://example.org")'
