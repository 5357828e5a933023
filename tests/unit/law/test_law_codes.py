"""The measures of the four Codes: those of each Code's index, limited as their own text says.

The indexes are those of the Codes as issued: illegal content on 24 February 2025 (in force on 17
March), protection of children on 4 July 2025 (in force on 25 July).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

# Code: its instrument, and how far each section of its index counts.
CODES = {
    "ICU": ("icc-u2u-2025", {"A": 7, "C": 10, "D": 14, "E": 1, "F": 2, "G": 3, "H": 1, "J": 3}),
    "ICS": ("icc-search-2025", {"A": 7, "C": 7, "D": 13, "F": 3, "G": 3}),
    "PCU": (
        "poc-u2u-2025",
        {"A": 7, "B": 7, "C": 8, "D": 14, "E": 3, "F": 5, "G": 3, "J": 3},
    ),
    "PCS": ("poc-search-2025", {"A": 7, "C": 7, "D": 14, "F": 4, "G": 3}),
}
NOT_USED = {"PCS D3", "PCS F2"}

# The measures whose application paragraph (the first: A2.1, C1.1 ...) names no limit. Those of
# PCU C2, D10 and D13 are cut in the copies that were read: the index says all services.
NO_LIMIT = {
    "ICU": "A2 C1 C2 D1 D2 D7 D10 D11 D12 D13 G1 G3 H1",
    "ICS": "A2 C1 D1 D2 D6 D9 D10 D11 D12 G1 G3",
    "PCU": "A2 C1 C2 D1 D2 D7 D10 D13 D14 G1 G3",
    "PCS": "A2 C1 D1 D2 D7 D10 D13 D14 G1 G3",
}
CHILDREN = {"fact": "likely_accessed_by_children", "is": True}


def indexed(code: str) -> set[str]:
    """The references of a Code's index, without those that it prints as not used."""
    sections = CODES[code][1]
    refs = {f"{code} {letter}{n + 1}" for letter, last in sections.items() for n in range(last)}
    return refs - NOT_USED


def as_issued(shipped: dict[str, Any], code: str) -> Iterator[tuple[dict[str, Any], Any]]:
    """The measures that the Code itself brought, each with the condition it came in with."""
    for record in shipped["requirements"]:
        first = record["versions"][0]
        if record["kind"] == "measure" and first["by"] == CODES[code][0]:
            assert first["status"] == "in_force", record["ref"]
            yield record, first["condition"]


@pytest.mark.parametrize("code", CODES)
def test_measures_of_a_code_are_those_of_its_index(shipped: dict[str, Any], code: str) -> None:
    refs = [record["ref"] for record, _condition in as_issued(shipped, code)]
    assert len(refs) == len(set(refs))
    assert set(refs) == indexed(code)


def test_numbers_that_a_code_does_not_use_are_no_measures(shipped: dict[str, Any]) -> None:
    assert NOT_USED.isdisjoint(record["ref"] for record in shipped["requirements"])


@pytest.mark.parametrize("code", CODES)
def test_measure_without_a_limit_has_no_condition_but_its_gate(
    shipped: dict[str, Any], code: str
) -> None:
    everybody = CHILDREN if code.startswith("P") else {"all": []}
    unlimited = {
        record["ref"] for record, condition in as_issued(shipped, code) if condition == everybody
    }
    assert unlimited == {f"{code} {each}" for each in NO_LIMIT[code].split()}


@pytest.mark.parametrize("code", CODES)
def test_links_lie_within_the_sections_that_the_index_names(
    shipped: dict[str, Any], code: str
) -> None:
    for record, _condition in as_issued(shipped, code):
        named = {part.split("(")[0].replace("s ", "osa-s") for part in record["sections"]}
        assert {"-".join(link.split("-")[:2]) for link in record["links"]} == named, record["ref"]


def test_numbers_that_moved_lead_from_their_old_ids(shipped: dict[str, Any]) -> None:
    moved = {
        record["ref"]: record["was"]
        for code in CODES
        for record, _condition in as_issued(shipped, code)
        if record["was"]
    }
    complaints = {f"PCS D{number + 1}": [f"pcs-d{number}"] for number in range(3, 14)}
    support = {"PCS F3": ["pcs-f2"], "PCS F4": ["pcs-f3"]}
    assert moved == complaints | support | {"PCU F1": ["pcu-f3"], "PCU F3": ["pcu-f1"]}


@pytest.mark.parametrize("code", ["ICS", "PCS"])
def test_large_means_large_general_but_for_assurance(shipped: dict[str, Any], code: str) -> None:
    """A4.1 of both search Codes: a large service, not a large general search service."""
    alone = {
        record["ref"]
        for record, condition in as_issued(shipped, code)
        if "'large'" in str(condition) and "is_general_search_service" not in str(condition)
    }
    assert alone == {f"{code} A4"}


def test_instrument_of_a_contested_measure_is_not_said_to_be_in_force(
    shipped: dict[str, Any],
) -> None:
    """ICS C8 and the amendments that insert it tell the same."""
    measure = next(each for each in shipped["requirements"] if each["ref"] == "ICS C8")
    found = next(each for each in shipped["instruments"] if each["id"] == "icc-search-amend-1-2026")
    assert [each["status"] for each in measure["versions"]] == ["contested"]
    assert (found["status"], found["in_force"]) == ("laid", None)
