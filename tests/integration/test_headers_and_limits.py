"""What is kept of an answer, how large a request may be, and who counts as one."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obligations.models import LawAlert, Release
from tests import factories
from tracker import limits

pytestmark = pytest.mark.django_db
MEBI = 1024 * 1024


@pytest.mark.parametrize(
    "path",
    [
        "/", "/dashboard/", "/services/", "/tasks/?format=csv", "/library/requirements/", "/check/",
        "/library/requirements/?format=json", "/nowhere/", "/alerts/new/?requirement=icu-c1",
        "/services/of-somebody-else/report/?format=pdf", "/account/password/change/", "/admin/",
    ],
)  # fmt: skip
def test_nothing_shown_to_somebody_signed_in_is_kept(
    law: Release, client: Client, path: str
) -> None:
    client.force_login(factories.make_member(factories.make_provider()))
    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_what_everybody_is_shown_may_be_kept(law: Release, client: Client) -> None:
    assert "no-store" not in client.get("/library/requirements/").get("Cache-Control", "")


def test_a_body_that_is_too_long_is_refused_in_words_and_unread(
    law: Release, client: Client
) -> None:
    answer = client.post("/check/", b"a=" + b"x" * MEBI, "application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "nothing was changed" in answer.content.decode()
    assert "1.0" in answer.content.decode()
    unread = client.post("/check/", b"", "text/plain", CONTENT_LENGTH="9" * 5000)
    assert unread.status_code == 413


def test_a_file_that_is_too_large_is_refused_in_words(law: Release, client: Client) -> None:
    large = SimpleUploadedFile("facts.yaml", b"x" * MEBI)
    assert client.post("/check/", {"file": large}).status_code == 413


def test_a_form_of_too_many_fields_or_files_is_refused_in_words(
    law: Release, client: Client
) -> None:
    assert client.post("/check/", {f"a{n}": "1" for n in range(2_500)}).status_code == 413
    files = {f"file{n}": SimpleUploadedFile("a", b"x") for n in range(6)}
    assert client.post("/check/", files).status_code == 413
    assert client.get("/check/?" + "a=1&" * 2_500).status_code == 413


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("victim+1@example.org", "victim+2@example.org", True),
        ("Victim@Example.ORG", "victim@example.org", True),
        ("victim@example.org.", "victim@example.org", True),
        ("victim@bücher.example", "victim@xn--bcher-kva.example", True),
        ("ｖictim@example.org", "victim@example.org", True),
        ("v.ic.tim+a@gmail.com", "victim@googlemail.com", True),
        ("v.ictim@example.org", "victim@example.org", False),
        ("victim@example.org", "victim@example.com", False),
        ("+a@example.org", "+b@example.org", False),
        ("no address", "another", False),
        ("a@" + "ü" * 60 + ".com", "b@" + "ü" * 60 + ".com", False),
    ],
)
def test_one_mailbox_however_it_is_spelt_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (limits.mailbox(one) == limits.mailbox(other)) is same


def test_one_mailbox_is_asked_three_times_a_day_however_it_is_spelt(
    law: Release, client: Client
) -> None:
    for number in range(6):
        answer = client.post(
            "/alerts/new/?requirement=icu-c1", {"address": f"mailbox+{number}@example.org"}
        )
        assert answer.status_code == 302  # whoever asks learns nothing about the address
    assert LawAlert.objects.filter(address__startswith="mailbox+").count() == 3
