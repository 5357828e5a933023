"""The report of a service's obligations: a page to read and print, and the same as a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from obligations import intake
from obligations.exports import UnknownFormat
from obligations.exports.pdf import NotTypeset
from obligations.exports.report import Report, obligations_report
from obligations.exports.report_file import DOCUMENTS, REPORT_FORMATS, document, every_answer
from obligations.rules import SubjectError
from obligations.views.shared.current_provider import platform_at_work, render_work
from obligations.views.shared.exports import addresses, as_file, refused
from obligations.views.shared.frame import law_day
from tracker import clock

TEMPLATE = "reports/obligations.html"


@login_required
def platform_report(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What binds a service, what is due, who does it and why: as a page, or in a format."""
    platform, place = platform_at_work(request, slug)
    law, wanted = law_day(request), request.GET.get("format")
    known_at, problem = _known_at(request.GET.get("known_at", ""))
    problems = [one for one in (law.error if wanted else "", problem) if one]
    if wanted and wanted not in REPORT_FORMATS:
        problems.append(str(UnknownFormat(wanted, REPORT_FORMATS)))
    if problems:
        return refused(problems)
    read: dict[str, Any] = {"made_on": law.today, "release": law.release, "known_at": known_at}
    try:
        if wanted and wanted not in DOCUMENTS:
            table, answers = every_answer(platform, law.as_at, **read)
            return as_file(
                request, table, answers, law,
                filters="Every answer", whose=platform.name, known_at=known_at,
            )  # fmt: skip
        report = obligations_report(platform, law.as_at, **read)
    except SubjectError as contradiction:
        context = {"platform": platform, "contradictions": contradiction.errors}
        return render_work(request, TEMPLATE, place, context, law=law, status=409)
    if wanted:
        try:
            return _document(report, slug, wanted)
        except NotTypeset as reason:
            return refused([str(reason)], status=503)
    context = {
        "platform": platform,
        "report": report,
        "formats": addresses(request, REPORT_FORMATS),
    }
    return render_work(request, TEMPLATE, place, context, law=law)


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


def _document(report: Report, slug: str, wanted: str) -> HttpResponse:
    """The report itself as PDF or JSON."""
    media_type = "application/pdf" if wanted == "pdf" else "application/json"
    response = HttpResponse(document(report, wanted), content_type=media_type)
    name = f"{slug}-obligations-{report.as_at.isoformat()}.{wanted}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
