"""The difference of two determinations is whole: nothing left out, twice, or out of itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.rules import ActsOn, Answer, Determination, Verdict, determine
from obligations.rules.whatif.difference import BINDING, Group, difference
from obligations.words import reasons
from tests.property.rules.test_rules_properties import fact_files, read_or_skip
from tests.rules_support import rules

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
days = st.dates(dt.date(2024, 6, 1), dt.date(2028, 1, 1))


def determined(mapping: dict[str, Any], day: dt.date) -> Determination:
    return determine(rules(), read_or_skip(mapping), day, proposals=True)


def key(answer: Answer) -> tuple[str, bool]:
    return answer.id, answer.answer is Verdict.PROPOSED


def says(answer: Answer) -> tuple[Any, ...]:
    """What of an answer a reader would notice: whether there is anything to act on, once bound."""
    bound = answer.answer in BINDING
    return (
        answer.answer,
        answer.starts_on if bound else None,
        answer.acts_on if bound else ActsOn.SOMETHING,
        answer.suspended if bound else False,
        None if bound else answer.until_event,
        answer.would,
    )


@SLOW
@given(fact_files(), days)
def test_a_determination_does_not_differ_from_itself(mapping: dict[str, Any], day: dt.date) -> None:
    assert not difference(determined(mapping, day), determined(mapping, day))


@SLOW
@given(fact_files(), fact_files(), days, days)
def test_every_answer_that_differs_is_in_one_group_and_no_other(
    one: dict[str, Any], other: dict[str, Any], day: dt.date, later: dt.date
) -> None:
    before, after = determined(one, day), determined(other, later)
    found = difference(before, after)
    old = {key(each): says(each) for each in before.answers}
    new = {key(each): says(each) for each in after.answers}
    expected = {each for each in {**old, **new} if old.get(each) != new.get(each)}
    grouped = Counter((row.shown.id, row.shown.answer is Verdict.PROPOSED) for row in found.rows)
    assert set(grouped.values()) <= {1}
    assert set(grouped) == expected
    assert sum(len(found.of(group)) for group in Group) == len(found.rows)


@SLOW
@given(fact_files(), fact_files(), days, days)
def test_what_one_way_gains_the_other_way_loses(
    one: dict[str, Any], other: dict[str, Any], day: dt.date, later: dt.date
) -> None:
    before, after = determined(one, day), determined(other, later)
    there, back = difference(before, after), difference(after, before)
    assert [row.shown.id for row in there.gained] == [row.shown.id for row in back.lost]
    assert [row.shown.id for row in there.lost] == [row.shown.id for row in back.gained]
    assert {row.shown.id for row in there.redated} == {row.shown.id for row in back.redated}


@SLOW
@given(fact_files(), fact_files(), days)
def test_every_row_gives_a_reason(one: dict[str, Any], other: dict[str, Any], day: dt.date) -> None:
    found = difference(determined(one, day), determined(other, day))
    for row in found.rows[::5]:
        said = reasons.of_row(row)
        assert said, row.shown.ref
        assert all(each.endswith((".", "?", ")")) for each in said)
