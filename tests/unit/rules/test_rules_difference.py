"""What changes come to: gained, lost, re-dated, what gives way, what is one more change away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.law.whatif import possible
from obligations.rules import Situation, SubjectError
from obligations.rules.answer.summary import summarise
from obligations.rules.whatif.difference import Group, Row, by_reason
from obligations.rules.whatif.edits import plain_of, read_edits
from obligations.rules.whatif.one_more import one_more
from obligations.rules.whatif.supposition import Supposition, suppose
from obligations.words import flips, reasons
from obligations.words.whatif import TITLES, opening, retold_words, then_words, unchanged
from tests.rules_support import TODAY, answered, demo, rules, service

LAUNCH = dt.date(2027, 3, 1)


def adults_only() -> dict[str, Any]:
    """A forum whose first access assessment found that children cannot get in."""
    facts = demo("forum")["facts"] | {"children_can_access": False, "has_child_users": False}
    facts["likely_accessed_by_children"] = False
    facts["uses_age_assurance_to_exclude_children"] = True
    del facts["children_risk"]
    return demo("forum") | {"facts": facts}


def tried(mapping: dict[str, Any], /, on: dt.date | None = None, **told: Any) -> Supposition:
    subject, _notes = read_subject(mapping, rules())
    changes, _notes = read_edits(Situation(rules(), subject, TODAY), told)
    return possible(suppose(rules(), subject, changes, TODAY, on=on))


def refs(rows: tuple[Row, ...]) -> list[str]:
    return [row.shown.ref for row in rows]


def refused(mapping: dict[str, Any], **told: Any) -> list[str]:
    with pytest.raises(SubjectError) as caught:
        tried(mapping, **told)
    return caught.value.errors


def test_dropping_a_ban_gains_age_checks_with_the_ban_as_reason() -> None:
    found = tried(demo("forum"), allows_ppc_kinds=["suicide"]).difference
    assert refs(found.gained) == ["OSA 2023 s 12(4)-(5)", "OSA 2023 s 12(6)", "PCU B4"]
    assert found.lost == ()
    for row in found.gained:
        assert reasons.of_row(row) == [
            "The terms allow some primary priority content (kinds of primary "
            "priority content the terms allow: suicide)."
        ]
        assert then_words(row) == "at once"


def test_musts_come_before_what_is_recommended_in_natural_order() -> None:
    found = tried(demo("forum"), schedule_1_paragraphs=["4"]).difference
    strengths = [row.shown.strength for row in found.lost]
    assert strengths == sorted(strengths, key=["must", "recommended", "should"].index)
    sections = [row.shown.ref for row in found.lost if row.shown.strength == "must"]
    assert sections.index("OSA 2023 s 9(2)") < sections.index("OSA 2023 s 10(2)(a)")


def test_opening_counts_what_is_gained_and_lost() -> None:
    # Age checks bite only on primary priority content that is identified (s 12(4), (6)).
    assert opening(tried(demo("forum"), allows_ppc_kinds=["suicide"])) == (
        "With this change Demo Forum would gain 1 Code measure and lose no duty or measure."
    )
    found = tried(demo("forum"), allows_ppc_kinds=["suicide"], ppc_identified_on_service=True)
    assert opening(found) == (
        "With these two changes Demo Forum would gain 2 duties and 1 Code measure and lose no duty "
        "or measure."
    )
    both = tried(demo("forum"), has_direct_messaging=True, uk_monthly_active_users=750_000)
    assert opening(both) == (
        "With these two changes nothing would begin or cease to bind Demo Forum."
    )


def test_opening_says_what_of_the_lost_would_only_be_unclear() -> None:
    forgotten = {"children_can_access": None, "uses_age_assurance_to_exclude_children": None}
    found = opening(tried(demo("forum"), **forgotten))
    assert "lose 13 duties" in found
    assert "of what it would lose would be not known, not gone" in found


def test_what_stays_is_counted_apart_from_what_changes() -> None:
    said = unchanged(tried(demo("forum"), has_livestreaming=True))
    counts = summarise(answered(demo("forum")))
    assert said == (
        f"No change to the {counts.duties} duties, {counts.measures} Code measures and "
        f"{counts.expectations} points of Ofcom's guidance that bind it or will."
    )
    assert f"{counts.duties} duties" not in unchanged(
        tried(demo("forum"), schedule_1_paragraphs=["4"])
    )


def test_crossing_a_size_says_which_measure_one_more_change_would_bring() -> None:
    found = one_more(tried(demo("forum"), uk_monthly_active_users=750_000))
    refs = ["ICU C9", "ICU C10", "ICU C14", "PCU J1", "PCU J2"]  # J1.1(a)(ii), J2.1(a)(ii)
    assert [each.answer.ref for each in found] == refs
    assert flips.sentence(found[2].flip) == (
        "If the risk of intimate image abuse were high, ICU C14 would apply."
    )


def test_stated_fact_gives_way_to_what_now_follows() -> None:
    facts = demo("forum")["facts"] | {"allows_any_ppc": False}
    found = tried(demo("forum") | {"facts": facts}, allows_ppc_kinds=["suicide"])
    assert [(each.name, each.before, each.after) for each in found.gave_way] == [
        ("allows_any_ppc", False, None)
    ]
    assert [retold_words(rules(), each) for each in found.told] == [
        "kinds of primary priority content the terms allow: suicide (now: none)"
    ]
    assert not found.after.conflicts


@pytest.mark.parametrize(
    ("facts", "told", "words"),
    [
        (
            {},
            {"has_direct_messaging": True},
            "it has direct messages (now: it has no direct messages)",
        ),
        (
            {"children_can_access": True, "has_child_users": None},
            {"has_commenting": False},
            "users cannot comment (now: users can comment)",
        ),
        (
            {"has_livestreaming": None},
            {"has_livestreaming": True},
            "it has livestreams (now: not known)",
        ),
        (
            {},
            {"has_livestreaming": None},
            "not known whether it has livestreams (now: it has no livestreams)",
        ),
    ],
)
def test_what_is_so_now_stands_in_the_words_of_what_would_be(
    facts: dict[str, Any], told: dict[str, Any], words: str
) -> None:
    mapping = demo("forum") | {"facts": demo("forum")["facts"] | facts}
    (one,) = tried(mapping, **told).told
    assert retold_words(rules(), one) == words


def test_level_of_a_part_moves_its_whole() -> None:
    found = tried(demo("forum"), **{"risk.csea_grooming": "high"})
    assert [(each.name, each.after) for each in found.told] == [("risk:csea_grooming", "high")]
    assert [(each.name, each.after) for each in found.gave_way] == [("risk:csea", "high")]


def test_contradicting_what_follows_is_refused_with_both_values() -> None:
    (error,) = refused(demo("forum"), allows_any_ppc=True)
    assert "the terms allow some primary priority content" in error
    assert error.endswith("Change one with the other.")


def test_becoming_child_accessed_supposes_a_new_assessment_on_the_day_of_the_change() -> None:
    found = tried(adults_only(), on=LAUNCH, children_can_access=True)
    assert [(each.name, each.after) for each in found.supposed] == [
        ("child_access_found_on", LAUNCH)
    ]
    first = next(row for row in found.difference.gained if row.shown.ref == "OSA 2023 s 11(2)")
    assert first.after is not None
    assert first.after.starts_on == LAUNCH
    assert reasons.of_row(first) == [
        "It is treated as likely to be accessed by children (since 1 March 2027)."
    ]


def test_day_of_the_new_assessment_may_be_told() -> None:
    told = dt.date(2027, 1, 15)
    found = tried(adults_only(), on=LAUNCH, children_can_access=True, child_access_found_on=told)
    first = next(row for row in found.difference.gained if row.shown.ref == "OSA 2023 s 11(2)")
    assert first.after is not None
    assert first.after.starts_on == told
    assert found.supposed == ()


def test_later_first_day_redates_what_binds() -> None:
    found = tried(demo("new-forum"), service_start_date="2026-12-24").difference
    assert found.redated
    row = found.redated[0]
    assert reasons.of_row(row) == ["The service is in scope from 24 December 2026."]
    assert then_words(row) == "binds from 24 December 2026"


def test_what_comes_anyway_by_the_day_is_marked() -> None:
    found = tried(demo("new-forum"), on=dt.date(2027, 9, 1)).difference
    assert all(row.anyway for row in found.rows)
    mixed = tried(demo("forum"), on=LAUNCH, allows_ppc_kinds=["suicide"]).difference
    assert not any(row.anyway for row in mixed.gained)


def test_side_is_needed_where_both_sides_are_asked_apart() -> None:
    both = service(has_public_search_engine=True)
    assert refused(both, uk_monthly_active_users=5) == [
        "uk_monthly_active_users is asked of each side apart: say uk_monthly_active_users@u2u or "
        "uk_monthly_active_users@search"
    ]
    (told,) = tried(both, **{"uk_monthly_active_users@search": 5}).told
    assert (told.side, told.after) == ("search", 5)


def test_rows_share_a_reason_once() -> None:
    found = tried(demo("forum"), schedule_1_paragraphs=["4"]).difference.lost
    groups = by_reason(found)
    assert sum(len(rows) for rows in groups) == len(found)
    assert len(groups) < 5


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("allows_ppc_kinds", "none", []),
        ("allows_ppc_kinds", "suicide, self_harm", ["suicide", "self_harm"]),
        ("allows_ppc_kinds", "+suicide", ["suicide"]),
        ("allows_ppc_kinds", "-suicide", []),
        ("children_can_access", "unknown", None),
        ("monthly_active_uk_users", "5 million", "5 million"),
    ],
)
def test_members_of_a_set_are_told_against_what_was_told(name: str, text: str, value: Any) -> None:
    subject, _notes = read_subject(demo("forum"), rules())
    assert plain_of(Situation(rules(), subject, TODAY), name, text) == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("has_direct_messaging", "OFF", False),
        ("uk_monthly_active_users", "0.7 million", 700_000),
        ("qualifying_worldwide_revenue_gbp", "£18 million", 18_000_000),
        ("service_start_date", "1 January 2027", dt.date(2027, 1, 1)),
    ],
)
def test_values_are_read_as_people_type_them(name: str, text: str, value: Any) -> None:
    subject, _notes = read_subject(demo("forum"), rules())
    changes, _notes = read_edits(Situation(rules(), subject, TODAY), {name: text})
    assert [put for change in changes for _key, put in change.put] == [value]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (
            {"has_direct_mesaging": True},
            "no such fact: 'has_direct_mesaging'; did you mean 'has_direct_messaging'?",
        ),
        ({"risk.hat": "high"}, "risk.hat: no such kind: 'hat'; did you mean 'hate'?"),
        (
            {"risk.hate": "severe"},
            "risk.hate: 'severe' is none of negligible, low, medium or high",
        ),
        (
            {"uk_is_target_market@u2u": True},
            "uk_is_target_market is about the whole service: leave out @u2u",
        ),
        (
            {"has_livestreaming@search": True},
            "has_livestreaming is asked of the u2u side only",
        ),
        ({"has_livestreaming@left": True}, "has_livestreaming@left: no such side: 'left'; "
         "there are u2u or search"),
        (
            {"designated_categories": None},
            "designated_categories: say which (1, 2A or 2B), or none; it cannot be forgotten",
        ),
    ],
)  # fmt: skip
def test_wrong_answers_are_refused_by_name(told: dict[str, Any], error: str) -> None:
    assert refused(demo("forum"), **told) == [error]


def test_groups_have_a_title_each() -> None:
    assert set(TITLES) == set(Group)
