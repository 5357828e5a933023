"""What must come before a significant change, and the days that a change brings or moves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from obligations.law.significant_changes import shipped
from obligations.law.told_subject import read_subject
from obligations.law.whatif import WhatIf, what_if
from tests.rules_support import TODAY, demo, rules

LAUNCH = dt.date(2027, 3, 1)


def tried(mapping: dict[str, Any], on: dt.date | None = None, **told: Any) -> WhatIf:
    subject, _notes = read_subject(mapping, rules())
    return what_if(rules(), shipped(), subject, told, TODAY, on=on)


def adults_only() -> dict[str, Any]:
    facts = demo("forum")["facts"] | {"children_can_access": False, "has_child_users": False}
    facts["uses_age_assurance_to_exclude_children"] = True
    del facts["children_risk"]
    return demo("forum") | {"facts": facts}


def first(found: WhatIf) -> list[tuple[str, dt.date | None]]:
    return [(each.answer.ref, each.by) for each in found.gate.first]


def test_child_accessed_service_assesses_illegal_content_and_children_first() -> None:
    found = tried(demo("forum"), has_direct_messaging=True)
    assert first(found) == [("OSA 2023 s 9(4)", None), ("OSA 2023 s 11(4)", None)]
    assert [each.words for each in found.gate.first] == ["before you launch"] * 2


def test_assessments_are_due_the_day_before_the_change() -> None:
    found = tried(demo("forum"), on=LAUNCH, has_direct_messaging=True)
    assert {by for _ref, by in first(found)} == {dt.date(2027, 2, 28)}
    assert found.gate.first[0].words == "by 28 February 2027"


def test_adults_only_service_assesses_access_first_instead_of_childrens_risk() -> None:
    found = tried(adults_only(), has_direct_messaging=True)
    assert [ref for ref, _by in first(found)] == ["OSA 2023 s 9(4)", "OSA 2023 s 36(4)(a)"]


def test_review_of_compliance_comes_afterwards() -> None:
    found = tried(demo("forum"), has_direct_messaging=True)
    assert [each.answer.ref for each in found.gate.after] == ["OSA 2023 s 23(6)(b)"]


def test_exempt_service_has_nothing_to_assess_first() -> None:
    assert first(tried(demo("exempt"), on=LAUNCH, uk_is_target_market=True)) == []


def test_moving_only_the_day_is_no_change_to_assess() -> None:
    assert first(tried(demo("forum"), on=LAUNCH)) == []


def test_a_recorded_change_does_not_set_the_day_of_another() -> None:
    earlier = {"event": "significant_change", "on": "2026-01-05", "due_on": "2026-02-01"}
    found = tried(demo("forum") | {"events": [earlier]}, on=LAUNCH, has_direct_messaging=True)
    assert {by for _ref, by in first(found)} == {dt.date(2027, 2, 28)}


def test_becoming_child_accessed_makes_an_assessment_due_within_three_months() -> None:
    found = tried(adults_only(), on=LAUNCH, children_can_access=True)
    days = {each.answer.ref: (each.day, each.was) for each in found.dates}
    assert days["OSA 2023 s 11(2)"] == (dt.date(2027, 5, 31), None)
    assert not any(each.passed for each in found.dates)


def test_a_later_first_day_moves_the_first_assessments() -> None:
    found = tried(demo("new-forum"), service_start_date="2026-12-24")
    moved = {each.answer.ref: each.day for each in found.dates if each.was is not None}
    assert moved["OSA 2023 s 9(2)"] == dt.date(2027, 3, 23)


def test_no_longer_child_accessed_takes_coming_days_away() -> None:
    mapping = demo("new-forum")
    gone = [each for each in tried(mapping, schedule_1_paragraphs=["4"]).dates if each.due is None]
    assert gone
    assert all(each.day is None and each.was is not None for each in gone)


def test_direct_messages_are_of_a_kind_that_guidance_names() -> None:
    found = tried(demo("forum"), has_direct_messaging=True, uk_monthly_active_users=750_000)
    assert [(one.name, example.text) for one, example in found.alike] == [
        (
            "has_direct_messaging",
            "adding or removing direct or group messaging, comments or mentions",
        )
    ]


def test_taking_a_function_away_is_named_as_well_as_changing_the_age_gate() -> None:
    """Risk Assessment Guidance 4.6: adding or removing functionalities."""
    gone = tried(demo("forum"), has_commenting=False).alike
    assert [one.name for one, _example in gone] == ["has_commenting"]
    assert (
        tried(demo("video"), uses_proactive_technology=False).alike
        or tried(demo("video"), uses_proactive_technology=True).alike
    )


def test_json_is_stable_and_whole() -> None:
    document = tried(demo("forum"), on=LAUNCH, allows_ppc_kinds=["suicide"]).to_dict()
    assert list(document) == [
        "platform", "as_at", "on", "release", "sentence", "changes", "gave_way", "supposed",
        "difference", "unchanged", "one_more_change", "significance", "assessments", "dates",
    ]  # fmt: skip
    assert document["changes"] == [
        {
            "fact": "allows_ppc_kinds",
            "side": "u2u",
            "from": [],
            "to": ["suicide"],
            "words": "kinds of primary priority content the terms allow: suicide (now: none)",
        }
    ]
    assert [row["ref"] for row in document["difference"]["gained"]] == [
        "OSA 2023 s 12(4)-(5)", "OSA 2023 s 12(6)", "PCU B4",
    ]  # fmt: skip
    assert document["assessments"]["first"][0]["by"] == "2027-02-28"
