"""What is known of Ofcom's own tool: read in other services' records of it, not in the tool."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from obligations.rules.rulebook.trust import trust

_REF = re.compile(r"\b[A-Z]{3} [A-Z]\d+\b")
NOT_ASKED, PARTLY = "not asked", "partly asked"


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A fact that measures turn on and that the tool does not ask, or asks only in part.

    `refs` are the measures that were named with it; `why` says how far it is asked.
    """

    fact: str
    refs: frozenset[str]
    why: str
    verification: str


@dataclass(frozen=True, slots=True)
class OfcomTool:
    """The tool as far as it is known.

    `last_seen` is the last day on which its use was reported, `leaves_out` what its output was
    found to have nothing on.
    """

    not_asked: tuple[NotAsked, ...] = ()
    last_seen: dt.date | None = None
    leaves_out: str = ""
    verification: str = "recalled"

    @classmethod
    def from_payload(cls, section: Mapping[str, Any]) -> OfcomTool:
        """From the section `checker` of a law payload; older editions say less."""
        about = section.get("tool_facts") or {}
        seen = about.get("last_seen")
        # What it asks as a band or a level it does ask: that explains no difference.
        asked = {name for each in section.get("questions") or () for name in each["sets"]}
        entries = section.get("not_asked") or ()
        return cls(
            tuple(_not_asked(each) for each in entries if each["fact"] not in asked),
            dt.date.fromisoformat(seen) if seen else None,
            about.get("law_gap") or "",
            trust(about).mark,
        )


def _not_asked(entry: Mapping[str, Any]) -> NotAsked:
    return NotAsked(
        fact=entry["fact"],
        refs=frozenset(ref for text in entry["used_by"] for ref in _REF.findall(text)),
        why=entry["why_not_asked"].rstrip("."),
        verification=trust(entry).mark,
    )
