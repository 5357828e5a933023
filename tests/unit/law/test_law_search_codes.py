"""The two Codes for search services, held to their own indexes and application paragraphs."""

from __future__ import annotations

import pytest

ILLEGAL = {"A": range(1, 8), "C": range(1, 8), "D": range(1, 14), "F": range(1, 4)}
"""The measures of the Code of 24 February 2025; it has G1 to G3 too, and none under B, E, H, J."""

CHILDREN = {
    "A": range(1, 8),
    "C": range(1, 8),
    "D": (1, 2, *range(4, 15)),
    "F": (1, 3, 4),
}
"""The measures of the Code of 4 July 2025: it prints D3 and F2 as not used."""

STATEMENT = range(1, 4)
AMENDED = {"ICS C8"}
"""Laid on 1 June 2026; whether it is in force is contested."""

EVERY_SERVICE = {
    "ICS A2", "ICS C1", "ICS D1", "ICS D2", "ICS D6", "ICS D9", "ICS D10", "ICS D11", "ICS D12",
    "ICS G1", "ICS G3",
}  # fmt: skip
EVERY_CHILD_ACCESSED_SERVICE = {
    "PCS A2", "PCS C1", "PCS D1", "PCS D2", "PCS D7", "PCS D10", "PCS D13", "PCS D14", "PCS G1",
    "PCS G3",
}  # fmt: skip
"""Measures whose application paragraph names no other limit."""

LARGE_WHATEVER_ITS_KIND = {"ICS A4", "PCS A4"}
"""A4.1 of each: a large service, not a large general search service."""

CHILD_ACCESSED = {"fact": "likely_accessed_by_children", "is": True}


@pytest.fixture
def measures(shipped):
    """Measures of the two Codes by number."""
    return {
        each["ref"]: each
        for each in shipped["requirements"]
        if each["kind"] == "measure" and each["ref"].startswith(("ICS", "PCS"))
    }


def numbers(code, parts):
    return {
        f"{code} {part}{number}"
        for part, found in (parts | {"G": STATEMENT}).items()
        for number in found
    }


def test_measures_are_those_of_the_indexes(measures):
    wanted = numbers("ICS", ILLEGAL) | numbers("PCS", CHILDREN) | AMENDED
    assert set(measures) == wanted


def test_measures_without_a_limit_have_no_condition_but_their_gate(measures):
    conditions = {ref: each["versions"][0]["condition"] for ref, each in measures.items()}
    assert {ref for ref, each in conditions.items() if each == {"all": []}} == EVERY_SERVICE
    free = {ref for ref, each in conditions.items() if each == CHILD_ACCESSED}
    assert free == EVERY_CHILD_ACCESSED_SERVICE


def test_large_means_large_general_but_for_assurance(measures):
    alone = set()
    for ref, each in measures.items():
        text = str(each["versions"])
        if "'large'" in text and "is_general_search_service" not in text:
            alone.add(ref)
    assert alone == LARGE_WHATEVER_ITS_KIND


def test_links_lie_within_the_sections_that_the_index_names(measures):
    for ref, each in measures.items():
        named = {part.split("(")[0].replace("s ", "osa-s") for part in each["sections"]}
        assert {"-".join(link.split("-")[:2]) for link in each["links"]} == named, ref


def test_numbers_that_moved_lead_from_their_old_ids(measures):
    moved = {ref: each["was"] for ref, each in measures.items() if each["was"]}
    complaints = {f"PCS D{number + 1}": [f"pcs-d{number}"] for number in range(3, 14)}
    assert moved == complaints | {"PCS F3": ["pcs-f2"], "PCS F4": ["pcs-f3"]}


def test_instrument_of_a_contested_measure_is_not_said_to_be_in_force(shipped, measures):
    """ICS C8 and the amendments that insert it tell the same."""
    (version,) = measures["ICS C8"]["versions"]
    found = next(each for each in shipped["instruments"] if each["id"] == "icc-search-amend-1-2026")
    assert version["status"] == "contested"
    assert (found["status"], found["in_force"]) == ("laid", None)
