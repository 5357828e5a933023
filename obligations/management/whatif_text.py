"""A what-if as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from obligations import language, words
from obligations.calendar.change_dates import Dated, First
from obligations.law.whatif import WhatIf
from obligations.management.determination_text import FROM_MEMORY, foot
from obligations.rules.verdict.predicates import is_unverified
from obligations.rules.whatif.difference import Group, Row, by_reason
from obligations.words.whatif import heading, left_out, then_words, unchanged


def lines_of(found: WhatIf) -> Iterator[str]:
    """The sentence first, then what changes, what must come first, dates, and what stays."""
    yield found.sentence
    yield from _changes(found)
    for group in Group:
        if rows := found.supposition.difference.of(group):
            yield ""
            yield f"{heading(group, rows)} {left_out(rows)}".rstrip()
            for alike in by_reason(rows):
                yield from (f"  {_row(row)}" for row in alike)
                yield from (f"      {each}" for each in words.reasons.of_row(alike[0]))
    yield from _one_more(found)
    yield from _gate(found)
    yield from _dates(found)
    yield ""
    yield unchanged(found.supposition)
    yield from foot(found.supposition.after)


def _changes(found: WhatIf) -> Iterator[str]:
    supposition = found.supposition
    for title, retold in (
        ("Changed:", supposition.told),
        ("Gave way, because it follows from what was changed:", supposition.gave_way),
        ("Supposed with it, because of the law:", supposition.supposed),
    ):
        if retold:
            yield ""
            yield title
            yield from (f"  {language.sentence(found.words(each))}" for each in retold)


def _row(row: Row) -> str:
    one = row.shown
    marks = [then_words(row)]
    if row.anyway:
        marks.append("comes anyway, without the change")
    if is_unverified(one):
        marks.append(FROM_MEMORY if one.verification == "recalled" else "sources disagree")
    return f"{words.answers.STRENGTHS[one.strength]:19} {one.ref}: {one.title} ({'; '.join(marks)})"


def _one_more(found: WhatIf) -> Iterator[str]:
    if found.one_more:
        yield ""
        yield "One more change away:"
        yield from (f"  {words.flips.sentence(each.flip)}" for each in found.one_more)


def _gate(found: WhatIf) -> Iterator[str]:
    if not found.gate.first:
        return
    yield ""
    yield "If this is a significant change, these assessments must come first:"
    yield from (_first(each) for each in found.gate.first)
    if found.gate.after:
        yield "And afterwards:"
        yield from (f"  {each.answer.ref}: {each.answer.title}" for each in found.gate.after)
    yield f"Whether it is significant is for you to judge and record. {found.changing.note}"
    for one, example in found.alike:
        yield f"  Ofcom's guidance is read to give as an example: {example.text} ({one.name})."


def _first(one: First) -> str:
    doubt = "; not known yet whether it concerns you" if one.open else ""
    return f"  {one.answer.ref}: {one.answer.title} ({one.words}{doubt})"


def _dates(found: WhatIf) -> Iterator[str]:
    if not found.dates:
        return
    yield ""
    yield "Dates:"
    for each in found.dates:
        yield f"  {_date(each)}"
        if each.due is not None and each.due.why:
            yield f"      {language.sentence(each.due.why)}"


def _date(one: Dated) -> str:
    name = f"{one.answer.ref}: {one.answer.title}"
    if one.day is None:
        was = language.day(one.was.last) if one.was and one.was.last else "its day"
        return f"no longer due ({was}): {name}"
    moved = f", not {language.day(one.was.last)}" if one.was and one.was.last else ""
    passed = "; that day has passed: owed from the day of the change" if one.passed else ""
    return f"{language.day(one.day)}{moved}: {name}{passed}"
