"""What holds for every service, day and condition, whatever is known of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from obligations.law.told_subject import read_subject
from obligations.rules import (
    UNSETTLED,
    SubjectError,
    determine,
    find_conflicts,
    natural_key,
    parse,
    to_json,
)
from obligations.rules.conditions.grammar import COMPARISONS
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Truth, all_of, any_of, negate
from obligations.rules.whatif.difference import BINDING
from obligations.words import stored
from obligations.words.answers import trace
from tests.rules_oracle import Oracle
from tests.rules_support import payload, rules

SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# Absent means that no such day was recorded, not that it is unknown.
EVENT_DAYS = frozenset(
    {
        "scope_left_date",
        "child_access_found_on",
        "last_month_over_7000000",
        "last_month_over_700000",
        "ofcom_child_access_decision_from",
        "first_access_assessment_completed_on",
    }
)
SIDES = ("u2u", "search")
SPANS = ("negligible to low", "low to medium", "low to high", "medium to high")
CHILD_USERS = ("has_child_users", "significant_number_of_child_users")
SETTLED_DAY = dt.date(2026, 11, 21)
days = st.dates(dt.date(2023, 1, 1), dt.date(2028, 12, 31))
edge_days = st.sampled_from(
    [dt.date.fromisoformat(day) for day in ("2025-03-16", "2025-03-17", "2026-06-24", "2026-06-25")]
)
counts = st.sampled_from([0, 5000, 700_000, 700_001, 3_000_001, 7_000_000, 7_000_001, 40_000_000])
ranges = st.tuples(counts, counts).map(lambda ends: {"low": min(ends), "high": max(ends)})


def fact_values(spec: dict[str, Any]) -> st.SearchStrategy[Any]:
    match spec["type"]:
        case "boolean":
            return st.booleans()
        case "set":
            return st.lists(st.sampled_from(spec["choices"]), unique=True, max_size=2)
        case "date":
            return days.map(dt.date.isoformat)
        case "choice":
            return st.sampled_from(spec["choices"])
        case "interval":
            return counts | ranges
        case _:
            return counts


def asked(side: str | None) -> list[dict[str, Any]]:
    """The facts that can be told of a side, or of the platform and its provider."""
    return [
        fact
        for fact in payload()["facts"]
        if fact["derived_from"] is None
        and (fact["level"] == "side") == (side is not None)
        and (side is None or side in fact["sides"])
    ]


def told(side: str | None, share: float) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these facts; about `share` of them are left unknown."""
    unknown = st.sets(st.sampled_from([spec["name"] for spec in asked(side)]))
    values = {spec["name"]: fact_values(spec) for spec in asked(side)}
    if side is not None:
        values |= {"risk": levels("illegal", side), "children_risk": levels("children", side)}
    few = unknown if share > 0.2 else st.sets(st.sampled_from([*values]), max_size=2)
    return st.tuples(st.fixed_dictionaries(values), few).map(
        lambda pair: {name: value for name, value in pair[0].items() if name not in pair[1]}
    )


def without_clashes(facts: dict[str, Any]) -> dict[str, Any]:
    """The answers of a side without those that exclude each other in law."""
    found = dict(facts)
    if found.get("children_can_access") is False:
        if found.get("uses_age_assurance_to_exclude_children") is False:
            found["uses_age_assurance_to_exclude_children"] = True
        found |= {name: False for name in CHILD_USERS if found.get(name)}
    if found.get("has_user_accounts") is False and found.get("has_user_profiles"):
        found["has_user_profiles"] = False
    return found


def levels(family: str, side: str) -> st.SearchStrategy[dict[str, str]]:
    kinds = payload()["kinds"]
    own = [each for each in kinds[family] if side in each["sides"]]
    finer = [each["name"] for each in own if each["name"] != "csea" or side == "search"]
    wholes = [
        each["name"] for each in own if not (each.get("merged_into") or each.get("sub_kind_of"))
    ]
    if family == "children":
        wholes += [each["name"] for each in kinds["children_merged"]]
    # Either the kinds taken together are rated or their parts: both at once mostly contradict.
    return levels_of(finer) | levels_of(wholes)


def levels_of(names: list[str]) -> st.SearchStrategy[dict[str, str]]:
    told = st.sampled_from([*LEVELS, *SPANS])
    few = st.dictionaries(st.sampled_from(names), told, max_size=8)
    rest = st.sampled_from([None, "negligible", "low"])
    return st.tuples(few, rest).map(
        lambda pair: (
            pair[0] | ({name: pair[1] for name in names if name not in pair[0]} if pair[1] else {})
        )
    )


