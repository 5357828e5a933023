"""Every flip that is shown, applied to what was told, changes the answer as it says."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from obligations.law.told_subject import read_subject
from obligations.rules import (
    UNSETTLED,
    Answer,
    Situation,
    Subject,
    determine,
    find_conflicts,
)
from obligations.rules.conditions.truth import Interval
from obligations.rules.flips.changes import changed
from obligations.rules.flips.search import decide_again
from obligations.rules.verdict.exclusions import clashes
from obligations.words import flips
from obligations.words.stored import explained
from tests.property.rules.test_rules_properties import fact_files, read_or_skip
from tests.rules_oracle import Oracle
from tests.rules_support import DEMO, TODAY, answered, demo, payload, rules

KEYS = {"illegal": "risk", "children": "children_risk"}
DEMOS = sorted(path.stem for path in DEMO.glob("*.yaml"))
SLOW = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def told(subject: Subject) -> dict[str, Any]:
    """A subject as a fact file, what differs from side to side under its side."""
    mapping: dict[str, Any] = {"platform": subject.platform, "facts": {}, "sides": {}}
    for (name, side), value in subject.facts.items():
        place = mapping["facts"] if side is None else mapping["sides"].setdefault(side, {})
        place[name] = plain(value)
    for (family, kind, side), level in subject.risks.items():
        own = mapping["sides"].setdefault(side, {})
        own.setdefault(KEYS[family], {})[kind] = level
    if subject.designations is not None:
        mapping["designations"] = [
            {
                "category": each.category,
                "from": plain(each.since),
                "to": plain(each.to),
                "appealed": plain(each.appealed),
                "appeal_ended": plain(each.appeal_ended),
            }
            for each in subject.designations
        ]
    mapping["events"] = [
        {"event": each.event, "on": each.on.isoformat()} for each in subject.events
    ]
    return mapping


def plain(value: Any) -> Any:
    match value:
        case Interval(low, high):
            return {"low": low, "high": None if high == float("inf") else high}
        case frozenset():
            return sorted(value)
        case dt.date():
            return value.isoformat()
    return value


def with_changes(mapping: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """The fact file with the changes of a flip's JSON put in by hand."""
    facts, sides = dict(mapping["facts"]), {k: dict(v) for k, v in mapping["sides"].items()}
    found = mapping | {"facts": facts, "sides": sides}
    for change in changes:
        name, side, value = change["fact"], change["side"], change["to"]
        if name == "designations":
            found["designations"] = value
            continue
        place = facts if side is None else sides.setdefault(side, {})
        group, _, kind = name.partition(":")
        if kind:
            place[group] = place.get(group, {}) | {kind: value}
        elif value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return found


RECORDS = {each["id"]: each for each in payload()["requirements"]}


def check(answer: Answer, before: Subject, day: dt.date) -> None:
    """Each flip, put into the fact file by hand, is answered otherwise by the oracle."""
    file = told(before)
    for flip in answer.flips:
        mapping = with_changes(file, flips.record(flip)["changes"])
        after, _notes = read_subject(mapping, rules())
        assert after == flip.subject, flips.sentence(flip)
        found = Oracle(payload(), mapping, day).answer(RECORDS[answer.id])
        assert (found, flips.sentence(flip)) == (str(flip.answer), flips.sentence(flip))
        assert flip.answer is not answer.answer
        for left in flip.changes if len(flip.changes) > 1 else ():
            assert needed(answer, flip.changes, left, before), flips.sentence(flip)


def needed(answer: Answer, changes: Any, left: Any, before: Subject) -> bool:
    """Whether the answer would not be reached, or not be free of contradictions, without it."""
    inquiry = answer.inquiry
    day = inquiry.situation.as_at
    rest = [each for each in changes if each is not left]
    after = changed(rules(), before, rest, day)
    found = decide_again(inquiry, after)
    if any(True for _ in clashes(Situation(rules(), after, day))):
        return True
    return found is None or found.verdict is answer.answer or found.verdict in UNSETTLED


@pytest.mark.parametrize("name", DEMOS)
@pytest.mark.parametrize("part", range(3))
def test_flips_of_the_demo_services_change_the_answer(name: str, part: int) -> None:
    determination = answered(demo(name))
    for answer in determination.answers[part::9]:
        check(answer, determination.situation.subject, TODAY)


@SLOW
@given(fact_files(), st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)), st.integers(0, 30))
def test_flips_of_any_service_change_the_answer(
    mapping: dict[str, Any], day: dt.date, start: int
) -> None:
    determination = determine(rules(), read_or_skip(mapping), day)
    assume(not determination.conflicts)
    for answer in determination.answers[start::31]:
        check(answer, determination.situation.subject, day)


@SLOW
@given(fact_files(), st.integers(0, 12))
def test_no_flip_contradicts_itself_and_all_of_it_is_json(
    mapping: dict[str, Any], start: int
) -> None:
    determination = determine(rules(), read_or_skip(mapping), TODAY, proposals=True)
    assume(not determination.conflicts)
    for answer in determination.answers[start::13]:
        document = explained(answer)
        assert set(document) >= {"trace", "flips", "no_help", "outlook", "unknowns"}
        for flip in answer.flips:
            assert not find_conflicts(determine(rules(), flip.subject, TODAY).situation)
        assert all(0 <= each.settles <= 1 for each in answer.unknowns)
        assert {each.name for each in answer.unknowns} == {*answer.settled_by}
