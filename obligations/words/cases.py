"""Ofcom's cases: how they stood, what was fined, whose service it was."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from obligations.words.names import named

CASE_STATUSES = {
    "closed_geoblocked": "Closed: it shut visitors from the UK out",
    "closed_no_findings": "Closed without findings",
    "open_when_last_seen": "Open when last seen",
    "penalty_imposed": "Penalty imposed",
    "penalty_imposed_court_action": "Penalty imposed; court action",
    "penalty_imposed_open": "Penalty imposed; still open",
    "remediated": "Put right",
}
DESCRIBED = re.compile(r"(\d+ )?[a-z][a-z ()]*")
"""A service that is described and not named: `18 adult sites`."""


def case_status(value: Any) -> str:
    """How one of Ofcom's cases stood when it was last seen."""
    return named(CASE_STATUSES, value)


def case(found: Any) -> str:
    """The same with what was fined: `Penalty imposed, £20,000; still open`."""
    said = case_status(found.status)
    if not found.total_fines_gbp:
        return said
    fine = pounds(found.total_fines_gbp)
    head, _, rest = said.partition(";")
    if head == CASE_STATUSES["penalty_imposed"]:
        return f"{head}, {fine}{';' if rest else ''}{rest}"
    return f"{said}; fined {fine}"


def case_on(found: Any, day: dt.date) -> str:
    """How a case stood on a day: by its dated steps, and since it was last seen as it was then."""
    if day >= found.seen_on:
        return f"As last seen: {case(found)}"
    steps = [step for step in found.record.get("events") or () if step["date"]]
    by_then = [step for step in steps if step["date"] <= day.isoformat()]
    last = max(by_then, key=lambda step: step["date"], default=None)
    return "Open" if last is None else last["event"][:1].upper() + last["event"][1:]


def case_name(service: str, provider: str) -> str:
    """The service of a case; one that is only described is told by its provider's name."""
    if provider and DESCRIBED.fullmatch(service):
        service = f"{service} of {provider}"
    plain_word = re.match(r"[a-z]+ ", service)  # and no address of a site
    return service[:1].upper() + service[1:] if plain_word else service


def pounds(value: int) -> str:
    """£18 million, £1.05 million, £20,000."""
    if value >= 1_000_000:
        millions = f"{value / 1_000_000:.2f}".rstrip("0").rstrip(".")
        return f"£{millions} million"
    return f"£{value:,}"
