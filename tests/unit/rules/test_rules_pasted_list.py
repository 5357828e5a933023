"""Reading a list of measures as people paste it."""

from __future__ import annotations

import re
import time

import pytest

from obligations.rules.ofcom.pasted_list import LARGEST, Listed, UnreadableList, decoded, read_list
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.words import comparisons
from tests.rules_support import requirement, rules, small_law


def read(text: str) -> Listed:
    return read_list(text, rules())


def notes(found: Listed) -> list[str]:
    return [comparisons.note(each) for each in found.notes]


def refs(text: str) -> list[str]:
    return [each.ref for each in read(text).measures]


@pytest.mark.parametrize(
    "written",
    [
        "ICU C1", "icu c1", "ICUC1", "icu-c1", "ICU_C1", "ICU.C1", "ICU C 1", "ICU  C01",
        "ICU–C1", "ICU\u00a0C1", "I\u200bCU C1", "ＩＣＵ Ｃ１", "ICU\tC1\tModeration",
        "| ICU | C1 |", "• ICU C1: Content moderation function", "1. ICU C1", "### ICU C1",
        "(ICU C1)", '"ICU C1","x"', "ICU,C1", "lCU C1", "It also recommended ICU C1.",
        "ICU C1.3(a)", "ICU\nC1", "https://x.example/icu-c1/",
    ],
)  # fmt: skip
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    found = read(written)
    assert [each.ref for each in found.measures] == ["ICU C1"]
    assert found.unknown == ()


def test_codes_after_one_belong_to_its_family() -> None:
    assert refs("ICU C1, C2 and D4; PCU A2/B1 & C3") == [
        "ICU C1", "ICU C2", "ICU D4", "PCU A2", "PCU B1", "PCU C3",
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["ICU C4 to C7", "ICU C4 – ICU C7", "ICU C4-7", "icu c4-c7"])
def test_a_range_is_every_measure_between_and_says_so(written: str) -> None:
    found = read(written)
    assert [each.ref for each in found.measures] == ["ICU C4", "ICU C5", "ICU C6", "ICU C7"]
    assert notes(found) == ["Line 1: ICU C4 to ICU C7 was read as a range, with 2 between."]


def test_a_range_backwards_is_two_codes() -> None:
    found = read("ICU C7 to C4")
    assert [each.ref for each in found.measures] == ["ICU C4", "ICU C7"]
    assert notes(found) == ["Line 1: ICU C7 to ICU C4 was read as two codes."]


def test_a_dash_before_a_title_is_no_range() -> None:
    assert refs("ICU C1 - Content moderation\nICU A2 - a person accountable") == [
        "ICU A2", "ICU C1",
    ]  # fmt: skip


def test_measures_come_once_in_natural_order_with_their_lines() -> None:
    found = read("ICU C10\nICU C9\nicu c9 again")
    assert [(each.ref, each.lines) for each in found.measures] == [
        ("ICU C9", (2, 3)),
        ("ICU C10", (1,)),
    ]
    assert notes(found) == ["On more than one line, and counted once: ICU C9."]


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("ICU C11", "ICU C10"), ("ICU C99", "ICU C16"), ("IUC G3", "ICU G3"),
     ("ICU C1a", "ICU C1"), ("ICU Z1", "ICU J1")],
)  # fmt: skip
def test_a_code_that_is_none_is_said_with_the_nearest(written: str, nearest: str) -> None:
    found = read(f"ICU A2\n{written}")
    assert [(each.line, each.nearest) for each in found.unknown] == [(2, nearest)]
    assert [each.ref for each in found.measures] == ["ICU A2"]


def test_an_unknown_end_of_a_range_is_said_and_the_range_still_read() -> None:
    found = read("ICU C10 to C13")
    assert [each.written for each in found.unknown] == ["ICU C13"]
    assert refs("ICU C8 to C13") == ["ICU C8", "ICU C9", "ICU C10"]


