"""How an answer is said: what it comes to, how strongly, on which side."""

from __future__ import annotations

from typing import Any

from obligations.words.names import named

STRENGTHS = {
    "must": "You must",
    "recommended": "Recommended to you",
    "should": "You should",
    "information": "For information",
}
ANSWERS = {
    "applies": "Applies",
    "applies_from": "Applies from a date",
    "waits": "Waits",
    "stands_by": "Stands by",
    "not_known": "Not known yet",
    "may_apply_later": "Not in force; may apply later",
    "does_not_apply": "Does not apply",
    "proposed": "Proposed",
}
SUSPENDED = {True: "yes", False: "no", None: "unclear"}
"""Whether an appeal against the register suspends an answer (OSA 2023 s 167), as filters say it."""
SIDES = {
    "u2u": "User-to-user side",
    "search": "Search side",
    "platform": "Whole service",
    "provider": "Provider",
}


def strength(value: Any) -> str:
    return named(STRENGTHS, value)


def answer(value: Any) -> str:
    return named(ANSWERS, value)


def side(value: Any) -> str:
    return named(SIDES, value)


def screen_level(value: Any) -> str:
    """The level a thing is told of: what the code calls a platform is a service on screen."""
    return "service" if str(value) == "platform" else str(value)
