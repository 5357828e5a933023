"""How records hold together: each fault is found, and said with what is allowed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.law_breaking import S9, Break, Broken, faults_of, second_version, set_

TEXTS = "allowed: test-act-2000, test-code, test-guidance, test-proposals, test-si-2001"


def compared_with(text: str) -> dict[str, Any]:
    return {
        "how": "compared", "text": [text], "as_at": "2025-09-30", "where": "s 9",
        "day": "2026-11-28", "readers": 3, "of": "0123456789ab",
    }  # fmt: skip


def outcome(**told: object) -> Break:
    return set_("debate-2000", "statements.0.outcome", told, section="policy")


BROKEN: Broken = {
    "unknown gate": (
        set_("ta-s9-2", "gate", "part_3_scope"),
        S9 + "gate: no gate is called 'part_3_scope'; did you mean 'part3_scope'?",
    ),
    "unknown theme": (
        set_("ta-s9-2", "theme", "risk-assesment"),
        S9 + "theme: no theme is called 'risk-assesment'; did you mean 'risk-assessment'?",
    ),
    "unknown event": (
        set_("ta-s9-4", "triggered_by", "significant_chang"),
        "ta-s9-4: triggered_by: no event is called 'significant_chang'; "
        "did you mean 'significant_change'?",
    ),
    "unknown instrument": (
        set_("tm-c1", "instrument", "test-cod"),
        "tm-c1: instrument: no instrument is called 'test-cod'; did you mean 'test-code'?",
    ),
    "measure brought in by no instrument": (
        set_("tm-c1", "versions.0.by", "the Code"),
        "tm-c1: versions[0].by: no instrument is called 'the Code'; " + TEXTS,
    ),
    "dangling link": (
        set_("tm-c1", "links", ["ta-s10-22"]),
        "tm-c1: links: no duty is called 'ta-s10-22'; did you mean 'ta-s10-2'?",
    ),
    "link to a measure": (
        set_("tm-c1", "links", ["tm-c2"]),
        "tm-c1: links: no duty is called 'tm-c2'",
    ),
    "part of itself": (
        set_("ta-s9-2", "part_of", "ta-s9-2"),
        S9 + "part_of: goes in a circle: ta-s9-2 -> ta-s9-2",
    ),
    "waits for an unknown event": (
        set_("ta-s9-2", "waits_for", {"all": [{"event": "gone"}]}),
        S9 + "waits_for: no event is called 'gone'",
    ),
    "designation without a category": (
        set_("ta-s9-2", "waits_for", {"event": "designated"}),
        S9 + "waits_for: a category goes with the event designated, and only with it",
    ),
    "waits for a fact": (
        set_("ta-s9-2", "waits_for", {"fact": "large"}),
        S9 + "waits_for: {'fact': 'large'} is not something to wait for; "
        "allowed: all, any, {event, category}",
    ),
    "measure that commands": (
        set_("tm-c1", "strength", "must"),
        "tm-c1: strength: a measure is 'recommended', not 'must'",
    ),
    "guidance that commands": (
        set_("te-durable", "strength", "must"),
        "te-durable: strength: guidance is 'should' or 'information'; only law is 'must'",
    ),
    "ends before it begins": (
        set_("ta-s9-2", "versions.0.to", "2023-01-01"),
        S9 + "versions[0]: ends on 2023-01-01 before it begins on 2024-01-10",
    ),
    "open version overlaps": (
        second_version(**{"from": "2025-01-01"}),
        S9 + "versions[1]: begins on 2025-01-01 and overlaps the one before (with no end)",
    ),
    "a day belongs to one version only": (
        lambda p: (
            set_("ta-s9-2", "versions.0.to", "2025-01-01")(p),
            second_version(**{"from": "2025-01-01", "to": None})(p),
        ),
        S9 + "versions[1]: begins on 2025-01-01 and overlaps the one before (2025-01-01)",
    ),
    "second version without a day": (
        second_version(**{"from": None}),
        S9 + "versions[1]: a version without a first day must stand alone",
    ),
    "no day and nothing to wait for": (
        set_("ta-s9-3", "versions.0.from", None),
        "ta-s9-3: versions[0].from: no day is set, and waits_for does not say for what",
    ),
    "switched on after it binds": (
        set_("ta-s9-2", "versions.0.commenced", "2025-01-01"),
        S9 + "versions[0].commenced: is after the day from which it binds",
    ),
    "contested without readings": (
        set_("tm-c1", "versions.0.status", "contested"),
        "tm-c1: versions[0]: contested needs candidates, and only contested has them",
    ),
    "readings say that they are contested": (
        set_("ta-s21-3", "readings", [{"how": "seen"}]),
        "ta-s21-3: readings: a version that holds candidates goes with a contested reading",
    ),
    "contested without a why": (
        set_("ta-s9-2", "readings", [{"how": "contested"}]),
        S9 + "readings: contested goes with a version that holds candidates, or a why",
    ),
    "compared with no instrument": (
        set_("ta-s9-2", "readings", [compared_with("test-act-2002")]),
        S9 + "readings.text: no instrument is called 'test-act-2002'; "
        "did you mean 'test-act-2000'?",
    ),
    "candidate's condition": (
        set_("ta-s21-3", "versions.0.candidates.1.condition", {"fact": "x", "is": True}),
        "ta-s21-3: versions[0].candidates[1].condition: no fact is called 'x'",
    ),
    "readings with one id": (
        set_("ta-s21-3", "versions.0.candidates.1.id", "all-services"),
        "ta-s21-3: versions[0].candidates: two readings have the same id",
    ),
    "audience that is nobody": (
        set_("ta-royal-assent", "audience", "everyone", "milestones"),
        "ta-royal-assent: audience: 'everyone' is not an audience; allowed: a condition, "
        "ofcom, secretary_of_state, individuals, other_bodies",
    ),
    "milestone about no duty": (
        set_("ta-royal-assent", "duty_refs", ["ta-s9"], "milestones"),
        "ta-royal-assent: duty_refs: no duty is called 'ta-s9'; did you mean 'ta-s9-4'?",
    ),
    "supersedes nothing": (
        set_("ta-royal-assent", "supersedes", "zzz", "milestones"),
        "ta-royal-assent: supersedes: no milestone is called 'zzz'; "
        "allowed: ta-consultation-ends, ta-fees, ta-illegal-duties, ta-new-code, ta-report, "
        "ta-report-late, ta-royal-assent",
    ),
    "amends nothing": (
        set_("test-act-2000", "amends", ["zzz"], "instruments"),
        "test-act-2000: amends: no instrument is called 'zzz'; " + TEXTS,
    ),
    "delivered by what it is not about": (
        outcome(status="delivered", by=["ta-s10-2", "ta-s9-2"]),
        "debate-2000-1: outcome.by: ta-s9-2 is not what it is about",
    ),
    "delivered by nothing": (
        outcome(status="delivered"),
        "debate-2000-1: outcome: delivered without what delivers it",
    ),
    "not delivered, by something": (
        outcome(status="not_delivered", by=["tm-c1"]),
        "debate-2000-1: outcome: not_delivered with what delivers it",
    ),
    "not delivered by an unknown instrument": (
        outcome(status="not_delivered", instrument="test-si-2002"),
        "debate-2000-1: outcome.instrument: no instrument is called 'test-si-2002'; "
        "did you mean 'test-si-2001'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("break_", "expected"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found_and_said(payload, break_, expected):
    break_(payload)
    assert faults_of(payload) == [expected]


def test_circle_of_parts_is_refused_at_each_record(payload):
    set_("ta-s9-2", "part_of", "ta-s9-3")(payload)
    set_("ta-s9-3", "part_of", "ta-s9-2")(payload)
    assert faults_of(payload) == [
        "ta-s9-2: part_of: goes in a circle: ta-s9-2 -> ta-s9-3 -> ta-s9-2",
        "ta-s9-3: part_of: goes in a circle: ta-s9-3 -> ta-s9-2 -> ta-s9-3",
    ]


def test_version_may_begin_on_the_day_after_the_last(payload):
    set_("ta-s9-2", "versions.0.to", "2025-01-01")(payload)
    second_version(**{"from": "2025-01-02", "to": None})(payload)
    assert faults_of(payload) == []


def test_reference_that_stands_twice_is_refused(payload):
    set_("tm-c1", "ref", "TM C2")(payload)
    assert faults_of(payload) == ["tm-c2: ref: 'TM C2' stands twice, also in requirements"]


def former(name: str, **more: str | None) -> dict[str, Any]:
    plain = {"until": "2026.11.21", "since": "2026.11.28", "title": None, "why": None}
    return {"id": name, "ref": name.upper(), **plain, **more}


def test_former_ids_are_no_present_ids_and_lead_to_one_record(payload):
    set_("tm-c2", "was", ["tm-c1", "tm-c2"])(payload)
    set_("tm-c3", "was", ["tm-x1"])(payload)
    set_("tm-c9", "was", ["tm-x1", "tm-x2"])(payload)
    payload["former"] += [former("tm-x1"), former("tm-x2")]
    assert faults_of(payload) == [
        "tm-c2: was: 'tm-c1' is a present id; a former id is never used again",
        "tm-c2: was: 'tm-c2' is a present id; a former id is never used again",
        "tm-c9: was: 'tm-x1' is a former id of 'tm-c3' already",
    ]


def test_former_references_tell_what_became_of_each_former_id(payload):
    set_("tm-c3", "was", ["tm-x1", "tm-x2"])(payload)
    payload["former"] += [
        former("tm-x1"), former("tm-c9"), former("tm-x3"), former("tm-x1"),
        former("tm-x4", title="A measure of old", why="It was repealed."),
    ]  # fmt: skip
    assert faults_of(payload) == [
        "tm-c9: id: 'tm-c9' is a present id; only what is no longer used stands here",
        "tm-x1: id: 'tm-x1' stands twice, also in former",
        "tm-x3: id: no requirement has it in `was`, so `title` and `why` tell what is gone",
        "tm-c3: was: 'tm-x2' stands not in `former`, which says its reference and until when",
    ]
