"""Where a measure stands between Ofcom's list and ours."""

from __future__ import annotations

from typing import Any

from obligations.words.names import named

PLACES = {
    "theirs_only": "On Ofcom's list only",
    "ours_only": "On ours only",
    "code_not_listed": "From a Code the list has nothing of",
    "apart": "Not on the list, and nothing is missing today",
    "agreed": "Agreed",
    "disputed": "Number and title disagree",
    "unknown_code": "A code we do not know",
    "not_understood": "Not understood",
}


def place(value: Any) -> str:
    """Where a measure stands between Ofcom's list and ours."""
    return named(PLACES, value)
