"""What references of earlier editions became, in sentences."""

from __future__ import annotations

from obligations.rules.answer.answer import Answer
from obligations.rules.rulebook import formerly
from obligations.rules.rulebook.requirements import Former, Requirement
from obligations.rules.rulebook.ruleset import RuleSet


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


def numbered(requirement: Requirement, former: Former | None) -> str:
    """That a requirement once bore this reference, and until when; empty where it did not."""
    if former is None:
        return ""
    return f"Until law data {former.until}, {requirement.ref} was {former.ref}."


def of_answer(one: Answer) -> list[str]:
    """`about` of the requirement of an answer."""
    return about(one.inquiry.ruleset, one.requirement)


def about(ruleset: RuleSet, requirement: Requirement) -> list[str]:
    """What earlier editions called a requirement, and what else they used its reference for."""
    return [
        f"Until law data {each.until} its reference was {each.ref}."
        if each.id in requirement.was
        else sentence(ruleset, each)
        for each in formerly.about(ruleset, requirement)
    ]
