"""The difference that a what-if makes as a file: CSV, JSON, a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from obligations.exports import RESOURCES, Asked, UnknownFormat, edition_of, respond
from obligations.law.whatif import WhatIf
from obligations.views.shared.exports import refused
from obligations.views.shared.frame import LawDay
from tracker import clock


def as_file(
    request: HttpRequest, found: WhatIf, wanted: str, law: LawDay, whose: str
) -> HttpResponseBase:
    """The difference in a format; one that nobody writes is refused in words."""
    on = found.supposition.after.as_at
    asked = Asked(found.sentence, on, edition_of(law.release), clock.now(), whose=whose)
    try:
        rows = found.supposition.difference.rows
        return respond(request, RESOURCES["whatif"], rows, wanted, asked)
    except UnknownFormat as unknown:
        return refused([str(unknown)])
