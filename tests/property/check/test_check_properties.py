"""The interview always ends, and answering never un-settles."""

from __future__ import annotations

import itertools
import random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from obligations.forms.interview import LOW_LEVELS
from obligations.forms.questions import Asked
from obligations.rules import UNSETTLED, SubjectError
from obligations.rules.answer.settled import Settled
from obligations.rules.rulebook.vocabulary import NOT_ASSESSED
from obligations.views.check.state import Check, Interview, course_of, to_yaml
from tests.rules_support import TODAY, rules

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTS = (0, 400, 600_000, 700_001, 3_000_001, 7_000_001)


def answer(asked: Asked, chance: random.Random) -> Any:
    """Any answer to a question, "don't know yet" among them."""
    if chance.random() < 0.15:
        return None
    match asked.type:
        case "boolean":
            return chance.random() < 0.5
        case "set":
            choices = [choice for choice, _words in asked.choices]
            return sorted(chance.sample(choices, chance.choice([0, 0, 1])))
        case "date":
            return chance.choice(["2019-05-01", "2025-06-01", "2026-10-05"])
        case "choice" | "level":
            return chance.choice([choice for choice, _words in asked.choices])
        case "interval" if chance.random() < 0.3:
            return {"low": 300, "high": chance.choice([900, 8_000_000, None])}
        case _:
            return chance.choice(COUNTS)


def steps(chance: random.Random) -> list[Interview]:
    """An interview from the first screen to the last; contradictions are answered anew."""
    found = [course_of(Check(), rules(), TODAY)]
    while found[-1].to_come:
        screen = found[-1].to_come[0]
        for _attempt in range(20):
            told = {
                each.key: each.current if each.current is not None else answer(each, chance)
                for each in screen.section.asked
            }
            try:
                told = found[-1].with_levels(told)
                found.append(course_of(found[-1].check.told(screen.id, told, {}), rules(), TODAY))
                break
            except SubjectError:
                continue
        else:
            assume(False)
        assert len(found) <= 40
    return found


def asks_scope(found: Interview) -> bool:
    return found.to_come[0].decides_scope


@SLOW
@given(st.integers(0, 10**9))
def test_interview_ends_and_asks_no_screen_twice(seed: int) -> None:
    last = steps(random.Random(seed))[-1]
    assert len(last.check.seen) == len({*last.check.seen})
    open_answers = [each for each in last.determination.answers if each.answer in UNSETTLED]
    unknown = [
        key
        for key, value in last.check.answers.items()
        if value in (None, NOT_ASSESSED, LOW_LEVELS)
    ]
    ranges = [key for key, value in last.check.answers.items() if isinstance(value, dict)]
    yours = [each for each in open_answers if each.settled_by_whom == "you"]
    assert not yours or unknown or ranges


@SLOW
@given(st.integers(0, 10**9))
def test_answering_never_un_settles_and_screens_only_shrink(seed: int) -> None:
    found = steps(random.Random(seed))
    for before, after in itertools.pairwise(found):
        assert Settled.between(before.determination, after.determination).opened == 0
        settled = {each.id: each.answer for each in before.determination.answers}
        for each in after.determination.answers:
            if settled[each.id] not in UNSETTLED:
                assert each.answer is settled[each.id], each.ref
    counts = [each.progress("")[1] for each in found]
    known = next(i for i, each in enumerate(found) if not each.to_come or not asks_scope(each))
    assert counts[known:] == sorted(counts[known:], reverse=True)


@SLOW
@given(st.integers(0, 10**9))
def test_every_check_survives_its_file_and_its_signature(seed: int) -> None:
    check = steps(random.Random(seed))[-1].check
    assert Check.unsigned(check.signed()) == check
    again, notes = Check.from_file(to_yaml(check, ["head"]).encode(), rules())
    assert notes == []
    assert again.file() == check.file()
