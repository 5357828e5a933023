"""What a message says of one date, or of one task that was given to somebody.

A date's is what the planner wrote of it on the day of its flag: its `state` with the values that
the state's words need; `told` of older rows is their text. A task's state is `given`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from obligations import language

Told = Mapping[str, Any]
STATES = {
    "not_confirmed": "Due, not confirmed:",
    "coming_up": "Coming up:",
    "still_open": "Still open:",
    "to_do_now": "To do now:",
    "kept": "Kept long enough:",
    "too_late": "Was it done?",
    "overdue": "Overdue:",
    "given": "Yours now:",
}
LONGEST = 300


def subject(told: Told) -> str:
    """The line of the subject: `Due in 45 days: First assessment (Moss Forum)`."""
    if "subject" in told:
        return str(told["subject"])
    state = STATES.get(told["state"]) or f"Due {_until(told['days'])}:"
    return f"{state} {told['title']} ({told['of']})"[:LONGEST]


def subject_of_all(batch: Sequence[Told]) -> str:
    """The line of the subject of several, which are all of dates or all of tasks."""
    first, state = subject(batch[0]), STATES["given"]
    if len(batch) == 1:
        return first
    if first.startswith(state):
        return f"{state} {len(batch)} tasks, the first: {first.removeprefix(state).strip()}"
    return f"{len(batch)} dates, the first: {first}"


def body(told: Told) -> str:
    """What is owed by when, by which rule, and what moved it, line by line."""
    return str(told["body"]) if "body" in told else "\n".join(_lines(told))


def _lines(told: Told) -> Iterator[str]:
    yield f"{told['title']}, {told['of']}"
    if told["state"] == "given":
        yield given(told)
        if told["due_on"]:
            yield f"Next date: {language.iso_day(told['due_on'])}."
        return
    yield _when(told)
    if told["rule"]:
        yield told["rule"]
    if told["basis"] == "guidance":
        yield "This is Ofcom's advice, not the law."
    if told["provisional"] == "true":
        yield "This day may change: tell us what is not known yet on the service's page."
    if told["moved_because"]:
        yield told["moved_because"]


def given(told: Told) -> str:
    """Who gave the task, and when."""
    by = f" by {told['by']}" if told["by"] else ""
    return f"Given to you{by} on {language.iso_day(told['given_on'])}."


def _when(told: Told) -> str:
    day = language.iso_day(told["due_on"])
    match told["state"]:
        case "not_confirmed" | "coming_up":
            return f"Date: {told['why']}."
        case "still_open" | "to_do_now":
            return f"Since {day}: {language.plain(told['pace'])}."
        case "kept":
            return f"Keep until {day}."
    by = f"By {day}{told['due_at'] or ''}"
    if told["state"] == "too_late":
        return f"{by}, which had passed before it came onto this list. If it was done, say when."
    return f"{by}."


def _until(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {days} days"
