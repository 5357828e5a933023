"""Answers that are known beforehand, for the demo services under the shipped law."""

from __future__ import annotations

import datetime as dt

import pytest

from obligations.rules import UNSETTLED, ActsOn, Verdict
from obligations.rules.answer.summary import summarise
from obligations.words import reasons
from obligations.words.determinations import opening
from tests.rules_support import DEMO, TODAY, answered, demo, rules, service

NAMES = sorted(path.stem for path in DEMO.glob("*.yaml"))

ILLEGAL_U2U = "A2 C1 C2 D1 D2 D7 D9 D10 D11 D12 D13 G1 G3 H1"  # in natural order: C2 before C10
CHILDREN_U2U = "A2 C1 C2 D1 D2 D7 D9 D10 D12 D13 D14 G1 G3"


def applied(name: str, kind: str = "measure", as_at: dt.date = TODAY) -> list[str]:
    answers = answered(demo(name), as_at).answers
    return [each.ref for each in answers if each.answer is Verdict.APPLIES and each.kind == kind]


def test_small_low_risk_forum_gets_exactly_these_measures() -> None:
    wanted = [f"ICU {code}" for code in ILLEGAL_U2U.split()]
    wanted += [f"PCU {code}" for code in CHILDREN_U2U.split()]
    assert applied("forum") == wanted


def test_forum_permissions_are_the_two_manifestly_unfounded_measures() -> None:
    answers = answered(demo("forum")).answers
    optional = [each.ref for each in answers if each.optional and each.answer is Verdict.APPLIES]
    assert optional == ["ICU D13", "PCU D14"]


def test_forum_measures_without_anything_to_act_on() -> None:
    answers = answered(demo("forum")).answers
    nothing = [
        each.ref
        for each in answers
        if each.kind == "measure"
        and each.answer is Verdict.APPLIES
        and each.acts_on is ActsOn.NOTHING
    ]
    assert nothing == ["ICU D11", "PCU D12"]


def test_forum_without_accounts_has_nothing_to_act_on_in_h1() -> None:
    mapping = demo("forum")
    mapping["facts"] |= {"has_user_accounts": False, "has_user_profiles": False}
    answer = answered(mapping).answer("icu-h1")
    assert answer is not None
    assert (answer.answer, answer.acts_on) == (Verdict.APPLIES, ActsOn.NOTHING)


def test_forum_in_one_sentence() -> None:
    determination = answered(demo("forum"))
    counts = summarise(determination)
    assert opening(determination) == (
        "Demo Forum is a regulated user-to-user service. On 21 November 2026 it must meet "
        f"{counts.duties} duties; {counts.measures} Code measures are recommended to it; "
        f"{counts.stands_by} duties stand by; {counts.not_known} answer turns on how the law "
        "is read."
    )


def test_forum_counts_leave_out_parts_permissions_and_duties_with_nothing_to_act_on() -> None:
    counts = summarise(answered(demo("forum")))
    assert min(counts.parts, counts.nothing_to_act_on, counts.permissions) > 0
    left_out = counts.parts + counts.nothing_to_act_on
    assert counts.duties + left_out == len(applied("forum", "duty"))
    assert counts.measures + counts.permissions == len(applied("forum"))


def test_codes_are_not_in_force_for_the_forum_on_16_march_2025() -> None:
    determination = answered(demo("forum"), dt.date(2025, 3, 16))
    measures = [each for each in determination.answers if each.kind == "measure"]
    later = {each.ref: each.starts_on for each in measures if each.answer is Verdict.APPLIES_FROM}
    assert {*applied("forum")} <= {*later}
    assert later["ICU C1"] == dt.date(2025, 3, 17)
    assert later["PCU C1"] == dt.date(2025, 7, 25)
    assert not [each for each in measures if each.answer is Verdict.APPLIES]
    for ref in ("osa-s11-2", "osa-s11-6-a"):  # until the children's guidance was out
        answer = determination.answer(ref)
        assert answer is not None
        assert answer.answer is Verdict.WAITS


def test_video_app_just_under_a_threshold_is_recommended_c14() -> None:
    answer = answered(demo("video")).answer("icu-c14")
    assert answer is not None
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, dt.date(2026, 9, 30))
    assert any("6.2 million to 6.8 million" in sentence for sentence in reasons.because(answer))


def test_video_app_waits_for_the_register_and_is_not_large() -> None:
    determination = answered(demo("video"))
    waiting = [each for each in determination.answers if each.until_event == "designated"]
    assert waiting
    assert all(each.answer is Verdict.WAITS for each in waiting)
    assert determination.situation.value("large", "u2u") is False


def test_exempt_site_is_out_of_scope_and_notices_still_stand_by() -> None:
    determination = answered(demo("exempt"))
    assert determination.scope["part3_scope"] is False
    standing = [each for each in determination.answers if each.answer is Verdict.STANDS_BY]
    assert {each.until_event for each in standing} == {
        "information_notice",  # s 102(8): a person to whom it is given
        "data_preservation_notice",
        "data_preservation_extension_notice",
        "skilled_person_appointed",  # s 104(7)(c): other providers of internet services
        "confirmation_decision",  # s 133(8): a person, as s 130(2)-(3) says which
        "penalty",
        "penalty_notice_s139",
        "publication_notice",
        "restriction_order_served",  # ss 144(2), 146(2): ancillary services and access facilities
    }
    others = {each.answer for each in determination.answers} - {Verdict.STANDS_BY}
    assert others == {Verdict.DOES_NOT_APPLY}


