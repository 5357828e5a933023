"""Values and names as people write them in assessments, and what is asked again, not guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from obligations.intake import Refused
from obligations.rules.facts import written
from obligations.rules.facts.fact_file import HIGHER, read_file
from obligations.rules.facts.file_shapes import SubjectError
from obligations.rules.facts.kind_names import kind_named, kinds_of
from tests.rules_support import rules

FORUM: dict[str, Any] = {
    "platform": "A travel log",
    "facts": {
        "has_user_to_user_part": "Yes",
        "has_public_search_engine": "no",
        "uk_monthly_active_users": "under 700,000",
        "qualifying_worldwide_revenue_gbp": "2,000",
        "service_start_date": "13 September 2026",
        "risk": {
            "Hate": "Low-Medium",
            "harassment_stalking_threats_and_abuse": "no risk",
            "Drugs and psychoactive substances offences": "MEDIUM",
        },
    },
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,000", 2000), ("2 000", 2000), ("750_000", 750_000), ("7 million", 7_000_000),
        ("0.7m", 700_000), ("£18 million", 18_000_000), ("12k", 12_000), ("0.5", 0.5),
        ("under 700,000", {"low": None, "high": 699_999}),
        ("up to 700,000", {"low": None, "high": 700_000}),
        ("more than 7 million", {"low": 7_000_001, "high": None}),
        ("at least 34 million", {"low": 34_000_000, "high": None}),
        ("2,000 to 3,000", {"low": 2000, "high": 3000}),
        ("between 2,000 and 3,000", {"low": 2000, "high": 3000}),
        ("2,000\N{EN DASH}3,000", {"low": 2000, "high": 3000}),
        ("600000..800000", {"low": 600_000, "high": 800_000}),
        ("7 to 8 million", {"low": 7_000_000, "high": 8_000_000}), ("\u0663", None),
        ("500 to 1 million", {"low": 500, "high": 1_000_000}),
        ("700000..", {"low": 700_000, "high": None}), ("..5", {"low": 0, "high": 5}),
        ("lots", None), ("2,00", None), ("-5", None), ("5 to", None), ("", None), ("..", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: Any) -> None:
    assert written.number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13 September 2026", dt.date(2026, 9, 13)), ("13th Sept 2026", dt.date(2026, 9, 13)),
        ("Sep. 13, 2026", dt.date(2026, 9, 13)), ("13/09/2026", None), ("ju 3 2026", None),
        ("13 Brumaire 2026", None), ("2026-09-13", None),
    ],
)  # fmt: skip
def test_days(text: str, value: dt.date | None) -> None:
    assert written.day(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Low", "low"), ("HIGH risk", "high"), ("no risk", "negligible"), ("nil", "negligible"),
        ("low-medium", "low to medium"), ("Low to Medium risk", "low to medium"),
        ("medium/low", "low to medium"), ("medium or high", "medium to high"),
        ("negligible or no risk", "negligible"), ("low to high", "low to high"),
        ("severe", None), ("lowish", None), ("", None),
    ],
)  # fmt: skip
def test_levels(text: str, value: str | None) -> None:
    assert written.level(text) == value


@pytest.mark.parametrize(
    ("read", "text", "asked"),
    [
        (written.level, "very low", "does the assessment mean negligible or low?"),
        (written.level, "Very high", "does the assessment mean high?"),
        (written.number, "about 5,000", "write the lowest and the highest it may be"),
        (written.day, "31 February 2026", "the calendar has no day"),
    ],
)
def test_what_says_too_little_is_asked_again(read: Any, text: str, asked: str) -> None:
    with pytest.raises(Refused, match=asked.replace("?", r"\?")):
        read(text)


def test_file_is_read_with_a_note_of_each_reading() -> None:
    subject, notes = read_file(FORUM, rules())
    assert subject.facts["uk_monthly_active_users", "u2u"].high == 699_999  # type: ignore[union-attr]
    assert subject.facts["qualifying_worldwide_revenue_gbp", None] == 2000
    assert subject.facts["service_start_date", None] == dt.date(2026, 9, 13)
    assert subject.risks == {
        ("illegal", "hate", "u2u"): "low to medium",
        ("illegal", "harassment_stalking_threats_and_abuse", "u2u"): "negligible",
        ("illegal", "drugs_and_psychoactive_substances", "u2u"): "medium",
    }
    told = "\n".join(notes)
    for reading in (
        "facts.uk_monthly_active_users: 'under 700,000' was read as",
        "facts.qualifying_worldwide_revenue_gbp: '2,000' was read as 2,000",
        "facts.service_start_date: '13 September 2026' was read as 13 September 2026",
        "facts.risk.hate: 'Low-Medium' was read as low to medium",
        "facts.risk: 'Hate' was read as hate",
        HIGHER,
    ):
        assert reading in told


def test_one_kind_told_twice_is_refused() -> None:
    facts = {**FORUM["facts"], "risk": {"hate": "low", "Hate": "high"}}
    with pytest.raises(SubjectError, match=r"facts\.risk: 'Hate' is hate, as 'hate' is"):
        read_file({**FORUM, "facts": facts}, rules())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Grooming", "csea_grooming"),
        ("2C Grooming", "csea_grooming"),
        ("CSAM URLs", "csea_csam_urls"),
        ("Image-based Child Sexual Abuse Material (CSAM)", "csea_image_based_csam"),
        ("Child Sexual Exploitation and Abuse (CSEA)", "csea"),
        ("Harassment, threats and abuse offences", "harassment_stalking_threats_and_abuse"),
        ("Fraud and financial offences", "fraud_and_financial_services"),
        ("Firearms, knives and other weapons", "firearms_knives_and_other_weapons"),
        ("Encouraging or assisting suicide", "encouraging_or_assisting_suicide"),
        ("Foreign interference offence", "foreign_interference"),
        ("Other illegal content", "other_illegal_content"),
        ("abuse", None), ("CSAM", None), ("suicide", None), ("and other", None), ("", None),
    ],
)  # fmt: skip
def test_kinds_by_the_names_of_ofcoms_lists(text: str, kind: str | None) -> None:
    assert kind_named(rules(), "illegal", text) == kind


@pytest.mark.parametrize("family", ["illegal", "children"])
def test_every_kind_is_found_by_its_own_label(family: Any) -> None:
    kinds = kinds_of(rules(), family)
    found = {name: kind_named(rules(), family, kind.label) for name, kind in kinds.items()}
    assert found == {name: name for name in kinds}
