"""Why Ofcom's list differs from ours, as far as the tool is known (`rules.ofcom.tool`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from obligations.rules.rulebook.requirements import Requirement
from obligations.rules.rulebook.tool import NotAsked
from obligations.rules.rulebook.trust import least_sure
from obligations.rules.verdict.decision import current_reading
from obligations.rules.verdict.situation import Situation
from obligations.rules.why.fact_dependencies import facts_acted_on, facts_turned_on


class Known(StrEnum):
    """What is known of the tool that bears on a difference."""

    NOTHING = "nothing"
    UNEXPLAINED = "unexplained"  # Nothing that is known of it explains the difference.
    LEFT_TO_YOU = "left_to_you"  # It does not ask what decides, and lists the measure all the same.
    OURS_FOLLOWS = "ours_follows"  # It does not ask what decides, and ours is an answer to that.
    NEWER = "newer"  # The measure is newer than the last report of its use.


@dataclass(frozen=True, slots=True)
class ToolSays:
    """What is known of the tool, and how far that can be trusted (None: nothing is).

    `unasked`: what decides and it does not ask; `begun`: the first day of a newer measure.
    """

    known: Known = Known.NOTHING
    verification: str | None = None
    unasked: tuple[NotAsked, ...] = ()
    begun: dt.date | None = None


UNEXPLAINED = ToolSays(Known.UNEXPLAINED)


def of_theirs(situation: Situation, requirement: Requirement) -> ToolSays:
    """Why the tool may list what does not apply, or is not known to."""
    unasked = _unasked(situation, requirement, facts_turned_on(situation, requirement))
    return _said(unasked, Known.LEFT_TO_YOU) if unasked else UNEXPLAINED


def of_idle(situation: Situation, requirement: Requirement) -> ToolSays:
    """Why the tool lists what has nothing to act on."""
    unasked = _unasked(situation, requirement, facts_acted_on(situation, requirement))
    return _said(unasked, Known.LEFT_TO_YOU) if unasked else ToolSays()


def of_ours(situation: Situation, requirement: Requirement) -> ToolSays:
    """Why the tool may not list what applies: it is newer than the tool, or not asked for."""
    seen = situation.ruleset.tool.last_seen
    reading = current_reading(requirement, situation.as_at)
    begun = reading.from_ if reading else None
    if seen is not None and begun is not None and begun > seen:
        return ToolSays(Known.NEWER, situation.ruleset.tool.verification, begun=begun)
    unasked = _unasked(situation, requirement, facts_turned_on(situation, requirement))
    return _said(unasked, Known.OURS_FOLLOWS) if unasked else UNEXPLAINED


def _unasked(
    situation: Situation, requirement: Requirement, facts: Collection[str]
) -> list[NotAsked]:
    """The facts that decide and that the tool is known not to ask for this measure."""
    return [
        each
        for each in situation.ruleset.tool.not_asked
        if each.fact in facts and requirement.ref in each.refs
    ]


def _said(unasked: list[NotAsked], known: Known) -> ToolSays:
    return ToolSays(known, least_sure(each.verification for each in unasked), tuple(unasked))
