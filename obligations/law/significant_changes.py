"""What an edition of the law data says about planned changes: clocks, and what is significant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from obligations.calendar.change_dates import SIGNIFICANT
from obligations.calendar.forms import read_clock
from obligations.calendar.timetable import Owed
from obligations.law.edition import read
from obligations.law.ruleset import KEPT, find_release
from obligations.models import Release
from obligations.rules.flips.changes import Difference
from obligations.rules.rulebook.names import DETERMINED_KINDS
from obligations.rules.rulebook.sources import official_first
from obligations.rules.rulebook.trust import sources_of, trust

BEGINS = "begins"


@dataclass(frozen=True, slots=True)
class Example:
    """A kind of change that guidance names as significant; `facts` may tell that it is made."""

    text: str
    change: str
    facts: tuple[str, ...]

    def fits(self, one: Difference) -> bool:
        """Whether an answer told otherwise is this kind of change."""
        return one.name in self.facts and (self.change != BEGINS or one.after is True)


@dataclass(frozen=True)
class Changing:
    """The clocks of every requirement, and how guidance tells a significant change.

    Whether a change is significant is the provider's judgement: examples help, none decides.
    `event` is what the law data says of the event itself; `sources` where the examples were read.
    """

    clocks: Mapping[str, Owed]
    examples: tuple[Example, ...]
    note: str
    sources: tuple[Mapping[str, Any], ...]
    meaning: str
    law_sources: tuple[Mapping[str, Any], ...]
    verification: str

    def like(self, told: Iterable[Difference]) -> tuple[tuple[Difference, Example], ...]:
        """The changes that are of a kind named as an example, each with the example."""
        pairs = ((one, example) for one in told for example in self.examples)
        return tuple((one, example) for one, example in pairs if example.fits(one))


def changing_for(release: Release | str | None = None) -> Changing:
    """For a release as `ruleset_for` finds it; the edition shipped where none is loaded."""
    row = release if isinstance(release, Release) else find_release(release)
    return shipped() if row is None else _of_release(row.sha256, row.pk)


@lru_cache(maxsize=KEPT)
def _of_release(sha256: str, pk: int) -> Changing:
    parts = ("requirements", "events", "risk_assessment")
    found = Release.objects.values_list(*(f"payload__{part}" for part in parts))
    return _read(dict(zip(parts, found.get(pk=pk, sha256=sha256), strict=True)))


@lru_cache(maxsize=1)
def shipped() -> Changing:
    """For the edition that this product ships."""
    return _read(read().payload)


def _read(payload: Mapping[str, Any]) -> Changing:
    method = payload["risk_assessment"]
    events: dict[str, Mapping[str, Any]] = {each["id"]: each for each in payload["events"]}
    event = events.get(SIGNIFICANT, {})
    return Changing(
        clocks={
            each["id"]: _owed(each)
            for each in payload["requirements"]
            if each["kind"] in DETERMINED_KINDS
        },
        examples=tuple(_example(each) for each in method["significant_change_examples"]),
        note=method["significant_change_note"],
        sources=tuple(official_first(method["significant_change_sources"])),
        meaning=event.get("meaning", ""),
        law_sources=tuple(sources_of(event)),
        verification=trust(event).mark,
    )


def _owed(record: Mapping[str, Any]) -> Owed:
    clock = read_clock(record["clock"])
    return Owed(record["id"], clock, record["side"], tuple(record["categories"] or ()))


def _example(record: Mapping[str, Any] | str) -> Example:
    """Releases of 2026.11.21 and before hold the words alone."""
    if isinstance(record, str):
        return Example(record, BEGINS, ())
    return Example(record["text"], record["change"], tuple(record["facts"]))
