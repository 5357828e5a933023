"""Documents as tagged PDF (PDF/UA-1), the same bytes for the same data."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import typst

from obligations.exports.report import Report

TEMPLATES = Path(__file__).resolve().parent / "typst"
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_BEYOND_OUR_FONTS = re.compile(
    "[\u2e80-\ud7ff\uf900-\ufdcf\ufe30-\ufe6f\uff00-\uffef\U00010000-\U0010ffff]"
)


def report_pdf(report: Report) -> bytes:
    """The report as a PDF, set in the fonts of typst's own wheel: every machine sets it alike.

    A text that those fonts cannot show (a name in Chinese, an emoji) is set in a font of this
    machine's; a character that no font here has is written by its number, and the document says so.
    """
    data = {**report.to_dict(), "known_words": report.known_words, "numbered": False}
    made = dt.datetime.combine(report.made_on, dt.time(), tzinfo=dt.UTC)
    text = json.dumps(data, ensure_ascii=False)
    for own_fonts in (True, False):
        try:
            return _set("obligations.typ", text, made, own_fonts=own_fonts)
        except typst.TypstError as error:
            if not _NO_GLYPH.search(error.message):
                raise
    return _numbered("obligations.typ", {**data, "numbered": True}, made)


def _set(template: str, data: str, made: dt.datetime, *, own_fonts: bool) -> bytes:
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        ignore_system_fonts=own_fonts,
        sys_inputs={"report": data},
        pdf_standards=["ua-1"],
        timestamp=made,
    )


def _numbered(template: str, data: dict[str, Any], made: dt.datetime) -> bytes:
    """The document with every character that cannot be shown as [U+8AD6]."""
    text = _BEYOND_OUR_FONTS.sub(_number, json.dumps(data, ensure_ascii=False))
    while True:
        try:
            return _set(template, text, made, own_fonts=True)
        except typst.TypstError as error:
            missing = _NO_GLYPH.search(error.message)
            if missing is None or missing[1].isascii():
                raise
            text = re.sub(f"[{re.escape(missing[1])}]", _number, text)


def _number(found: re.Match[str]) -> str:
    return f"[U+{ord(found[0]):04X}]"
