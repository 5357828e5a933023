"""Flips of known cases: what would change an answer, how far it is, and what would not help."""

from __future__ import annotations

from typing import Any

import pytest

from obligations.rules import Answer, Verdict, determine
from obligations.rules.conditions.efforts import Effort
from obligations.words import answers, flips, outlook, unknowns
from tests.rules_support import TODAY, answered, decide_one, demo, requirement, rules, service

PORNOGRAPHY = "If you banned pornographic content for all users in your terms"


def answer(mapping: dict[str, Any], ref: str, *, proposals: bool = False) -> Answer:
    requirement = rules().by_ref[ref.casefold()]
    found = answered(mapping, proposals=proposals).answer(requirement.id)
    assert found is not None
    return found


def sentences(found: Answer) -> list[str]:
    return [flips.sentence(flip) for flip in found.flips]


def flip_of(found: Answer, fact: str) -> Any:
    return next(flip for flip in found.flips if {each.name for each in flip.differences} == {fact})


def with_facts(name: str, **facts: Any) -> dict[str, Any]:
    mapping = demo(name)
    return mapping | {"facts": mapping["facts"] | facts}


def test_applying_measure_names_feature_risk_and_size_in_order_of_effort() -> None:
    found = answer(demo("video"), "ICU C14")
    assert sentences(found)[:3] == [
        "If users could not share pictures or videos, ICU C14 would no longer apply.",
        "If the risk of intimate image abuse were medium, low or negligible, ICU C14 would no "
        "longer apply.",
        "If monthly UK users had been at most 700,000 for six months running, ICU C14 would no "
        "longer apply.",
    ]
    assert [flip.effort for flip in found.flips[:3]] == [
        Effort.FEATURE,
        Effort.FINDING,
        Effort.SIZE,
    ]


def test_distance_shows_the_limit_beside_the_range_that_was_told() -> None:
    flip = flip_of(answer(demo("video"), "ICU C14"), "uk_monthly_active_users")
    assert flips.distances(flip) == [
        "at most 700,000 monthly UK users; you have 6.2 million to 6.8 million",
    ]
    assert flips.record(flip)["changes"] == [
        {
            "fact": "uk_monthly_active_users",
            "side": "u2u",
            "from": {"low": 6200000, "high": 6800000},
            "to": 700000,
        }
    ]


def test_distance_of_what_does_not_apply_yet() -> None:
    mapping = with_facts("forum", uk_monthly_active_users=6_400_000)
    flip = flip_of(answer(mapping, "PCU A3"), "uk_monthly_active_users")
    said = "If monthly UK users were more than 7 million, PCU A3 would apply."
    assert flips.sentence(flip) == said
    assert flips.distances(flip) == ["more than 7 million monthly UK users; you have 6.4 million"]


def test_banning_a_kind_in_the_terms_is_the_lightest_way_out_of_age_checks() -> None:
    found = answer(demo("category1"), "PCU B4")
    assert sentences(found)[:2] == [
        f"{PORNOGRAPHY}, PCU B4 would no longer apply.",
        "If highly effective age checks kept children out, PCU B4 would no longer apply.",
    ]
    assert found.flips[0].effort is Effort.WORDS
    assert found.flips[0].provisions == ("OSA 2023 s 12(4)-(5)",)


def test_all_four_kinds_are_banned_in_one_change() -> None:
    kinds = ["pornographic", "suicide", "self_harm", "eating_disorder"]
    found = answer(with_facts("forum", allows_ppc_kinds=kinds), "OSA 2023 s 12(4)-(5)")
    assert sentences(found)[0] == (
        "If you banned eating disorder content, pornographic content, self-harm content and "
        "suicide content for all users in your terms, OSA 2023 s 12(4)-(5) would no longer apply."
    )
    assert flips.record(found.flips[0])["changes"][0]["to"] == []


def test_each_kind_alone_would_bring_age_checks() -> None:
    found = answer(demo("forum"), "PCU B4")
    assert found.answer is Verdict.DOES_NOT_APPLY
    assert (
        "If your terms did not ban eating disorder content for all users, PCU B4 would apply."
        in sentences(found)[:4]
    )


