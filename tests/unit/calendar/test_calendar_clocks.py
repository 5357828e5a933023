"""What clocks say: days, their derivation, and why there is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from obligations.calendar.clocks import evaluate, facts_of
from obligations.calendar.due import Due, Occurrence, Outcome
from obligations.calendar.moments import LONDON
from obligations.calendar.working_days import Jurisdiction
from obligations.rules.conditions.grammar import parse, to_json
from obligations.rules.rulebook.clocks import Basis, Clock, Pace, Sense

D = dt.date
TODAY = dt.date(2026, 11, 21)
OPENED_BEFORE = {"fact": "service_start_date", "at_most": "2024-12-16"}
OPENED_AFTER = {"fact": "service_start_date", "over": "2024-12-16"}
WAS_VSP = {"fact": "was_part_4b_video_sharing_platform", "is": True}
FIRST_ASSESSMENT = {
    "text": "Three months",
    "rules": [
        {"when": WAS_VSP, "due": None, "text": "Pre-existing video-sharing platforms."},
        {"when": OPENED_BEFORE, "due": "2025-03-16", "text": "The day Ofcom gave."},
        {
            "when": OPENED_AFTER,
            "due": {"from": "service_start_date", "add": {"months": 3, "days": -1}},
            "text": "Three months beginning with the first day.",
        },
    ],
}


@dataclass
class Service:
    """A situation made of plain answers: the facts of conditions by name, events as given."""

    as_at: dt.date = TODAY
    where: Jurisdiction = Jurisdiction.ENGLAND_AND_WALES
    dates: dict = field(default_factory=dict)
    flags: dict = field(default_factory=dict)
    events: list = field(default_factory=list)
    done: dict = field(default_factory=dict)
    open: dict = field(default_factory=dict)

    def holds(self, condition):
        return self._holds(to_json(condition))

    def _holds(self, condition):
        if "all" in condition:
            parts = [self._holds(part) for part in condition["all"]]
            return False if False in parts else None if None in parts else True
        value = self.dates.get(condition["fact"], self.flags.get(condition["fact"]))
        if value is None:
            return None
        if "is" in condition:
            return value == condition["is"]
        if "at_most" in condition:
            return value <= D.fromisoformat(condition["at_most"])
        return value > D.fromisoformat(condition["over"])

    def date(self, fact):
        return self.dates.get(fact)

    def occurrences(self, event):
        return [one for one in self.events if one.event == event]

    def last_done(self, duty):
        return self.done.get(duty)

    def own_done(self):
        return self.done.get("itself")

    def open_days(self, duty):
        return self.open.get(duty, [])


def rule(due, **more):
    return {"text": "words", "rules": [{"when": None, "due": due, "text": "a rule", **more}]}


def ask(clock, **situation) -> tuple[Due, ...]:
    return evaluate(Clock.model_validate(clock), Service(**situation))


def one(clock, **situation) -> Due:
    (due,) = ask(clock, **situation)
    return due


def test_an_existing_service_had_the_day_that_ofcom_gave():
    due = one(
        FIRST_ASSESSMENT,
        dates={"service_start_date": D(2024, 1, 10)},
        flags={"was_part_4b_video_sharing_platform": False},
    )
    assert (due.outcome, due.last, due.provisional) == (Outcome.DAY, D(2025, 3, 16), False)
    assert due.rule == "The day Ofcom gave."


def test_a_new_service_has_its_own_clock_and_never_the_day_of_2025():
    due = one(
        FIRST_ASSESSMENT,
        dates={"service_start_date": D(2026, 10, 5)},
        flags={"was_part_4b_video_sharing_platform": False},
    )
    assert (due.first, due.last) == (D(2026, 10, 5), D(2027, 1, 4))
    assert dict(due.inputs)["service_start_date"] == "5 October 2026"


def test_where_an_earlier_rule_is_not_known_the_day_is_provisional_and_says_what_settles_it():
    due = one(FIRST_ASSESSMENT, dates={"service_start_date": D(2026, 10, 5)})
    assert (due.last, due.provisional) == (D(2027, 1, 4), True)
    assert due.needs == ("was_part_4b_video_sharing_platform",)


def test_without_a_first_day_nothing_is_guessed():
    due = one(FIRST_ASSESSMENT, flags={"was_part_4b_video_sharing_platform": False})
    assert (due.outcome, due.last) == (Outcome.NOT_KNOWN, None)
    assert due.needs == ("service_start_date",)


def test_a_day_that_the_law_data_does_not_work_out_is_not_made_up():
    due = one(FIRST_ASSESSMENT, flags={"was_part_4b_video_sharing_platform": True})
    assert (due.outcome, due.last) == (Outcome.NOT_WORKED_OUT, None)
    assert due.rule == "Pre-existing video-sharing platforms."


def test_of_two_possible_days_the_earlier_is_given():
    clock = {
        "rules": [
            {"when": WAS_VSP, "due": "2026-01-01", "text": "a"},
            {"when": None, "due": "2026-06-01", "text": "b"},
        ]
    }
    due = one(clock)
    assert (due.last, due.provisional, due.rule) == (D(2026, 1, 1), True, "a")


def test_never_earlier_than_not_before():
    due = one(
        rule(
            {"from": "treated_as_child_accessed_from", "add": {"months": 3, "days": -1}},
            not_before="2025-07-24",
        ),
        dates={"treated_as_child_accessed_from": D(2025, 4, 16)},
    )
    assert due.last == D(2025, 7, 24)
    assert dict(due.inputs)["never before"] == "24 July 2025"


def test_a_fact_that_is_not_known_is_named():
    due = one(rule({"from": "last_access_assessment_completed_on", "add": {"months": 12}}))
    assert (due.outcome, due.needs) == (
        Outcome.NOT_KNOWN,
        ("last_access_assessment_completed_on",),
    )


def test_each_report_runs_its_own_48_hours():
    reports = [
        Occurrence(
            "intimate_image_report",
            D(2026, 10, day),
            at=dt.datetime(2026, 10, day, 12, tzinfo=LONDON),
            key=f"r{day}",
        )
        for day in (1, 24)
    ]
    clock = rule({"from_event": "intimate_image_report", "add": {"hours": 48}})
    first, second = ask(clock, events=reports)
    assert first.moment == dt.datetime(2026, 10, 3, 12, tzinfo=LONDON)
    assert second.moment == dt.datetime(2026, 10, 26, 11, tzinfo=LONDON)
    assert (first.occurrence, second.occurrence) == ("r1", "r24")


def test_hours_without_a_recorded_hour_run_from_the_start_of_the_day():
    report = Occurrence("intimate_image_report", D(2026, 11, 20))
    due = one(rule({"from_event": "intimate_image_report", "add": {"hours": 48}}), events=[report])
    assert due.moment == dt.datetime(2026, 11, 22, 0, tzinfo=LONDON)
    assert "safe side" in due.why


def test_an_event_that_has_not_happened_is_awaited():
    due = one(rule({"from_event": "penalty", "add": {"days": 28}}))
    assert (due.outcome, due.needs) == (Outcome.AWAITS, ("penalty",))


def test_of_two_events_the_later_counts():
    events = [
        Occurrence("designated", D(2026, 7, 10)),
        Occurrence("guidance", D(2027, 1, 31)),
    ]
    clock = rule({"from_event": ["designated", "guidance"], "add": {"months": 3, "days": -1}})
    assert one(clock, events=events).last == D(2027, 4, 29)


def test_of_two_events_one_alone_starts_nothing():
    events = [Occurrence("designated", D(2026, 7, 10))]
    clock = rule({"from_event": ["designated", "guidance"], "add": {"months": 3, "days": -1}})
    due = one(clock, events=events)
    assert (due.outcome, due.needs) == (Outcome.AWAITS, ("guidance",))


def test_without_a_last_day_the_clock_runs_and_says_how_fast():
    change = Occurrence("significant_change", D(2026, 11, 2))
    due = one(rule({"from_event": "significant_change", "add": None}), events=[change])
    assert (due.outcome, due.first, due.last) == (Outcome.OPEN, D(2026, 11, 2), None)
    assert due.pace is Pace.AS_SOON_AS_REASONABLY_PRACTICABLE


def test_before_a_change_means_the_day_before_the_day_it_is_planned_for():
    change = Occurrence("significant_change", D(2026, 11, 2), due_on=D(2027, 3, 1))
    due = one(rule({"before_event": "significant_change"}), events=[change])
    assert (due.first, due.last) == (D(2026, 11, 2), D(2027, 2, 28))


def test_a_change_without_a_planned_day_is_taken_at_its_own_day():
    change = Occurrence("significant_change", D(2026, 12, 1))
    assert one(rule({"before_event": "significant_change"}), events=[change]).last == D(
        2026, 11, 30
    )


@pytest.mark.parametrize(
    ("as_at", "last"),
    [
        (D(2026, 3, 1), D(2026, 4, 11)),
        (D(2026, 11, 21), D(2026, 4, 11)),
        (D(2027, 4, 1), D(2026, 9, 30)),
    ],
)
def test_a_fee_notification_has_its_own_day_in_the_first_charging_year(as_at, last):
    clock = rule(
        {
            "before": "charging_year",
            "month_day": "09-30",
            "initial": {"from": "2026-04-01", "due": "2026-04-11"},
        }
    )
    assert one(clock, as_at=as_at).last == last


def test_a_notice_sets_its_own_day():
    notice = Occurrence("information_notice", D(2026, 11, 1), due_on=D(2026, 11, 29), key="n1")
    due = one(rule({"in_notice": "information_notice"}), events=[notice])
    assert (due.last, due.occurrence) == (D(2026, 11, 29), "n1")


def test_a_notice_whose_day_was_not_recorded_asks_for_it_and_says_the_shortest_time():
    notice = Occurrence("penalty", D(2026, 11, 1))
    due = one(rule({"in_notice": "penalty", "at_least": {"days": 28}}), events=[notice])
    assert (due.outcome, due.last, due.needs) == (Outcome.NOT_KNOWN, None, ("penalty.due_on",))
    assert "not before 29 November 2026" in due.why


def test_a_review_is_counted_from_the_last_one():
    due = one(
        rule({"from_done": "osa-s9-2", "add": {"months": 12}}, basis="guidance"),
        done={"osa-s9-2": D(2026, 3, 14)},
    )
    assert (due.last, due.basis) == (D(2027, 3, 14), Basis.GUIDANCE)


def test_a_later_review_starts_the_year_again():
    due = one(
        rule({"from_done": "osa-s9-2", "add": {"months": 12}}),
        done={"osa-s9-2": D(2025, 3, 14), "itself": D(2026, 3, 10)},
    )
    assert due.last == D(2027, 3, 10)


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [(None, Outcome.OPEN), (D(2026, 3, 13), Outcome.OPEN), (D(2026, 3, 14), Outcome.AWAITS)],
)
def test_sending_what_was_made_is_open_until_it_is_sent(sent, outcome):
    due = one(
        rule({"from_done": "osa-s23-2", "add": None}),
        done={"osa-s23-2": D(2026, 3, 14), "itself": sent},
    )
    assert due.outcome is outcome


def test_a_review_of_what_was_never_done_waits():
    due = one(rule({"from_done": "osa-s9-2", "add": {"months": 12}}))
    assert (due.outcome, due.needs) == (Outcome.AWAITS, ("osa-s9-2",))


def test_a_record_goes_with_the_earliest_open_assessment():
    due = one(
        rule({"with": ["osa-s9-2", "osa-s9-4"]}),
        open={
            "osa-s9-2": [Due(Outcome.DAY, last=D(2027, 1, 4))],
            "osa-s9-4": [Due(Outcome.DAY, last=D(2026, 12, 1), occurrence="c")],
        },
    )
    assert (due.last, due.occurrence) == (D(2026, 12, 1), "c")
    assert dict(due.inputs)["together with"] == "osa-s9-4"


def test_a_record_goes_with_an_open_clock_where_none_has_a_day():
    due = one(
        rule({"with": ["osa-s36-4-b"]}),
        open={"osa-s36-4-b": [Due(Outcome.OPEN, first=D(2026, 11, 1))]},
    )
    assert (due.outcome, due.first) == (Outcome.OPEN, D(2026, 11, 1))


def test_a_record_waits_while_nothing_it_goes_with_is_open():
    assert one(rule({"with": ["osa-s9-2"]})).outcome is Outcome.AWAITS


def test_a_continuous_duty_has_no_day():
    due = one(rule({"continuous": True}))
    assert (due.outcome, due.last) == (Outcome.CONTINUOUS, None)


def test_what_cannot_be_structured_says_why():
    due = one({"text": "Swiftly", "unstructured": "swiftly: the Act sets no number of hours"})
    assert (due.outcome, due.why) == (Outcome.NONE, "swiftly: the Act sets no number of hours")


def test_a_clock_none_of_whose_rules_fits_has_no_day():
    clock = {"rules": [{"when": WAS_VSP, "due": "2026-01-01", "text": "a"}]}
    due = one(clock, flags={"was_part_4b_video_sharing_platform": False})
    assert due.outcome is Outcome.NONE


def test_a_day_on_a_weekend_stays_and_names_the_working_day_before():
    due = one(rule("2025-03-16"))
    assert (due.last, due.working_day) == (D(2025, 3, 16), D(2025, 3, 14))


def test_the_working_day_is_that_of_the_providers_part_of_the_country():
    due = one(rule("2026-03-17"), where=Jurisdiction.NORTHERN_IRELAND)
    assert due.working_day == D(2026, 3, 16)


def test_what_is_kept_until_a_day_says_so():
    sent = Occurrence("csea_report_sent", D(2028, 2, 29))
    clock = rule({"from_event": "csea_report_sent", "add": {"years": 1}}, sense="keep_until")
    due = one(clock, events=[sent])
    assert (due.last, due.sense) == (D(2029, 2, 28), Sense.KEEP_UNTIL)


def test_a_derivation_holds_rule_inputs_and_result_as_json():
    due = one(
        rule({"from": "service_start_date", "add": {"months": 3, "days": -1}}),
        dates={"service_start_date": D(2026, 10, 5)},
    )
    found = due.derivation()
    assert found["rule"] == "a rule"
    assert found["inputs"] == {
        "service_start_date": "5 October 2026",
        "plus": "3 months less a day",
    }
    assert (found["outcome"], found["last"]) == ("day", "2027-01-04")


def test_the_facts_of_a_condition_are_found_wherever_they_stand():
    tree = {
        "all": [{"not": OPENED_BEFORE}, {"any": [WAS_VSP, {"risk": "csea", "at_least": "low"}]}]
    }
    assert set(facts_of(parse(tree))) == {
        "service_start_date",
        "was_part_4b_video_sharing_platform",
        "csea",
    }
