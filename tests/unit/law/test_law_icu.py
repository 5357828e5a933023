"""The illegal content Code for user-to-user services, held to its own index and paragraphs."""

from __future__ import annotations

import pytest

IN_THE_CODE = {"A": 7, "C": 10, "D": 14, "E": 1, "F": 2, "G": 3, "H": 1, "J": 3}
"""How many measures each part of the Code as issued on 24 February 2025 has; B and I have none."""

AMENDED = {"ICU C14", "ICU C15", "ICU C16"}
"""Measures of the amendments of 2026."""

EACH_SERVICE = {
    "ICU A2", "ICU C1", "ICU C2", "ICU D1", "ICU D2", "ICU D7", "ICU D10", "ICU D11", "ICU D12",
    "ICU D13", "ICU G1", "ICU G3", "ICU H1",
}  # fmt: skip
"""Measures whose application paragraph names no limit: each service that the provider provides."""

CSEA_ROWS = {"csea_image_based_csam": "2A", "csea_csam_urls": "2B", "csea_grooming": "2C"}


@pytest.fixture
def measures(shipped):
    """Measures by number, without what is only consulted on."""
    return {
        each["ref"]: each
        for each in shipped["requirements"]
        if each["kind"] == "measure" and each["id"].startswith("icu-") and not each["proposed_ref"]
        and not each["ref"].startswith("ICU proposal")
    }  # fmt: skip


def test_measures_are_those_of_the_index(measures):
    code = {f"ICU {part}{n + 1}" for part, count in IN_THE_CODE.items() for n in range(count)}
    assert set(measures) == code | AMENDED


def test_measures_for_each_service_have_no_condition_but_their_gate(measures):
    free = {
        ref for ref, each in measures.items() if each["versions"][0]["condition"] == {"all": []}
    }
    assert free == EACH_SERVICE


def test_no_measure_reads_a_number_of_users_by_itself(measures):
    """Size is a state with a rule of its own (paras 5.7 to 5.10)."""
    assert [
        ref for ref, each in measures.items() if "uk_monthly_active_users" in str(each["versions"])
    ] == []


def test_links_lie_within_the_sections_that_the_index_names(measures):
    for ref, each in measures.items():
        named = {part.split("(")[0].replace("s ", "osa-s") for part in each["sections"]}
        assert {"-".join(link.split("-")[:2]) for link in each["links"]} == named, ref


def test_rows_of_table_c_stand_once_each(shipped):
    kinds = shipped["kinds"]["illegal"]
    rows = [each["number"] for each in kinds if each["number"]]
    assert sorted(rows) == sorted([*map(str, range(1, 18)), *CSEA_ROWS.values()])
    assert {
        each["name"]: each["number"] for each in kinds if each["name"] in CSEA_ROWS
    } == CSEA_ROWS
    counted = {each["number"] for each in kinds if each["counts_for_multi_risk"]}
    assert counted == {*map(str, range(1, 18))}, "rows 2A to 2C are left out (para 5.6)"
