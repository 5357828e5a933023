"""References as people write them find the records as these write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from obligations.law.references import asked, keys_of, plain

FORMS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[3] / "fixtures/law/search.yaml").read_text()
)["search"]["references"]


@pytest.mark.parametrize(
    "written",
    ["section 10", "Section 10", "s 10", "s10", "s. 10", "S10", "sec. 10", "sections 10"],
)
def test_a_section_has_one_key_however_it_is_written(written: str) -> None:
    assert asked(written, FORMS).keys == ("s10",)
    assert asked(written, FORMS).words == ""


@pytest.mark.parametrize("written", ["s 10(2)(a)", "section 10 (2) (a)", "s.10(2)(A)"])
def test_a_paragraph_is_found_by_its_brackets(written: str) -> None:
    assert asked(written, FORMS).keys == ("s10(2)(a)",)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("C14", "c14"), ("ICU C14", "icuc14"), ("icu c14", "icuc14"), ("Schedule 7", "sch7"),
        ("sch 3", "sch3"), ("paragraph 4", "para4"), ("s 214A", "s214a"), ("reg 3", "reg3"),
    ],
)  # fmt: skip
def test_measures_schedules_and_regulations_have_keys(written: str, key: str) -> None:
    assert asked(written, FORMS).keys == (key,)


def test_words_beside_a_reference_are_left() -> None:
    found = asked("complaints under section 20(2) and scams", FORMS)
    assert found.keys == ("s20(2)",)
    assert found.words == "complaints under and scams"


@pytest.mark.parametrize(
    "words", ["age checks", "4chan", "small but risky", "under 16", "2A", "10"]
)
def test_words_are_no_references(words: str) -> None:
    assert asked(words, FORMS).keys == ()


def test_who_asks_for_a_section_finds_its_parts() -> None:
    assert keys_of("OSA 2023 s 10(2)(a)") == ["s10", "s10(2)", "s10(2)(a)"]
    assert keys_of("ICU C14") == ["c14", "icuc14"]
    assert keys_of("OSA 2023 ss 31-32 (inserted)")[0] == "s31"
    assert keys_of("OSA 2023 Sch 12 para 4(8)-(9)") == ["sch12", "para4", "para4(8)"]


def test_every_way_to_ask_for_a_reference_is_a_key_of_it() -> None:
    for ref in ("OSA 2023 s 9(2)", "ICS C8", "OSA 2023 s 214A(1)", "OSA 2023 Sch 12 para 4"):
        assert set(asked(ref.removeprefix("OSA 2023 "), FORMS).keys) <= set(keys_of(ref))


def test_names_are_compared_without_marks() -> None:
    assert plain("CSEA: grooming") == plain("csea  Grooming") == "csea grooming"
