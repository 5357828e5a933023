"""What references of earlier editions became: a number of a Code may have moved, or be gone."""

from __future__ import annotations

from obligations.rules.rulebook.requirements import Former, Requirement
from obligations.rules.rulebook.ruleset import RuleSet


def named(ruleset: RuleSet, text: str) -> tuple[Former, ...]:
    """How earlier editions used a reference or id; the latest use first."""
    wanted = text.strip().casefold()
    found = [each for each in ruleset.former if wanted in (each.ref.casefold(), each.id.casefold())]
    return tuple(sorted(found, key=lambda each: each.since, reverse=True))


def numbered(ruleset: RuleSet, requirement: Requirement, ref: str) -> Former | None:
    """The use of this reference for a requirement that bears another one now."""
    for former in ruleset.former:
        if former.id in requirement.was and former.ref == ref != requirement.ref:
            return former
    return None


def about(ruleset: RuleSet, requirement: Requirement) -> tuple[Former, ...]:
    """Other references of a requirement, and other uses of its reference, in earlier editions."""
    return tuple(
        former
        for former in ruleset.former
        if (former.ref != requirement.ref if former.id in requirement.was
            else former.ref == requirement.ref)
    )  # fmt: skip
