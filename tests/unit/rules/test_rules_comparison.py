"""Our answers beside a list: where each measure stands, and the reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import determine
from obligations.rules.answer.summary import recommended
from obligations.rules.ofcom.comparison import Comparison, Place, Row, compare
from obligations.rules.ofcom.pasted_list import read_list
from obligations.rules.rulebook.tool import OfcomTool
from obligations.words import comparisons, flips
from tests.rules_support import DEMO, TODAY, answered, demo, payload, requirement, rules, service
from tests.rules_support import small_law as law_of


def compared(text: str, name: str = "forum", as_at: dt.date = TODAY) -> Comparison:
    return compare(answered(demo(name), as_at, proposals=True), read_list(text, rules()))


def why(one: Row) -> list[str]:
    return list(comparisons.because(one))


def row(comparison: Comparison, ref: str) -> Row:
    (found,) = [each for each in comparison.rows if each.answer.ref == ref]
    return found


@pytest.fixture(scope="module")
def shown() -> Comparison:
    """The demo forum beside its invented list."""
    return compared((DEMO / "forum-ofcom-tool.txt").read_text())


def test_the_sentence_counts_what_the_groups_hold(shown: Comparison) -> None:
    agreed, theirs, ours = map(len, (shown.agreed, shown.theirs_only, shown.ours_only))
    assert comparisons.sentence(shown) == (
        f"On 21 November 2026 Ofcom's list and ours agree on {agreed} of {agreed + theirs + ours} "
        f"measures; {theirs} are on Ofcom's only and {ours} is on ours only."
    )
    assert agreed + theirs == len(shown.listed.measures)
    assert [each.answer.ref for each in shown.ours_only] == ["ICU H1"]


def test_lists_that_agree_say_so() -> None:
    ours = [each.ref for each in answered(demo("forum")).answers
            if each.kind == "measure" and each.answer == "applies"]  # fmt: skip
    same = compared("\n".join(ours))
    assert (
        comparisons.sentence(same)
        == f"On 21 November 2026 Ofcom's list and ours agree on all {len(same.rows)} measures."
    )
    assert [each.answer.ref for each in same.rows] == ours
    assert {each.place for each in same.rows} == {Place.AGREED}


def test_theirs_only_says_the_fact_the_flip_and_what_the_tool_leaves_open(
    shown: Comparison,
) -> None:
    listed = row(shown, "ICU G2")
    assert listed.place is Place.THEIRS
    assert why(listed) == ["Categories on Ofcom's register include 1? No."]
    assert (
        flips.sentence(listed.flip)
        == "If Ofcom put it on its register in Category 1, ICU G2 would apply."
    )
    assert comparisons.tool(listed) == [
        "Ofcom's tool does not ask for the categories on Ofcom's register (the tool just lists "
        "the measure as Category 1 only).",
        "It lists such a measure with its condition and leaves that to you.",
    ]
    assert listed.tool.verification == "seen"


def test_what_is_not_known_of_the_tool_is_not_invented(shown: Comparison) -> None:
    listed = row(shown, "ICU C8")
    assert why(listed)[0].startswith("It does not have more than 7 million monthly UK users")
    assert comparisons.tool(listed) == [comparisons.LOOK]
    assert listed.tool.verification is None


def test_agreed_with_nothing_to_act_on_says_why_both_list_it(shown: Comparison) -> None:
    agreed = row(shown, "PCU D12")
    assert agreed.place is Place.AGREED
    assert comparisons.remarks(agreed) == ["Nothing to act on today. Users' ages are not assessed."]
    assert "does not ask whether users' ages are assessed" in comparisons.tool(agreed)[0]


def test_a_permission_counts_where_it_is_listed_and_is_not_missed_where_it_is_not() -> None:
    assert row(compared("ICU D13"), "ICU D13").place is Place.AGREED
    assert row(compared("ICU A2"), "ICU D13").place is Place.APART
    assert "permission" in comparisons.remarks(row(compared("ICU A2"), "ICU D13"))[0]


def test_proposed_text_is_theirs_only_and_not_law() -> None:
    laid = row(compared("ICU C15"), "ICU C15")
    assert laid.place is Place.THEIRS
    assert why(laid)[0] == "ICU C15 is only proposed; it would not apply."
    assert why(laid)[-1] == "Not law yet: laid."


def test_what_starts_later_is_theirs_only_with_its_day_or_stands_apart() -> None:
    early = dt.date(2026, 9, 1)
    listed = row(compared("ICU C14", "video", early), "ICU C14")
    assert (listed.place, str(listed.answer.answer)) == (Place.THEIRS, "applies_from")
    assert "From 30 September 2026." in why(listed)
    assert row(compared("ICU A2", "video", early), "ICU C14").place is Place.APART


def test_ours_only_of_a_text_newer_than_the_tool_says_so() -> None:
    ours = row(compared("ICU A2", "video"), "ICU C14")
    assert ours.place is Place.OURS
    assert comparisons.tool(ours) == [
        "In force since 30 September 2026: the tool's use was last reported by 31 August 2026.",
    ]


def test_ours_only_that_turns_on_what_the_tool_does_not_ask_says_so() -> None:
    ours = row(compared("PCU A2", "video"), "PCU B5")
    assert comparisons.tool(ours)[0] == (
        "Ofcom's tool does not ask for the kinds of priority content the terms allow (as far "
        "as seen; a service found the tool left B5 out)."
    )


def test_not_known_says_who_can_settle_it() -> None:
    open_ = service()
    found = compare(answered(open_, proposals=True), read_list("ICU C3", rules()))
    listed = row(found, "ICU C3")
    assert listed.place is Place.THEIRS
    assert why(listed)[-1] == "You can settle it: answer what is not known."
    assert row(found, "ICU C4").place is Place.APART


def test_a_code_that_the_list_has_nothing_of_is_one_group_and_no_disagreement() -> None:
    found = compared("ICU A2, C1, C2, D1, D2, D7, D9 to D12, G1, G3, H1")
    assert (
        comparisons.sentence(found)
        == "On 21 November 2026 Ofcom's list and ours agree on all 13 measures."
    )
    (code,) = found.missing
    assert code.code == "Protection of Children Code of Practice for user-to-user services"
    assert {each.answer.ref for each in code.rows} == {
        each.ref for each in recommended(found.determination) if each.ref.startswith("PCU")
    }
    assert next(comparisons.more(found)) == (
        "The list has nothing of the Protection of Children Code of Practice for user-to-user "
        f"services, with {len(code.rows)} measures that are recommended to you."
    )


def test_a_measure_of_a_side_that_the_service_lacks_is_theirs_only() -> None:
    listed = row(compared("ICU A2\nICS C1"), "ICS C1")
    assert listed.place is Place.THEIRS
    assert why(listed) == ["It has no public search engine."]


def test_a_service_that_is_not_regulated_has_nothing_of_ours() -> None:
    found = compared("ICU A2", "exempt")
    assert comparisons.sentence(found).endswith("agree on 0 of 1 measures; 1 is on Ofcom's only.")
    assert next(comparisons.more(found)).startswith("Harrowdene Speaks is not a regulated service.")


def test_duties_that_the_tool_leaves_out_are_said(shown: Comparison) -> None:
    assert (
        "The tool's output had nothing on the 48-hour intimate image takedown"
        in comparisons.leaves_out(shown)
    )
    assert "2 measures agreed on are permissions, which nobody need use." in comparisons.more(shown)


def test_nothing_of_the_list_is_lost(shown: Comparison) -> None:
    placed = {each.answer.id for each in shown.rows if each.lines}
    assert placed == {each.id for each in shown.listed.measures}
    told = comparisons.record(shown)
    assert [each["written"] for each in told["unknown_codes"]] == ["ICU C11"]
    assert len(told["not_understood"]) == len(shown.listed.left) == 6
    assert sum(told["counts"].values()) == len(told["rows"])


def test_an_edition_that_says_less_of_the_tool_still_compares() -> None:
    record = requirement(id="icu-a9", ref="ICU A9", kind="measure", title="Nine")
    for checker in ({}, {"not_asked": []}):
        law = law_of(record, checker=checker)
        assert law.tool == OfcomTool()
        subject, _notes = read_subject(service(), law)
        found = compare(determine(law, subject, TODAY, proposals=True), read_list("ICU A9", law))
        assert [each.place for each in found.rows] == [Place.AGREED]


def test_the_tool_is_known_only_as_far_as_the_law_data_says() -> None:
    section: dict[str, Any] = payload()["checker"]
    tool = OfcomTool.from_payload(section)
    assert tool.last_seen == dt.date(2026, 8, 31)
    assert {each.fact for each in tool.not_asked} <= {each["fact"] for each in section["not_asked"]}
    assert "uk_monthly_active_users" not in {each.fact for each in tool.not_asked}
    assert {each.verification for each in tool.not_asked} == {"seen"}