def test_studio_is_bound_by_part_5_only() -> None:
    assert applied("studio", "duty") == [
        "OSA 2023 s 81(2)",
        "OSA 2023 s 81(3)",
        "OSA 2023 s 81(4)(a)",
        "OSA 2023 s 81(4)(b)",
        "OSA 2023 s 81(5)",
    ]
    assert applied("studio") == []


def test_new_forum_is_not_yet_treated_as_child_accessed() -> None:
    answer = answered(demo("new-forum")).answer("osa-s11-2")
    assert answer is not None
    assert answer.answer is Verdict.DOES_NOT_APPLY
    assert "4 January 2027" in " ".join(reasons.because(answer))


def test_new_forum_is_treated_as_child_accessed_once_the_assessment_is_missed() -> None:
    answer = answered(demo("new-forum"), dt.date(2027, 1, 4)).answer("osa-s11-2")
    assert answer is not None
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, dt.date(2027, 1, 4))


def test_new_forum_duties_start_with_its_first_day() -> None:
    answer = answered(demo("new-forum")).answer("osa-s9-2")
    assert answer is not None
    assert answer.starts_on == dt.date(2026, 10, 5)


def test_new_forum_before_it_opens_is_told_the_day() -> None:
    answer = answered(demo("new-forum"), dt.date(2026, 9, 1)).answer("osa-s9-2")
    assert answer is not None
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES_FROM, dt.date(2026, 10, 5))


def test_category_1_service_is_bound_from_its_designation() -> None:
    answer = answered(demo("category1")).answer("osa-s22-4-a")
    assert answer is not None
    assert (answer.answer, answer.starts_on) == (Verdict.APPLIES, dt.date(2026, 7, 10))


def test_category_1_service_waits_for_the_first_code_about_each_section() -> None:
    """Ss 15, 17 and 19 were commenced on 10 January 2024; s 51(1), (3) holds them back."""
    determination = answered(demo("category1"))
    for number, id_ in (("15", "osa-s15-2-3"), ("17", "osa-s17-2"), ("19", "osa-s19-2")):
        answer = determination.answer(id_)
        assert answer is not None
        assert (answer.answer, answer.until_event) == (Verdict.WAITS, f"first_code_s{number}")


def test_category_1_service_waits_for_commencement_of_s_18_alone() -> None:
    """S 18 was left out of SI 2023/1420 reg 2(e); s 22(4) waits for nothing but the register."""
    determination = answered(demo("category1"))
    found = {each.id: each.until_event for each in determination.answers if each.until_event}
    assert {id_ for id_, event in found.items() if event == "commencement_s18"} == {
        "osa-s18-2-3-a", "osa-s18-3-b", "osa-s18-3-c", "osa-s18-6-7-a", "osa-s18-7-b-c",
    }  # fmt: skip


def test_suicide_forum_gains_only_a_few_measures_over_the_hobby_forum() -> None:
    gained = set(applied("suicide-forum")) - set(applied("forum"))
    assert gained == {
        "ICU D3",
        "ICU D4",
        "ICU D5",
        "ICU D6",
        "PCU D3",
        "PCU D4",
        "PCU D5",
        "PCU D6",
        "PCU F3",  # F3.1: high risk of suicide content; no limit of size or function
        "PCU F5",  # F5.1: and users can search
        "PCU J1",  # J1.1(a)(i), J1.2: high risk of suicide content is enough, whatever the size
        "PCU J2",  # J2.1(a)(i), J2.2
    }


def test_community_sides_are_judged_apart() -> None:
    determination = answered(demo("community"))
    assert determination.situation.value("multi_risk_illegal", "u2u") is True
    assert determination.situation.value("multi_risk_illegal", "search") is None
    answer = determination.answer("ics-d8")
    assert answer is not None
    assert answer.settled_by == ("risk:cyberflashing",)


@pytest.mark.parametrize("name", NAMES)
def test_demo_file_is_sound_and_answers_every_requirement_once(name: str) -> None:
    determination = answered(demo(name))
    assert determination.conflicts == ()
    ids = [each.id for each in determination.answers]
    assert len(ids) == len(set(ids))
    only_proposed = {
        each.id
        for each in rules().determined
        if all(
            text.proposed for reading in each.versions for text in reading.candidates or (reading,)
        )
    }
    assert set(ids) == {each.id for each in rules().determined} - only_proposed


@pytest.mark.parametrize("name", NAMES)
def test_answers_stand_in_natural_order(name: str) -> None:
    refs = [each.ref for each in answered(demo(name)).answers if each.ref.startswith("ICU")]
    assert refs.index("ICU C2") < refs.index("ICU C10")


def test_a_service_of_which_nothing_is_known_is_told_so() -> None:
    determination = answered({"platform": "Blank", "facts": {}})
    assert {each.answer for each in determination.answers} <= {
        Verdict.NOT_KNOWN,
        Verdict.MAY_APPLY_LATER,
        Verdict.STANDS_BY,
        Verdict.WAITS,
    }
    assert all(
        each.settled_by_whom is not None
        for each in determination.answers
        if each.answer in UNSETTLED
    )


def test_unrated_harms_leave_multi_risk_measures_open() -> None:
    answer = answered(service(uk_monthly_active_users=100)).answer("icu-c3")
    assert answer is not None
    assert answer.answer is Verdict.NOT_KNOWN
    assert "risk:hate" in answer.settled_by
