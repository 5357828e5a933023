"""Facts, topics, exclusions and kinds: each fault is found and said."""

from __future__ import annotations

import pytest

from tests.law_breaking import Broken, faults_of, record, set_

BROKEN: Broken = {
    "asked without a question": (
        set_("has_livestreaming", "question", None, "facts"),
        "has_livestreaming: question: is asked, and has no question",
    ),
    "fact without words": (
        set_("has_livestreaming", "if_not", None, "facts"),
        "has_livestreaming: if_not: say what is so when it is no: `it has direct messages`",
    ),
    "number without a noun": (
        set_("uk_monthly_active_users", "noun", None, "facts"),
        "uk_monthly_active_users: noun: say what it is called within a sentence: "
        "`worldwide revenue`",
    ),
    "asked in no topic": (
        lambda payload: record(payload, "users", "topics")["facts"].pop(0),
        "uk_monthly_active_users: asked: it stands in no topic, so nobody would be asked; "
        "add it under `topics`",
    ),
    "topic of an unknown fact": (
        set_("users", "once_true", "large_", "topics"),
        "users: once_true: no fact is called 'large_'; did you mean 'large'?",
    ),
    "topic of what is never asked": (
        lambda payload: record(payload, "users", "topics")["facts"].append("large"),
        "large: asked: it stands in a topic, but is never asked",
    ),
    "asked, with answers that do not count": (
        set_("offers_image_search", "may_be_told", [True], "facts"),
        "offers_image_search: may_be_told: is for a derived fact: what is asked may be told anyhow",
    ),
    "side without sides": (
        set_("large", "sides", [], "facts"),
        "large: sides: a fact of a side names its sides, and no other fact has any",
    ),
    "choices of a yes or no": (
        set_("large", "choices", ["a"], "facts"),
        "large: choices: a choice or a set names its choices, and no other fact has any",
    ),
    "exclusion of an unknown fact": (
        set_("profiles-belong-to-accounts", "one", {"fact": "large_", "is": True}, "exclusions"),
        "profiles-belong-to-accounts: one: no fact is called 'large_'; did you mean 'large'?",
    ),
    "exclusion that tests no fact": (
        set_("profiles-belong-to-accounts", "other", {"all": []}, "exclusions"),
        "profiles-belong-to-accounts: other: tests no fact",
    ),
    "settled by an unknown key": (
        set_("children_can_access", "derived_from.no_count_if", {"all": []}, "facts"),
        "children_can_access: derived_from.no_count_if: unknown key; did you mean 'no_counts_if'?",
    ),
    "kind answered by itself": (
        lambda payload: payload["kinds"]["children"][-1].update(answered_by="other_non_designated"),
        "other_non_designated: answered_by: no kind is called 'other_non_designated'; "
        "allowed: abuse, body_stigma, bullying, dangerous_stunts_and_challenges, "
        "eating_disorder, hate_content, pornographic, self_harm, suicide",
    ),
    "unknown rule": (
        set_("large", "derived_from", {"rule": "gates", "text": "x"}, "facts"),
        "large: derived_from: no rule is called 'gates'; did you mean 'gate'?",
    ),
    "rule without its gate": (
        set_("large", "derived_from", {"rule": "gate", "text": "x"}, "facts"),
        "large: derived_from.gate: is missing",
    ),
    "alias that is a name": (
        set_("large", "aliases", ["provider_is_uk"], "facts"),
        "large: aliases: 'provider_is_uk' is a name or an alias of another fact as well",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("break_", "expected"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found_and_said(payload, break_, expected):
    break_(payload)
    assert faults_of(payload) == [expected]


def test_topic_of_a_side_asks_no_fact_of_the_service(payload):
    record(payload, "users", "topics")["facts"].append("uk_is_target_market")
    assert faults_of(payload) == [
        "uk_is_target_market: asked: it stands in topics twice",
        "users: facts: 'uk_is_target_market' is a fact of the platform: another topic asks it",
    ]


def test_kind_that_stands_in_two_families_is_refused(payload):
    payload["kinds"]["children"][1]["name"] = "terrorism"
    assert "terrorism: name: 'terrorism' stands 2 times" in faults_of(payload)


def test_kind_versions_must_not_overlap(payload):
    kind = payload["kinds"]["illegal"][0]
    kind["versions"].append(dict(kind["versions"][0]))
    assert faults_of(payload) == [
        "terrorism: versions[1]: begins on 2024-12-16 and overlaps the one before (with no end)"
    ]
