"""What is on screen, in files, on the command line and in messages: each wording in one module.

A module is named after what it words. Days, counts and lists that are no law's are those of
`obligations.language`.
"""

from obligations.words import (
    answers,
    cases,
    checks,
    comparisons,
    conditions,
    days,
    determinations,
    effects,
    facts,
    flips,
    formerly,
    messages,
    names,
    outlook,
    plan,
    reasons,
    recorded,
    records,
    standing,
    stored,
    tasks,
    unknowns,
)

__all__ = [
    "answers",
    "cases",
    "checks",
    "comparisons",
    "conditions",
    "days",
    "determinations",
    "effects",
    "facts",
    "flips",
    "formerly",
    "messages",
    "names",
    "outlook",
    "plan",
    "reasons",
    "recorded",
    "records",
    "standing",
    "stored",
    "tasks",
    "unknowns",
]
