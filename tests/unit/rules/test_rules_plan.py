"""A plan: which answer stands where, which jobs become cards, what is counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from obligations.law.told_subject import read_subject
from obligations.rules import Verdict, determine
from obligations.rules.answer.summary import summarise
from obligations.rules.plan.plan import Bundle, Plan, plan
from obligations.rules.rulebook.jobs import Job
from obligations.words.plan import made_of
from tests.rules_support import TODAY, answered, demo, requirement, rules, service, small_law

DEMOS = (
    "forum", "new-forum", "suicide-forum", "video", "community", "category1", "studio", "exempt",
)  # fmt: skip


FORUM_JOBS = (
    "scope-note", "illegal-content-assessment", "access-assessment", "childrens-assessment",
    "terms", "reports-and-complaints", "take-down", "named-person", "csea-plan", "yearly-review",
)  # fmt: skip


def plan_of(name: str, as_at: dt.date = TODAY) -> Plan:
    return plan(answered(demo(name), as_at), rules().jobs)


def job(name: str, *settles: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "title": name, "what": "It.", "gives": "A thing.",
        "takes": {"least": 1, "most": 2, "unit": "hours"}, "settles": list(settles), **more,
    }  # fmt: skip


def small_plan(
    records: list[dict[str, Any]], jobs: list[dict[str, Any]], as_at: dt.date = TODAY
) -> Plan:
    law = small_law(*records)
    subject, _notes = read_subject(service(), law)
    return plan(determine(law, subject, as_at), [Job.model_validate(each) for each in jobs])


def ids(bundle: Bundle, state: str) -> list[str]:
    return [line.answer.id for line in dict(bundle.states)[state]]


@pytest.mark.parametrize("name", DEMOS)
def test_everything_to_do_of_a_demo_service_belongs_to_a_job(name: str) -> None:
    found = plan_of(name)
    assert found.besides.lines == ()
    answers = [
        each.id for each in found.determination.answers if each.answer is not Verdict.DOES_NOT_APPLY
    ]
    lines = [line for bundle in found.bundles for line in bundle.lines]
    placed = [each.id for line in lines for each in (line.answer, *line.parts)]
    assert sorted(placed) == sorted(answers)


@pytest.mark.parametrize("name", DEMOS)
def test_jobs_count_the_duties_that_the_opening_sentence_counts(name: str) -> None:
    found = plan_of(name)
    counts = summarise(found.determination)
    lines = [line.answer for bundle in found.bundles for line in bundle.now]
    assert sum(each.kind == "duty" for each in lines) == counts.duties
    idle = [line.answer for bundle in found.bundles for line in bundle.idle]
    measures = [each for each in (*lines, *idle) if each.kind == "measure" and not each.optional]
    assert len(measures) == counts.measures


def test_hobby_forum_has_the_ten_jobs_in_the_order_of_the_law_data() -> None:
    found = plan_of("forum")
    jobs = [card.job.id for card in found.cards]
    assert {*FORUM_JOBS} <= {*jobs}
    assert jobs == [each.id for each in rules().jobs if each.id in jobs]
    assert [card.number for card in found.cards] == [*range(1, len(jobs) + 1)]
    # s 66(1) is a standing duty: planning how to report is no work ahead of the law
    assert [card.job.id for card in found.cards if card.ahead] == []
    assert [each.job.id for each in found.apart if each.job] == ["ofcom-notices"]


def test_new_forum_is_not_told_to_assess_what_does_not_bind_it() -> None:
    cards = [card.job.id for card in plan_of("new-forum").cards]
    assert "access-assessment" in cards
    assert "childrens-assessment" not in cards


def test_exempt_service_has_no_job_and_its_notices_stand_apart() -> None:
    found = plan_of("exempt")
    assert found.cards == ()
    assert [each.title for each in found.apart] == ["Answer a notice or a request"]


def test_jobs_that_come_first_are_those_of_this_plan_by_their_numbers() -> None:
    cards = {card.job.id: card for card in plan_of("new-forum").cards}
    terms = cards["terms"]
    assert [(number, first.id) for number, first in terms.after] == [
        (cards["illegal-content-assessment"].number, "illegal-content-assessment")
    ]


def test_contents_stand_under_their_whole() -> None:
    (card,) = [card for card in plan_of("forum").cards if card.job.id == "access-assessment"]
    (line,) = [line for line in card.bundle.now if line.answer.id == "osa-s36-1"]
    assert [each.id for each in line.parts] == ["osa-s36-5", "osa-s36-6"]


def test_contents_of_what_waits_wait_under_it() -> None:
    bundles = plan_of("category1").bundles
    (line,) = [each for bundle in bundles for each in bundle.waits if each.answer.id == "osa-s14-2"]
    assert [each.id for each in line.parts] == ["osa-s14-5"]


def test_a_content_whose_whole_does_not_bind_stands_alone_in_the_same_job() -> None:
    whole = requirement(condition={"fact": "has_direct_messaging", "is": True})
    part = requirement(id="x-2", ref="X 2", part_of="x-1")
    law = small_law(whole, part)
    subject, _notes = read_subject(service(has_direct_messaging=False), law)
    found = plan(determine(law, subject, TODAY), [Job.model_validate(job("one", "x-1"))])
    assert ids(found.cards[0].bundle, "now") == ["x-2"]


def test_states_are_told_apart_and_the_strongest_comes_first() -> None:
    records = [
        requirement(),
        requirement(id="x-2", ref="X 2", kind="measure", strength="recommended"),
        requirement(id="x-3", ref="X 3", **{"from": "2027-03-01"}),
        requirement(id="x-4", ref="X 4", condition={"fact": "has_livestreaming", "is": True}),
        requirement(id="x-5", ref="X 5", triggered_by="significant_change"),
        requirement(id="x-6", ref="X 6", kind="measure", strength="recommended", optional=True),
    ]
    names = [each["id"] for each in reversed(records)]
    found = small_plan(records, [job("one", *names)])
    bundle = found.cards[0].bundle
    assert ids(bundle, "now") == ["x-1", "x-2"]
    assert ids(bundle, "coming") == ["x-3"]
    assert ids(bundle, "unclear") == ["x-4"]
    assert ids(bundle, "stands_by") == ["x-5"]
    assert ids(bundle, "idle") == ["x-6"]
    assert bundle.counts == (("must", 2), ("recommended", 1))
    assert bundle.starts_on is None


def test_job_of_which_nothing_binds_yet_says_from_when() -> None:
    found = small_plan([requirement(**{"from": "2027-03-01"})], [job("one", "x-1")])
    assert found.cards[0].bundle.starts_on == dt.date(2027, 3, 1)
    assert not found.cards[0].ahead


def test_job_that_only_stands_by_is_apart_unless_it_is_done_ahead() -> None:
    record = requirement(triggered_by="significant_change")
    apart = small_plan([record], [job("one", "x-1")])
    assert (len(apart.cards), len(apart.apart)) == (0, 1)
    ahead = small_plan([record], [job("one", "x-1", ahead="Be ready.")])
    assert (len(ahead.cards), len(ahead.apart)) == (1, 0)


def test_what_no_job_settles_is_besides() -> None:
    found = small_plan([requirement(), requirement(id="x-2", ref="X 2")], [job("one", "x-1")])
    assert ids(found.besides, "now") == ["x-2"]
    assert Counter(bundle.title for bundle in found.bundles) == {"one": 1, "Besides": 1}


def test_edition_without_jobs_has_everything_besides() -> None:
    found = plan(answered(demo("forum")), ())
    assert found.cards == ()
    assert found.to_do == len(found.besides.to_do) == plan_of("forum").to_do


def test_unverified_counts_what_rests_on_memory() -> None:
    record = requirement(verification={"status": "recalled", "by": None, "on": None, "parts": {}})
    found = small_plan([record, requirement(id="x-2", ref="X 2")], [job("one", "x-1", "x-2")])
    assert (found.unverified, found.to_do) == (1, 2)


@pytest.mark.parametrize("name", DEMOS)
def test_what_there_is_to_do_adds_up_from_what_the_opening_sentence_counts(name: str) -> None:
    determination = answered(demo(name))
    found, counts = plan(determination, rules().jobs), summarise(determination)
    told = dict(each.split(" ", 1)[::-1] for each in made_of(found))
    assert sum(int(count) for count in told.values()) == found.to_do
    measures = counts.measures - found.idle_measures
    for words, count in (("dut", counts.duties), ("Code measure", measures)):
        assert sum(int(n) for what, n in told.items() if what.startswith(words)) == count
    assert found.unverified <= found.unchecked <= found.to_do


def test_proposals_stand_apart_from_the_law() -> None:
    found = plan(answered(demo("video"), proposals=True), rules().jobs)
    proposed = [line for bundle in found.bundles for line in bundle.proposed]
    assert proposed
    assert all(line.answer.answer is Verdict.PROPOSED for line in proposed)
    assert found.to_do == plan_of("video").to_do
