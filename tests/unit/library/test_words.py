"""The words on screen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from obligations import language, words
from obligations.models import EnforcementCase, Milestone, Requirement

DAY = dt.date


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (DAY(2025, 5, 1), DAY(2026, 6, 4), "from 1 May 2025 to 3 June 2026"),
        (DAY(2025, 5, 1), None, "since 1 May 2025"),
        (None, DAY(2025, 5, 1), "until 30 April 2025"),
        (DAY(2025, 5, 1), DAY(2025, 5, 2), "on 1 May 2025"),
    ],
)
def test_period_tells_its_last_day_not_the_day_after(
    lower: dt.date | None, upper: dt.date | None, told: str
) -> None:
    assert words.days.period(DateRange(lower, upper)) == told


def test_period_that_is_not_set_is_said() -> None:
    assert words.days.period(None) == "no day set"


@pytest.mark.parametrize(
    ("first", "after", "precision", "told"),
    [
        (DAY(2026, 11, 21), DAY(2026, 11, 22), "day", "21 November 2026"),
        (DAY(2026, 9, 1), DAY(2026, 12, 1), "season", "autumn 2026"),
        (DAY(2026, 3, 1), DAY(2026, 4, 1), "month", "March 2026"),
        (DAY(2027, 1, 1), DAY(2028, 1, 1), "year", "2027"),
    ],
)
def test_milestone_day_is_never_more_exact_than_it_is(
    first: dt.date, after: dt.date, precision: str, told: str
) -> None:
    milestone = Milestone(period=DateRange(first, after), precision=precision)
    assert words.days.milestone_day(milestone) == told


@pytest.mark.parametrize(
    ("amount", "told"),
    [(950_000, "£950,000"), (18_000_000, "£18 million"), (1_050_000, "£1.05 million")],
)
def test_pounds(amount: int, told: str) -> None:
    assert words.cases.pounds(amount) == told


def test_listed_joins_as_people_do() -> None:
    assert language.either(["1", "2A", "2B"]) == "1, 2A or 2B"
    assert language.listed(["1"]) == "1"
    assert language.listed([]) == ""


@pytest.mark.parametrize(
    ("named", "choices"),
    [(words.answers.STRENGTHS, Requirement.Strength), (words.records.KINDS, Requirement.Kind)],
)
def test_every_choice_of_the_database_has_words(named: dict[str, str], choices: type) -> None:
    assert set(named) == set(choices.values)


def test_code_names_keep_their_acronyms() -> None:
    assert words.names.plain("csea_image_based_csam") == "CSEA image based CSAM"


@pytest.mark.parametrize(
    ("status", "fine", "told"),
    [
        ("penalty_imposed_open", 20_000, "Penalty imposed, £20,000; still open"),
        ("penalty_imposed", 830_000, "Penalty imposed, £830,000"),
        ("penalty_imposed", 0, "Penalty imposed"),
        ("closed_geoblocked", 0, "Closed: it shut visitors from the UK out"),
        ("open_when_last_seen", 500, "Open when last seen; fined £500"),
    ],
)
def test_how_a_case_stands_reads_as_a_sentence(status: str, fine: int, told: str) -> None:
    assert words.cases.case(EnforcementCase(status=status, total_fines_gbp=fine)) == told


@pytest.mark.parametrize(
    ("service", "provider", "told"),
    [
        ("adult sites", "Web Prime Inc", "Adult sites of Web Prime Inc"),
        ("18 adult sites", "AVS Group Ltd", "18 adult sites of AVS Group Ltd"),
        ("one or more adult sites", "", "One or more adult sites"),
        ("4chan", "4chan Community Support LLC", "4chan"),
        ("playvids.com and peekvids.com", "Sun Social Media Inc", "playvids.com and peekvids.com"),
        ("service of Bit Hive (not named)", "Bit Hive", "Service of Bit Hive (not named)"),
    ],
)
def test_service_that_is_only_described_is_told_by_its_provider(
    service: str, provider: str, told: str
) -> None:
    assert EnforcementCase(service=service, provider_name=provider).name == told


def test_days_in_prose_are_written_as_people_do() -> None:
    told = words.days.told_days("None were known on 2026-09-30 (CW-2026-09-301, 2026-02-31).")
    assert told == "None were known on 30 September 2026 (CW-2026-09-301, 2026-02-31)."
    assert words.days.told_days(None) == ""
