"""Requirements that turn on the same are answered once: each must still speak for itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Answer, Situation, determine, find_conflicts
from obligations.rules.conditions.grammar import All, AnyOf, Condition, Not
from obligations.rules.rulebook.citations import citation
from obligations.words import stored
from obligations.words.answers import headline, trace
from obligations.words.trace import Trace
from tests.rules_support import TODAY, answered, demo, requirement, rules, service, small_law

DEMOS = ("forum", "video", "category1", "new-forum")


def flat(line: Trace) -> Iterator[Trace]:
    yield line
    for child in line.children:
        yield from flat(child)


def told(answer: Answer) -> tuple[object, ...]:
    return stored.answer(answer), headline(answer), trace(answer).to_dict(), answer.turns_on


@pytest.mark.parametrize("name", DEMOS)
def test_answer_is_the_same_alone_and_among_all(name: str) -> None:
    subject, _notes = read_subject(demo(name), rules())
    for answer in answered(demo(name), proposals=True).answers[::9]:
        alone = replace(rules(), requirements=(answer.requirement,))
        found = determine(alone, subject, TODAY, proposals=True)
        assert told(answer) in [told(each) for each in found.answers], answer.ref


def test_answers_alike_share_their_decision_but_not_their_name() -> None:
    refs = {each.ref for each in rules().determined}
    cited = {citation(fact.sources) for fact in rules().facts.values()}
    decisions = set()
    for answer in answered(demo("video")).answers:
        decisions.add(id(answer.decision))
        assert answer.ref in headline(answer)
        assert trace(answer).provision == answer.ref
        named = {line.provision for line in flat(trace(answer))} & refs
        assert {answer.ref} <= named <= {answer.ref} | cited
    assert len(decisions) < len(refs) / 2


def test_requirements_that_differ_in_what_they_turn_on_are_not_alike() -> None:
    same = requirement()
    others = [
        requirement(id="x-2", ref="X 2"),
        requirement(id="x-3", ref="X 3", side="search"),
        requirement(id="x-4", ref="X 4", **{"from": "2027-01-01"}),
        requirement(id="x-5", ref="X 5", condition={"fact": "has_group_messaging", "is": True}),
        requirement(id="x-6", ref="X 6", bites_only_if={"fact": "has_group_messaging", "is": True}),
        requirement(id="x-7", ref="X 7", triggered_by="significant_change"),
    ]
    law = small_law(same, *others)
    assert [each.ref for each in law.determined] == [f"X {number}" for number in range(1, 8)]
    assert law.alike == (0, 0, 2, 3, 4, 5, 6)


def parts(condition: Condition) -> Iterator[Condition]:
    yield condition
    match condition:
        case All(inner) | AnyOf(inner):
            for part in inner:
                yield from parts(part)
        case Not(inner):
            yield from parts(inner)


def test_equal_parts_of_conditions_are_one_object() -> None:
    kept: dict[Condition, Condition] = {}
    for each in rules().requirements:
        for text in each.versions:
            for part in parts(text.condition) if text.condition else ():
                assert kept.setdefault(part, part) is part, each.ref


def test_conflicts_stand_in_the_order_of_the_vocabulary_whatever_was_asked_before() -> None:
    told = {"large": True, "meets_category_2b_threshold": True, "meets_category_1_threshold": True}
    subject = answered(service(uk_monthly_active_users=100)).situation.subject
    facts = {(name, "u2u"): value for name, value in told.items()}
    subject = replace(subject, facts={**subject.facts, **facts})
    fresh = find_conflicts(Situation(rules(), subject, TODAY))
    asked = Situation(rules(), subject, TODAY)
    for name in reversed(list(rules().facts)):
        asked.value(name, "u2u")
    assert [each.fact for each in find_conflicts(asked)] == [each.fact for each in fresh]
    order = list(rules().facts)
    places = [order.index(each.fact) for each in fresh]
    assert len(places) > 1
    assert places == sorted(places)


def test_days_of_another_determination_do_not_stay() -> None:
    subject, _notes = read_subject(demo("forum"), rules())
    for day in (TODAY, dt.date(2024, 1, 1), TODAY):
        found = determine(rules(), subject, day)
        assert {each.decision.inquiry.situation.as_at for each in found.answers} == {day}
    first, last = answered(demo("forum")), answered(demo("forum"))
    assert first == last
    assert first != determine(rules(), subject, dt.date(2024, 1, 1))
