"""What if: the one page of changes tried on paper, of a check or of a service, and its file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations import language, words
from obligations.exports import LABELS
from obligations.forms.whatif import TryForm, Trying, changes_in
from obligations.law.whatif import WhatIf
from obligations.rules import SubjectError
from obligations.rules.flips.changes import Difference as Retold
from obligations.rules.rulebook.names import STRENGTHS
from obligations.rules.whatif.difference import Group, Row, by_reason
from obligations.views.shared.exports import as_file, is_asked_for
from obligations.views.shared.frame import LawDay
from obligations.words.effects import figures
from obligations.words.whatif import heading, left_out, then_words, unchanged

UNREADABLE = "What was changed could not be read: begin again."
IN_THE_PAST = "The day of the change has passed: a change lies ahead."
NOTHING = "Change an answer, or name a day, to see what would follow."
MARKS = {Group.GAINED: "+", Group.LOST: "−", Group.REDATED: "→"}


class WhatIfPage(ABC):
    """The two faces of the page: the form, and what the changes come to.

    Each subject says how it is tried, how its page is drawn, and what else its buttons do.
    """

    opens = "try"
    """What a form that names no button asks for."""
    whose = ""
    """The service that a file is about."""

    def __init__(self, request: HttpRequest, law: LawDay) -> None:
        self.request, self.law = request, law

    @abstractmethod
    def found(self, trying: Trying) -> WhatIf:
        """What the changes come to. Raises SubjectError."""

    @abstractmethod
    def draw(self, template: str, context: dict[str, Any], status: int) -> HttpResponseBase:
        """The page, in the frame of the subject."""

    def tried(self, go: str, trying: Trying, found: WhatIf) -> HttpResponseBase:
        """What the button `go` asks for of a what-if that came out."""
        return self.result(trying, found)

    def sent(self, trying: Trying) -> HttpResponseBase:
        """What was sent: the wish for a form, more changes, a search, or what they come to."""
        changes = changes_in(self.request.POST.get("changes", ""))
        trying = replace(trying, changes=changes or {})
        faults = [UNREADABLE] if changes is None else trying.faults()
        if faults:
            return self.form(replace(trying, changes={}), None, faults)
        go = self.request.POST.get("go", "try" if is_asked_for(self.request) else self.opens)
        return self.form(trying) if go == "form" else self._answered(trying, go)

    def _answered(self, trying: Trying, go: str) -> HttpResponseBase:
        form = trying.sent(self.request.POST)
        if not form.is_valid():
            return self.form(trying, form, ["Some answers could not be read."])
        told = trying.told(form)
        if told.on is not None and told.on < self.law.today:
            return self.form(told, form, [IN_THE_PAST])
        if go in {"find", "change"}:
            return self.form(told)
        if not told.changes and told.on is None:
            return self.form(told, problems=[NOTHING])
        try:
            found = self.found(told)
        except SubjectError as error:
            return self.form(told, problems=list(error.errors))
        if go == "try" and is_asked_for(self.request):
            return difference_file(self.request, found, self.law, self.whose)
        return self.tried(go, told, found)

    def form(
        self, trying: Trying, form: TryForm | None = None, problems: list[str] | None = None
    ) -> HttpResponseBase:
        """The form to fill in, with what could not be tried."""
        context = form_context(trying, form or trying.form(), problems or [])
        return self.draw("whatif/form.html", context, 400 if problems else 200)

    def result(self, trying: Trying, found: WhatIf, **more: Any) -> HttpResponseBase:
        """What the changes come to, with `more` for the page."""
        save = more.get("save")
        context = result_context(found) | {"trying": trying, **more}
        return self.draw("whatif/result.html", context, 400 if save and save.errors else 200)


def difference_file(
    request: HttpRequest, found: WhatIf, law: LawDay, whose: str
) -> HttpResponseBase:
    """The difference in the format asked for, of the day on which the change is made."""
    on = replace(law, as_at=found.supposition.after.as_at)
    rows = found.supposition.difference.rows
    return as_file(request, "whatif", rows, on, filters=found.sentence, whose=whose)


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
            (group, heading(group, rows), left_out(rows), reasoned(rows))
            for group in Group
            if (rows := difference.of(group))
        ],
        "figures": figures(supposition.before, supposition.after),
        "unchanged": unchanged(supposition),
        "one_more": found.one_more,
        "gate": found.gate,
        "alike": [
            (language.sentence(found.words(one)), example.text) for one, example in found.alike
        ],
        "dates": found.dates,
        "changing": changing,
        "formats": LABELS.items(),
    }


def _said(found: WhatIf, retold: tuple[Retold, ...]) -> list[str]:
    return [language.sentence(found.words(each)) for each in retold]


def reasoned(rows: tuple[Row, ...]) -> list[tuple[list[str], list[tuple[Row, str]]]]:
    """The rows under the reasons they share, each with what it would be."""
    return [
        (words.reasons.of_row(alike[0]), [(row, then_words(row)) for row in alike])
        for alike in by_reason(rows)
    ]


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
    return sorted(rows, key=lambda each: STRENGTHS.index(each[0].shown.strength))
