"""The answers of a determination: words, order and the record of one answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from obligations.rules.conditions.truth import Truth


class Verdict(StrEnum):
    """What a requirement comes to for a platform on a day."""

    APPLIES = "applies"
    APPLIES_FROM = "applies_from"
    WAITS = "waits"
    STANDS_BY = "stands_by"
    NOT_KNOWN = "not_known"
    MAY_APPLY_LATER = "may_apply_later"
    DOES_NOT_APPLY = "does_not_apply"
    PROPOSED = "proposed"


UNSETTLED = (Verdict.NOT_KNOWN, Verdict.MAY_APPLY_LATER)
"""Facts are missing. Law that is not in force on the day is none of that day's unknowns."""


class Would(StrEnum):
    """What a proposed text would come to, were it law as it stands."""

    WOULD = "would"
    WOULD_NOT = "would_not"
    DEPENDS = "depends"


class ActsOn(StrEnum):
    """Whether a requirement has anything to act on (`bites_only_if`)."""

    SOMETHING = "something"
    NOTHING = "nothing"
    NOT_KNOWN = "not_known"


class Settler(StrEnum):
    """Who can settle what is not known."""

    YOU = "you"
    LAW = "law"
    OFCOM = "ofcom"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its days, before it is put in words.

    `starts_on` is the latest of law, scope, designation and child access (of what waits or may
    apply later: the day on which the law comes into force, where one is set); `ends_on` the last
    day on which it bound; `until_event` the event stood by or waited for. `readings_differ` marks a
    contested text whose readings disagree. `suspended`: it binds and need not be complied with
    while an appeal against the register is pending (s 167); None where that can be read two ways.
    """

    verdict: Verdict
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    until_event: str | None = None
    would: Would | None = None
    readings_differ: bool = False
    suspended: Truth = False
