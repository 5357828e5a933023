"""The order of screens, what a screen shows, and how what was settled is said."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.rules import SubjectError
from obligations.rules.answer.settled import Settled
from obligations.views.check.state import Check, Interview, course_of
from obligations.words.determinations import settled as words_of
from tests.rules_support import TODAY, rules

SCOPE: dict[str, Any] = {
    "has_user_to_user_part": True,
    "has_public_search_engine": False,
    "publishes_provider_pornographic_content": False,
    "significant_number_of_uk_users": True,
    "schedule_1_paragraphs": [],
}


def interview(**answers: Any) -> Interview:
    told = {key.replace("__", "@"): value for key, value in answers.items()}
    return course_of(Check(answers=told), rules(), TODAY)


def coming(found: Interview) -> list[str]:
    return [each.id for each in found.to_come]


def test_first_screen_asks_what_the_service_is() -> None:
    first = interview().to_come[0]
    assert first.id == "what-it-is"
    assert "whether the Act concerns the service" in first.why


def test_nothing_is_asked_once_the_service_is_out_of_scope() -> None:
    sides = dict.fromkeys(("has_user_to_user_part", "has_public_search_engine"), False)
    outside = interview(**sides, publishes_provider_pornographic_content=False)
    assert outside.to_come == []


def test_screens_without_an_open_question_are_left_out() -> None:
    assert "exempt" in coming(interview())
    found = coming(interview(**SCOPE))
    assert "exempt" not in found
    assert not [each for each in found if each.endswith("-search")]


def test_screen_keeps_what_was_answered_and_leaves_out_what_settles_nothing() -> None:
    screen = interview(**SCOPE, usable_in_uk=None).screens["uk"]
    keys = [each.key for each in screen.section.asked]
    assert {"significant_number_of_uk_users", "usable_in_uk", "service_start_date"} <= {*keys}
    assert "scope_left_date" not in keys


def test_grid_shows_every_kind_while_one_is_open() -> None:
    kinds = [kind for kind in rules().kinds["illegal"].values() if "u2u" in kind.sides]
    screen = interview(**SCOPE).screens["illegal-risk-u2u"]
    assert len(screen.section.asked) == len(kinds)


def test_day_of_the_first_access_assessment_is_asked_with_it() -> None:
    screen = interview(**SCOPE, service_start_date="2019-05-01").screens["children-u2u"]
    keys = [each.key for each in screen.section.asked]
    assert "first_access_assessment_completed_on@u2u" in keys


def test_question_names_the_few_answers_that_it_bears_on() -> None:
    screen = interview(**SCOPE).screens["accounts-u2u"]
    helps = {each.name: each.help for each in screen.section.asked}
    assert (
        "Tells whether there is anything to act on for ICU F1, ICU F2 and ICU H1."
        in helps["has_user_accounts"]
    )


def test_progress_never_grows() -> None:
    before, after = interview(), interview(**SCOPE)
    assert before.progress("what-it-is")[0] == 1
    assert after.progress(after.to_come[0].id)[1] <= before.progress("what-it-is")[1]


def test_contradiction_is_an_error() -> None:
    with pytest.raises(SubjectError):
        interview(
            first_access_assessment_done__u2u=False,
            first_access_assessment_completed_on__u2u="2025-04-10",
        )


def test_settled_tells_what_concerns_and_what_does_not() -> None:
    blank, known = interview().determination, interview(**SCOPE).determination
    settled = Settled.between(blank, known)
    assert len(settled.other) > 100
    assert words_of(settled).startswith(
        f"That settled {len(settled.bind) + len(settled.other)} requirements:"
    )
    assert "open again" in words_of(Settled.between(known, blank))
    assert "nothing by itself" in words_of(Settled.between(known, known))


def test_screen_answered_with_nothing_known_says_that_it_stays_open() -> None:
    blank = interview().determination
    settled = Settled.between(blank, blank, told=False)
    assert words_of(settled) == "Nothing settled; these questions stay open."
    assert not settled.anything


def test_scope_is_given_as_the_reason_once() -> None:
    reasons = [each.why for each in interview().to_come if each.decides_scope]
    assert len(reasons) > 2
    assert [each for each in reasons if each] == [reasons[0]]


def test_own_pornography_is_asked_about_once_there_is_some() -> None:
    assert "own-pornography" not in interview().screens
    assert "own-pornography" not in interview(publishes_provider_pornographic_content=None).screens
    assert "own-pornography" in interview(publishes_provider_pornographic_content=True).screens
