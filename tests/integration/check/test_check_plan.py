"""The result of the check as a plan: on the page, to print, as a file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.test import Client

from obligations.rules.plan.plan import plan
from tests import factories
from tests.check_support import load, words_of
from tests.rules_support import DEMO, LAW_DAY, VERSION, answered, demo, rules

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def test_result_is_a_plan_of_the_jobs_of_the_hobby_forum(somebody: Client) -> None:
    page = load(somebody, (DEMO / "forum.yaml").read_text())
    text = page.content.decode()
    titles = re.findall(r'<h3 class="job-title">(.*?)</h3>', text)
    found = plan(answered(demo("forum"), TODAY), rules().jobs)
    assert len(titles) == len(found.cards)
    assert any("Set up take-down, within 48 hours for intimate images" in each for each in titles)
    assert f"That is {len(titles)} jobs" in words_of(page)
    assert "A search service" not in words_of(page)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len({*ids})
    assert {*re.findall(r'href="#([^"]+)"', text)} <= {*ids}


def test_plan_to_print_is_open_and_says_what_it_rests_on(somebody: Client) -> None:
    page = load(somebody, (DEMO / "new-forum.yaml").read_text())
    state = page.context["state"]
    page = somebody.post("/check/", {"state": state, "go": "print"})
    text = page.content.decode()
    assert re.findall(r"<details(?![^>]* open)[^>]*>", text[text.index('id="jobs"') :]) == []
    told = words_of(page)
    assert "60 to 120" in told
    assert "5 October 2026" in told
    assert f"Law data {VERSION}, following the law up to {LAW_DAY}" in told
    assert "This is not legal advice." in told


def test_plan_comes_as_a_file_job_by_job(somebody: Client) -> None:
    page = load(somebody, (DEMO / "forum.yaml").read_text())
    told = {"state": page.context["state"]}
    answer = somebody.post("/check/plan/", told | {"format": "csv"})
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("# ")))
    found = plan(answered(demo("forum"), TODAY), rules().jobs)
    assert {row["job"] for row in rows if row["job_number"]} == {
        each.job.id for each in found.cards
    }
    assert next(row for row in rows if row["id"] == "osa-s9-5-a")["part_of"] == "osa-s9-2"
    assert "rest on unverified conditions" in text
    refused = somebody.post("/check/plan/", told | {"format": "doc"})
    assert refused.status_code == 400
