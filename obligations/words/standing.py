"""How a date stands, in words: on pages, in the report and in files alike."""

from __future__ import annotations

import datetime as dt

from obligations import language
from obligations.calendar.standing import CLOSED, Standing

NAMES = {
    Standing.OVERDUE: "Late",
    Standing.BEFORE: "Passed before you began here",
    Standing.TODAY: "Today",
    Standing.PACE: "To do now, with no last day",
    Standing.AHEAD: "Ahead",
    Standing.KEEP: "To be kept until a day",
    Standing.REGIME: "Date of the regime",
    Standing.REGIME_PASSED: "Planned for a day that has passed",
    Standing.PAUSED: "Paused while an appeal is pending",
    Standing.DONE: "Done",
    Standing.LAPSED: "No longer owed",
}


def name(standing: str | None) -> str:
    """The standing of a date in a list or a file; nothing where there is no date."""
    return NAMES[Standing(standing)] if standing else ""


def told(standing: Standing, due_on: dt.date, at: dt.date, *, confirmed: bool = True) -> str:
    """`3 days late`, `today`, `in 5 days`, `was it done?`, `not confirmed`, `done`."""
    match standing:
        case Standing.OVERDUE:
            return f"{language.counted((at - due_on).days, 'day')} late"
        case Standing.BEFORE:
            return "was it done?"
        case Standing.PACE:
            return "to do now"
        case Standing.KEEP if due_on <= at:
            return "kept long enough"
        case Standing.REGIME if not confirmed:
            return "not confirmed"
        case Standing.REGIME_PASSED:
            return "" if confirmed else "due, not confirmed"
        case Standing.PAUSED:
            return "paused"
        case _ if standing in CLOSED:
            return NAMES[standing].lower()
    left = (due_on - at).days
    return {0: "today", 1: "tomorrow"}.get(left) or f"in {left:,} days"
