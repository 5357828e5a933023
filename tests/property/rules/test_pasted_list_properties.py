"""Lists of measures survive how people write them, and no text breaks the reading of them."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from obligations.rules.ofcom.comparison import compare
from obligations.rules.ofcom.pasted_list import UnreadableList, read_list
from tests.rules_support import answered, demo, rules

CODED = [
    each.ref for each in rules().determined
    if each.kind == "measure" and re.fullmatch(r"[A-Z]{3} [A-Z]\d+", each.ref)
]  # fmt: skip
TITLES = {each.ref: each.title for each in rules().determined}
BULLETS = st.sampled_from(["", "- ", "• ", "* ", "12. ", "| ", "\t", "> "])
JOINS = st.sampled_from([" ", "", "-", "_", "\u00a0", " – ", "  "])
AFTER = st.sampled_from(["", ": {}", " - {}", "\t{}", ",{}", " ({})", ". {}"])


@st.composite
def written(draw: st.DrawFn) -> tuple[list[str], str]:
    """Some measures, and a text that names each of them on a line of its own."""
    refs = draw(st.lists(st.sampled_from(CODED), min_size=1, max_size=30, unique=True))
    lines = []
    for ref in refs:
        family, code = ref.split()
        text = f"{family}{draw(JOINS)}{code}"
        text = draw(st.sampled_from([text, text.lower(), text.title()]))
        lines.append(draw(BULLETS) + text + draw(AFTER).format(TITLES[ref]))
    return refs, draw(st.sampled_from(["\n", "\r\n", "\n\n"])).join(lines)


@given(written())
def test_every_measure_written_is_read_and_nothing_else(case: tuple[list[str], str]) -> None:
    refs, text = case
    found = read_list(text, rules())
    assert {each.ref for each in found.measures} == set(refs)
    assert found.unknown == ()
    assert found.left == ()


@given(st.lists(st.one_of(st.sampled_from(CODED), st.text(max_size=40)), max_size=20))
def test_any_text_is_read_or_refused(parts: list[str]) -> None:
    try:
        found = read_list("\n".join(parts), rules())
    except UnreadableList:
        return
    codes = {part for part in parts if part in CODED}
    assume(codes)
    assert codes <= {each.ref for each in found.measures}


@given(written())
def test_a_comparison_places_every_measure_of_the_list_once(case: tuple[list[str], str]) -> None:
    refs, text = case
    found = compare(FORUM, read_list(text, rules()))
    placed = [row.answer.ref for row in found.rows if row.lines]
    assert sorted(placed) == sorted(refs)
    assert len({row.answer.id for row in found.rows}) == len(found.rows)


FORUM = answered(demo("forum"), proposals=True)
