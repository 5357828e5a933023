"""What if, from a check: changes tried on what was told. Nothing is kept, as everywhere here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.forms.whatif import TryForm, Trying, changes_in
from obligations.law.significant_changes import changing_for
from obligations.law.whatif import WhatIf, what_if
from obligations.rules import SubjectError
from obligations.views.check.frame import render, with_answers
from obligations.views.check.state import Interview
from obligations.views.shared.frame import LawDay
from obligations.views.shared.whatif_files import as_file
from obligations.views.shared.whatif_pages import (
    IN_THE_PAST,
    NOTHING,
    UNREADABLE,
    form_context,
    result_context,
)


@with_answers
def whatif(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponseBase:
    """Choose answers to tell otherwise, then what would follow; `go` says which of the two."""
    page = _Page(request, law, interview)
    changes = changes_in(request.POST.get("changes", ""))
    trying = Trying(interview.ruleset, interview.file, law.today, changes or {})
    faults = [UNREADABLE] if changes is None else trying.faults()
    if faults:
        return page.form(replace(trying, changes={}), None, faults)
    if "go" not in request.POST and "format" not in request.POST:
        return page.form(trying)
    return page.answered(trying)


class _Page:
    """The two faces of the page: the form, and what the changes come to."""

    def __init__(self, request: HttpRequest, law: LawDay, interview: Interview) -> None:
        self.request, self.law, self.interview = request, law, interview

    def answered(self, trying: Trying) -> HttpResponseBase:
        form = trying.sent(self.request.POST)
        if not form.is_valid():
            return self.form(trying, form, ["Some answers could not be read."])
        told, go = trying.told(form), self.request.POST.get("go", "try")
        if told.on is not None and told.on < self.law.today:
            return self.form(told, form, [IN_THE_PAST])
        if go in {"find", "change"}:
            return self.form(told)
        if not told.changes and told.on is None:
            return self.form(told, None, [NOTHING])
        try:
            found = self._found(told)
        except SubjectError as error:
            return self.form(told, None, list(error.errors))
        if wanted := self.request.POST.get("format"):
            return as_file(self.request, found, wanted, self.law, "")
        context = result_context(found) | {"trying": told}
        return self._render("check/whatif_result.html", context, 200)

    def _found(self, trying: Trying) -> WhatIf:
        changing = changing_for(self.law.release)
        return what_if(
            trying.ruleset, changing, self.interview.subject, trying.changes, self.law.today,
            on=trying.on,
        )  # fmt: skip

    def form(
        self, trying: Trying, form: TryForm | None = None, problems: list[str] | None = None
    ) -> HttpResponseBase:
        context = form_context(trying, form or trying.form(), problems or [])
        return self._render("check/whatif.html", context, 400 if problems else 200)

    def _render(self, template: str, context: dict[str, Any], status: int) -> HttpResponseBase:
        context |= {"check": self.interview.check, "state": self.interview.check.signed()}
        return render(self.request, template, self.law, context, status)
