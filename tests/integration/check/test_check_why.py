"""Why an answer of the check is what it is: read from the form alone, with a way back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.check_support import answers, walk, words_of

pytestmark = pytest.mark.django_db
WHY, RESULT = "/check/why/", "/check/"


@pytest.fixture
def state() -> str:
    """What the forms of a hobby forum's result carry."""
    page, _screens = walk(Client(), answers("forum"))
    return page.context["state"]  # type: ignore[no-any-return]


def html_of(page: Any) -> str:
    return str(page.content.decode())


def ask(state: str, requirement: str) -> Any:
    return Client().post(WHY, {"state": state, "requirement": requirement})


def test_every_row_of_the_result_leads_to_its_reasons(state: str) -> None:
    page = Client().post(RESULT, {"state": state, "go": "result"})
    shown = re.findall(r'formaction="/check/why/" name="requirement" value="(.+?)"', html_of(page))
    assert len({*shown}) == len(shown) > 50
    assert ask(state, shown[0]).status_code == 200


def test_page_shows_sentence_reasons_flips_and_tree(state: str) -> None:
    page = ask(state, "icu-c14")
    told = words_of(page)
    assert "ICU C14 does not apply." in told
    assert "What would change it" in told
    assert "The whole reasoning" in told
    assert 'class="tree"' in html_of(page)
    assert "Back to the result" in told


def test_nothing_of_it_is_written(state: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = ask(state, "icu-c14")
    assert {query["sql"].split()[0] for query in queries.captured_queries} <= {
        "SELECT", "SAVEPOINT", "RELEASE",
    }  # fmt: skip
    assert "private" in page["Cache-Control"]


def test_a_question_that_would_settle_it_leads_to_its_screen() -> None:
    page, _screens = walk(Client(), {**answers("forum"), "uk_monthly_active_users": None})
    unknown = [
        each for each in page.context["found"].determination.answers
        if "uk_monthly_active_users" in each.settled_by
    ]  # fmt: skip
    why = ask(page.context["state"], unknown[0].id)
    assert 'name="go" value="users-u2u"' in html_of(why)


def test_unknown_requirement_and_strange_state_are_said(state: str) -> None:
    assert ask(state, "no-such").status_code == 404
    page = ask("mine", "icu-c14")
    assert page.status_code == 400
    assert "could not be read" in words_of(page)


def test_what_does_not_apply_is_listed_with_reasons(state: str) -> None:
    page = Client().post("/check/others/", {"state": state})
    told = words_of(page)
    assert f"{page.context['count']} requirements do not apply" in told
    assert 'value="icu-c14"' in html_of(page)


def test_branches_that_lead_to_what_decides_stand_open(state: str) -> None:
    nodes = ask(state, "pcu-b4").context["nodes"]
    concerns = next(each for each in nodes if "Among those" in each["sentence"])
    assert concerns["leads"]
    assert not concerns["deciding"]
    assert [each["leads"] for each in nodes if each["outcome"] == "true"] == [False] * 3
