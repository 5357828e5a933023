"""What every record of the law data is made of: days, sources, verification, conditions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

ALWAYS: dict[str, Any] = {"all": []}
"""The condition that holds for everyone inside gate, side and category."""


class Strict(BaseModel):
    """A record whose every key is known: a misspelt key is an error, never silently dropped."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


def _calendar_day(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"{value!r} is not a day; write it as YYYY-MM-DD")
    try:
        dt.date.fromisoformat(value)
    except ValueError as no_such_day:
        raise ValueError(f"{value} is not in the calendar") from no_such_day
    return value


Day = Annotated[str, AfterValidator(_calendar_day)]
"""A day as ISO text, checked against the calendar."""


def _always(value: object) -> object:
    return ALWAYS if value == "always" else value


def _scope(value: object) -> object:
    return None if value == "unknown" else _always(value)


Condition = Annotated[dict[str, Any], BeforeValidator(_always)]
"""A condition tree, or the word `always`. Its names are checked in `obligations.law.checks`."""

Scope = Annotated[dict[str, Any] | None, BeforeValidator(_scope)]
"""A condition, or the word `unknown`: who is concerned was not read, so the answer is not known."""

Side = Literal["u2u", "search"]
Level = Literal["negligible", "low", "medium", "high"]
Trust = Literal["verified", "seen", "recalled"]


class Source(Strict):
    """Where something was read. `official` is the address to verify it at."""

    url: str | None
    where: str
    official: str | None = None


class Verification(Strict):
    """How far a record can be trusted: verified by an editor, seen in a source, or recalled.

    `contested` means that sources disagree and the record holds the readings. `parts` says the
    same of single parts: the text, the reference (code), the condition, the links.
    """

    status: Literal["verified", "seen", "recalled", "contested"]
    by: str | None = None
    on: Day | None = None
    parts: dict[
        Literal["text", "code", "condition", "links"],
        Literal["verified", "seen", "recalled", "unknown"],
    ] = Field(default_factory=dict)


def _short_verification(value: object) -> object:
    return {"status": value} if isinstance(value, str) else value


Verified = Annotated[Verification, BeforeValidator(_short_verification)]
"""A verification, or only its status as one word."""


class Sourced(Strict):
    """A record that says where it was read and how far it can be trusted."""

    verification: Verified
    sources: list[Source]
