"""Filters of the library: database and a slow second reading agree; counts mean what they say."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict

from obligations.filters.law import (
    EnforcementFilter,
    MilestoneFilter,
    PolicyFilter,
    RegisterFilter,
    RequirementFilter,
    with_standing,
)
from obligations.models import (
    EnforcementCase,
    Instrument,
    Milestone,
    PolicyStatement,
    RegisterEntry,
    Release,
    Requirement,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

DAY = dt.date(2026, 11, 21)


def requirements(query: str, as_at: dt.date = DAY) -> RequirementFilter:
    return RequirementFilter(QueryDict(query), Requirement.objects.all(), as_at=as_at)


def is_public(slug: str, as_at: dt.date) -> bool:
    """Whether an instrument had been published or laid by the day, or no day of it is known."""
    instrument = Instrument.objects.filter(slug=slug).first()
    days = [day for day in (instrument and (instrument.made, instrument.laid)) or () if day]
    return not days or min(days) <= as_at


def standing_read_slowly(requirement: Requirement, as_at: dt.date) -> str:
    """The same question answered row by row in Python."""
    versions = list(requirement.versions.all())
    now = [v for v in versions if v.period and as_at in v.period]
    if any(v.status == "in_force" for v in now):
        return "in_force"
    if any(v.status == "contested" for v in now):
        return "contested"
    for v in versions:
        dated_later = v.period is not None and v.period.lower > as_at
        if v.status in ("in_force", "contested") and dated_later:
            return "not_yet"
        if v.status == "in_force" and v.period is None:
            return "not_yet"
    proposals = [v for v in versions if v.status in ("draft", "laid", "consulted")]
    if proposals:
        return "proposed" if any(is_public(v.by, as_at) for v in proposals) else "unpublished"
    return "contested" if any(v.period is None for v in versions) else "ended"


@pytest.mark.parametrize(
    "as_at",
    [dt.date(2024, 1, 9), dt.date(2025, 3, 16), dt.date(2025, 3, 17), dt.date(2025, 7, 25), DAY],
)
def test_standing_in_the_database_is_standing_read_slowly(as_at: dt.date) -> None:
    rows = with_standing(Requirement.objects.current(), as_at).prefetch_related("versions")
    wrong = [r.ref for r in rows if r.standing != standing_read_slowly(r, as_at)]
    assert wrong == []


def test_withdrawn_records_show_only_when_asked_for(law: Release) -> None:
    Requirement.objects.filter(slug="icu-a1").update(withdrawn_in=law)
    assert not requirements("").qs.filter(slug="icu-a1").exists()
    assert requirements("status=withdrawn").qs.get().slug == "icu-a1"


def test_codes_are_not_in_force_before_their_day() -> None:
    before = requirements("kind=measure&status=in_force", dt.date(2025, 3, 16))
    assert before.qs.count() == 0
    assert requirements("kind=measure&status=in_force", dt.date(2025, 3, 17)).qs.count() > 0


def test_in_force_on_is_read_on_its_own_day() -> None:
    found = requirements("kind=measure&in_force_on=2025-03-16")
    assert found.qs.count() == 0


@pytest.mark.parametrize(
    "query", ["", "kind=measure", "kind=measure&kind=duty&side=search", "q=child"]
)
def test_tally_is_the_number_of_rows_that_choice_would_show(query: str) -> None:
    asked = requirements(query)
    for name, choices in asked.tallies().items():
        chosen = QueryDict(query).getlist(name)
        for choice in choices[:3]:
            alone = QueryDict(query, mutable=True)
            alone.setlist(name, [choice.value])
            assert requirements(alone.urlencode()).qs.count() == choice.count, (name, choice.value)
            assert choice.chosen == (choice.value in chosen)


def test_two_values_of_a_facet_are_either_two_facets_are_both() -> None:
    either = requirements("kind=duty&kind=measure").qs.count()
    assert either == requirements("kind=duty").qs.count() + requirements("kind=measure").qs.count()
    both = requirements("kind=measure&side=search").qs
    assert all(r.kind == "measure" and r.side == "search" for r in both)


def test_category_any_is_what_names_no_category() -> None:
    assert all(r.categories == [] for r in requirements("category=any").qs)
    assert all("2A" in r.categories for r in requirements("category=2A").qs)


@pytest.mark.parametrize("words", ["hash matching", "ICU C14", "icu-c14", "hashes intimate"])
def test_search_finds_by_words_reference_and_id(words: str) -> None:
    asked = RequirementFilter({"q": words}, Requirement.objects.all(), as_at=DAY)
    assert "icu-c14" in asked.qs.values_list("slug", flat=True)


def test_chips_take_one_filter_away_and_keep_the_day() -> None:
    asked = requirements("kind=measure&theme=governance&as_at=2025-03-16&page=3")
    assert [(chip.label, chip.url) for chip in asked.chips()] == [
        ("Kind: Code measure", "?theme=governance&as_at=2025-03-16"),
        ("Theme: Governance", "?kind=measure&as_at=2025-03-16"),
    ]
    assert asked.in_words() == "Kind: Code measure; Theme: Governance"


def test_no_filter_in_words_is_everything() -> None:
    assert requirements("sort=title").in_words() == "Everything"


def test_problem_names_what_is_known() -> None:
    (problem,) = requirements("strength=might").problems
    assert problem == "strength: “might” is not known here. Use: must, recommended, should."


def test_slips_are_the_promise_and_what_replaced_it() -> None:
    asked = MilestoneFilter(QueryDict("slips=true"), Milestone.objects.all(), as_at=DAY)
    slugs = set(asked.qs.values_list("slug", flat=True))
    assert {"register-plan-july-2025", "register-published"} <= slugs


def test_dates_between_two_days_overlap_them() -> None:
    query = QueryDict("date_from=2026-10-15&date_to=2026-10-20")
    asked = MilestoneFilter(query, Milestone.objects.all(), as_at=DAY)
    assert asked.qs.exists()
    for milestone in asked.qs:
        assert milestone.period.lower <= dt.date(2026, 10, 20)
        assert milestone.period.upper > dt.date(2026, 10, 15)


def test_requirements_of_a_job_are_those_it_settles_with_their_contents() -> None:
    found = requirements("job=access-assessment").qs.values_list("slug", flat=True)
    assert {"osa-s36-1", "osa-s36-5", "caa-record"} <= set(found)
    assert "osa-s9-2" not in found
    asked = requirements("job=nothing")
    assert "“nothing” is not known here" in asked.problems[0]


def test_policy_is_found_by_theme() -> None:
    asked = PolicyFilter(
        QueryDict("theme=categorisation"), PolicyStatement.objects.all(), as_at=DAY
    )
    assert asked.qs
    assert all("categorisation" in statement.about["themes"] for statement in asked.qs)


def test_enforcement_with_a_fine() -> None:
    rows = EnforcementCase.objects.all()
    fined = EnforcementFilter(QueryDict("fined=true"), rows, as_at=DAY).qs
    rest = EnforcementFilter(QueryDict("fined=false"), rows, as_at=DAY).qs
    known = rows.known_on(DAY)
    assert fined.count() + rest.count() == known.count() < rows.count()
    assert all(case.total_fines_gbp for case in fined)


def test_register_on_a_day() -> None:
    rows = RegisterEntry.objects.all()
    query = QueryDict("on_register=true&category=1")
    before = RegisterFilter(query, rows, as_at=dt.date(2026, 7, 1))
    assert RegisterFilter(query, rows, as_at=DAY).qs.exists()
    assert not before.qs.exists()
