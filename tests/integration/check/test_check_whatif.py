"""What if, from a check: nothing is kept, and the answers travel in the form."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.models import FactValue, Release, Scenario
from obligations.views.check.state import Check
from tests.rules_support import rules

pytestmark = pytest.mark.django_db
ADDRESS = "/check/what-if/"


@pytest.fixture
def state(law: Release) -> str:
    facts = (
        b"platform: Tiny\nfacts: {has_user_to_user_part: true, has_public_search_engine: false,"
        b" publishes_provider_pornographic_content: false, significant_number_of_uk_users: true,"
        b" schedule_1_paragraphs: [], children_can_access: true, allows_ppc_kinds: [],"
        b" kind_likely_to_attract_significant_child_users: true, service_start_date: 2024-01-10,"
        b" first_access_assessment_completed_on: 2025-02-01}\ndesignations: []\n"
    )
    return Check.from_file(facts, rules())[0].signed()


def test_a_change_is_tried_and_nothing_is_written(client: Client, state: str) -> None:
    form = client.post(ADDRESS, {"state": state})
    assert 'name="allows_ppc_kinds@u2u"' in form.content.decode()
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(
            ADDRESS, {"state": state, "allows_ppc_kinds@u2u": ["suicide"], "go": "try"}
        )
    text = answer.content.decode()
    assert "With this change Tiny would gain" in text
    assert "Age checks must be highly effective" in text
    assert not [q for q in queries.captured_queries if q["sql"].startswith(("INSERT", "UPDATE"))]
    assert not FactValue.objects.exists()
    assert not Scenario.objects.exists()


def test_result_carries_the_answers_back_and_offers_files(client: Client, state: str) -> None:
    changes = json.dumps({"allows_ppc_kinds@u2u": ["suicide"]})
    text = client.post(ADDRESS, {"state": state, "changes": changes, "go": "try"}).content.decode()
    assert 'name="state"' in text
    answer = client.post(ADDRESS, {"state": state, "changes": changes, "format": "json"})
    rows = json.loads(b"".join(answer.streaming_content))["rows"]
    assert "OSA 2023 s 12(6)" in {row["ref"] for row in rows}
    again = client.post(ADDRESS, {"state": state, "changes": changes, "go": "change"})
    assert again.context["trying"].changes == json.loads(changes)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"changes": "{"}, "could not be read"),
        ({"changes": '{"no_such": true}'}, "no such fact"),
        ({"go": "try"}, "Change an answer, or name a day"),
        ({"go": "try", "on": "2001-01-01"}, "has passed"),
    ],
)
def test_bad_input_is_told_in_words(
    client: Client, state: str, sent: dict[str, str], words: str
) -> None:
    answer = client.post(ADDRESS, {"state": state, **sent})
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_tampered_answers_begin_again(client: Client, state: str) -> None:
    answer = client.post(ADDRESS, {"state": state[:-3] + "xyz"})
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


def test_result_of_a_check_leads_to_it(client: Client, state: str) -> None:
    result = client.post("/check/", {"state": state, "go": "result"}).content.decode()
    assert f'formaction="{ADDRESS}"' in result