@st.composite
def fact_files(draw: Callable[[st.SearchStrategy[Any]], Any]) -> dict[str, Any]:
    """Fact files of every shape; those that contradict themselves are left out later."""
    share = draw(st.sampled_from([0.05, 0.4]))
    own = draw(told(None, share))
    likely_in_scope = draw(st.booleans())
    if likely_in_scope:
        own |= {"significant_number_of_uk_users": True, "schedule_1_paragraphs": []}
        own |= {"has_user_to_user_part": draw(st.sampled_from([True, True, False]))}
    mapping: dict[str, Any] = {"platform": "Any", "facts": own}
    if draw(st.booleans()):
        own["has_public_search_engine"] = draw(st.booleans())
    mapping["sides"] = {side: without_clashes(draw(told(side, share))) for side in SIDES}
    if draw(st.booleans()):
        mapping["designations"] = draw(st.lists(designations, max_size=2))
    mapping["events"] = draw(st.lists(events(), max_size=4))
    return mapping


def entry(
    category: str, day: dt.date, length: int | None, appeal: int | None, heard: int | None
) -> dict[str, Any]:
    found = {"category": category, "from": day.isoformat(), "to": None}
    if length is not None:
        found["to"] = (day + dt.timedelta(length)).isoformat()
    if appeal is not None:
        found["appealed"] = (day + dt.timedelta(appeal)).isoformat()
        if heard is not None:
            found["appeal_ended"] = (day + dt.timedelta(appeal + heard)).isoformat()
    return found


designations = st.builds(
    entry,
    st.sampled_from(["1", "2A", "2B"]),
    days,
    st.none() | st.integers(1, 400),
    st.none() | st.integers(0, 200),
    st.none() | st.integers(0, 400),
)


def events() -> st.SearchStrategy[dict[str, str]]:
    ids = [
        each["id"]
        for each in payload()["events"]
        if each["about"] != "law" and each["id"] != "designated"
    ]
    return st.builds(
        lambda event, day: {"event": event, "on": day.isoformat()}, st.sampled_from(ids), days
    )


def read_or_skip(mapping: dict[str, Any]) -> Any:
    try:
        return read_subject(mapping, rules())[0]
    except SubjectError as error:
        assume(all("come to" in each for each in error.errors))
        assume(False)
        raise


@SLOW
@given(fact_files(), days | edge_days)
def test_the_rules_agree_with_the_slow_oracle(mapping: dict[str, Any], day: dt.date) -> None:
    subject = read_or_skip(mapping)
    determination = determine(rules(), subject, day)
    assume(not determination.conflicts)
    oracle = Oracle(payload(), mapping, day)
    records = {each["id"]: each for each in payload()["requirements"]}
    answers = {each.id: str(each.answer) for each in determination.answers}
    wanted = {
        ref: oracle.answer(record)
        for ref, record in records.items()
        if record["kind"] in ("duty", "measure", "expectation")
    }
    assert answers == {ref: answer for ref, answer in wanted.items() if answer != "proposed"}
    for each in determination.answers:
        version = oracle.version(records[each.id]["versions"])
        if each.answer in BINDING and not version["candidates"]:
            assert each.suspended is oracle.appeal(records[each.id], version["condition"])


@SLOW
@given(fact_files(), days, st.integers(1, 400), st.integers(0, 400))
def test_a_later_first_day_always_reopens_what_leaving_closed(
    mapping: dict[str, Any], left: dt.date, away: int, since: int
) -> None:
    """Sch 3 para 4: who again becomes a Part 3 service is bound as one that begins that day."""
    back = left + dt.timedelta(away)
    facts = {k: v for k, v in mapping["facts"].items() if k not in EVENT_DAYS}
    facts["service_start_date"] = back.isoformat()
    sides = {
        side: {k: v for k, v in told.items() if k not in EVENT_DAYS}
        for side, told in mapping["sides"].items()
    }
    new = mapping | {"facts": facts, "sides": sides}
    again = new | {"facts": facts | {"scope_left_date": left.isoformat()}}
    day = back + dt.timedelta(since)
    wanted = determine(rules(), read_or_skip(new), day).answers
    found = determine(rules(), read_or_skip(again), day).answers
    assert [stored.answer(one) for one in found] == [stored.answer(one) for one in wanted]


