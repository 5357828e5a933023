"""Changes in words that follow "if": "you banned bullying in your terms", "it had livestreams"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from obligations import language
from obligations.rules.conditions.grammar import ComparisonOp, Family
from obligations.rules.conditions.levels import LEVELS
from obligations.rules.conditions.truth import Value
from obligations.rules.rulebook import clauses, words
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact

# Present tense to what is only supposed. The first of these words in a clause is its verb.
_SUPPOSED = {
    "finds or flags": "found or flagged",
    "affects": "affected",
    "cannot": "could not",
    "can": "could",
    "does": "did",
    "do": "did",
    "is": "were",
    "are": "were",
    "was": "had been",
    "has": "had",
    "have": "had",
    "ban": "banned",
    "belongs": "belonged",
    "carries": "carried",
    "come": "came",
    "finds": "found",
    "keep": "kept",
    "labels": "labelled",
    "lets": "let",
    "meets": "met",
    "moderate": "moderated",
    "prompts": "prompted",
    "publishes": "published",
    "reports": "reported",
    "searches": "searched",
    "shows": "showed",
    "suggests": "suggested",
    "takes": "took",
    "tell": "told",
}
_VERB = re.compile(rf"\b({'|'.join(_SUPPOSED)})\b")
_OPPOSITES: dict[ComparisonOp, ComparisonOp] = {
    "over": "at_most",
    "at_least": "under",
    "under": "at_least",
    "at_most": "over",
}


def supposed(clause: str) -> str:
    """A present clause as one that is only supposed: "it has a feed" -> "it had a feed"."""
    return _VERB.sub(lambda found: _SUPPOSED[found[1]], clause, count=1)


def statement(fact: Fact, value: bool) -> str:
    """A yes-or-no fact supposed to be so, or not."""
    return supposed(words.statement(fact, value))


def members(ruleset: RuleSet, fact: Fact, values: Iterable[str], *, more: bool) -> str:
    """A set supposed to hold these values too, or no longer."""
    chosen = sorted(values)
    if more and len(chosen) == 1 and chosen[0] in (whole := wholly_supposed(fact)):
        return whole[chosen[0]]
    named = [_member(ruleset, fact, each) for each in chosen]
    clause = fact.supposed
    if clause is None:
        listed = language.either(named)
        return f"{words.noun(fact)} {'included' if more else 'did not include'} {listed}"
    if more:
        return clause.more.format(language.either(named))
    return clause.less.format(language.listed(named))


def wholly_supposed(fact: Fact) -> dict[str, str]:
    """The choices whose "if" is a clause of its own, in the order of what can be done about it."""
    return {each.choice: each.supposed for each in fact.choice_words if each.supposed}


def _member(ruleset: RuleSet, fact: Fact, member: str) -> str:
    """A member of a set as one would say it, with what a bare number of the law stands for."""
    meant = words.choice_titles(fact).get(member)
    if meant is not None:
        return f"{member} ({language.within(meant)})"
    if member in ruleset.kinds["children"]:
        return clauses.kind_words(ruleset, "children", member)
    return language.plain(member)


def comparison(fact: Fact, op: ComparisonOp, limit: float, *, met: bool) -> str:
    """A number supposed to meet a test, or not to."""
    wanted = op if met else _OPPOSITES[op]
    return f"{words.noun(fact)} were {words.comparison_words(wanted, limit, fact.unit)}"


def for_months(clause: str, months: int) -> str:
    """A number supposed to have been so for so many months running."""
    return (
        f"{clause.replace(' were ', ' had been ', 1)} for {language.small(months)} months running"
    )


def distance(fact: Fact, op: ComparisonOp, limit: float, value: Value | None, *, met: bool) -> str:
    """How far: "more than 7 million monthly UK users; you have 6.4 million".

    Money stands before its limit: "worldwide revenue of at least £250 million; you have £1,200".
    """
    wanted = words.comparison_words(op if met else _OPPOSITES[op], limit, fact.unit)
    noun = words.noun(fact)
    money = fact.unit is not None and fact.unit.startswith("GBP")
    test = f"{noun} of {wanted}" if money else f"{wanted} {noun}"
    return f"{test}; you have {words.value_words(value, fact.unit)}"


def level(ruleset: RuleSet, family: Family, kind: str, at_least: str, *, met: bool) -> str:
    """A kind's risk supposed to reach a level, or to stay below it."""
    return (
        f"the risk of {clauses.kind_words(ruleset, family, kind)} were {levels(at_least, met=met)}"
    )


def levels(at_least: str, *, met: bool) -> str:
    """The levels at which a test is met, or not: "medium or high", "low or negligible"."""
    reach = LEVELS.index(at_least)
    return language.either([*(LEVELS[reach:] if met else reversed(LEVELS[:reach]))])


def count(family: Family, at_least: str, kinds: list[str], *, more: bool, left: int) -> str:
    """More kinds, or no more than `left`, supposed to be at a level; `kinds` are an example."""
    harm = "illegal harm" if family == "illegal" else "content harmful to children"
    reach = words.level_words(at_least)
    example = f" ({language.listed(kinds)}, say)"
    if more:
        number = "one more kind" if len(kinds) == 1 else f"{language.small(len(kinds))} more kinds"
        return f"{number} of {harm} were at {reach} risk{example}"
    kept = (
        "no kind"
        if left == 0
        else f"no more than {language.small(left)} kind{'s' if left > 1 else ''}"
    )
    return f"{kept} of {harm} were at {reach} risk"


def together(clauses: Iterable[str]) -> str:
    """Several clauses after one "if", each still told apart where one has commas in it."""
    listed = list(clauses)
    if any("," in each for each in listed):
        return ", and if ".join(listed)
    return language.listed(listed)