def test_a_title_alone_names_its_measure() -> None:
    found = read("- Removing accounts of proscribed organisations\nICU A2")
    assert [each.ref for each in found.measures] == ["ICU A2", "ICU H1"]
    assert "Line 1 was read as ICU H1, by its title." in notes(found)


def test_a_title_of_several_codes_is_read_by_the_code_that_the_list_names() -> None:
    assert refs("ICU A2\n\n\n\n\n3) Internal content policies") == ["ICU A2", "ICU C3"]


def test_a_title_of_several_codes_is_left_where_nothing_tells_them_apart() -> None:
    found = read("ICU A2, PCU A2\n\n\n\n\nInternal content policies")
    (left,) = found.left
    assert left.line == 6
    assert comparisons.hint(left) == "It may be ICU C3 or PCU C3: write its code beside it."


def test_a_title_under_its_code_says_nothing_new() -> None:
    found = read("ICU D1\nEnabling complaints\nRelevant codes")
    assert [(each.ref, each.lines) for each in found.measures] == [("ICU D1", (1,))]
    assert [each.text for each in found.left] == ["Relevant codes"]


def test_a_title_in_a_cell_of_a_table_is_found() -> None:
    assert refs("7,Removing accounts of proscribed organisations,yes\nPCU A2") == [
        "ICU H1", "PCU A2",
    ]  # fmt: skip


def test_a_code_with_the_title_of_another_measure_is_said() -> None:
    found = read("ICU A2\nICU C3: Performance targets")
    assert [each.ref for each in found.measures] == ["ICU A2"]
    (one,) = found.disputed
    assert comparisons.disputed(one) == (
        "Line 2: number and title disagree. ICU C3 is “Internal content policies”; the words are "
        "those of ICU C4, “Performance targets”."
    )


@pytest.mark.parametrize(
    ("line", "theirs"),
    [
        ("ICS D6: Policies about internal content", "ICS C2"),
        ("PCS C4, Opt out of communications after complaints, Large services", "PCS D6"),
        ("PCS D11: Unfounded complaints, manifestly so: an exception", "PCS D14"),
        ("PCS D6: Opt-out from communication when a complaint follows", None),
        ("PCS D7: Action about complaints on content that is harmful to children", None),
        ("PCS G2: Statement for the public, with substance, of Category 2A", None),
        ("ICU C4", None),
        ("ICU C4: Targets", None),
        ("ICU C4 (new), see page 12 of the guide", None),
    ],
)
def test_words_that_are_clearly_the_title_of_another_measure_are_told(
    line: str, theirs: str | None
) -> None:
    """In the words of no document, as lists have other words than ours for one measure."""
    found = read(f"ICU A2\n{line}")
    assert [each.by_title.ref for each in found.disputed] == ([theirs] if theirs else [])
    assert (len(found.measures) == 1) is bool(theirs)


def test_list_of_nothing_but_a_line_that_disagrees_is_a_list() -> None:
    found = read("ICU C3: Performance targets")
    assert (found.measures, len(found.disputed)) == ((), 1)


def test_a_code_without_its_family_is_left_with_a_hint() -> None:
    found = read("ICU A2\nC5 Prioritising")
    assert [(each.text, comparisons.hint(each)) for each in found.left] == [
        ("C5 Prioritising", "A code without its Code: write ICU, ICS, PCU or PCS before it.")
    ]


def test_every_line_that_names_nothing_is_kept_but_remarks_and_rules() -> None:
    found = read("# made up\nYour list\n-----\n\nICU A2\nsee C2PA")
    assert [each.text for each in found.left] == ["Your list", "see C2PA"]


def test_words_are_no_codes() -> None:
    found = read("ICU A2\nThe a1 road, and C2 of its kind, or its A1")
    assert found.unknown == ()
    assert len(found.left) == 1


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_list_is_refused(text: str) -> None:
    with pytest.raises(UnreadableList, match="The list is empty"):
        read(text)


