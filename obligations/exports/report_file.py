"""The report of a service as a file: the document, or every answer in the formats of lists."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from obligations.exports.columns import Resource
from obligations.exports.formats import LABELS
from obligations.exports.pdf import report_pdf
from obligations.exports.positions import with_taken
from obligations.exports.report import Report
from obligations.exports.work import ANSWERS
from obligations.law.determinations import determine_platform
from obligations.law.positions import standing_on
from obligations.models import Platform, Release
from obligations.rules import Answer

REPORT_FORMATS = {"pdf": "PDF", **LABELS}
"""Each format of a report and its word on screen."""
DOCUMENTS = ("pdf", "json")
"""The formats that hold the report itself; every other holds rows."""


def document(report: Report, wanted: str) -> bytes:
    """The report itself as `pdf` or `json`. Raises NotTypeset."""
    if wanted == "pdf":
        return report_pdf(report)
    return (json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n").encode()


def every_answer(
    platform: Platform,
    as_at: dt.date,
    *,
    made_on: dt.date,
    release: Release | None,
    known_at: dt.datetime | None,
) -> tuple[Resource, Sequence[Answer]]:
    """Every answer as rows: what does not apply too, with reasons, the positions beside."""
    found = determine_platform(platform, as_at, known_at, release)
    taken = standing_on(platform, None if as_at == made_on else as_at, known_at)
    return with_taken(ANSWERS, taken), found.answers
