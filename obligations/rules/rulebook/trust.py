"""How far a record of the law was checked: its readings, best first, and what they come to.

Editions up to 2026.11.21 have one `verification` instead of readings, and name the official address
beside the page where a record was read. `readings_of` and `sources_of` read both shapes; nothing
else needs to know of the older one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from obligations.rules.rulebook.sources import official_first

Record = Mapping[str, Any]

SURENESS = ("verified", "compared", "changed", "seen", "recalled", "contested")
"""Marks from the surest to the least sure. `changed`: compared or verified, and the law is known
to have changed since; what is not named counts as recalled."""
CHECKED = SURENESS[:3]
"""The marks of what somebody compared with the official text."""
IN_FORCE = ("in_force", "contested")


@dataclass(frozen=True)
class Trust:
    """What the readings of a record come to.

    `reading` is the best of them; `changed_on` the last known change of the provision, as far as
    the law date goes; `site` where its official text stands; `not_compared` why nobody compared it.
    """

    mark: str
    reading: Record = field(hash=False)
    changed_on: dt.date | None = None
    site: str = ""
    not_compared: str = ""


def trust(record: Record, law_date: str = "") -> Trust:
    """How far a record was checked, as an edition that follows the law to `law_date` tells it.

    Without a law date every change that the record names counts.
    """
    return trust_of(
        readings_of(record),
        changed_on(record, law_date),
        record.get("sources") or (),
        record.get("not_compared") or "",
    )


def trust_of(
    readings: Sequence[Record],
    changed: dt.date | None,
    sources: Sequence[Record] = (),
    not_compared: str = "",
) -> Trust:
    """What readings come to, the last known change given."""
    best = min(readings, key=lambda each: _place(each.get("how"))) if readings else {}
    contested = any(each.get("how") == "contested" for each in readings)
    mark = "contested" if contested else _mark(best, changed)
    return Trust(mark, best, changed, _site(sources), not_compared)


def readings_of(record: Record) -> list[Record]:
    """The readings of a record, best first, of any edition."""
    if "readings" in record:
        return sorted(record["readings"], key=lambda each: _place(each["how"]))
    return older_readings(record.get("verification"))


def older_readings(given: Any) -> list[Record]:
    """A `verification` of an older edition as readings: one word, or status, by, on and parts."""
    if given is None:
        return []
    said = given if isinstance(given, Mapping) else {"status": given}
    parts = {name: how for name, how in (said.get("parts") or {}).items() if how}
    if said.get("status") != "contested":
        told = {"by": said.get("by"), "day": said.get("on"), "parts": parts}
        return [{"how": said.get("status")} | {key: value for key, value in told.items() if value}]
    text = parts.pop("text", "recalled")
    return [{"how": text, **({"parts": parts} if parts else {})}, {"how": "contested"}]


def sources_of(record: Record) -> list[dict[str, Any]]:
    """Where a record was read, of any edition: the official document first."""
    return official_first(record.get("sources") or ())


def changed_on(record: Record, law_date: str) -> dt.date | None:
    """The last known change of a provision that is not later than the law date.

    A change is a day on which a version in force ends, or a further one begins, or one that the
    record names; that a provision begins to bind does not change its text.
    """
    versions = record.get("versions") or ()
    held = [each for each in versions if each.get("status", "in_force") in IN_FORCE]
    days = [each["day"] for each in record.get("changed") or ()]
    days += [each["to"] for each in held if each.get("to")]
    days += sorted(each["from"] for each in held if each.get("from"))[1:]
    known = [day for day in days if not law_date or day <= law_date]
    return dt.date.fromisoformat(max(known)) if known else None


def least_sure(marks: Iterable[str]) -> str:
    """The least sure of some marks."""
    return max(marks, key=SURENESS.index)


def _mark(reading: Record, changed: dt.date | None) -> str:
    """The least sure of a reading, of its condition and of its number: what may be shown of it."""
    how = reading.get("how")
    if how in CHECKED:
        as_at = reading.get("as_at") or reading.get("day")
        return "changed" if changed and as_at and changed.isoformat() > as_at else str(how)
    parts = reading.get("parts") or {}
    marks = [how, *(parts.get(part) or how for part in ("condition", "code"))]
    return least_sure(mark if mark in SURENESS else "recalled" for mark in marks)


def _place(how: Any) -> int:
    return SURENESS.index(how if how in SURENESS else "recalled")


def _site(sources: Sequence[Record]) -> str:
    """The host of the official document, without www."""
    url = next((each.get("url") for each in official_first(sources) if each.get("url")), "")
    return (urlsplit(url or "").hostname or "").removeprefix("www.")
