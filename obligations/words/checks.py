"""How far a record of the law was checked."""

from __future__ import annotations

from functools import partial

from obligations import language
from obligations.rules.rulebook.trust import Trust
from obligations.words.names import named

VERIFICATIONS = {
    "verified": "Checked on the official site",
    "compared": "Compared with the official text",
    "changed": "Compared with the official text; changed since",
    "seen": "Read in a source, not yet compared with the official text",
    "recalled": "From memory, not checked",
    "contested": "Sources disagree",
}

verification = partial(named, VERIFICATIONS)


def how_far(trust: Trust) -> str:
    """`Compared with the official text as at 30 September 2025 by three readers`."""
    if trust.mark in ("contested", "recalled", "seen"):
        return VERIFICATIONS[trust.mark]
    since = "; changed since" if trust.mark == "changed" else ""
    return f"{_compared(trust)}{since}"


def _compared(trust: Trust) -> str:
    reading = trust.reading
    if reading.get("how") == "verified":
        who = f" by {reading['by']}" if reading.get("by") else ""
        on = f" on {language.iso_day(reading['day'])}" if reading.get("day") else ""
        return f"Checked on {trust.site or 'the official site'}{who}{on}"
    readers = reading.get("readers")
    as_at = f" as at {language.iso_day(reading['as_at'])}" if reading.get("as_at") else ""
    by = f" by {language.small(readers)} reader{'' if readers == 1 else 's'}" if readers else ""
    return f"Compared with the official text{as_at}{by}"
