"""Why Ofcom's list differs from ours, as far as the tool is known (`rules.ofcom.tool`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from obligations import language
from obligations.rules.rulebook.requirements import Requirement
from obligations.rules.rulebook.tool import NotAsked
from obligations.rules.rulebook.trust import least_sure
from obligations.rules.verdict.decision import current_reading
from obligations.rules.verdict.situation import Situation
from obligations.rules.why.fact_dependencies import facts_acted_on, facts_turned_on

LEFT_TO_YOU = "It lists such a measure with its condition and leaves that to you."
OURS_FOLLOWS = "Ours follows from your answer to that."
LOOK = "Nothing we know of the tool explains it: see whether you answered the same there."


@dataclass(frozen=True, slots=True)
class ToolSays:
    """What is known of the tool, in sentences, and how far that can be trusted (None: nothing)."""

    sentences: tuple[str, ...] = ()
    verification: str | None = None


def of_theirs(situation: Situation, requirement: Requirement) -> ToolSays:
    """Why the tool may list what does not apply, or is not known to."""
    unasked = _unasked(situation, requirement, facts_turned_on(situation, requirement))
    return _said(situation, unasked, LEFT_TO_YOU) if unasked else ToolSays((LOOK,))


def of_idle(situation: Situation, requirement: Requirement) -> ToolSays:
    """Why the tool lists what has nothing to act on."""
    unasked = _unasked(situation, requirement, facts_acted_on(situation, requirement))
    return _said(situation, unasked, LEFT_TO_YOU) if unasked else ToolSays()


def of_ours(situation: Situation, requirement: Requirement) -> ToolSays:
    """Why the tool may not list what applies: it is newer than the tool, or not asked for."""
    seen = situation.ruleset.tool.last_seen
    reading = current_reading(requirement, situation.as_at)
    begun = reading.from_ if reading else None
    if seen is not None and begun is not None and begun > seen:
        newer = (
            f"In force since {language.day(begun)}: the tool's use was last reported by "
            f"{language.day(seen)}."
        )
        return ToolSays((newer,), situation.ruleset.tool.verification)
    unasked = _unasked(situation, requirement, facts_turned_on(situation, requirement))
    return _said(situation, unasked, OURS_FOLLOWS) if unasked else ToolSays((LOOK,))


def _unasked(
    situation: Situation, requirement: Requirement, facts: Collection[str]
) -> list[NotAsked]:
    """The facts that decide and that the tool is known not to ask for this measure."""
    return [
        each
        for each in situation.ruleset.tool.not_asked
        if each.fact in facts and requirement.ref in each.refs
    ]


def _said(situation: Situation, unasked: list[NotAsked], close: str) -> ToolSays:
    facts = situation.ruleset.facts
    verification = least_sure(each.verification for each in unasked)
    return ToolSays((*(each.sentence(facts[each.fact]) for each in unasked), close), verification)
