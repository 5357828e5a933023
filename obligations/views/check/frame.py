"""What every page of the check shares: its frame, its first page, and the answers it is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from obligations.law.ruleset import ruleset_for
from obligations.rules import RuleSet, SubjectError
from obligations.views.check.state import NAMELESS, Check, Interview, course_of
from obligations.views.shared.current_provider import plain_day, render_work, workplace
from obligations.views.shared.frame import LawDay, render_law

private = cache_control(private=True, no_cache=True)
STALE = (
    "What you had told could not be read: the page is too old, or it was changed on the way. "
    "Begin again, or load the file that you saved."
)


def render(
    request: HttpRequest, template: str, law: LawDay, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of the check, in the frame of work for somebody who is signed in."""
    if request.user.is_authenticated:
        return render_work(request, template, workplace(request), context, law=law, status=status)
    return render_law(request, template, law, context, status)


def start(request: HttpRequest, law: LawDay, problems: list[str] | None = None) -> HttpResponse:
    """The first page; with what could not be read, if anything."""
    context = {"problems": problems or [], "nameless": NAMELESS}
    return render(request, "check/start.html", law, context, 400 if problems else 200)


def resumed(request: HttpRequest, ruleset: RuleSet, law: LawDay) -> Interview:
    """The interview that the form carries. Raises BadSignature, SubjectError."""
    return course_of(Check.unsigned(request.POST.get("state", "")), ruleset, law.today)


View = Callable[[HttpRequest, LawDay, Interview], HttpResponseBase]


def with_answers(view: View) -> Callable[[HttpRequest], HttpResponseBase]:
    """A page that is posted to with the answers of a check; what cannot be read begins again."""

    @wraps(view)
    def posted(request: HttpRequest) -> HttpResponseBase:
        law = plain_day(request)
        try:
            interview = resumed(request, ruleset_for(law.release), law)
        except BadSignature:
            return start(request, law, [STALE])
        except SubjectError as error:
            return start(request, law, error.errors)
        return view(request, law, interview)

    guarded: Callable[[HttpRequest], HttpResponseBase]
    guarded = require_POST(private(sensitive_post_parameters()(posted)))
    return guarded
