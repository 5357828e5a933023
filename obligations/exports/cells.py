"""Values as text, and texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

from obligations.exports.head import LONDON

FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
"""What spreadsheets read as the start of a formula or a command, full-width forms included."""
_UNSEEN = r"[\s\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_START = f"[{re.escape(''.join(FORMULA_STARTS))}]"
_DANGEROUS = re.compile(rf"[\t\r\n]|{_UNSEEN}{_START}")
_INSIDE = re.compile(rf"([;|\t\r\n]{_UNSEEN})(?={_START})")
_INSIDE_A_COMMENT = re.compile(rf"([,;|]{_UNSEEN})(?={_START})")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def is_dangerous(text: str) -> bool:
    """Would a spreadsheet run this text, or drop what stands before a formula in it?"""
    return _DANGEROUS.match(text) is not None


def neutral(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run.

    Also inside it, after what may part cells or lines: where lines are cut at semicolons, quotes
    hold no cell together but the first.
    """
    inside = _INSIDE.sub(r"\1'", text)
    return f"'{inside}" if is_dangerous(text) else inside


def comment(sentence: str) -> str:
    """A head line for a CSV file: one line that starts with # and holds no cell to be run.

    A spreadsheet cuts even this line at its commas, so what follows one is made harmless too.
    """
    line = _CONTROLS.sub(" ", sentence).replace('"', "”")
    return "# " + _INSIDE_A_COMMENT.sub(r"\1'", line)


def text_of(value: Any) -> str:
    """A value for CSV: ISO days, true and false, lists parted by `; `, data as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return neutral(value)
        case int() | float() | Decimal():
            return str(value)
        case dt.datetime():
            return value.astimezone(LONDON).isoformat(timespec="seconds")
        case dt.date():
            return value.isoformat()
        case list() | tuple() if all(isinstance(one, str) for one in value):
            return neutral("; ".join(value))
        case _:
            return neutral(json.dumps(value, ensure_ascii=False, default=plain))


def plain(value: Any) -> Any:
    """JSON's last resort: days, moments and exact numbers."""
    if isinstance(value, dt.datetime):
        return value.astimezone(LONDON).isoformat(timespec="seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no place in an export")
