"""What the result of a check rests on."""

from __future__ import annotations

from obligations.law.followed_requirements import rests_on
from tests.rules_support import answered, demo


def test_everything_that_binds_and_what_could_turn_but_no_category_duty() -> None:
    found = answered(demo("forum"))
    resting = rests_on(found)
    answers = {each.id: str(each.answer) for each in found.answers}
    bound = {id_ for id_, answer in answers.items() if answer != "does_not_apply"}
    assert {*resting.requirements} == bound
    assert {answers[id_] for id_ in resting.near} == {"does_not_apply"}
    records = {each.id: each for each in found.situation.ruleset.requirements}
    assert all(not records[id_].categories for id_ in resting.near)
    assert all(records[id_].side != "search" for id_ in resting.near)
    assert len(resting.near) < 100


def test_service_out_of_scope_rests_on_the_scope_tests_alone() -> None:
    resting = rests_on(answered(demo("exempt")))
    assert resting.near == ()
    answers = {each.id: str(each.answer) for each in answered(demo("exempt")).answers}
    assert {answers[id_] for id_ in resting.requirements} == {"stands_by"}
