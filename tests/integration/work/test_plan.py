"""The page of a service as a plan: a card for each job, with how far its tasks are."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client

from obligations.actions import obligations
from obligations.exports import FORMATS
from obligations.law.determinations import determine_platform
from obligations.models import Deadline, Obligation, Platform, User
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


def card(page: Client, name: str, address: str = "/services/hobby-forum/") -> str:
    text = page.get(address).content.decode()
    found = re.search(rf'<li class="job" id="job-{name}">(.*?)\n</li>', text, re.S)
    assert found, name
    return found[1]


def words_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_each_job_is_a_card_with_its_time_its_reasons_and_what_comes_first(
    page: Client, forum: Platform
) -> None:
    terms = words_of(card(page, "terms"))
    assert "Write your terms" in terms
    assert "2 to 4 hours" in terms
    assert "Tell users about contract claims" in terms
    assert "job 1 : Assess the risk of illegal content" in terms


def finish(task: Obligation) -> None:
    obligations.complete(
        obligation=task, by=None, done_on=factories.TODAY, how_checked="Read by two.",
        all_covered=True, as_at=factories.TODAY,
    )  # fmt: skip


def test_card_says_how_far_its_tasks_are_who_does_them_and_what_is_next(
    page: Client, forum: Platform, owner: User, day: Deadline
) -> None:
    mine = Obligation.objects.tasks().filter(
        platform=forum, requirement__job__slug="illegal-content-assessment"
    )
    total = mine.count()
    before = words_of(card(page, "illegal-content-assessment"))
    assert f"Done: 0 of {total}" in before
    assert f"{total} to do; nobody has it yet; next date 16 March 2025" in before
    assert "Start : Assess" in before
    first, second = mine.order_by("pk")[:2]
    Obligation.objects.filter(pk=first.pk).update(owner=owner)
    finish(first)
    Obligation.objects.filter(pk=second.pk).update(progress="in_review")
    after = words_of(card(page, "illegal-content-assessment"))
    assert f"{total - 2} to do, 1 in progress and 1 done; {owner}" in after
    assert "Continue : Assess" in after
    for task in mine:
        finish(task)
    assert "Look at it : Assess" in words_of(card(page, "illegal-content-assessment"))


def test_card_leads_to_its_tasks_and_to_no_others(page: Client, forum: Platform) -> None:
    for name in ("scope-note", "terms", "take-down", "yearly-review"):
        markup = card(page, name)
        (url,) = re.findall(r'href="(/tasks/\?[^"]+)"', markup)
        total = int(re.findall(r"of (\d+)", words_of(markup))[0])
        listed = page.get(html.unescape(url))
        assert listed.context["listing"].count == total
        assert {row.requirement.job.slug for row in listed.context["rows"]} == {name}


def test_plan_of_csea_reports_has_its_standing_duty_and_what_detection_starts(
    page: Client, forum: Platform
) -> None:
    """The systems behind reports are owed since 7 April 2026 (s 66(1)), reports on detection."""
    text = card(page, "csea-plan")
    assert "OSA 2023 s 66(1)" in text
    assert "/tasks/" in text
    assert 'href="#standsby-csea-plan"' in text


def test_every_link_inside_the_plan_has_its_place(page: Client, forum: Platform) -> None:
    text = page.get("/services/hobby-forum/").content.decode()
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len({*ids})
    assert {*re.findall(r'href="#([^"]+)"', text)} <= {*ids}


def test_plan_unfolded_has_everything_open(page: Client, forum: Platform) -> None:
    text = page.get("/services/hobby-forum/?unfold=yes").content.decode()
    plan = text[text.index('id="jobs"') :]
    closed = re.findall(r"<details(?![^>]* open)[^>]*>", plan[: plan.index("<aside")])
    assert closed == []
    told = words_of(text[text.index('id="told"') :])
    assert "1 May 2019" in told
    folded = page.get("/services/hobby-forum/").content.decode()
    assert '<details class="job-why">' in folded


def test_plan_is_that_of_the_day_asked_for(page: Client, forum: Platform) -> None:
    before = page.get("/services/hobby-forum/?as_at=2025-03-16").content.decode()
    assert "Coming" in words_of(before)
    assert "From 17 March 2025" in words_of(before)
    assert "?as_at=2025-03-16" in before


def test_plan_comes_as_a_file_with_every_answer_once(page: Client, forum: Platform) -> None:
    determination = determine_platform(forum, TODAY)
    wanted = [each.id for each in determination.answers if str(each.answer) != "does_not_apply"]
    for name in FORMATS:
        answer = page.get(f"/services/hobby-forum/?format={name}")
        assert answer.status_code == 200
        assert f"plan-2026-11-21.{name}" in answer["Content-Disposition"]
    body = b"".join(page.get("/services/hobby-forum/?format=json").streaming_content)
    rows = json.loads(body)["rows"]
    assert sorted(row["id"] for row in rows) == sorted(wanted)
    terms = next(row for row in rows if row["id"] == "osa-s72-1")
    assert (terms["job"], terms["job_number"], terms["state"]) == ("terms", 5, "now")
    assert {row["job"] for row in rows if row["job_number"] is None} >= {"ofcom-notices"}


def test_plan_in_no_known_format_is_refused(page: Client, forum: Platform) -> None:
    answer = page.get("/services/hobby-forum/?format=doc")
    assert answer.status_code == 400
    assert "“doc” is not known here" in answer.content.decode()
