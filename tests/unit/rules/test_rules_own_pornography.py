"""Part 5 as it reads: what a provider shows itself counts, unless it is text alone or adverts."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import RuleSet, Verdict, determine
from obligations.rules.answer.open_questions import open_questions
from obligations.rules.rulebook.ruleset import ANY_OWN_PORNOGRAPHY, OWN_PORNOGRAPHY
from obligations.words.determinations import opening
from tests.rules_support import TODAY, answered, payload

BEYOND = "own_pornography_beyond_text_and_adverts"
FIRST = dt.date(2025, 1, 17)
DUTIES = ("osa-s81-2", "osa-s81-3", "osa-s81-4-a", "osa-s81-4-b", "osa-s81-5")


def stories(**facts: Any) -> dict[str, Any]:
    """A person's site of written erotica: nobody else posts, nothing is searched."""
    mine = {
        "has_user_to_user_part": False,
        "has_public_search_engine": False,
        "publishes_provider_pornographic_content": True,
        "provider_is_uk": True,
        "provider_is_entity": False,
        "significant_number_of_uk_users": False,
        "uk_is_target_market": True,
        "schedule_1_paragraphs": [],
        "part5_exempt": False,
        "part_is_on_demand_programme_service": False,
        "service_start_date": "2025-03-02",
    }
    return {"platform": "Ink and Ember", "facts": mine | facts, "designations": [], "events": []}


@pytest.mark.parametrize("duty", DUTIES)
def test_text_alone_is_not_pornographic_content_of_part_5(duty: str) -> None:
    # s 79(4)(a): content of text alone; s 80(2)(a) asks for regulated content
    answer = answered(stories(own_pornography_beyond_text_and_adverts=False)).answer(duty)
    assert answer is not None
    assert answer.answer is Verdict.DOES_NOT_APPLY


def test_a_site_of_text_alone_is_no_regulated_service() -> None:
    determination = answered(stories(own_pornography_beyond_text_and_adverts=False))
    assert not any(determination.scope.values())
    assert determination.situation.value("service_kind") == "none"
    assert "not a regulated service" in opening(determination)


def test_whether_it_is_text_alone_is_asked() -> None:
    determination = answered(stories())
    answer = determination.answer("osa-s81-2")
    assert answer is not None
    assert answer.answer is Verdict.NOT_KNOWN
    assert "own_pornography_beyond_text_and_adverts" in {
        each.name for each in open_questions(determination) if each.scope
    }


def test_pictures_bring_part_5_back() -> None:
    answer = answered(stories(own_pornography_beyond_text_and_adverts=True)).answer("osa-s81-2")
    assert answer is not None
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, dt.date(2025, 3, 2))


def test_text_alone_leaves_an_exemption_for_comments_standing() -> None:
    # Sch 1 para 6 takes paras 1 to 5 away for regulated content only
    comments = {"has_user_to_user_part": True, "schedule_1_paragraphs": ["4"]}
    text = answered(stories(own_pornography_beyond_text_and_adverts=False, **comments))
    assert text.situation.value("schedule_1_exempt") is True
    films = answered(stories(own_pornography_beyond_text_and_adverts=True, **comments))
    assert films.situation.value("schedule_1_exempt") is False


@pytest.mark.parametrize(
    ("was_one", "first"), [(False, FIRST), (True, dt.date(2025, 7, 26)), (None, FIRST)]
)
def test_earlier_video_sharing_platforms_came_in_when_the_old_rules_ended(
    was_one: bool | None, first: dt.date
) -> None:
    # Sch 17 paras 2 and 4: up to and with 25 July 2025, the day on which s 210 came into force
    facts = {"was_part_4b_video_sharing_platform": was_one, "service_start_date": "2024-01-10"}
    known = {name: value for name, value in facts.items() if value is not None}
    found = answered(stories(own_pornography_beyond_text_and_adverts=True, **known))
    answer = found.answer("osa-s81-2")
    assert answer is not None
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, first)


def test_nothing_of_part_5_reached_an_earlier_video_sharing_platform_before() -> None:
    mapping = stories(
        own_pornography_beyond_text_and_adverts=True, was_part_4b_video_sharing_platform=True,
        service_start_date="2024-01-10",
    )  # fmt: skip
    answer = answered(mapping, dt.date(2025, 7, 25)).answer("osa-s81-2")
    assert answer is not None
    assert answer.answer is not Verdict.APPLIES


def test_edition_that_does_not_ask_what_it_is_takes_whatever_is_published() -> None:
    """As editions up to 2026.11.21 did, which may be loaded again."""
    now, then = OWN_PORNOGRAPHY, ANY_OWN_PORNOGRAPHY
    older: dict[str, Any] = json.loads(json.dumps(payload()).replace(f'"{now}"', f'"{then}"'))
    asked = [each for each in older["facts"] if each["name"] == then and each["asked"]]
    others = [each for each in older["facts"] if each["name"] not in (then, BEYOND)]
    older["facts"] = [*others, *asked]
    law = RuleSet.from_payload(older)
    subject, _notes = read_subject(stories(), law)
    found = determine(law, subject, TODAY)
    assert found.situation.value("service_kind") == "provider_pornography"
    answer = found.answer("osa-s81-2")
    assert answer is not None
    assert answer.answer is Verdict.APPLIES
