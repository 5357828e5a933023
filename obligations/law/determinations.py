"""What binds a platform on a day: its recorded situation under one release of the law data."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from obligations.law.ruleset import find_release, ruleset_for
from obligations.law.told_subject import read_recorded
from obligations.models import FactValue, Platform, Release
from obligations.models.situations import Recorded
from obligations.rules import (
    Conflict,
    Determination,
    RuleSet,
    Situation,
    Subject,
    determine,
    find_conflicts,
)
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.recorded_facts import known_to


@dataclass(frozen=True)
class Snapshot:
    """A service on a day under one edition: read once, determined once, and handed down.

    `release` None: no law data was loaded yet, and the shipped edition answers.
    """

    recorded: Recorded
    release: Release | None
    as_at: dt.date

    @classmethod
    def of(
        cls,
        platform: Platform,
        as_at: dt.date,
        known_at: dt.datetime | None = None,
        release: Release | None = None,
    ) -> Snapshot:
        """The service as recorded by a moment (default: by now); under the current edition, unless
        another is given."""
        return cls(Recorded.of(platform, known_at), release or find_release(None), as_at)

    @property
    def platform(self) -> Platform:
        return self.recorded.platform

    def answered(self, rows: Iterable[FactValue]) -> Snapshot:
        """The same with answers that were recorded since."""
        return replace(self, recorded=self.recorded.answered(rows))

    @cached_property
    def ruleset(self) -> RuleSet:
        return ruleset_for(self.release)

    @cached_property
    def told(self) -> FactSet:
        """The answers of the day (see Recorded.told)."""
        return self.recorded.told(self.as_at)

    @cached_property
    def file(self) -> dict[str, Any]:
        """The situation as far as these rules can read it, in the shape of a fact file."""
        return known_to(self.ruleset, self.recorded.file_of(self.told, self.as_at))

    @cached_property
    def subject(self) -> Subject:
        """Raises SubjectError where what is recorded cannot be read."""
        return read_recorded(self.file, self.ruleset)

    @cached_property
    def determination(self) -> Determination:
        """The answers. Where what is recorded contradicts itself they say so (`conflicts`): actions
        refuse to record that, but a newer release may bring it about. Raises SubjectError."""
        return determine(self.ruleset, self.subject, self.as_at)

    @cached_property
    def situation(self) -> Situation:
        """The subject with what was worked out of it. Raises SubjectError."""
        return self.determination.situation

    def inputs_sha256(self) -> str:
        """The hash of everything that a determination is worked out from, but for the day."""
        text = json.dumps(
            [self.file, self.release.sha256 if self.release else None],
            sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":"),
        )  # fmt: skip
        return hashlib.sha256(text.encode()).hexdigest()


def determine_platform(
    platform: Platform,
    as_at: dt.date,
    known_at: dt.datetime | None = None,
    release: Release | None = None,
    proposals: bool = False,
) -> Determination:
    """The answers for a platform on a day (see Snapshot). Raises SubjectError."""
    found = Snapshot.of(platform, as_at, known_at, release)
    return determine(found.ruleset, found.subject, as_at, proposals=proposals)


def examine(situation: dict[str, Any], as_at: dt.date, ruleset: RuleSet) -> tuple[Conflict, ...]:
    """What in a situation contradicts itself on the day.

    Raises SubjectError where it cannot be read at all.
    """
    subject = read_recorded(known_to(ruleset, situation), ruleset)
    return find_conflicts(Situation(ruleset, subject, as_at))
