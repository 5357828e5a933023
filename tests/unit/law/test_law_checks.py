"""How records hold together: each fault is found, and said with what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from obligations.law import checks
from obligations.law.names import collect

Payload = dict[str, Any]


def faults_of(payload: Payload) -> list[str]:
    found = checks.faults(payload, collect(payload), lambda key, index: key)
    return [f"{fault.record}: {fault.field}: {fault.message}" for fault in found]


def record(payload: Payload, name: str, section: str = "requirements") -> dict[str, Any]:
    return next(r for r in payload[section] if name in (r.get("id"), r.get("name")))


def set_(
    name: str, key: str, value: object, section: str = "requirements"
) -> Callable[[Payload], None]:
    """Sets a field (a path of keys and numbers) of a record."""

    def change(payload: Payload) -> None:
        node: Any = record(payload, name, section)
        *path, last = [int(step) if step.isdigit() else step for step in key.split(".")]
        for step in path:
            node = node[step]
        node[last] = value

    return change


def second_version(**changes: object) -> Callable[[Payload], None]:
    def change(payload: Payload) -> None:
        duty = record(payload, "osa-s9-2")
        duty["versions"].append({**duty["versions"][0], **changes})

    return change


def condition(tree: object) -> Callable[[Payload], None]:
    return set_("icu-c1", "versions.0.condition", tree)


def due(form: object) -> Callable[[Payload], None]:
    rule = {
        "when": None, "due": form, "not_before": None, "text": "x", "basis": "law",
        "sense": "do_by",
    }  # fmt: skip
    return set_("osa-s9-2", "clock.rules", [rule])


C1 = "icu-c1: versions[0].condition: "
S9 = "osa-s9-2: "
DUE = S9 + "clock.rules[0].due: "
BROKEN: dict[str, tuple[Callable[[Payload], None], str]] = {
    "unknown fact": (
        condition({"fact": "larg", "is": True}),
        C1 + "no fact is called 'larg'; did you mean 'large'?",
    ),
    "unknown kind of illegal harm": (
        condition({"risk": "terorism", "at_least": "high"}),
        C1 + "no kind of illegal harm is called 'terorism'; did you mean 'terrorism'?",
    ),
    "unknown kind of content": (
        condition({"children_risk": "bulying", "at_least": "high"}),
        C1 + "no kind of content is called 'bulying'; did you mean 'bullying'?",
    ),
    "unknown level": (
        condition({"risk": "terrorism", "at_least": "severe"}),
        C1 + "'severe' is not a level of risk; allowed: negligible, low, medium, high",
    ),
    "risk tested otherwise": (
        condition({"risk": "terrorism", "is": "high"}),
        C1 + "risk is tested with at_least, and with nothing else",
    ),
    "wrong test for a yes or no": (
        condition({"fact": "large", "over": 3}),
        C1 + "wrong test 'over' for the boolean large; allowed: is",
    ),
    "two tests at once": (
        condition({"fact": "uk_monthly_active_users", "over": 3, "under": 4}),
        C1 + "uk_monthly_active_users needs exactly one test; "
        "allowed: over, at_least, under, at_most",
    ),
    "yes or no compared with text": (
        condition({"fact": "large", "is": "yes"}),
        C1 + "large is yes or no: 'yes' is neither true nor false",
    ),
    "number compared with text": (
        condition({"fact": "uk_monthly_active_users", "over": "many"}),
        C1 + "uk_monthly_active_users is a number: 'many' is not",
    ),
    "day compared with no day": (
        condition({"fact": "service_start_date", "over": "2026-02-30"}),
        C1 + "service_start_date is a day: '2026-02-30' is neither a day of the calendar nor as_at",
    ),
    "choice that is none": (
        condition({"fact": "designated_categories", "in": ["1", "3"]}),
        C1 + "designated_categories has no choice '3'; allowed: 1, 2A, 2B",
    ),
    "not a condition": (
        condition({"al": []}),
        C1 + "['al'] is not a condition; allowed: all, any, not, "
        "{fact, is|in|over|at_least|under|at_most}, {risk, at_least}, {children_risk, at_least}",
    ),
    "not a list": (
        condition({"all": {"fact": "large", "is": True}}),
        C1 + "all needs a list of conditions",
    ),
    "deep inside": (
        condition({"any": [{"not": {"all": [{"fact": "nothing", "is": True}]}}]}),
        C1 + "no fact is called 'nothing'",
    ),
    "unknown gate": (
        set_("osa-s9-2", "gate", "part_3_scope"),
        S9 + "gate: no gate is called 'part_3_scope'; did you mean 'part3_scope'?",
    ),
    "unknown theme": (
        set_("osa-s9-2", "theme", "risk-assesment"),
        S9 + "theme: no theme is called 'risk-assesment'; did you mean 'risk-assessment'?",
    ),
    "unknown event": (
        set_("osa-s9-4", "triggered_by", "significant_chang"),
        "osa-s9-4: triggered_by: no event is called 'significant_chang'; "
        "did you mean 'significant_change'?",
    ),
    "unknown instrument": (
        set_("icu-c1", "instrument", "icc-u2u-2024"),
        "icu-c1: instrument: no instrument is called 'icc-u2u-2024'; did you mean 'icc-u2u-2025'?",
    ),
    "measure brought in by no instrument": (
        set_("icu-c1", "versions.0.by", "the Code"),
        "icu-c1: versions[0].by: no instrument is called 'the Code'",
    ),
    "dangling link": (
        set_("icu-c1", "links", ["osa-s10-2-z"]),
        "icu-c1: links: no duty is called 'osa-s10-2-z'; did you mean 'osa-s10-2-c'?",
    ),
    "link to a measure": (
        set_("icu-c1", "links", ["icu-c2"]),
        "icu-c1: links: no duty is called 'icu-c2'",
    ),
    "part of itself": (
        set_("osa-s9-2", "part_of", "osa-s9-2"),
        S9 + "part_of: goes in a circle: osa-s9-2 -> osa-s9-2",
    ),
    "waits for an unknown event": (
        set_("osa-s9-2", "waits_for", {"all": [{"event": "gone"}]}),
        S9 + "waits_for: no event is called 'gone'",
    ),
    "designation without a category": (
        set_("osa-s9-2", "waits_for", {"event": "designated"}),
        S9 + "waits_for: a category goes with the event designated, and only with it",
    ),
    "waits for a fact": (
        set_("osa-s9-2", "waits_for", {"fact": "large"}),
        S9 + "waits_for: {'fact': 'large'} is not something to wait for; "
        "allowed: all, any, {event, category}",
    ),
    "measure that commands": (
        set_("icu-c1", "strength", "must"),
        "icu-c1: strength: a measure is 'recommended', not 'must'",
    ),
    "guidance that commands": (
        set_("rkr-durable", "strength", "must"),
        "rkr-durable: strength: guidance is 'should' or 'information'; only law is 'must'",
    ),
    "ends before it begins": (
        set_("osa-s9-2", "versions.0.to", "2023-01-01"),
        S9 + "versions[0]: ends on 2023-01-01 before it begins on 2024-01-10",
    ),
    "open version overlaps": (
        second_version(**{"from": "2025-01-01"}),
        S9 + "versions[1]: begins on 2025-01-01 and overlaps the one before (with no end)",
    ),
    "a day belongs to one version only": (
        lambda p: (
            set_("osa-s9-2", "versions.0.to", "2025-01-01")(p),
            second_version(**{"from": "2025-01-01", "to": None})(p),
        ),
        S9 + "versions[1]: begins on 2025-01-01 and overlaps the one before (2025-01-01)",
    ),
    "second version without a day": (
        second_version(**{"from": None}),
        S9 + "versions[1]: a version without a first day must stand alone",
    ),
    "no day and nothing to wait for": (
        set_("osa-s9-3", "versions.0.from", None),
        "osa-s9-3: versions[0].from: no day is set, and waits_for does not say for what",
    ),
    "switched on after it binds": (
        set_("osa-s9-2", "versions.0.commenced", "2025-01-01"),
        S9 + "versions[0].commenced: is after the day from which it binds",
    ),
    "contested without readings": (
        set_("icu-c1", "versions.0.status", "contested"),
        "icu-c1: versions[0]: contested needs candidates, and only contested has them",
    ),
    "readings say that they are contested": (
        set_("icu-c16", "readings", [{"how": "seen"}]),
        "icu-c16: readings: a version that holds candidates goes with a contested reading",
    ),
    "contested without a why": (
        set_("osa-s9-2", "readings", [{"how": "contested"}]),
        S9 + "readings: contested goes with a version that holds candidates, or a why",
    ),
    "compared with no instrument": (
        set_("osa-s9-2", "readings", [{"how": "compared", "text": ["osa-2032"]}]),
        S9 + "readings.text: no instrument is called 'osa-2032'; did you mean 'osa-2023'?",
    ),
    "candidate's condition": (
        set_("icu-c16", "versions.0.candidates.1.condition", {"fact": "x", "is": True}),
        "icu-c16: versions[0].candidates[1].condition: no fact is called 'x'",
    ),
    "readings with one id": (
        set_("icu-c16", "versions.0.candidates.1.id", "large-only"),
        "icu-c16: versions[0].candidates: two readings have the same id",
    ),
    "two forms of due": (
        due({"from": "service_start_date", "add": {"days": 1}, "continuous": True}),
        DUE + "needs exactly one of from, from_event, from_done, before_event, before, in_notice, "
        "with, continuous, not ['add', 'continuous', 'from']",
    ),
    "counted from no date": (
        due({"from": "large", "add": {"days": 1}}),
        DUE + "large is a boolean, and a period is counted from a date",
    ),
    "no period": (
        due({"from": "service_start_date"}),
        DUE + "needs add (a period), or pace where no period is set",
    ),
    "unknown unit": (
        due({"from": "service_start_date", "add": {"weeks": 1}}),
        DUE + "no unit of time is called 'weeks'; allowed: days, hours, months, years",
    ),
    "half a month": (
        due({"from": "service_start_date", "add": {"months": 0.5}}),
        DUE + "add.months must be a whole number, not 0.5",
    ),
    "unknown pace": (
        due({"from_event": "significant_change", "add": None, "pace": "swiftly"}),
        DUE + "no pace is called 'swiftly'; allowed: as_soon_as_reasonably_practicable, "
        "immediately, no_pace_set, without_delay, without_undue_delay",
    ),
    "unknown event in a clock": (
        due({"before_event": "significant_chance"}),
        DUE + "no event is called 'significant_chance'; did you mean 'significant_change'?",
    ),
    "key of another form": (
        due({"before_event": "significant_change", "add": {"days": 1}}),
        DUE + "before_event knows no 'add'; allowed: nothing else",
    ),
    "rules and a reason for none": (
        set_("osa-s9-2", "clock.unstructured", "because"),
        S9 + "clock.unstructured: says why there are no rules, and there are rules",
    ),
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
        "children_can_access: derived_from: the rule settled_by knows no no_count_if",
    ),
    "kind answered by itself": (
        lambda payload: payload["kinds"]["children"][-1].update(answered_by="other_non_designated"),
        "other_non_designated: answered_by: no kind is called 'other_non_designated'",
    ),
    "unknown rule": (
        set_("large", "derived_from", {"rule": "gates", "text": "x"}, "facts"),
        "large: derived_from: no rule is called 'gates'; did you mean 'gate'?",
    ),
    "rule without its gate": (
        set_("large", "derived_from", {"rule": "gate", "text": "x"}, "facts"),
        "large: derived_from: the rule gate needs gate",
    ),
    "alias that is a name": (
        set_("large", "aliases", ["provider_is_uk"], "facts"),
        "large: aliases: 'provider_is_uk' is a name or an alias of another fact as well",
    ),
    "audience that is nobody": (
        set_("osa-royal-assent", "audience", "everyone", "milestones"),
        "osa-royal-assent: audience: 'everyone' is not an audience; allowed: a condition, "
        "ofcom, secretary_of_state, individuals, other_bodies",
    ),
    "milestone about no duty": (
        set_("osa-royal-assent", "duty_refs", ["osa-s9"], "milestones"),
        "osa-royal-assent: duty_refs: no duty is called 'osa-s9'; did you mean 'osa-s9-4'?",
    ),
    "supersedes nothing": (
        set_("osa-royal-assent", "supersedes", "zzz", "milestones"),
        "osa-royal-assent: supersedes: no milestone is called 'zzz'",
    ),
    "job that settles nothing there is": (
        set_("terms", "settles", ["icu-g9"], "jobs"),
        "terms: settles: no requirement is called 'icu-g9'; did you mean 'icu-g3'?",
    ),
    "job that settles a content": (
        set_("terms", "settles", ["osa-s12-9-a"], "jobs"),
        "terms: settles: 'osa-s12-9-a' goes with 'osa-s12-9', which it is part of; leave it out",
    ),
    "job that settles an offence": (
        set_("terms", "settles", ["osa-s109-5"], "jobs"),
        "terms: settles: 'osa-s109-5' is an offence: nobody works on it",
    ),
    "requirement of two jobs": (
        set_("terms", "settles", ["osa-s9-2"], "jobs"),
        "terms: settles: 'osa-s9-2' is settled by the job 'illegal-content-assessment' already",
    ),
    "requirement twice in a job": (
        set_("terms", "settles", ["icu-g1", "icu-g1"], "jobs"),
        "terms: settles: 'icu-g1' is settled by this job already",
    ),
    "job after none": (
        set_("terms", "after", ["scope-notes"], "jobs"),
        "terms: after: no job is called 'scope-notes'; did you mean 'scope-note'?",
    ),
    "job after a later one": (
        set_("terms", "after", ["yearly-review"], "jobs"),
        "terms: after: 'yearly-review' comes first, so it stands earlier in the list",
    ),
    "job that stands twice": (
        lambda payload: payload["jobs"][1].update(id="scope-note", after=[])
        or [job.update(after=[]) for job in payload["jobs"]],
        "scope-note: id: 'scope-note' stands twice, also in jobs",
    ),
    "amends nothing": (
        set_("osa-2023", "amends", ["zzz"], "instruments"),
        "osa-2023: amends: no instrument is called 'zzz'",
    ),
}  # fmt: skip


def test_shipped_law_is_sound(shipped):
    assert faults_of(shipped) == []


@pytest.mark.parametrize(("break_", "expected"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found_and_said(payload, break_, expected):
    break_(payload)
    assert faults_of(payload) == [expected]


def test_topic_of_a_side_asks_no_fact_of_the_service(payload):
    record(payload, "users", "topics")["facts"].append("uk_is_target_market")
    assert faults_of(payload) == [
        "users: facts: 'uk_is_target_market' is a fact of the platform: another topic asks it",
        "uk_is_target_market: asked: it stands in topics twice",
    ]


def test_fact_of_the_other_side_is_refused(payload):
    condition({"not": {"any": [{"fact": "is_general_search_service", "is": True}]}})(payload)
    assert faults_of(payload) == [
        C1 + "is_general_search_service is no fact of the u2u side, only of search"
    ]


def test_circle_of_parts_is_refused_at_each_record(payload):
    set_("osa-s9-2", "part_of", "osa-s9-3")(payload)
    set_("osa-s9-3", "part_of", "osa-s9-2")(payload)
    assert faults_of(payload) == [
        "osa-s9-2: part_of: goes in a circle: osa-s9-2 -> osa-s9-3 -> osa-s9-2",
        "osa-s9-3: part_of: goes in a circle: osa-s9-3 -> osa-s9-2 -> osa-s9-3",
    ]


def test_kind_that_stands_in_two_families_is_refused(payload):
    payload["kinds"]["children"][1]["name"] = "terrorism"
    assert "terrorism: name: 'terrorism' stands 2 times" in faults_of(payload)


def test_version_may_begin_on_the_day_after_the_last(payload):
    set_("osa-s9-2", "versions.0.to", "2025-01-01")(payload)
    second_version(**{"from": "2025-01-02", "to": None})(payload)
    assert faults_of(payload) == []


def test_reference_that_stands_twice_is_refused(payload):
    set_("icu-c1", "ref", "ICU C2")(payload)
    assert faults_of(payload) == ["icu-c2: ref: 'ICU C2' stands twice, also in requirements"]


def test_kind_versions_must_not_overlap(payload):
    kind = payload["kinds"]["illegal"][0]
    kind["versions"].append(dict(kind["versions"][0]))
    assert faults_of(payload) == [
        "terrorism: versions[1]: begins on 2024-12-16 and overlaps the one before (with no end)"
    ]


def former(name: str, **more: str | None) -> dict[str, Any]:
    plain = {"until": "2026.11.21", "since": "2026.11.28", "title": None, "why": None}
    return {"id": name, "ref": name.upper(), **plain, **more}


def test_former_ids_are_no_present_ids_and_lead_to_one_record(payload):
    set_("icu-c2", "was", ["icu-c1", "icu-c2"])(payload)
    set_("icu-c3", "was", ["icu-x1"])(payload)
    set_("icu-c4", "was", ["icu-x1", "icu-x2"])(payload)
    payload["former"] += [former("icu-x1"), former("icu-x2")]
    assert faults_of(payload) == [
        "icu-c2: was: 'icu-c1' is a present id; a former id is never used again",
        "icu-c2: was: 'icu-c2' is a present id; a former id is never used again",
        "icu-c4: was: 'icu-x1' is a former id of 'icu-c3' already",
    ]


def test_former_references_tell_what_became_of_each_former_id(payload):
    set_("icu-c3", "was", ["icu-x1", "icu-x2"])(payload)
    payload["former"] += [
        former("icu-x1"), former("icu-c4"), former("icu-x3"), former("icu-x1"),
        former("icu-x4", title="A measure of old", why="It was repealed."),
    ]  # fmt: skip
    assert faults_of(payload) == [
        "icu-x1: id: 'icu-x1' stands twice, also in former",
        "icu-c3: was: 'icu-x2' stands not in `former`, which says its reference and until when",
        "icu-c4: id: 'icu-c4' is a present id; only what is no longer used stands here",
        "icu-x3: id: no requirement has it in `was`, so `title` and `why` tell what is gone",
    ]
