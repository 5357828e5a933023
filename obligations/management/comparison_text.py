"""A comparison with Ofcom's list as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from obligations import words
from obligations.management.determination_text import FROM_MEMORY, foot
from obligations.rules.ofcom.comparison import Comparison, Place, Row
from obligations.rules.verdict.predicates import is_unverified

SHOWN = (Place.THEIRS, Place.OURS, Place.APART, Place.AGREED)


def lines_of(comparison: Comparison) -> Iterator[str]:
    """The sentence, what is to be known, then the differences with their reasons, then the rest."""
    yield words.comparisons.sentence(comparison)
    yield from words.comparisons.more(comparison)
    for place in SHOWN:
        rows = comparison.at(place)
        if rows:
            yield ""
            yield f"{words.comparisons.PLACES[place]} ({len(rows)})"
        for row in rows:
            yield from _lines(row, whole=place is not Place.AGREED)
    for code in comparison.missing:
        yield ""
        yield f"Recommended to you, in a Code of which the list has nothing: {code.code}"
        for row in code.rows:
            yield from _lines(row, whole=False)
    yield from _not_understood(comparison)
    yield ""
    yield words.comparisons.leaves_out(comparison)
    yield "What is said of Ofcom's tool was read in records of those who used it, not in the tool."
    yield from foot(comparison.determination)


def _lines(row: Row, *, whole: bool) -> Iterator[str]:
    """One measure; with `whole`, why our answer is what it is."""
    answer = row.answer
    mark = f" ({FROM_MEMORY})" if is_unverified(answer) else ""
    stands = "" if row.place is Place.AGREED else f": {words.answers.answer(answer.answer).lower()}"
    yield f"  {answer.ref}: {answer.title}{stands}{mark}"
    if whole:
        yield f"      {' '.join(words.comparisons.because(row))}"
    tool = " ".join(words.comparisons.tool(row))
    flip = row.flip and words.flips.sentence(row.flip)
    for each in (*words.comparisons.remarks(row), tool, flip):
        if each:
            yield f"      {each}"


def _not_understood(comparison: Comparison) -> Iterator[str]:
    listed = comparison.listed
    said = words.comparisons.unknown_codes(comparison)
    said += [
        f"Line {one.line}: {one.text} {words.comparisons.hint(one)}".rstrip() for one in listed.left
    ]
    headed = {
        "Number and title disagree": [words.comparisons.disputed(each) for each in listed.disputed],
        "What names no measure we know": said,
        "How it was read": [words.comparisons.note(each) for each in listed.notes],
    }
    for heading, lines in headed.items():
        if lines:
            yield ""
            yield f"{heading} ({len(lines)})"
            yield from (f"  {each}" for each in lines)