def test_a_list_without_any_measure_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnreadableList) as caught:
        read("ICU C11")
    said = comparisons.unreadable(rules(), caught.value)
    assert re.search(r"looks like ICU C1\. ICU C11 .* nearest is ICU C10", said)


def test_a_list_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableList, match="64 KB"):
        read("ICU C1 " * LARGEST)


@pytest.mark.parametrize(
    "data",
    ["ICU C1 – x".encode(), b"\xef\xbb\xbfICU C1 \xe2\x80\x93 x", "ICU C1 – x".encode("utf-16"),
     "ICU C1 – x".encode("cp1252")],
)  # fmt: skip
def test_text_is_read_in_the_encodings_that_editors_write(data: bytes) -> None:
    assert decoded(data) == "ICU C1 – x"


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"%PDF-1.7", "copy the text"), (b"PK\x03\x04", "Save it as text"), (b"a\x00b", "not text"),
     (b"\x7fELF\x02", "not text"), (b"\xff\xfea", "not text"), (b"x" * (LARGEST + 1), "64 KB")],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableList, match=says):
        decoded(data)


@pytest.mark.parametrize(
    "part",
    ["ICU C1 " + " " * 400, "ICU C1" + "-1" * 300, "IUC C{} ", "ICU Z{}\n", "ICU A1 to J3\n",
     "ICU C1 and and, ", "Enabling complaints\n", ".,;/ "],
)  # fmt: skip
def test_no_text_of_the_largest_size_takes_long(part: str) -> None:
    parts = (part.format(number) for number in range(LARGEST // len(part)))
    text = "".join(parts)[: LARGEST - 8] + "\nICU A2"
    began = time.process_time()
    assert "ICU A2" in refs(text)
    assert time.process_time() - began < 10


def test_a_law_of_other_codes_reads_those() -> None:
    law = small_law(requirement(id="xyz-q7", ref="XYZ Q7", kind="measure", title="Seven"))
    assert [each.id for each in read_list("xyz q7", law).measures] == ["xyz-q7"]


def renumbered() -> RuleSet:
    """A law in which XYZ A1 became A2 and XYZ A3 became A1, and XYZ A5 is gone."""
    titles = {"new-x2": "Keep a log", "new-x1": "Ask a friend", "x4": "Paint the door green"}
    refs = {"new-x2": "XYZ A2", "new-x1": "XYZ A1", "x4": "XYZ A4"}
    was = {"new-x2": ["x1"], "new-x1": ["x3"]}
    records = [
        requirement(id=id_, ref=refs[id_], title=title, kind="measure", was=was.get(id_, []))
        for id_, title in titles.items()
    ]
    edition = {"until": "2026.01.01", "since": "2026.02.02"}
    plain = {"title": None, "why": None, **edition}
    former = [
        {"id": "x1", "ref": "XYZ A1", **plain},
        {"id": "x3", "ref": "XYZ A3", **plain},
        {"id": "x5", "ref": "XYZ A5", **edition, "title": "Whistle", "why": "Nobody asked for it."},
    ]
    return small_law(*records, former=former)


def test_number_of_an_earlier_edition_says_what_it_became() -> None:
    law = renumbered()
    found = read_list("XYZ A3\nXYZ A5\nXYZ A4", law)
    assert [comparisons.unknown(law, each) for each in found.unknown] == [
        "XYZ A3 (line 1) is no measure of this law data. XYZ A3 is now XYZ A1 since law data "
        "2026.02.02.",
        "XYZ A5 (line 2) is no measure of this law data. XYZ A5 is not used since law data "
        "2026.02.02. Nobody asked for it.",
    ]


def test_number_and_title_that_an_earlier_edition_joined_are_told_apart() -> None:
    (one,) = read_list("XYZ A1: Keep a log", renumbered()).disputed
    then = "Until law data 2026.01.01, XYZ A2 was XYZ A1."
    assert comparisons.disputed(one).endswith(then)
