"""The pages of the check. Every step is a plain form: what was told comes in and goes out with it.

Nothing is written: no row, no session, no answer in an address. Only `keep` records, for somebody
who is signed in and asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from obligations import documents, intake
from obligations.actions import subjects
from obligations.actions.permissions import Refused
from obligations.forms.facts import FactsForm
from obligations.forms.interview import Screen, ids_of, long_jobs, problems_beside, read_screen
from obligations.law.ruleset import ruleset_for
from obligations.models import Permission
from obligations.rules import SubjectError
from obligations.rules.answer.settled import Settled
from obligations.rules.rulebook.jobs import Job
from obligations.views.check.frame import STALE, private, render, resumed, start, with_answers
from obligations.views.check.result import result, told
from obligations.views.check.state import (
    LONGEST_NAME,
    NAMELESS,
    Check,
    Interview,
    course_of,
    to_yaml,
)
from obligations.views.shared.current_provider import allowed, person, plain_day, workplace
from obligations.views.shared.exports import as_file
from obligations.views.shared.frame import LawDay
from obligations.words.questions import jobs_added


@private
@sensitive_post_parameters()
def check(request: HttpRequest) -> HttpResponse:
    """The first page; posted to, the next screen of the interview, or its result."""
    law = plain_day(request)
    if request.method != "POST":
        return start(request, law)
    ruleset = ruleset_for(law.release)
    if "state" not in request.POST:
        try:
            name = _name_told(request)
        except SubjectError as error:
            return start(request, law, error.errors)
        return _next(request, law, course_of(Check(name or NAMELESS), ruleset, law.today))
    try:
        interview = resumed(request, ruleset, law)
    except BadSignature:
        return start(request, law, [STALE])
    except SubjectError as error:
        return start(request, law, error.errors)
    return _answered(request, law, interview)


def _name_told(request: HttpRequest) -> str:
    """The name of the service as a form sends it, or "". Raises SubjectError."""
    try:
        return intake.line(request.POST.get("name", ""), longest=LONGEST_NAME)
    except intake.Refused as refused:
        raise SubjectError([f"The name of the service: {refused}."]) from None


def _answered(request: HttpRequest, law: LawDay, before: Interview) -> HttpResponse:
    """Take in what a screen sent, and go where its button leads."""
    wanted = request.POST.get("go", "")
    sent = before.screens.get(request.POST.get("screen", ""))
    if sent is None:
        return _go(request, law, before, wanted, None)
    form, after = _taken_in(request, before, sent, finished=not wanted)
    if after is None and wanted:
        return _go(request, law, before, wanted, sent.id)
    if after is None:
        return _screen(request, law, before, sent, form, status=400)
    added = long_jobs(sent, before.determination, after.determination)
    if added and request.POST.get("sure") != ids_of(added):
        return _screen(request, law, before, sent, form, added=added)
    told = any(value is not None for value in form.answers().values())
    settled = Settled.between(before.determination, after.determination, told=told)
    return _go(request, law, after, wanted, sent.id, None if after is before else settled)


def _taken_in(
    request: HttpRequest, before: Interview, sent: Screen, *, finished: bool
) -> tuple[FactsForm, Interview | None]:
    """The screen's form and the interview with its answers; None where they cannot be taken in."""
    form, told = read_screen(sent, request.POST, before.check.answers, finished=finished)
    if told is None:
        return form, None
    told = before.with_levels(told)
    method = form.cleaned_data["how_known"]
    methods = {key: method for key, each in form.asked.items() if each.type == "interval"}
    if not told and not any(methods.values()):
        return form, before
    try:
        check = before.check.told(sent.id, told, methods)
        return form, course_of(check, before.ruleset, before.determination.as_at)
    except SubjectError as error:
        form.show_refusal(Refused(problems_beside(error.errors, form.asked)))
        return form, None


def _go(
    request: HttpRequest,
    law: LawDay,
    interview: Interview,
    wanted: str,
    here: str | None,
    settled: Settled | None = None,
) -> HttpResponse:
    """To the screen wanted, one back, the result, or whatever comes next."""
    if wanted in {"result", "print"}:
        document = wanted == "print"
        return result(request, law, interview, settled=settled, document=document)
    if wanted == "back":
        earlier = interview.before(here or "")
        return _screen(request, law, interview, earlier) if earlier else start(request, law)
    if wanted == "here" and here in interview.screens:
        return _screen(request, law, interview, interview.screens[here], settled=settled)
    if wanted in interview.screens:
        return _screen(request, law, interview, interview.screens[wanted])
    return _next(request, law, interview, settled)


