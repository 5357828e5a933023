"""The result of a check as a plan: the sentence first, then the jobs, then what is not yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from obligations.exports import LABELS
from obligations.forms.alerts import AddressForm
from obligations.law.answer_rows import explain, scope_reasons, ways_into_scope
from obligations.law.plan_rows import planned
from obligations.law.significant_changes import changing_for
from obligations.rules.answer.settled import Settled
from obligations.rules.answer.summary import summarise
from obligations.rules.plan.plan import plan
from obligations.views.check.frame import render, with_answers
from obligations.views.check.state import NAMELESS, Interview
from obligations.views.shared.exports import as_file
from obligations.views.shared.frame import LawDay
from obligations.words.determinations import Piece, opening_pieces
from obligations.words.plans import outside

LISTS = {
    "applies": "#jobs", "applies_from": "#coming", "waits": "#waits", "stands_by": "#standsby",
    "not_known": "#unknown", "may_apply_later": "#maycome",
}  # fmt: skip


def told(interview: Interview) -> dict[str, Any]:
    """What every page of a check under way shows or carries."""
    counts = summarise(interview.determination)
    return {
        "check": interview.check,
        "state": interview.check.signed(),
        "counts": counts,
        "open": counts.not_known,
        "settled_count": len(interview.determination.answers) - counts.not_known,
        "answers": len(interview.determination.answers),
    }


def result(
    request: HttpRequest,
    law: LawDay,
    interview: Interview,
    *,
    settled: Settled | None = None,
    problems: list[str] | None = None,
    document: bool = False,
    alert: AddressForm | None = None,
) -> HttpResponse:
    """The plan; as a `document`, to print and file, with the answers it rests on.

    `alert`: the address that was just left under it, taken in or not.
    """
    context = {
        **_outlook(interview, law),
        "to_come": interview.to_come,
        "seen": interview.seen,
        "settled": settled,
        "formats": LABELS.items(),
        "problems": problems or [],
        "nameless": NAMELESS,
        "told": [each.section for each in interview.seen],
        "alert": alert or AddressForm(),
        **told(interview),
    }
    wrong = problems or (alert and alert.errors)
    template = "check/print.html" if document else "check/result.html"
    return render(request, template, law, context, 400 if wrong else 200)


def _outlook(interview: Interview, law: LawDay) -> dict[str, Any]:
    """What the answers come to: the plan with its days; or why there is none."""
    determination = interview.determination
    found = explain(determination, interview.ruleset)
    reasons = [] if found.groups else scope_reasons(determination)
    ways_in = ways_into_scope(determination)
    clocks = changing_for(law.release).clocks
    return {
        "found": found,
        "questions": [(each, interview.screen_asking(each.name)) for each in found.questions],
        "planned": planned(found, interview.ruleset.jobs, clocks=clocks),
        "depending": sum(bool(each.awaits_assessment) for each in determination.answers),
        "pieces": [(each.text, _list_of(each)) for each in opening_pieces(determination)],
        "scope_reasons": reasons,
        "entrances": ways_in,
        "outside": determination.scope["regulated_scope"] is False and not found.groups,
        "told_outside": outside(
            interview.check.name, law.today, reasons, [sentence for sentence, _effort in ways_in]
        ),
    }


@with_answers
def check_plan(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponseBase:
    """The plan in a format of the exports."""
    made = plan(interview.determination, interview.ruleset.jobs)
    return as_file(request, "plan", [*made.entries], law, whose=interview.check.name)


def _list_of(piece: Piece) -> str:
    """The part of the page that lists what a number of the opening sentence counts."""
    if piece.counts is None:
        return ""
    paused = piece.counts.get("suspended") == "yes"
    return "#appeal" if paused else LISTS.get(piece.counts["answer"], "")
