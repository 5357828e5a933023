"""Jobs: bundles of requirements that one person does in one sitting. Ours, not the law's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from obligations.law.schema.base import Strict

Text = Annotated[str, Field(min_length=1)]


class Takes(Strict):
    """About how long a job takes: our estimate, never law."""

    least: Annotated[int, Field(ge=1)]
    most: int
    unit: Literal["minutes", "hours", "days"]

    @model_validator(mode="after")
    def _in_order(self) -> Takes:
        if self.most < self.least:
            raise ValueError(f"most ({self.most}) is less than least ({self.least})")
        return self


class Job(Strict):
    """A bundle of requirements; its place in the list is its place in the order of work.

    `gives` says what comes out of it, `after` names the jobs that come first, `settles` the
    requirements it deals with. `ahead` says why it is worth doing although what it settles may only
    stand by; `note` what a reader should know about the bundle itself.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    title: Annotated[str, Field(min_length=1, max_length=120)]
    what: Text
    gives: Text
    takes: Takes
    after: list[str] = Field(default_factory=list)
    settles: Annotated[list[str], Field(min_length=1)]
    ahead: str | None = None
    note: str | None = None
