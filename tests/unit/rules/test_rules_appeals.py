"""While an appeal against the register is pending, special requirements need not be complied with.

OSA 2023 s 167(3)-(4): those that bind Category 1 alone, Category 2A alone, or the three together.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import SubjectError, Verdict
from obligations.rules.answer.determination import Answer
from obligations.rules.answer.summary import summarise
from obligations.rules.plan.plan import plan
from obligations.rules.whatif.difference import Group, difference
from obligations.words import reasons, stored
from obligations.words.answers import headline, trace
from obligations.words.determinations import opening, opening_pieces
from tests.rules_support import TODAY, answered, decide_one, demo, requirement, rules, service

D = dt.date
ENTERED, APPEALED = "2026-07-10", "2026-08-03"
COMBINED = {"has_public_search_engine": True}


def on_register(*entries: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return service(**facts) | {"designations": [{"from": ENTERED, **each} for each in entries]}


def appealed(category: str, ended: str | None = None) -> dict[str, Any]:
    return {"category": category, "appealed": APPEALED, "appeal_ended": ended}


def decided(mapping: dict[str, Any], day: D = TODAY, **record: Any) -> Answer:
    found: Answer = decide_one(requirement(**record), mapping, day)
    return found


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (D(2026, 8, 2), False),
        (D(2026, 8, 3), True),
        (D(2026, 10, 1), True),
        (D(2026, 10, 2), False),
    ],
)
def test_from_the_day_of_the_appeal_until_it_is_determined_or_withdrawn(
    day: D, wanted: bool
) -> None:
    answer = decided(on_register(appealed("1", "2026-10-02")), day, categories=["1"])
    assert (answer.answer, answer.suspended) == (Verdict.APPLIES, wanted)


EVERY = ["1", "2A", "2B"]


@pytest.mark.parametrize(
    ("category", "binds", "wanted"),
    [
        ("1", ["1"], True),
        ("1", EVERY, True),
        ("2A", ["2A"], True),
        ("2A", EVERY, True),
        ("2B", EVERY, True),
        ("2B", ["2B"], False),
        ("1", ["1", "2A"], False),
        ("1", [], False),
    ],
)
def test_only_what_section_167_4_names_is_a_special_requirement(
    category: str, binds: list[str], wanted: bool
) -> None:
    answer = decided(on_register(appealed(category), **COMBINED), categories=binds)
    assert (answer.answer, answer.suspended) == (Verdict.APPLIES, wanted)


def test_code_measure_for_a_category_follows_its_duties() -> None:
    condition = {
        "all": [
            {"fact": "has_direct_messaging", "is": True},
            {"fact": "designated_categories", "in": ["1"]},
        ]
    }
    mapping = on_register(appealed("1"), has_direct_messaging=True)
    assert decided(mapping, condition=condition).suspended is True
    either = {"any": [condition, {"fact": "has_direct_messaging", "is": True}]}
    assert decided(mapping, condition=either).suspended is False


def test_every_category_that_brings_it_is_appealed() -> None:
    mapping = on_register(appealed("1"), appealed("2A"), **COMBINED)
    assert decided(mapping, categories=EVERY).suspended is True


def test_one_of_two_categories_appealed_is_not_known_by_two_readings() -> None:
    mapping = on_register({"category": "1"}, appealed("2A"), **COMBINED)
    answer = decided(mapping, categories=EVERY)
    assert (answer.answer, answer.suspended) == (Verdict.NOT_KNOWN, None)
    assert answer.settled_by_whom == "law"
    assert [(each.id, each.answer, each.suspended) for each in answer.readings] == [
        ("letter", Verdict.APPLIES, True),
        ("purpose", Verdict.APPLIES, False),
    ]
    assert reasons.because(answer) == [
        reasons.sentence(rules(), each.why) for each in answer.readings
    ]
    assert "Category 2A" in reasons.because(answer)[0]
    assert "Category 1" in reasons.because(answer)[1]
    assert decided(mapping, categories=["2A"]).suspended is True
    assert decided(mapping, categories=["1"]).suspended is False


def test_answer_says_so_in_headline_reasons_tree_and_json() -> None:
    answer = decided(on_register(appealed("1")), categories=["1"])
    assert headline(answer) == (
        "X 1 has applied since 10 July 2026, but need not be complied with while the appeal is "
        "pending."
    )
    why = (
        "It need not be complied with while the appeal of 3 August 2026 against being in "
        "Category 1 is pending."
    )
    assert reasons.because(answer)[-1] == reasons.reasons(answer)[-1] == why
    line = next(each for each in trace(answer).children if each.sentence == why)
    assert (line.deciding, line.provision) == (True, "OSA 2023 s 167(3)-(4)")
    assert stored.answer(answer)["suspended"] is True


def category_1_appealed() -> dict[str, Any]:
    mapping = demo("category1")
    mapping["designations"][0]["appealed"] = APPEALED
    return mapping


def test_opening_sentence_and_plan_set_what_is_suspended_apart() -> None:
    before, after = answered(demo("category1")), answered(category_1_appealed())
    old, new = summarise(before), summarise(after)
    assert new.suspended > 0
    assert new.duties + new.measures + new.suspended == old.duties + old.measures
    text = f"{new.suspended} requirements need not be complied with while an appeal is pending"
    assert text in opening(after)
    counts = [each.counts for each in opening_pieces(after) if each.counts]
    assert {"answer": "applies", "suspended": "yes"} in counts
    assert {"answer": "applies", "kind": "duty", "suspended": "no"} in counts
    made = plan(after, rules().jobs)
    paused = [line.answer for bundle in made.bundles for line in bundle.paused]
    assert paused
    assert all(each.suspended for each in paused)
    assert not any(line.answer.suspended for bundle in made.bundles for line in bundle.to_do)


def test_what_an_appeal_changes_is_a_group_of_its_own() -> None:
    before, after = answered(demo("category1")), answered(category_1_appealed())
    there, back = difference(before, after), difference(after, before)
    assert {row.group for row in there.rows} == {Group.PAUSED}
    assert {row.group for row in back.rows} == {Group.RESUMED}


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"appealed": "2026-07-09"}, "is before the entry"),
        ({"appeal_ended": "2026-09-01"}, "no appeal is told"),
        ({"appealed": APPEALED, "appeal_ended": "2026-08-01"}, "the appeal is of 2026-08-03"),
    ],
)
def test_days_of_an_appeal_that_cannot_be_are_refused(days: dict[str, str], said: str) -> None:
    with pytest.raises(SubjectError, match=said):
        read_subject(on_register({"category": "1", **days}), rules())
