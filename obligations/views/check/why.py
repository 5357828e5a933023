"""Why an answer of the check is what it is: the same reasoning that a kept service shows."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse

from obligations.law.answer_rows import by_theme, explain
from obligations.views.check.frame import render, with_answers
from obligations.views.check.state import Interview
from obligations.views.shared import explanations
from obligations.views.shared.frame import LawDay
from obligations.views.shared.moved_ids import present_id
from obligations.words.answers import trace


@with_answers
def check_why(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponse:
    """The whole reasoning behind one answer, with a way back to the result."""
    asked = request.POST.get("requirement", "")
    answer = interview.determination.answer(asked)
    if answer is None:
        answer = interview.determination.answer(present_id(asked))
    if answer is None:
        raise Http404("No such requirement in this law data.")
    unknowns = [
        replace(each, screen=interview.screen_asking(each.name))
        for each in explanations.asked(answer, interview.ruleset)
    ]
    context = {
        "answer": answer,
        "nodes": explanations.nodes(trace(answer)),
        "unknowns": unknowns,
        "check": interview.check,
        "state": interview.check.signed(),
    }
    return render(request, "check/why.html", law, context)


@with_answers
def check_others(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponse:
    """Everything that does not apply, each with the reason and a way to what would change it."""
    found = explain(interview.determination, interview.ruleset)
    context = {
        "groups": by_theme(found.by_answer.get("does_not_apply", ())),
        "count": found.not_concerned,
        "check": interview.check,
        "state": interview.check.signed(),
    }
    return render(request, "check/others.html", law, context)
