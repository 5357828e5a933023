"""What starts law: one event for each provision, and which Code a duty waits for (s 51)."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Determination, RuleSet, Verdict, determine
from tests.rules_support import TODAY, answered, demo, payload

REGISTER = "designated"
# Provisions that one act starts, each with the section that says so.
TOGETHER = {
    "first_illegal_guidance_published": {"9", "26"},  # Sch 3 paras 1-4, 23-24; s 99(1)-(2)
    "first_childrens_guidance_published": {"11", "28"},  # Sch 3 paras 5, 21; s 99(3)
    "first_code_fraudulent_advertising": {"38", "39"},  # s 51(7): the one Code under s 41(4)
}
# Where a Code is about a Chapter and not a section, its title names the subject instead.
SUBJECTS = {"first_code_fraudulent_advertising": "fraudulent advertising"}
BOUND_ON = dt.date(2026, 11, 1)


def events_of(tree: Any) -> Iterator[str]:
    """Every event that a tree of waiting names."""
    if tree:
        if "event" in tree:
            yield tree["event"]
        for part in (*(tree.get("all") or ()), *(tree.get("any") or ())):
            yield from events_of(part)


def awaited(record: dict[str, Any]) -> set[str]:
    """What a requirement, or a reading of it, waits for, the register aside."""
    readings = [each for version in record["versions"] for each in version["candidates"]]
    trees = [record["waits_for"], *(each["waits_for"] for each in readings)]
    return {event for tree in trees for event in events_of(tree)} - {REGISTER}


def section(ref: str) -> str:
    """The section (or Schedule) that a reference to the Act, or to regulations, is into."""
    found = re.search(r"Sch \d+|\b(?:ss?|reg) \d+[A-Z]*", ref)
    assert found is not None, ref
    return found.group().removeprefix("ss ").removeprefix("s ")


@cache
def provisions() -> dict[str, set[str]]:
    """By event of the law, the sections that wait for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for record in payload()["requirements"]:
        for event in awaited(record):
            found[event].add(section(record["ref"]))
    return dict(found)


def test_no_two_provisions_wait_for_one_event_unless_one_act_starts_both() -> None:
    shared = {event: found for event, found in provisions().items() if len(found) > 1}
    assert {
        event: found for event, found in shared.items() if found - TOGETHER.get(event, set())
    } == {}


def test_what_waits_for_a_code_says_which() -> None:
    titles = {each["id"]: each["title"] for each in payload()["events"]}
    codes = {event: found for event, found in provisions().items() if event.startswith("first_")}
    for event, found in codes.items():
        if event.startswith("first_code_"):
            named = [SUBJECTS[event]] if event in SUBJECTS else [f"s {each}" for each in found]
            assert all(each in titles[event] for each in named), event


def test_what_is_switched_on_waits_for_no_commencement() -> None:
    """Ss 14, 15, 17, 19, 38 and 39 were commenced on 10 January 2024 (SI 2023/1420 reg 2)."""
    waiting = [
        record["id"]
        for record in payload()["requirements"]
        if any(version["commenced"] for version in record["versions"])
        and any(event.startswith("commencement") for event in awaited(record))
    ]
    assert waiting == []


def test_what_s_51_holds_back_waits_for_its_first_code() -> None:
    held = [
        record
        for record in payload()["requirements"]
        for version in record["versions"]
        if version["commenced"] and version["from"] is None and "s 51" in version["by"]
    ]
    assert held
    for record in held:
        assert any(event.startswith("first_code_") for event in awaited(record)), record["id"]


# On the rules: setting one event starts nothing of another provision.


def determined(mapping: dict[str, Any], law: RuleSet) -> Determination:
    subject, _notes = read_subject(mapping, law)
    return determine(law, subject, TODAY)


def categorised() -> list[dict[str, Any]]:
    """A Category 1 service, and a combined service in Categories 1 and 2A."""
    both = demo("community")
    both["designations"] = [
        {"category": each, "from": "2026-07-10", "to": None} for each in ("1", "2A")
    ]
    return [demo("category1"), both]


