"""What references of earlier editions became: a number of a Code may have moved, or be gone."""

from __future__ import annotations

from obligations.rules.rulebook.requirements import Former, Requirement
from obligations.rules.rulebook.ruleset import RuleSet


def named(ruleset: RuleSet, text: str) -> tuple[Former, ...]:
    """How earlier editions used a reference or id; the latest use first."""
    wanted = text.strip().casefold()
    found = [each for each in ruleset.former if wanted in (each.ref.casefold(), each.id.casefold())]
    return tuple(sorted(found, key=lambda each: each.since, reverse=True))


def sentence(ruleset: RuleSet, former: Former) -> str:
    """What became of a reference: "PCS D3 is now PCS D4 since law data 2026.11.28."."""
    became = ruleset.moved.get(former.id)
    in_use = former.ref.casefold() in ruleset.by_ref
    if became is not None and became.ref == former.ref:
        return f"{former.ref} has another id since law data {former.since}: {became.id}."
    if became is not None and in_use:
        was = f"Until law data {former.until}, {former.ref} was used for “{became.title}”"
        return f"{was}; see {became.ref}."
    if became is not None:
        return f"{former.ref} is now {became.ref} since law data {former.since}."
    if in_use:
        was = f"Until law data {former.until}, {former.ref} was used for “{former.title}”"
        return f"{was}, which is no longer in the law data. {former.why}"
    return f"{former.ref} is not used since law data {former.since}. {former.why}"


def numbered(ruleset: RuleSet, requirement: Requirement, ref: str) -> str:
    """That a requirement once bore this reference, and until when; empty where it did not."""
    for former in ruleset.former:
        if former.id in requirement.was and former.ref == ref != requirement.ref:
            return f"Until law data {former.until}, {requirement.ref} was {ref}."
    return ""


def about(ruleset: RuleSet, requirement: Requirement) -> tuple[str, ...]:
    """What earlier editions called a requirement, and what else they used its reference for."""
    found = []
    for former in ruleset.former:
        if former.id in requirement.was:
            if former.ref != requirement.ref:
                found.append(f"Until law data {former.until} its reference was {former.ref}.")
        elif former.ref == requirement.ref:
            found.append(sentence(ruleset, former))
    return tuple(found)
