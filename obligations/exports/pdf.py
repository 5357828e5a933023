"""Documents as tagged PDF (PDF/UA-1), the same bytes for the same data on every machine."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import logging
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from obligations.exports.report import Report

TEMPLATES = Path(__file__).resolve().parent / "typst"
FONT_PACKAGES = ("weblate_fonts", "manimgx_fonts")
TYPESETTER = Path(__file__).with_name("typesetter.py")  # Run, never imported: typst stays out.
PATIENCE = 25  # Beyond the seconds of processor time that it gives itself.
log = logging.getLogger(__name__)


class NotTypeset(Exception):
    """No document could be made; the message says so in words for whoever asked for it."""


def report_pdf(report: Report) -> bytes:
    """The report as a PDF. Raises NotTypeset.

    It is set in a process of its own with bounds on time and memory. What no font has is a box, and
    the document names it. Where the process dies of a text, a second one boxes all beyond Latin.
    """
    job: dict[str, Any] = {
        "templates": str(TEMPLATES),
        "template": "obligations.typ",
        "fonts": _fonts(),
        "report": {**report.to_dict(), "known_words": report.known_words},
        "made": dt.datetime.combine(report.made_on, dt.time(), tzinfo=dt.UTC).isoformat(),
    }
    for plain in (False, True):
        if made := _typeset({**job, "plain": plain}):
            return made
    raise NotTypeset(
        "The PDF could not be made: a text in it stops the typesetter, or it is too long for one "
        "document. The page itself prints, and the other formats hold the same."
    )


def _typeset(job: dict[str, Any]) -> bytes | None:
    """What the typesetter answers; None, and a line in the log, where it died or was stopped."""
    inherited = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and what it reads is data
            [sys.executable, "-P", str(TYPESETTER)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=PATIENCE,
            env={**inherited, "RAYON_NUM_THREADS": "2", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.error("the typesetter was stopped after %s seconds", PATIENCE)
        return None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()[-500:]
        log.error("the typesetter ended with %s: %s", done.returncode, said)
        return None
    return done.stdout


@cache
def _fonts() -> list[str]:
    """The folders of the packages that carry fonts; typst looks into the folders below them too."""
    specs = [importlib.util.find_spec(name) for name in FONT_PACKAGES]
    return [place for spec in specs if spec for place in spec.submodule_search_locations or ()]
