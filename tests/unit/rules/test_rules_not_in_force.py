"""Law that is not in force on the day comes before its trigger and before missing facts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import UNSETTLED, Verdict, determine
from obligations.rules.answer.open_questions import open_questions
from obligations.rules.answer.summary import summarise
from obligations.words import outlook
from obligations.words.answers import headline
from obligations.words.determinations import opening
from tests.rules_support import answered, decide_one, demo, requirement, rules, service

D = dt.date
BEFORE, FIRST = D(2025, 2, 28), D(2025, 3, 1)
LARGE = {"fact": "large", "is": True}


def on(as_at: D, mapping: dict[str, Any] | None = None, **changes: Any) -> Any:
    return decide_one(requirement(**changes), mapping or service(), as_at)


def test_law_dated_later_with_a_trigger_waits_with_its_day_and_then_stands_by() -> None:
    waiting = on(BEFORE, triggered_by="information_notice")
    assert (waiting.answer, waiting.starts_on, waiting.until_event) == ("waits", FIRST, None)
    assert headline(waiting) == "X 1 waits: it comes into force on 1 March 2025."
    assert outlook.sentences(waiting)[0].startswith("From 1 March 2025 X 1 stands by")
    standing = on(FIRST, triggered_by="information_notice")
    assert (standing.answer, standing.until_event) == ("stands_by", "information_notice")


def test_law_dated_later_is_no_task_though_its_trigger_has_happened() -> None:
    told = service() | {"events": [{"event": "information_notice", "on": "2025-02-01"}]}
    assert on(BEFORE, told, triggered_by="information_notice").answer == "waits"
    assert on(FIRST, told, triggered_by="information_notice").answer == "applies"


def test_law_without_a_day_waits_whatever_its_trigger() -> None:
    record = {"triggered_by": "information_notice", "from": None, "waits_for": None}
    assert on(FIRST, **record).answer == "waits"


@pytest.mark.parametrize(
    ("as_at", "answer", "starts"), [(BEFORE, "may_apply_later", FIRST), (FIRST, "not_known", None)]
)
def test_missing_facts_are_no_unknowns_of_a_day_before_the_law(
    as_at: D, answer: str, starts: D | None
) -> None:
    found = on(as_at, condition=LARGE)
    assert (found.answer, found.starts_on) == (answer, starts)
    assert found.settled_by == ("uk_monthly_active_users",)


def test_it_is_told_as_it_is() -> None:
    found = on(BEFORE, condition=LARGE)
    assert headline(found) == (
        "X 1 is not in force on 28 February 2025; whether it will apply from 1 March 2025 is not "
        "known yet."
    )


def test_duty_of_a_category_is_no_unknown_before_there_is_a_register() -> None:
    told = service()
    del told["designations"]
    found = on(D(2025, 6, 1), told, categories=["1"])
    assert (found.answer, found.until_event) == ("may_apply_later", "designated")


def test_readings_that_begin_later_are_no_unknowns_either() -> None:
    def reading(name: str, condition: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": name, "why": f"Read {name}.", "from": "2025-03-01", "to": None,
            "by": "osa-2023", "status": "in_force", "condition": condition,
        }  # fmt: skip

    both = [reading("all", {"all": []}), reading("large", LARGE)]
    record = {"status": "contested", "candidates": both}
    told = service(uk_monthly_active_users=400)
    assert on(BEFORE, told, **record).answer == "may_apply_later"
    assert on(FIRST, told, **record).answer == "not_known"


def test_nothing_that_begins_later_is_counted_among_the_unknowns_of_a_day() -> None:
    """Case: a small service of which little is known, on days before the Codes."""
    told = service()
    del told["designations"]
    subject, _notes = read_subject(told, rules())
    for as_at in (D(2024, 1, 10), D(2024, 6, 1), D(2025, 3, 16), D(2025, 7, 24)):
        found = determine(rules(), subject, as_at)
        for answer in found.answers:
            if answer.answer is Verdict.NOT_KNOWN:
                begins = [text.from_ for text in answer.inquiry.texts]
                assert any(day is not None and day <= as_at for day in begins), answer.ref
        counts = summarise(found)
        assert counts.not_known == sum(each.answer is Verdict.NOT_KNOWN for each in found.answers)
        assert (
            f"{counts.may_apply_later} requirements are not in force and may apply later"
            in opening(found)
        )


def test_what_may_apply_later_is_asked_about() -> None:
    subject, _notes = read_subject(service(), rules())
    found = determine(rules(), subject, D(2025, 3, 16))
    refs = {ref for question in open_questions(found) for ref in question.settles}
    later = {each.ref for each in found.answers if each.answer is Verdict.MAY_APPLY_LATER}
    assert later & refs
    assert all(each.answer in UNSETTLED for each in found.answers if each.ref in later)


def test_no_duty_of_2026_stands_by_on_16_march_2025() -> None:
    for name in ("forum", "video", "category1", "community"):
        for answer in answered(demo(name), D(2025, 3, 16)).answers:
            if answer.answer is Verdict.STANDS_BY:
                first = answer.inquiry.reading.from_
                assert first is not None, answer.ref
                assert first <= D(2025, 3, 16), answer.ref
