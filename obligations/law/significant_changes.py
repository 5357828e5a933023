"""What an edition of the law data says about planned changes: clocks, and what is significant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from obligations.calendar.change_dates import SIGNIFICANT
from obligations.calendar.timetable import Owed
from obligations.law.edition import read
from obligations.law.ruleset import KEPT, find_release, ruleset_for
from obligations.law.ruleset import shipped as shipped_rules
from obligations.models import Release
from obligations.rules import RuleSet
from obligations.rules.flips.changes import Difference
from obligations.rules.rulebook.sources import official_first

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
    row = Release.objects.defer("payload").get(pk=pk, sha256=sha256)
    method = Release.objects.values_list("payload__risk_assessment", flat=True).get(pk=pk)
    return _read(method, ruleset_for(row))


@lru_cache(maxsize=1)
def shipped() -> Changing:
    """For the edition that this product ships."""
    return _read(read().payload["risk_assessment"], shipped_rules())


def _read(method: Mapping[str, Any], ruleset: RuleSet) -> Changing:
    event = ruleset.events.get(SIGNIFICANT)
    return Changing(
        clocks={
            each.id: Owed(each.id, each.clock, each.side, each.categories)
            for each in ruleset.determined
        },
        examples=tuple(_example(each) for each in method["significant_change_examples"]),
        note=method["significant_change_note"],
        sources=tuple(official_first(method["significant_change_sources"])),
        meaning=event.meaning if event else "",
        law_sources=tuple(each.model_dump() for each in event.sources) if event else (),
        verification=event.trust(ruleset.law_date).mark if event else "recalled",
    )


def _example(record: Mapping[str, Any] | str) -> Example:
    """Releases of 2026.11.21 and before hold the words alone."""
    if isinstance(record, str):
        return Example(record, BEGINS, ())
    return Example(record["text"], record["change"], tuple(record["facts"]))
