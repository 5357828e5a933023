"""Jobs: bundles of requirements that one person does in one sitting. Ours, not the law's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from obligations.rules.conditions.grammar import Family
from obligations.rules.rulebook.record import Address, Many, Strict

LONG = 5  # Days.
Record = Mapping[str, Any]
Text = Annotated[str, Field(min_length=1)]


class Takes(Strict):
    """About how long a job takes, from `least` to `most`: our estimate, never law."""

    least: Annotated[int, Field(ge=1)]
    most: int
    unit: Literal["minutes", "hours", "days"]

    @model_validator(mode="after")
    def _in_order(self) -> Takes:
        if self.most < self.least:
            raise ValueError(f"most ({self.most}) is less than least ({self.least})")
        return self

    @property
    def is_long(self) -> bool:
        """Whether it may take a working week or more."""
        return self.unit == "days" and self.most >= LONG

    @property
    def words(self) -> str:
        """`30 to 60 minutes`, `1 hour`."""
        if self.least == self.most:
            return f"{self.most} {self.unit if self.most > 1 else self.unit.removesuffix('s')}"
        return f"{self.least} to {self.most} {self.unit}"


class Step(Strict):
    """One step of a job, and what to write down of it."""

    title: Text
    write: Many[str] = ()


class Guide(Strict):
    """An official guide, form or tool that helps with a job."""

    title: Text
    url: Address


class Job(Strict):
    """A bundle of requirements; its place in the list is its place in the order of work.

    `gives` says what comes out of it, `after` names the jobs that come first, `settles` the
    requirements it deals with; their contents go with them. `ahead` says why it is worth doing
    although what it settles may only stand by; `note` what a reader should know about the bundle
    itself. `steps`: how it is done, step by step; `signs`: who puts a name to it; `guides`: what
    Ofcom and others offer for it. `first_for`: it comes before all others while the risks of this
    family are not assessed.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    what: Text
    gives: Text
    takes: Takes
    after: Many[str] = ()
    settles: Annotated[Many[str], Field(min_length=1)]
    ahead: str | None = None
    note: str | None = None
    steps: Many[Step] = ()
    signs: str | None = None
    guides: Many[Guide] = ()
    first_for: Family | None = None


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
