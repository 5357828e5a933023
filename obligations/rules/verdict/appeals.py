"""An appeal against being put on Ofcom's register: what need not be complied with (s 167)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from obligations.rules.conditions.grammar import All, AnyOf, Condition, In
from obligations.rules.conditions.truth import Truth
from obligations.rules.facts.subject import Designation
from obligations.rules.rulebook.names import CATEGORY_SIDES
from obligations.rules.rulebook.requirements import Requirement, Text
from obligations.rules.verdict.answers import Finding, Verdict
from obligations.rules.verdict.situation import Situation

SECTION = "OSA 2023 s 167(3)-(4)"
BY_LETTER, BY_PURPOSE = WAYS = ("letter", "purpose")
"""The ways to read s 167(4) where only some of the categories are appealed against."""
EVERY_CATEGORY = frozenset(CATEGORY_SIDES)
# Appealed against: whom else a requirement may bind and still be a special one (s 167(4)).
SPECIAL: dict[str, tuple[frozenset[str], ...]] = {
    "1": (frozenset({"1"}), EVERY_CATEGORY),
    "2A": (frozenset({"2A"}), EVERY_CATEGORY),
    "2B": (EVERY_CATEGORY,),
}


def under_appeal(
    situation: Situation, requirement: Requirement, reading: Text
) -> tuple[Designation, ...]:
    """The appealed entries on the register of which the requirement is a special requirement."""
    named = _categories(requirement, reading)
    return tuple(
        each
        for each in situation.subject.designations or ()
        if each.under_appeal(situation.as_at) and named in SPECIAL[each.category]
    )


def not_appealed(situation: Situation, requirement: Requirement, reading: Text) -> tuple[str, ...]:
    """The other categories that it is in and that bring the requirement too."""
    named = _categories(requirement, reading)
    held = situation.value("designated_categories")
    appealed = {each.category for each in under_appeal(situation, requirement, reading)}
    return tuple(sorted((held & named) - appealed)) if isinstance(held, frozenset) else ()


def _categories(requirement: Requirement, reading: Text) -> frozenset[str]:
    """The categories that alone bring a duty, or a Code measure by its condition."""
    if requirement.categories:
        return frozenset(requirement.categories)
    return frozenset() if reading.condition is None else _asked_for(reading.condition)


def _asked_for(condition: Condition) -> frozenset[str]:
    """The categories in one of which a service must be for the condition to hold; none: no such."""
    match condition:
        case In("designated_categories", values):
            return frozenset(values)
        case All(parts):
            asked = [_asked_for(part) for part in parts]
            return next((each for each in asked if each), frozenset())
        case AnyOf(parts) if parts:
            asked = [_asked_for(part) for part in parts]
            return frozenset[str]().union(*asked) if all(asked) else frozenset()
        case _:
            return frozenset()


def suspended(situation: Situation, requirement: Requirement, reading: Text) -> Truth:
    """Whether it need not be complied with because of an appeal; None: s 167 can be read two ways.

    Where every category that brings it is appealed against, it need not. Where another category
    brings it too, the letter of s 167(4) still excuses it, and its purpose does not.
    """
    if not under_appeal(situation, requirement, reading):
        return False
    return None if not_appealed(situation, requirement, reading) else True


def as_appealed(
    situation: Situation, requirement: Requirement, reading: Text, finding: Finding
) -> Finding:
    """What binds, with the appeal that suspends it."""
    truth = suspended(situation, requirement, reading)
    if truth is None:
        return Finding(Verdict.NOT_KNOWN, readings_differ=True, suspended=None)
    return replace(finding, suspended=truth) if truth else finding


def last_appeal(
    situation: Situation, requirement: Requirement, reading: Text, first: dt.date | None
) -> tuple[dt.date, dt.date] | None:
    """The first and last day of an appeal, ended by now, that a count of days fell into."""
    named = _categories(requirement, reading)
    for each in situation.subject.designations or ():
        begun, ended = each.appealed, each.appeal_ended
        if begun is None or ended is None or ended > situation.as_at:
            continue
        if named in SPECIAL[each.category] and (first is None or first < ended):
            return begun, ended - dt.timedelta(days=1)
    return None
