"""The result of the check as a plan: on the page, to print, as a file."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

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


def unassessed(page: Any) -> dict[str, str]:
    """By job, what its card says of the day."""
    return {each.card.job.id: each.due_words for each in page.context["planned"].cards}


def test_result_says_what_is_late_and_what_to_do_first(somebody: Client) -> None:
    text = (DEMO / "forum.yaml").read_text()
    dues = unassessed(load(somebody, not_assessed(text)))
    assert dues["illegal-content-assessment"] == "was due 16 March 2025: do this first"
    assert dues["childrens-assessment"] == "was due 24 July 2025: do this next"
    assert dues["access-assessment"] == "no day"  # It is done.
    assert dues["named-person"] == "no day"
    done = unassessed(load(somebody, text))
    assert not [each for each in done.values() if "due" in each]


def test_result_of_a_new_service_says_by_when_and_one_without_its_first_day_what_is_missing(
    somebody: Client,
) -> None:
    text = (DEMO / "new-forum.yaml").read_text()
    dues = unassessed(load(somebody, text))
    assert dues["illegal-content-assessment"] == "due 4 January 2027"
    assert dues["access-assessment"] == "due 4 January 2027"
    without = re.sub(r"  service_start_date: .*\n", "", text)
    dues = unassessed(load(somebody, without))
    assert dues["illegal-content-assessment"] == "day not known: say since when it has been open"


def not_assessed(text: str) -> str:
    """A file of answers before its risk assessments were made."""
    head, _levels, rest = text.partition("  # Levels from the illegal content")
    head += "  illegal_risk_found: not_assessed\n  childrens_risk_found: not_assessed\n"
    return head + "\ndesignations: []\nevents: []\n" if rest else text


def test_each_job_says_its_steps_what_to_write_down_who_signs_and_the_official_guide(
    somebody: Client,
) -> None:
    page = load(somebody, not_assessed((DEMO / "forum.yaml").read_text()))
    text, told = page.content.decode(), words_of(page)
    cards = page.context["planned"].cards
    assert len(cards) == 10
    for shown in cards:
        assert shown.card.job.steps
        for step in shown.card.job.steps:
            assert html.escape(step.title, quote=True) in text
        assert f"Signs: {shown.card.job.signs}" in told
    assert "quick-guide-to-online-safety-risk-assessments" in text
    assert not re.search(r"search service|search engine|Category [12]", told)


def test_print_is_a_document_of_jobs_to_tick_and_what_each_duty_asks(somebody: Client) -> None:
    page = load(somebody, (DEMO / "new-forum.yaml").read_text())
    page = somebody.post("/check/", {"state": page.context["state"], "go": "print"})
    text, told = page.content.decode(), words_of(page)
    cards = page.context["planned"].cards
    table = text[text.index("<tbody>") : text.index("</tbody>")]
    assert table.count("tick-box") == len(cards)
    assert "Due 4 January 2027" in table
    rows = [row for shown in cards for row in shown.rows]
    assert len(rows) > 40
    for row in rows:
        assert " ".join(html.escape(row.answer.requirement.summary).split()) in told
    assert "<details" not in text[text.index('id="jobs"') :]
    assert "60 to 120" in told
    assert "5 October 2026" in told
    assert f"Law data {VERSION}, following the law up to {LAW_DAY}" in told
    assert "This is not legal advice." in told


def test_service_out_of_scope_is_told_why_in_three_sentences_and_the_rest_is_folded(
    somebody: Client,
) -> None:
    page = load(somebody, (DEMO / "exempt.yaml").read_text())
    text = page.content.decode()
    [said] = re.findall(r'<p class="sentence">(.*?)</p>', text)
    assert said.startswith(
        "Harrowdene Speaks is not a regulated service: on 21 November 2026 no duty of the Online "
        "Safety Act binds it. That is so because it is exempt under Schedule 1"
    )
    assert said.endswith(
        "If it let people search more than one website or database, it would be a regulated "
        "service."
    )
    assert len(page.context["told_outside"]) == 3
    fold = text.index('<details class="theme"><summary><span class="theme-title">The rest')
    assert fold < text.index('id="jobs"')


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
