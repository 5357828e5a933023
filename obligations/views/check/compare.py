"""The check beside the list that Ofcom's tool gave. Nothing of either is kept."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.rules import determine
from obligations.views.check.frame import render, with_answers
from obligations.views.check.state import Interview
from obligations.views.shared.exports import is_asked_for
from obligations.views.shared.frame import LawDay
from obligations.views.shared.ofcom_pages import comparison_file, sent_list


@with_answers
def check_compare(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponseBase:
    """Paste or choose a list; what agrees with the answers of the check, what differs and why."""
    answered = determine(interview.ruleset, interview.subject, law.today, proposals=True)
    sent = sent_list(request, answered)
    if sent.comparison and is_asked_for(request):
        return comparison_file(request, sent, sent.comparison, law, interview.check.name)
    context = {"check": interview.check, "state": interview.check.signed(), **sent.context}
    return render(request, "check/compare.html", law, context, sent.status)