@SLOW
@given(fact_files(), days, st.booleans())
def test_determining_and_explaining_are_total(
    mapping: dict[str, Any], day: dt.date, proposals: bool
) -> None:
    subject = read_or_skip(mapping)
    determination = determine(rules(), subject, day, proposals=proposals)
    document = stored.determination(determination)
    assert json.loads(json.dumps(document)) == document
    for answer in determination.answers[::17]:
        assert trace(answer).sentence


@SLOW
@given(fact_files(), st.data())
def test_learning_a_fact_never_flips_a_settled_answer(
    mapping: dict[str, Any], data: st.DataObject
) -> None:
    before = determine(rules(), read_or_skip(mapping), SETTLED_DAY)
    assume(not before.conflicts)
    learned = data.draw(one_more_fact(mapping))
    subject = read_or_skip(learned)
    after = determine(rules(), subject, SETTLED_DAY)
    assume(not find_conflicts(after.situation))
    for old, new in zip(before.answers, after.answers, strict=True):
        if old.answer not in UNSETTLED:
            assert (new.ref, new.answer) == (old.ref, old.answer)


@st.composite
def one_more_fact(
    draw: Callable[[st.SearchStrategy[Any]], Any], mapping: dict[str, Any]
) -> dict[str, Any]:
    """The same file with one fact or level told that was not; days lie in the past."""
    side = draw(st.sampled_from([None, "u2u", "search"]))
    place = mapping["facts"] if side is None else mapping["sides"][side]
    # Of a service that left, a first day may be that of coming back: it is no more of the same.
    left_out = EVENT_DAYS | ({"service_start_date"} if "scope_left_date" in place else set())
    choices = [spec for spec in asked(side) if spec["name"] not in place | dict.fromkeys(left_out)]
    more: dict[str, Any] = {}
    if side is not None and draw(st.booleans()):
        rated = place.get("risk", {})
        unrated = [
            kind["name"]
            for kind in payload()["kinds"]["illegal"]
            if side in kind["sides"] and kind["name"] not in rated and kind["name"] != "csea"
        ]
        narrowed = [(kind, end) for kind, level in rated.items() for end in level.split(" to ")]
        unrated = [(kind, level) for kind in unrated for level in (*LEVELS, *SPANS)]
        assume(unrated or narrowed)
        more = {"risk": rated | dict([draw(st.sampled_from([*unrated, *narrowed]))])}
    else:
        assume(choices)
        spec = draw(st.sampled_from(choices))
        past = st.dates(dt.date(2023, 1, 1), SETTLED_DAY).map(dt.date.isoformat)
        value = past if spec["type"] == "date" else fact_values(spec)
        more = {spec["name"]: draw(value)}
    changed = place | more
    if side is None:
        return mapping | {"facts": changed}
    return mapping | {"sides": mapping["sides"] | {side: changed}}


leaf_trees = st.one_of(
    st.builds(lambda value: {"fact": "f", "is": value}, st.booleans() | st.text(max_size=5)),
    st.builds(
        lambda values: {"fact": "f", "in": values}, st.lists(st.text(max_size=5), max_size=3)
    ),
    st.builds(
        lambda op, limit: {"fact": "f", op: limit},
        st.sampled_from(COMPARISONS),
        st.integers(0, 10**9) | days.map(dt.date.isoformat) | st.just("as_at"),
    ),
    st.builds(
        lambda key, level: {key: "k", "at_least": level},
        st.sampled_from(["risk", "children_risk"]),
        st.sampled_from(LEVELS),
    ),
)
trees = st.recursive(
    leaf_trees,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=12,
)


@given(trees)
def test_conditions_survive_json(tree: dict[str, Any]) -> None:
    assert to_json(parse(json.loads(json.dumps(tree)))) == tree


truths = st.sampled_from([True, False, None])


@given(st.lists(truths))
def test_kleene_all_and_any_mirror_each_other(found: list[Truth]) -> None:
    assert all_of(found) == negate(any_of(negate(each) for each in found))


@given(st.lists(truths, min_size=1), st.data())
def test_kleene_settled_stays_settled(found: list[Truth], data: st.DataObject) -> None:
    learned = [data.draw(st.booleans()) if each is None else each for each in found]
    for combine in (all_of, any_of):
        if combine(found) is not None:
            assert combine(learned) == combine(found)


@given(st.integers(0, 999_999), st.integers(0, 999_999))
def test_natural_key_orders_numbers(one: int, two: int) -> None:
    assert (natural_key(f"ICU C{one}") < natural_key(f"ICU C{two}")) == (one < two)
