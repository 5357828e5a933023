"""A plan leaves nothing over and says nothing twice, whatever is known of a service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from obligations.law.told_subject import read_subject
from obligations.rules import SubjectError, Verdict, determine
from obligations.rules.plan.plan import plan
from tests.property.rules.test_rules_properties import SLOW, days, edge_days, fact_files
from tests.rules_support import rules


@SLOW
@given(fact_files(), days | edge_days, st.booleans(), st.data())
def test_each_answer_that_does_not_say_no_is_in_exactly_one_place(
    mapping: dict[str, Any], as_at: dt.date, proposals: bool, data: st.DataObject
) -> None:
    try:
        subject, _notes = read_subject(mapping, rules())
    except SubjectError:
        assume(False)
    determination = determine(rules(), subject, as_at, proposals=proposals)
    jobs = data.draw(st.sampled_from([rules().jobs, rules().jobs[::2], rules().jobs[::-1], ()]))
    found = plan(determination, jobs)
    lines = [line for bundle in found.bundles for line in bundle.lines]
    placed = [id(each) for line in lines for each in (line.answer, *line.parts)]
    wanted = [
        id(each) for each in determination.answers if each.answer is not Verdict.DOES_NOT_APPLY
    ]
    assert sorted(placed) == sorted(wanted)
    assert found.not_concerned + len(placed) == len(determination.answers)
    for card in found.cards:
        assert card.bundle.to_do or card.ahead
        assert all(number < card.number for number, _first in card.after)
    assert [card.number for card in found.cards] == [*range(1, len(found.cards) + 1)]
