"""The order of screens, what a screen shows, and how what was settled is said."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.forms.interview import LOW_LEVELS
from obligations.rules import SubjectError
from obligations.rules.answer.settled import Settled
from obligations.rules.plan.plan import plan
from obligations.views.check.state import Check, Interview, course_of
from obligations.words.determinations import settled as words_of
from tests.check_support import answers
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
    assert keys == ["significant_number_of_uk_users"]
    first_day = interview(**SCOPE).screens["first-day"]
    assert [each.key for each in first_day.section.asked] == ["service_start_date"]


def test_other_links_with_the_uk_are_asked_about_only_where_the_first_ones_are_not_enough() -> None:
    sides = dict.fromkeys(("has_public_search_engine", "publishes_provider_pornographic_content"))
    told = {"has_user_to_user_part": True, "schedule_1_paragraphs": [], **sides}
    no = {"significant_number_of_uk_users": False, "uk_is_target_market": False}
    assert "uk-harm" in coming(interview(**told, **no))
    assert "uk-harm" not in coming(interview(**told, **(no | {"uk_is_target_market": True})))


def test_grid_shows_every_kind_while_one_is_open() -> None:
    kinds = [kind for kind in rules().kinds["illegal"].values() if "u2u" in kind.sides]
    screen = interview(**SCOPE, illegal_risk_found__u2u="higher").screens["illegal-risk-u2u"]
    assert len(screen.section.asked) == len(kinds)


def test_day_of_the_first_access_assessment_is_asked_with_it() -> None:
    screen = interview(**SCOPE, service_start_date="2019-05-01").screens["children-u2u"]
    keys = [each.key for each in screen.section.asked]
    assert "first_access_assessment_completed_on@u2u" in keys


def test_levels_are_asked_for_only_where_an_assessment_found_more_than_low_risks() -> None:
    grids = {"illegal-risk-u2u", "children-risk-u2u"}
    assert coming(interview(**SCOPE))[0] == "assessments-u2u"
    for found in (None, "not_assessed", "low"):
        told = {"illegal_risk_found__u2u": found, "childrens_risk_found__u2u": found}
        course = interview(**SCOPE, **told)
        told_at_once = course.with_levels(course.check.answers)
        course = course_of(Check(answers=told_at_once), rules(), TODAY)
        assert not grids & {*coming(course)}, found


def test_assessment_that_found_low_risks_rates_every_kind_and_taking_it_back_rates_none() -> None:
    before = interview(**SCOPE, **{"risk:fraud_and_financial_services__u2u": "medium"})
    told = before.with_levels({"illegal_risk_found@u2u": "low"})
    levels = {key: value for key, value in told.items() if key.startswith("risk:")}
    assert {*levels.values()} == {LOW_LEVELS}
    assert "risk:fraud_and_financial_services@u2u" not in levels
    after = course_of(Check(answers=before.check.answers | told), rules(), TODAY)
    back = after.with_levels({"illegal_risk_found@u2u": "not_assessed"})
    assert {value for key, value in back.items() if key in levels} == {None}
    assert "risk:fraud_and_financial_services@u2u" not in back


def test_what_depends_on_levels_waits_for_the_assessment_and_is_not_asked_for() -> None:
    told = {"illegal_risk_found__u2u": "not_assessed", "childrens_risk_found__u2u": None}
    course = interview(**SCOPE, **told)
    depends = [each for each in course.determination.answers if each.awaits_assessment]
    assert len(depends) > 30
    asked = {ref for screen in course.to_come for ref in screen.settles}
    assert not asked & {each.ref for each in depends}
    first = plan(course.determination, rules().jobs).cards[0]
    assert (first.job.id, first.awaited > 20) == ("illegal-content-assessment", True)
    assessed = interview(**SCOPE, **dict.fromkeys(told, "higher"))
    assert not [each for each in assessed.determination.answers if each.awaits_assessment]


def test_each_answer_says_what_it_leads_to_and_a_long_job_stands_out() -> None:
    course = interview(**SCOPE, **hobby_forum_but("allows_ppc_kinds"))
    terms = course.screens["terms-u2u"]
    [any_kind] = course.leads(terms)["allows_ppc_kinds@u2u"]
    assert any_kind.text == "can add a job of 5 to 20 days: Put age checks in place."
    assert any_kind.is_long


def hobby_forum_but(left_out: str) -> dict[str, Any]:
    """The answers of the hobby forum on its side, but for one."""
    facts = answers("forum")
    own = {name: value for name, value in facts.items() if rules().facts.get(name)}
    sides = {name: f"{name}@u2u" if rules().facts[name].level == "side" else name for name in own}
    return {sides[name]: value for name, value in own.items() if name not in {*SCOPE, left_out}}


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
