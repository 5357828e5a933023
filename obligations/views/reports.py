"""The report of a service's obligations: a page to read and print, and the same as a file."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from obligations import intake
from obligations.exports import FORMATS, RESOURCES, Asked, edition_of, respond
from obligations.exports.pdf import NotTypeset, report_pdf
from obligations.exports.positions import with_taken
from obligations.exports.report import Report, obligations_report
from obligations.law.determinations import determine_platform
from obligations.law.positions import standing_on
from obligations.models import Platform
from obligations.rules import SubjectError
from obligations.views.shared.current_provider import platform_at_work, render_work
from obligations.views.shared.exports import refused
from obligations.views.shared.frame import LawDay, law_day
from tracker import clock

REPORT_FORMATS = {"pdf": "PDF", **{name: one.label for name, one in FORMATS.items()}}
TEMPLATE = "reports/obligations.html"


@login_required
def platform_report(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What binds a service, what is due, who does it and why: as a page, or in a format."""
    platform, place = platform_at_work(request, slug)
    law, wanted = law_day(request), request.GET.get("format")
    known_at, problem = _known_at(request.GET.get("known_at", ""))
    problems = [one for one in (law.error if wanted else "", problem) if one]
    if wanted and wanted not in REPORT_FORMATS:
        problems.append(f"format: “{wanted[:40]}” is not known here. Use: {_formats()}.")
    if problems:
        return refused(problems)
    try:
        if wanted in ("csv", "xlsx"):
            return _answers(request, platform, law, wanted, known_at)
        report = obligations_report(
            platform, law.as_at, made_on=law.today, release=law.release, known_at=known_at
        )
    except SubjectError as contradiction:
        context = {"platform": platform, "contradictions": contradiction.errors}
        return render_work(request, TEMPLATE, place, context, law=law, status=409)
    if wanted:
        try:
            return _document(report, slug, wanted)
        except NotTypeset as reason:
            return refused([str(reason)], status=503)
    context = {"platform": platform, "report": report, "formats": _links(request)}
    return render_work(request, TEMPLATE, place, context, law=law)


def _formats() -> str:
    return ", ".join(REPORT_FORMATS)


def _known_at(text: str) -> tuple[dt.datetime | None, str]:
    """The end of the day that `known_at` names, or the words that say what is wrong with it."""
    if not text:
        return None, ""
    try:
        day = intake.day(text)
    except intake.OutOfRange as refused:
        return None, f"known_at: {refused}."
    except intake.Refused:
        return None, f"known_at: “{text[:40]}” is not a day. Write it as 2026-11-21."
    return dt.datetime.combine(day, dt.time.max, tzinfo=clock.LONDON), ""


def _links(request: HttpRequest) -> list[tuple[str, str]]:
    """Each format in words, and the address of the report in it."""
    links = []
    for name, label in REPORT_FORMATS.items():
        query = request.GET.copy()
        query["format"] = name
        links.append((label, f"?{query.urlencode()}"))
    return links


def _answers(
    request: HttpRequest,
    platform: Platform,
    law: LawDay,
    wanted: str,
    known_at: dt.datetime | None,
) -> HttpResponseBase:
    """Every answer as rows: what does not apply too, each with its reasons."""
    found = determine_platform(platform, law.as_at, known_at, law.release)
    asked = Asked(
        "Every answer", law.as_at, edition_of(law.release), clock.now(), platform.name, known_at
    )
    taken = standing_on(platform, None if law.is_today else law.as_at, known_at)
    return respond(request, with_taken(RESOURCES["answers"], taken), found.answers, wanted, asked)


def _document(report: Report, slug: str, wanted: str) -> HttpResponse:
    """The report itself as PDF or JSON."""
    if wanted == "pdf":
        response = HttpResponse(report_pdf(report), content_type="application/pdf")
    else:
        response = JsonResponse(report.to_dict(), json_dumps_params={"ensure_ascii": False})
    name = f"{slug}-obligations-{report.as_at.isoformat()}.{wanted}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
