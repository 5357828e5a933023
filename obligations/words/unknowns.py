"""What is not known, and what each answer to it would come to, in words."""

from __future__ import annotations

from typing import Any

from obligations import language
from obligations.rules.answer.unknowns import Given, Result, Unknown
from obligations.rules.facts.key import Key
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.why.who_settles import DESIGNATIONS
from obligations.words.facts import value_words

RESULTS = {
    Result.APPLIES: "it applies",
    Result.DOES_NOT_APPLY: "it does not apply",
    Result.STANDS_BY: "it stands by",
    Result.WAITS: "it waits",
    Result.NOT_KNOWN: "still not known",
}


def sentence(ruleset: RuleSet, unknown: Unknown) -> str:
    """What each answer would come to: "Yes: it applies. No: still not known.".

    Empty where no answer settles anything without the others.
    """
    if unknown.settles == 0:
        return ""
    told = _outcomes(ruleset, unknown)
    return " ".join(f"{language.capital(given)}: {result}." for given, result in told)


def record(ruleset: RuleSet, unknown: Unknown) -> dict[str, Any]:
    """The unknown as JSON."""
    return {
        "fact": unknown.name,
        "side": unknown.side,
        "settles": round(unknown.settles, 2),
        "outcomes": [
            {"given": given, "result": result} for given, result in _outcomes(ruleset, unknown)
        ],
    }


def _outcomes(ruleset: RuleSet, unknown: Unknown) -> list[tuple[str, str]]:
    return [
        (language.either([_given(ruleset, unknown.name, each) for each in given]), RESULTS[result])
        for given, result in unknown.outcomes
    ]


def _given(ruleset: RuleSet, name: str, given: Given) -> str:
    if name == DESIGNATIONS:
        return "not on Ofcom's register" if given is None else f"on it in Category {given}"
    if Key(name).level is not None:
        return str(given)
    return value_words(given, ruleset.facts[name].unit)