@cache
def before() -> list[dict[str, Verdict]]:
    law = RuleSet.from_payload(payload())
    return [{a.id: a.answer for a in determined(each, law).answers} for each in categorised()]


def after(event: str) -> list[dict[str, Verdict]]:
    changed = deepcopy(payload())
    (record,) = [each for each in changed["events"] if each["id"] == event]
    record["occurred"] = BOUND_ON.isoformat()
    law = RuleSet.from_payload(changed)
    return [{a.id: a.answer for a in determined(each, law).answers} for each in categorised()]


def to_come() -> list[str]:
    """The events of the law that something waits for and that have not happened."""
    events = {each["id"]: each for each in payload()["events"]}
    return sorted(
        event
        for event in provisions()
        if events[event]["about"] == "law" and events[event]["occurred"] is None
    )


@pytest.mark.parametrize("event", to_come())
def test_an_event_starts_nothing_of_another_provision(event: str) -> None:
    refs = {each["id"]: each["ref"] for each in payload()["requirements"]}
    for old, new in zip(before(), after(event), strict=True):
        moved = {section(refs[id_]) for id_ in new if new[id_] is not old[id_]}
        assert moved <= provisions()[event]


@pytest.mark.parametrize("number", ["15", "17", "19"])
def test_the_first_code_about_a_section_starts_that_section_whole(number: str) -> None:
    found, _both = after(f"first_code_s{number}")
    own = {id_: verdict for id_, verdict in found.items() if id_.startswith(f"osa-s{number}-")}
    assert set(own.values()) == {Verdict.APPLIES}


# S 51 can be read duty by duty or section by section.

HARMFUL_TO_CHILDREN = [
    "osa-s20-2-4", "osa-s21-5-a-b", "osa-s21-5-c-d", "osa-s21-5-e",
]  # fmt: skip


@pytest.mark.parametrize("id_", HARMFUL_TO_CHILDREN)
def test_reports_of_what_harms_children_turn_on_the_reading_until_the_childrens_codes(
    id_: str,
) -> None:
    """S 51(1), (4): the illegal content Code came on 17 March, the children's on 25 July 2025."""
    between = answered(demo("forum"), dt.date(2025, 5, 1)).answer(id_)
    assert between is not None
    assert between.answer is Verdict.NOT_KNOWN
    assert [(each.answer, each.starts_on) for each in between.readings] == [
        (Verdict.APPLIES_FROM, dt.date(2025, 7, 25)),
        (Verdict.APPLIES, dt.date(2025, 3, 17)),
    ]
    today = answered(demo("forum")).answer(id_)
    assert today is not None
    assert (today.answer, today.starts_on) == (Verdict.APPLIES, dt.date(2025, 7, 25))
    assert today.verification != "contested"


def test_category_1_complaints_turn_on_the_reading_once_on_the_register() -> None:
    """No Code of 2025 has measures for the complaints of s 21(6)."""
    answer = answered(demo("category1")).answer("osa-s21-6")
    assert answer is not None
    assert answer.answer is Verdict.NOT_KNOWN
    assert [each.answer for each in answer.readings] == [Verdict.WAITS, Verdict.APPLIES]
    before_the_register = answered(demo("category1") | {"designations": []}).answer("osa-s21-6")
    assert before_the_register is not None
    assert before_the_register.answer is Verdict.WAITS


def test_the_code_about_reported_images_would_end_the_doubt() -> None:
    """S 10(3A): read duty by duty it waits for a Code about it; read otherwise it applies."""
    answer = answered(demo("forum")).answer("osa-s10-3a")
    assert answer is not None
    assert answer.answer is Verdict.NOT_KNOWN
    found, _both = after("first_code_s10_3a")
    assert found["osa-s10-3a"] is Verdict.APPLIES
