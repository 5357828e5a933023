"""What binds a platform on a day: its recorded situation under one release of the law data."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from obligations.law.ruleset import ruleset_for
from obligations.models import Platform, Release
from obligations.models.situations import Recorded
from obligations.rules import (
    Conflict,
    Determination,
    RuleSet,
    Situation,
    determine,
    find_conflicts,
    read_recorded,
    read_subject,
)
from obligations.rules.facts.recorded_facts import known_to


def determine_platform(
    platform: Platform,
    as_at: dt.date,
    known_at: dt.datetime | None = None,
    release: Release | None = None,
    proposals: bool = False,
) -> Determination:
    """The answers for a platform on a day, as far as was recorded by `known_at`.

    `release` None is the current one. Raises SubjectError where what is recorded cannot be read.
    Where it contradicts itself the determination says so (`conflicts`): actions refuse to record
    that, but a newer release may bring it about.
    """
    ruleset = ruleset_for(release)
    subject = read_recorded(recorded(platform, ruleset, as_at, known_at), ruleset)
    return determine(ruleset, subject, as_at, proposals=proposals)


def recorded(
    platform: Platform, ruleset: RuleSet, as_at: dt.date, known_at: dt.datetime | None = None
) -> dict[str, Any]:
    """The platform's situation as far as these rules can read it (see Recorded.file)."""
    return known_to(ruleset, Recorded.of(platform, known_at).file(as_at))


def examine(situation: dict[str, Any], as_at: dt.date, ruleset: RuleSet) -> tuple[Conflict, ...]:
    """What in a situation contradicts itself on the day.

    Raises SubjectError where it cannot be read at all.
    """
    subject, _notes = read_subject(known_to(ruleset, situation), ruleset)
    return find_conflicts(Situation(ruleset, subject, as_at))


def inputs_sha256(situation: dict[str, Any], release: Release) -> str:
    """The hash of everything that a determination is worked out from, but for the day."""
    text = json.dumps(
        [situation, release.sha256], sort_keys=True, cls=DjangoJSONEncoder, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()
