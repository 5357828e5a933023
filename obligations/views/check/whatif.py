"""What if, from a check: changes tried on what was told. Nothing is kept, as everywhere here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.forms.whatif import Trying
from obligations.law.significant_changes import changing_for
from obligations.law.whatif import WhatIf, what_if
from obligations.views.check.frame import render, with_answers
from obligations.views.check.state import Interview
from obligations.views.shared.frame import LawDay
from obligations.views.shared.whatif import WhatIfPage


@with_answers
def whatif(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponseBase:
    """Choose answers to tell otherwise, then what would follow; `go` says which of the two."""
    trying = Trying(interview.ruleset, interview.check.file(), law.today, {})
    return _Page(request, law, interview).sent(trying)


class _Page(WhatIfPage):
    opens = "form"

    def __init__(self, request: HttpRequest, law: LawDay, interview: Interview) -> None:
        super().__init__(request, law)
        self.interview = interview

    def found(self, trying: Trying) -> WhatIf:
        changing = changing_for(self.law.release)
        return what_if(
            trying.ruleset, changing, self.interview.subject, trying.changes, self.law.today,
            on=trying.on,
        )  # fmt: skip

    def draw(self, template: str, context: dict[str, Any], status: int) -> HttpResponseBase:
        check = self.interview.check
        context |= {"frame": "check/_page.html", "whose": check.name, "state": check.signed()}
        return render(self.request, template, self.law, context, status)