def test_comments_on_own_content_only_are_a_way_out_and_staying_small_is_not() -> None:
    found = answer(demo("forum"), "OSA 2023 s 9(2)")
    assert (
        "If users could only comment on, review, like or vote on your own content (paragraph 4 of "
        "Schedule 1), OSA 2023 s 9(2) would no longer apply."
    ) in sentences(found)
    noted = [note for _flip, notes in found.noted_flips for note in notes]
    assert sum("Invite-only, free or tiny is not an exemption" in note for note in noted) == 1
    said = flips.no_help(found.no_help)
    assert said is not None
    assert said.startswith("Having fewer users, making no money, showing nothing")


def test_fewer_users_are_not_called_vain_where_they_help() -> None:
    found = answer(demo("video"), "ICU C14")
    said = flips.no_help(found.no_help)
    assert said is not None
    assert "fewer users" not in said


def test_exempt_service_is_told_what_would_bring_it_in() -> None:
    found = answer(demo("exempt"), "OSA 2023 s 9(2)")
    assert sentences(found) == [
        "If it did not fit paragraph 4 (only comments, reviews, likes or votes on your own "
        "content) of Schedule 1, OSA 2023 s 9(2) would apply."
    ]
    assert found.no_help == ()


def test_exempt_service_outside_a_measure_of_open_facts_is_told_that_it_would_depend() -> None:
    found = answer(demo("exempt"), "ICU C14")
    assert found.flips[0].answer is Verdict.NOT_KNOWN
    assert sentences(found)[0].endswith("ICU C14 would depend on answers that are not given yet.")


def test_several_answers_are_changed_together_only_where_each_is_needed() -> None:
    found = answer(demo("forum"), "ICU C14")
    assert sentences(found)[0] == (
        "If the risk of intimate image abuse were high, and if monthly UK users were more than "
        "700,000, ICU C14 would apply."
    )
    assert all(len(flip.changes) == 2 for flip in found.flips)


def test_own_pornography_takes_the_exemption_for_comments_away() -> None:
    mapping = with_facts(
        "forum", publishes_provider_pornographic_content=True,
        own_pornography_beyond_text_and_adverts=True, part5_exempt=False,
        part_is_on_demand_programme_service=False,
    )  # fmt: skip
    found = answer(mapping, "OSA 2023 s 100(3)")
    assert not any("paragraph 4" in each for each in sentences(found))


def test_number_of_kinds_at_risk_is_changed_as_one() -> None:
    up = answer(demo("forum"), "PCU A3")
    assert sentences(up)[0] == (
        "If two more kinds of content harmful to children were at medium or high risk "
        "(pornographic content and suicide content, say), PCU A3 would apply."
    )
    down = answer(demo("category1"), "ICU A4")
    assert sentences(down)[0].startswith(
        "If no more than one kind of illegal harm were at medium or high risk"
    )
    assert flips.distances(down.flips[0]) == ["you have 18 such kinds"]


def test_register_is_for_ofcom_to_change() -> None:
    found = next(
        each for each in answered(demo("category1")).answers if each.until_event == "first_code_s15"
    )
    flip = next(each for each in found.flips if "register" in flips.sentence(each))
    assert flip.effort is Effort.OTHERS
    assert flip.answer is Verdict.DOES_NOT_APPLY


def test_waiting_for_the_register_ends_without_what_meets_the_threshold() -> None:
    found = next(
        each
        for each in answered(demo("video") | {"events": []}).answers
        if each.until_event == "designated"
    )
    assert any("it had no direct messages" in each for each in sentences(found))
    assert outlook.sentences(found)[0].startswith("Still to come: being on Ofcom's register in")


def test_trigger_says_what_would_then_start() -> None:
    found = answer(demo("forum"), "OSA 2023 s 9(4)")
    assert outlook.sentences(found) == [
        "Significant change planned to design or operation: OSA 2023 s 9(4) would then apply from "
        "the day on which that happens.",
    ]


def test_no_day_is_promised_where_none_is_set() -> None:
    found = answered(demo("category1")).answer("osa-s64-3")  # s 64 is not commenced
    assert found is not None
    assert outlook.sentences(found)[-1].endswith(
        "from the day that is set for it; none is set yet."
    )


def test_unknown_level_says_what_each_answer_settles() -> None:
    found = answer(demo("community"), "ICS A3")
    (unknown,) = found.unknowns
    assert (unknown.name, unknown.side) == ("risk:cyberflashing", "search")
    assert unknowns.sentence(rules(), unknown) == (
        "Negligible or low: it does not apply. Medium or high: still not known."
    )
    assert found.flips == ()


