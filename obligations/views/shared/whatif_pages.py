"""What the pages of a what-if share, for a service and for a check: its context and its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from obligations import language
from obligations.exports import FORMATS
from obligations.forms.whatif import TryForm, Trying
from obligations.law.whatif import WhatIf
from obligations.rules.flips.changes import Difference as Retold
from obligations.rules.whatif.difference import Group, Row
from obligations.rules.whatif.result_words import (
    by_reason,
    figures,
    heading,
    left_out,
    then_words,
    unchanged,
)

UNREADABLE = "What was changed could not be read: begin again."
IN_THE_PAST = "The day of the change has passed: a change lies ahead."
NOTHING = "Change an answer, or name a day, to see what would follow."
MARKS = {Group.GAINED: "+", Group.LOST: "−", Group.REDATED: "→"}


def result_context(found: WhatIf) -> dict[str, Any]:
    """What a what-if says, in the order of the page."""
    supposition, changing = found.supposition, found.changing
    difference = supposition.difference
    return {
        "found": found,
        "told": _said(found, supposition.told),
        "gave_way": _said(found, supposition.gave_way),
        "supposed": _said(found, supposition.supposed),
        "groups": [
            (group, heading(group, rows), left_out(rows), _reasoned(rows))
            for group in Group
            if (rows := difference.of(group))
        ],
        "figures": figures(supposition),
        "unchanged": unchanged(supposition),
        "one_more": found.one_more,
        "gate": found.gate,
        "alike": [
            (language.sentence(found.words(one)), example.text) for one, example in found.alike
        ],
        "dates": found.dates,
        "changing": changing,
        "formats": [(name, each.label) for name, each in FORMATS.items()],
    }


def _said(found: WhatIf, retold: tuple[Retold, ...]) -> list[str]:
    return [language.sentence(found.words(each)) for each in retold]


def _reasoned(rows: tuple[Row, ...]) -> list[tuple[list[str], list[tuple[Row, str]]]]:
    """The rows under the reasons they share, each with what it would be."""
    return [(why, [(row, then_words(row)) for row in alike]) for why, alike in by_reason(rows)]


def form_context(trying: Trying, form: TryForm, problems: list[str]) -> dict[str, Any]:
    """What the form of a what-if needs: its questions, and what was changed so far."""
    wrong = {name for name, _reason in form.problems()} if form.is_bound else set()
    wanted = wrong | set(trying.changes)
    return {
        "form": form,
        "shown": form.shown(),
        "trying": trying,
        "problems": problems,
        "changed": {
            section.anchor
            for section in form.sections
            if any(each.key in trying.changes for each in section.asked)
        },
        "open": {
            section.anchor
            for section in form.sections
            if trying.find or any(wanted & {each.key, f"{each.key}-low"} for each in section.asked)
        },
    }


def matrix(tried: Mapping[str, WhatIf | None]) -> list[tuple[Row, list[tuple[str, Row | None]]]]:
    """What scenarios would gain, lose or re-date, a requirement a row, a scenario a column."""
    columns = [
        {}
        if found is None
        else {
            (row.shown.id, row.shown.side): row
            for row in found.supposition.difference.rows
            if row.group in MARKS
        }
        for found in tried.values()
    ]
    keys = list(dict.fromkeys(key for column in columns for key in column))
    rows = []
    for key in keys:
        cells = [column.get(key) for column in columns]
        first = next(row for row in cells if row is not None)
        rows.append((first, [(MARKS[row.group] if row else "", row) for row in cells]))
    order = ("must", "recommended", "should", "information")
    return sorted(rows, key=lambda each: order.index(each[0].shown.strength))