def _next(
    request: HttpRequest, law: LawDay, interview: Interview, settled: Settled | None = None
) -> HttpResponse:
    if not interview.to_come:
        return result(request, law, interview, settled=settled)
    return _screen(request, law, interview, interview.to_come[0], settled=settled)


def _screen(
    request: HttpRequest,
    law: LawDay,
    interview: Interview,
    screen: Screen,
    form: FactsForm | None = None,
    *,
    settled: Settled | None = None,
    added: Sequence[Job] = (),
    status: int = 200,
) -> HttpResponse:
    """A screen; `added` are the long jobs that what was just sent would add, were it to count."""
    number, most = interview.progress(screen.id)
    form = form or FactsForm((screen.section,))
    form.leads = interview.leads(screen)
    keys = [each.key for each in form.asked.values() if each.type == "interval"]
    context = {
        "screen": screen,
        "form": form,
        "questions": form.shown()[0][1],
        "number": number,
        "most": most,
        "settled": settled,
        "added": jobs_added(added) if added else "",
        "sure": ids_of(added),
        "ranges": bool(keys),
        "method": next((t for k in keys if (t := interview.check.methods.get(k))), ""),
        "seen": [each for each in interview.seen if each.id != screen.id],
        "answered": len(interview.seen),
        "answered_before": any(each.id == screen.id for each in interview.seen),
        "has_earlier": interview.before(screen.id) is not None,
        **told(interview),
    }
    return render(request, "check/screen.html", law, context, status)


@require_POST
@private
@sensitive_post_parameters()
def check_load(request: HttpRequest) -> HttpResponse:
    """Go on from a file that was saved."""
    law = plain_day(request)
    file = request.FILES.get("file")
    if file is None:
        return start(request, law, ["Choose the file that you saved."])
    try:
        ruleset = ruleset_for(law.release)
        told, notes = Check.from_file(file.read(documents.LARGEST + 1), ruleset)
        interview = course_of(told, ruleset, law.today)
    except documents.Unreadable as error:
        return start(request, law, [str(error)])
    except SubjectError as error:
        return start(request, law, error.errors)
    for note in notes:
        messages.info(request, f"{note}; it was understood.")
    return result(request, law, interview)


@with_answers
def check_file(request: HttpRequest, law: LawDay, interview: Interview) -> HttpResponseBase:
    """What was told as a file to load again, or what it comes to in a format of the exports."""
    if sent := interview.screens.get(request.POST.get("screen", "")):
        interview = _taken_in(request, interview, sent, finished=False)[1] or interview
    if request.POST.get("format", "yaml") != "yaml":
        return as_file(
            request, "answers", interview.determination.answers, law, whose=interview.check.name
        )
    release = f"law data {interview.ruleset.release}"
    head = [
        f"Answers about {' '.join(interview.check.name.split())} of {law.today}, {release}.",
        "null: asked, not known yet. Load it at /check/, or: manage.py determine FILE",
    ]
    name = f"{slugify(interview.check.name) or 'check'}-{law.today}.yaml"
    response = HttpResponse(
        to_yaml(interview.check, head), content_type="application/yaml; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_POST
@login_required
@sensitive_post_parameters()
def check_keep(request: HttpRequest) -> HttpResponse:
    """Make a service of what was told, at the provider on screen."""
    place, law = workplace(request), plain_day(request)
    if place.provider is None:
        raise Http404("No provider is on screen.")
    provider = allowed(place, Permission.MANAGE_PLATFORMS)
    ruleset = ruleset_for(law.release)
    try:
        told = Check.unsigned(request.POST.get("state", ""))
        name = _name_told(request)
        interview = course_of(told.named(name or told.name), ruleset, law.today)
        platform, left_alone = subjects.keep(
            provider=provider, by=person(request), subject=interview.subject, as_at=law.today,
            methods=told.methods, unknown=told.not_known,
        )  # fmt: skip
    except BadSignature:
        return start(request, law, [STALE])
    except SubjectError as error:
        return start(request, law, error.errors)
    except Refused as refused:
        problems = [text for texts in refused.errors.values() for text in texts]
        return result(request, law, interview, problems=problems)
    messages.success(request, f"{platform} was kept, with the answers of the check.")
    if left_alone:
        messages.info(
            request,
            f"{provider} had answered differently before: {len(left_alone)} of its own answers "
            "were left as they are.",
        )
    return redirect("platform-detail", platform.slug)