def test_unknown_number_is_asked_in_the_stretches_that_tests_tell_apart() -> None:
    mapping = service(enables_sharing_of_images_or_video=True,
                      principal_purpose_regulated_pornographic_content=False,
                      is_file_storage_and_file_sharing_service=False,
                      risk={"intimate_image_abuse": "high"})  # fmt: skip
    (unknown,) = answer(mapping, "ICU C14").unknowns
    assert unknown.settles == 1
    said = unknowns.sentence(rules(), unknown)
    assert said.startswith("0 to 700,000: it does not apply. 700,001 to")


def test_proposal_flips_as_if_it_were_law() -> None:
    found = [
        each for each in answered(demo("video"), proposals=True).answers
        if each.answer is Verdict.PROPOSED and each.flips
    ]  # fmt: skip
    assert found
    assert all("were it law" in flips.sentence(each.flips[0]) for each in found)


def test_stated_fact_that_is_worked_out_from_others_is_changed_itself() -> None:
    mapping = service(large=True)
    flips = answer(mapping, "ICU A5").flips
    changed = [each for flip in flips for each in flip.differences if each.name == "large"]
    assert changed
    assert {each.after for each in changed} == {False}


def test_every_statement_can_be_supposed() -> None:
    facts = rules().facts.values()
    clauses = [each for fact in facts for each in (fact.if_so, fact.if_not) if each]
    assert [each for each in clauses if flips.supposed(each) == each] == []


def test_few_changes_are_told_apart_from_many() -> None:
    found = answer(demo("exempt"), "PCU A4")
    assert found.flips == ()
    assert answers.far(found) == "More than three answers would have to change before it applies."


def test_what_would_give_a_duty_something_to_act_on() -> None:
    found = answer(demo("forum"), "ICU D11")
    assert found.acts_on == "nothing"
    assert [flips.sentence(flip) for flip in found.to_act_on] == [
        "If software found or flagged content by itself, there would be something for ICU D11 to "
        "act on."
    ]
    changed = with_facts("forum", uses_proactive_technology=True)
    assert answer(changed, "ICU D11").acts_on == "something"
    assert answer(changed, "ICU D11").to_act_on == ()


def test_every_change_that_gives_something_to_act_on_does() -> None:
    for name in ("forum", "video"):
        for found in answered(demo(name)).answers:
            for flip in found.to_act_on:
                after = determine(rules(), flip.subject, TODAY).answer(found.id)
                assert after is not None
                assert after.answer in {Verdict.APPLIES, Verdict.APPLIES_FROM}, flips.sentence(flip)
                assert after.acts_on == "something", flips.sentence(flip)


def test_count_that_turns_on_a_kind_not_confirmed_says_so() -> None:
    mapping = demo("forum")
    levels = dict.fromkeys(mapping["facts"]["risk"], "low")
    mapping["facts"]["risk"] = levels | {"hate": "medium", "cyberflashing": "medium"}
    found = answer(mapping, "ICU A3")
    assert (found.answer, found.settled_by_whom) == (Verdict.NOT_KNOWN, "law")
    assert (
        answers.doubt(found)
        == "Whether cyberflashing counts as one of these kinds is not confirmed."
    )
    mapping["facts"]["risk"]["cyberflashing"] = "low"
    assert answers.doubt(answer(mapping, "ICU A3")) is None


@pytest.mark.parametrize(
    ("users", "revenue", "nearer"),
    [(4_900_000, 1_000, "monthly UK users"), (10, 9_900_000, "worldwide revenue")],
)
def test_among_changes_of_one_effort_the_one_with_less_far_to_go_is_first(
    users: int, revenue: int, nearer: str
) -> None:
    by_size = {
        "any": [
            {"fact": "qualifying_worldwide_revenue_gbp", "over": 10_000_000},
            {"fact": "uk_monthly_active_users", "over": 5_000_000},
        ]
    }
    told = service(uk_monthly_active_users=users, qualifying_worldwide_revenue_gbp=revenue)
    first, second = decide_one(requirement(condition=by_size), told).flips[:2]
    assert first.effort is second.effort is Effort.SIZE
    assert nearer in flips.sentence(first)
    assert nearer not in flips.sentence(second)
