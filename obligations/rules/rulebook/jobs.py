"""Jobs as the law data has them: bundles of requirements that one person does in one sitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Takes:
    """About how long a job takes, from `least` to `most` minutes, hours or days: an estimate."""

    least: int
    most: int
    unit: str

    @property
    def words(self) -> str:
        """`30 to 60 minutes`, `1 hour`."""
        if self.least == self.most:
            return f"{self.most} {self.unit if self.most > 1 else self.unit.removesuffix('s')}"
        return f"{self.least} to {self.most} {self.unit}"


@dataclass(frozen=True, slots=True)
class Job:
    """A job: what to do, what comes out of it (`gives`), which jobs come first (`after`).

    `settles` holds the ids of requirements; their contents go with them. `ahead` says why the job
    is worth doing although what it settles may only stand by.
    """

    id: str
    order: int
    title: str
    what: str
    gives: str
    takes: Takes
    after: tuple[str, ...]
    settles: tuple[str, ...]
    ahead: str
    note: str


def read_jobs(records: Iterable[Record]) -> tuple[Job, ...]:
    """The jobs of a law payload, in the order of work."""
    return tuple(
        Job(
            id=each["id"],
            order=order,
            title=each["title"],
            what=each["what"],
            gives=each["gives"],
            takes=Takes(**each["takes"]),
            after=tuple(each.get("after") or ()),
            settles=tuple(each["settles"]),
            ahead=each.get("ahead") or "",
            note=each.get("note") or "",
        )
        for order, each in enumerate(records, start=1)
    )


def jobs_of(jobs: Iterable[Record], requirements: Iterable[Record]) -> dict[str, str]:
    """Requirement to job, by their ids, of a payload: a part goes with the whole it is part of."""
    settled = {name: job["id"] for job in jobs for name in job["settles"]}
    wholes = {each["id"]: each.get("part_of") for each in requirements}
    found = {}
    for name in wholes:
        whole = whole_of(name, wholes)
        if whole in settled:
            found[name] = settled[whole]
    return found


def whole_of(name: str, wholes: Mapping[str, str | None]) -> str:
    """The requirement that another is, in the end, part of; itself where it is part of none."""
    while above := wholes.get(name):
        name = above
    return name
