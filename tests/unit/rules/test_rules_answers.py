"""The order of the answers, and the days on which they begin and end."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import (
    ActsOn,
    Settler,
    Verdict,
    Would,
    determine,
)
from obligations.words import reasons
from obligations.words.answers import trace
from tests.rules_support import TODAY, decide_one, requirement, service, small_law

D = dt.date
HAS_MESSAGES = {"fact": "has_direct_messaging", "is": True}
CHILDREN = {"fact": "likely_accessed_by_children", "is": True}
ON_REGISTER = {"all": [{"event": "designated", "category": "1"}]}
CATEGORY_1 = {"waits_for": ON_REGISTER, "categories": ["1"]}
BIG: dict[str, Any] = {
    "uk_monthly_active_users": 40_000_000,
    "has_content_recommender_system": True,
}


def verdict(record: dict[str, Any], mapping: dict[str, Any], as_at: D = TODAY) -> Verdict:
    found: Verdict = decide_one(record, mapping, as_at).answer
    return found


def test_out_of_scope_does_not_apply_even_where_the_condition_is_unknown() -> None:
    mapping = service(significant_number_of_uk_users=False, uk_is_target_market=False)
    mapping["facts"]["usable_in_uk"] = False
    assert verdict(requirement(condition=HAS_MESSAGES), mapping) is Verdict.DOES_NOT_APPLY


def test_false_condition_does_not_apply_even_before_the_law_begins() -> None:
    record = requirement(condition=HAS_MESSAGES, **{"from": "2027-01-01"})
    assert verdict(record, service(has_direct_messaging=False)) is Verdict.DOES_NOT_APPLY


def test_unknown_condition_is_not_known_before_trigger_and_wait() -> None:
    record = requirement(condition=HAS_MESSAGES, triggered_by="penalty", **CATEGORY_1)
    assert verdict(record, service(**BIG)) is Verdict.NOT_KNOWN


def test_a_trigger_that_has_not_happened_stands_by_before_it_waits() -> None:
    record = requirement(triggered_by="transparency_notice", **CATEGORY_1)
    answer = decide_one(record, service(**BIG))
    assert (answer.answer, answer.until_event) == (Verdict.STANDS_BY, "transparency_notice")


def test_a_trigger_that_has_happened_binds_from_its_day() -> None:
    mapping = service() | {"events": [{"event": "significant_change", "on": "2026-02-03"}]}
    answer = decide_one(requirement(triggered_by="significant_change"), mapping)
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, D(2026, 2, 3))


def test_a_trigger_to_come_still_stands_by() -> None:
    mapping = service() | {"events": [{"event": "significant_change", "on": "2026-12-03"}]}
    record = requirement(triggered_by="significant_change")
    assert verdict(record, mapping) is Verdict.STANDS_BY


def test_an_outstanding_event_waits() -> None:
    record = requirement(waits_for={"all": [{"event": "s15_2_guidance_published"}]})
    answer = decide_one(record, service())
    assert (answer.answer, answer.until_event) == (Verdict.WAITS, "s15_2_guidance_published")


def test_a_part_waits_for_what_its_whole_waits_for() -> None:
    whole = requirement(waits_for={"all": [{"event": "s15_2_guidance_published"}]})
    part = requirement(id="x-1-a", ref="X 1(a)", part_of="x-1")
    law = small_law(whole, part)
    subject, _notes = read_subject(service(), law)
    answer = determine(law, subject, TODAY).answer("x-1-a")
    assert answer is not None
    assert (answer.answer, answer.until_event) == (Verdict.WAITS, "s15_2_guidance_published")


def test_no_date_waits_for_no_event() -> None:
    answer = decide_one(requirement(**{"from": None}), service())
    assert (answer.answer, answer.until_event) == (Verdict.WAITS, None)


def test_what_is_switched_on_begins_on_the_day_of_what_it_waits_for() -> None:
    wait = {"all": [{"event": "significant_change"}]}
    record = requirement(waits_for=wait, commenced="2024-01-10", **{"from": None})
    happened = service() | {"events": [{"event": "significant_change", "on": "2026-11-02"}]}
    assert verdict(record, service()) is Verdict.WAITS
    answer = decide_one(record, happened)
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, D(2026, 11, 2))
    assert verdict(requirement(waits_for=wait, **{"from": None}), happened) is Verdict.WAITS


def test_new_words_do_not_begin_a_duty_anew() -> None:
    first = {"from": "2025-03-17", "to": "2026-06-28", "status": "in_force", "by": "x"}
    second = {"from": "2026-06-29", "status": "in_force", "by": "y", "condition": {"all": []}}
    always = requirement(versions=[first | {"condition": {"all": []}}, second])
    assert decide_one(always, service()).starts_on == D(2025, 3, 17)
    narrower = requirement(versions=[first | {"condition": HAS_MESSAGES}, second])
    assert decide_one(narrower, service(has_direct_messaging=True)).starts_on == D(2025, 3, 17)
    assert decide_one(narrower, service(has_direct_messaging=False)).starts_on == D(2026, 6, 29)
    assert decide_one(narrower, service()).starts_on == D(2025, 3, 17), "nothing asks any more"


def test_law_dated_later_applies_from_that_day() -> None:
    answer = decide_one(requirement(**{"from": "2027-03-01"}), service())
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES_FROM, D(2027, 3, 1))


def test_ended_law_does_not_apply_and_gives_the_last_day() -> None:
    answer = decide_one(requirement(to="2026-06-24"), service())
    assert (answer.answer, answer.ends_on) == (Verdict.DOES_NOT_APPLY, D(2026, 6, 24))


def test_the_last_day_in_force_still_binds() -> None:
    record = requirement(to="2026-06-24")
    assert verdict(record, service(), D(2026, 6, 24)) is Verdict.APPLIES


def test_scope_left_ends_with_its_last_day() -> None:
    mapping = service(scope_left_date="2026-05-31")
    assert verdict(requirement(), mapping, D(2026, 5, 31)) is Verdict.APPLIES
    answer = decide_one(requirement(), mapping)
    assert (answer.answer, answer.ends_on) == (Verdict.DOES_NOT_APPLY, D(2026, 5, 31))


def test_scope_left_does_not_end_notices_that_anyone_may_get() -> None:
    mapping = service(scope_left_date="2026-05-31")
    record = requirement(gate="none", side="provider", triggered_by="information_notice")
    assert verdict(record, mapping) is Verdict.STANDS_BY


def test_start_is_the_latest_of_law_scope_and_child_access() -> None:
    mapping = service(
        service_start_date="2025-09-01",
        first_access_assessment_completed_on="2025-10-20",
        children_can_access=True,
        significant_number_of_child_users=True,
    )
    assert decide_one(requirement(), mapping).starts_on == D(2025, 9, 1)
    assert decide_one(requirement(condition=CHILDREN), mapping).starts_on == D(2025, 10, 20)


def test_designated_binds_from_the_day_of_entry() -> None:
    mapping = service(**BIG)
    mapping["designations"] = [{"category": "1", "from": "2026-07-10"}]
    answer = decide_one(requirement(**CATEGORY_1), mapping)
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, D(2026, 7, 10))


def test_meeting_a_threshold_only_waits_for_the_register() -> None:
    answer = decide_one(requirement(**CATEGORY_1), service(**BIG))
    assert (answer.answer, answer.until_event) == (Verdict.WAITS, "designated")


def test_neither_designated_nor_over_a_threshold_does_not_apply() -> None:
    assert verdict(requirement(**CATEGORY_1), service(uk_monthly_active_users=9)) is (
        Verdict.DOES_NOT_APPLY
    )


def test_removed_from_the_register_lapses_on_that_day_even_over_the_threshold() -> None:
    mapping = service(**BIG)
    mapping["designations"] = [{"category": "1", "from": "2026-07-10", "to": "2026-09-28"}]
    record = requirement(**CATEGORY_1)
    assert verdict(record, mapping, D(2026, 9, 27)) is Verdict.APPLIES
    answer = decide_one(record, mapping, D(2026, 9, 28))
    assert (answer.answer, answer.ends_on) == (Verdict.DOES_NOT_APPLY, D(2026, 9, 27))


def test_unrecorded_designations_are_not_known_once_there_is_a_register() -> None:
    mapping = service(uk_monthly_active_users=9)
    del mapping["designations"]
    answer = decide_one(requirement(**CATEGORY_1), mapping)
    assert (answer.answer, answer.settled_by) == (Verdict.NOT_KNOWN, ("designations",))
    assert verdict(requirement(**CATEGORY_1), mapping, D(2026, 1, 1)) is Verdict.DOES_NOT_APPLY


def test_a_category_1_service_without_its_commencement_waits() -> None:
    mapping = service(**BIG)
    mapping["designations"] = [{"category": "1", "from": "2026-07-10"}]
    wait = {"all": [*ON_REGISTER["all"], {"event": "commencement_s18"}]}
    answer = decide_one(requirement(categories=["1"], waits_for=wait, **{"from": None}), mapping)
    assert (answer.answer, answer.until_event) == (Verdict.WAITS, "commencement_s18")


@pytest.mark.parametrize(
    ("told", "wanted"),
    [(True, ActsOn.SOMETHING), (False, ActsOn.NOTHING), (None, ActsOn.NOT_KNOWN)],
)
def test_true_with_nothing_to_act_on_still_applies(told: bool | None, wanted: ActsOn) -> None:
    answer = decide_one(requirement(bites_only_if=HAS_MESSAGES), service(has_direct_messaging=told))
    assert (answer.answer, answer.acts_on) == (Verdict.APPLIES, wanted)


def test_scope_that_was_not_read_is_for_the_law_to_settle() -> None:
    answer = decide_one(requirement(condition=None), service())
    assert (answer.answer, answer.settled_by_whom) == (Verdict.NOT_KNOWN, Settler.LAW)


def contested(*candidates: dict[str, Any]) -> dict[str, Any]:
    common = {"from": "2025-07-25", "to": None, "by": "x", "status": "in_force"}
    readings = [
        common | {"why": f"Reading {number}."} | candidate
        for number, candidate in enumerate(candidates, start=1)
    ]
    return requirement(status="contested", condition=None, candidates=readings)


def test_contested_text_is_known_where_the_readings_agree() -> None:
    record = contested({"condition": HAS_MESSAGES}, {"condition": {"all": []}})
    assert verdict(record, service(has_direct_messaging=True)) is Verdict.APPLIES


def test_a_reading_waits_for_what_it_alone_waits_for() -> None:
    wait = {"event": "s15_2_guidance_published"}
    held_back = {"from": None, "commenced": "2024-01-10", "condition": {"all": []}}
    at_once = {"condition": {"all": []}}
    record = contested(held_back | {"waits_for": wait}, at_once)
    answer = decide_one(record, service())
    assert answer.answer is Verdict.NOT_KNOWN
    assert [each.answer for each in answer.readings] == [Verdict.WAITS, Verdict.APPLIES]


def test_contested_text_is_for_the_law_to_settle_where_the_readings_differ() -> None:
    record = contested({"condition": HAS_MESSAGES}, {"condition": {"all": []}})
    answer = decide_one(record, service(has_direct_messaging=False))
    assert (answer.answer, answer.settled_by_whom) == (Verdict.NOT_KNOWN, Settler.LAW)
    assert "Reading 1." in reasons.because(answer)
    assert "Reading 2." in reasons.because(answer)


def test_contested_text_is_for_you_to_settle_while_a_reading_is_open() -> None:
    record = contested({"condition": HAS_MESSAGES}, {"condition": {"all": []}})
    answer = decide_one(record, service())
    assert (answer.settled_by_whom, answer.settled_by) == (
        Settler.YOU,
        ("has_direct_messaging",),
    )


def test_contested_status_does_not_bind_where_the_binding_reading_does_not() -> None:
    record = contested(
        {"condition": HAS_MESSAGES}, {"condition": {"all": []}, "status": "laid", "from": None}
    )
    assert verdict(record, service(has_direct_messaging=False)) is Verdict.DOES_NOT_APPLY
    assert verdict(record, service(has_direct_messaging=True)) is Verdict.NOT_KNOWN


@pytest.mark.parametrize("status", ["draft", "laid", "consulted"])
def test_proposed_text_is_answered_only_where_proposals_are_asked_for(status: str) -> None:
    record = requirement(status=status, **{"from": None})
    assert decide_one(record, service()) is None
    answer = decide_one(record, service(), proposals=True)
    assert (answer.answer, answer.would) == (Verdict.PROPOSED, Would.WOULD)


@pytest.mark.parametrize(
    ("told", "wanted"), [(True, Would.WOULD), (False, Would.WOULD_NOT), (None, Would.DEPENDS)]
)
def test_proposed_text_would_would_not_or_depends(told: bool | None, wanted: Would) -> None:
    record = requirement(status="laid", condition=HAS_MESSAGES, **{"from": None})
    answer = decide_one(record, service(has_direct_messaging=told), proposals=True)
    assert answer.would is wanted


def test_proposed_text_that_was_not_read_waits_for_ofcom() -> None:
    record = requirement(status="consulted", condition=None, **{"from": None})
    answer = decide_one(record, service(), proposals=True)
    assert (answer.would, answer.settled_by_whom) == (Would.DEPENDS, Settler.OFCOM)


def versions(*own: dict[str, Any]) -> dict[str, Any]:
    base = requirement()["versions"][0]
    return requirement(versions=[base | each for each in own])


def test_the_version_of_the_day_answers() -> None:
    record = versions(
        {"from": "2025-03-01", "to": "2026-06-24", "condition": HAS_MESSAGES},
        {"from": "2026-06-25", "condition": {"all": []}},
    )
    mapping = service(has_direct_messaging=False)
    assert verdict(record, mapping, D(2026, 6, 24)) is Verdict.DOES_NOT_APPLY
    assert verdict(record, mapping, D(2026, 6, 25)) is Verdict.APPLIES


def test_a_proposed_amendment_stands_beside_the_law() -> None:
    record = versions(
        {"from": "2025-03-01"}, {"from": None, "status": "laid", "condition": HAS_MESSAGES}
    )
    answer = decide_one(record, service(has_direct_messaging=True), proposals=True)
    assert answer.answer is Verdict.APPLIES


def test_a_requirement_of_the_platform_holds_if_it_holds_on_one_side() -> None:
    record = requirement(side="platform", condition=CHILDREN)
    mapping = service(has_public_search_engine=True)
    done = {"first_access_assessment_done": True, "children_can_access": True}
    done |= {"uses_age_assurance_to_exclude_children": True}
    mapping["sides"] = {
        "u2u": done | {"kind_likely_to_attract_significant_child_users": True},
        "search": done
        | {"significant_number_of_child_users": False}
        | {"kind_likely_to_attract_significant_child_users": False},
    }
    assert verdict(record, mapping) is Verdict.APPLIES
    mapping["sides"]["u2u"]["children_can_access"] = False
    assert verdict(record, mapping) is Verdict.DOES_NOT_APPLY


def test_a_side_that_the_platform_has_not_does_not_count() -> None:
    record = requirement(side="search")
    assert verdict(record, service()) is Verdict.DOES_NOT_APPLY


def test_unverified_condition_makes_the_answer_unverified() -> None:
    parts = {"status": "seen", "by": None, "on": None, "parts": {"condition": "recalled"}}
    answer = decide_one(requirement(verification=parts), service())
    assert answer.verification == "recalled"


def test_ended_answers_say_why_they_ended() -> None:
    repealed = decide_one(requirement(to="2026-06-24"), service())
    assert reasons.because(repealed) == [
        "The text is no longer in force.",
        "It last bound on 24 June 2026.",
    ]
    left = decide_one(requirement(), service(scope_left_date="2026-05-31"))
    assert reasons.because(left)[0] == "The service has left the scope of the Act."
    mapping = service(**BIG)
    mapping["designations"] = [{"category": "1", "from": "2026-07-10", "to": "2026-09-28"}]
    lapsed = decide_one(requirement(**CATEGORY_1), mapping)
    assert (
        reasons.because(lapsed)[0]
        == "It was on Ofcom's register in Category 1 until 27 September 2026."
    )
    for answer in (repealed, left, lapsed):
        assert any(line.deciding for line in trace(answer).children)
