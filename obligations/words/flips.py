"""What would change an answer, in sentences: "If you banned bullying in your terms, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from obligations import language
from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import Compare
from obligations.rules.flips import scope_entry
from obligations.rules.flips.changes import (
    Answered,
    Change,
    ChildAccessDecided,
    Count,
    Difference,
    Level,
    Members,
    NeverLeft,
    Number,
    OnRegister,
    Supposed,
)
from obligations.rules.flips.search import Flip
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.answers import Verdict, Would
from obligations.rules.verdict.situation import Situation
from obligations.words import conditions, facts
from obligations.words.reasons import event_words

# Present tense to what is only supposed. The first of these words in a clause is its verb.
_SUPPOSED = {
    "finds or flags": "found or flagged",
    "affects": "affected",
    "allow": "allowed",
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


EFFORTS = {
    Effort.WORDS: "a change to your terms",
    Effort.PRACTICE: "a change to how you run it",
    Effort.FEATURE: "a change to what people can do on it",
    Effort.ACCESS: "a change to who can get in",
    Effort.FINDING: "what you assess, not a choice",
    Effort.SIZE: "its size",
    Effort.NATURE: "what kind of service it is",
    Effort.OTHERS: "not yours to change",
}
_HOPES = {
    "uk_monthly_active_users": "having fewer users",
    "qualifying_worldwide_revenue_gbp": "making no money",
    "communicates_content_publicly": "showing nothing in public",
    "users_without_accounts": "letting in only people with an account",
}
_OPEN = "would depend on answers that are not given yet"


def sentence(flip: Flip) -> str:
    """A flip whole: "If it had no direct messages, ICU F1 would no longer apply."."""
    inquiry = flip.inquiry
    ref = inquiry.requirement.ref
    then = f"there would be something for {ref} to act on" if flip.acts else f"{ref} {_then(flip)}"
    return f"If {_together(inquiry.ruleset, flip.changes)}, {then}."


def entrances(situation: Situation) -> list[tuple[str, str]]:
    """What would bring a service out of scope into that of the Act, each with what it takes."""
    then, ruleset = "it would be a regulated service", situation.ruleset
    return [
        (f"If {_together(ruleset, each.changes)}, {then}.", takes(each.effort))
        for each in scope_entry.entrances(situation)
    ]


def no_help(names: Iterable[str]) -> str | None:
    """What people expect to end a duty and does not; None where there is nothing."""
    listed = language.either([_HOPES[name] for name in names])
    return f"{language.capital(listed)} would not help." if listed else None


def takes(effort: Effort) -> str:
    """What a change asks."""
    return EFFORTS[effort]


def distances(flip: Flip) -> list[str]:
    """How far each change is that has a number or a level."""
    told = (_distance(flip.inquiry.ruleset, each) for each in flip.changes)
    return [each for each in told if each]


def record(flip: Flip) -> dict[str, Any]:
    """A flip as JSON; `changes` in the shape of a fact file."""
    return {
        "sentence": sentence(flip),
        "answer": str(flip.answer),
        "would": None if flip.would is None else str(flip.would),
        "effort": flip.effort.name.lower(),
        "takes": takes(flip.effort),
        "distances": distances(flip),
        "notes": list(flip.notes),
        "provisions": list(flip.provisions),
        "changes": [retold(each) for each in flip.differences],
    }


def retold(one: Difference) -> dict[str, Any]:
    """An answer told otherwise as JSON, values in the shape of a fact file."""
    before, after = one.told
    return {"fact": one.name, "side": one.side, "from": before, "to": after}


def _then(flip: Flip) -> str:
    """What an answer would then be, after the requirement's name."""
    finding, inquiry = flip.finding, flip.inquiry
    match finding.verdict:
        case Verdict.NOT_KNOWN | Verdict.MAY_APPLY_LATER:
            return _OPEN
        case Verdict.PROPOSED if finding.would is Would.DEPENDS:
            return _OPEN
        case Verdict.DOES_NOT_APPLY:
            return {
                Verdict.WAITS: "would no longer wait",
                Verdict.STANDS_BY: "would no longer stand by",
            }.get(inquiry.finding.verdict, "would no longer apply")
        case Verdict.APPLIES_FROM if finding.starts_on is not None:
            return f"would apply from {language.day(finding.starts_on)}"
        case Verdict.STANDS_BY:
            return f"would stand by until: {event_words(inquiry.ruleset, finding.until_event)}"
        case Verdict.WAITS:
            return f"would wait for: {event_words(inquiry.ruleset, finding.until_event)}"
        case Verdict.PROPOSED if finding.would is Would.WOULD_NOT:
            return "would not apply, were it law"
        case Verdict.PROPOSED:
            return "would apply, were it law"
        case _:
            return "would apply"


def _together(ruleset: RuleSet, changes: Iterable[Change]) -> str:
    """Several clauses after one "if", each still told apart where one has commas in it."""
    listed = [_clause(ruleset, each) for each in changes]
    if any("," in each for each in listed):
        return ", and if ".join(listed)
    return language.listed(listed)


def _clause(ruleset: RuleSet, change: Change) -> str:
    assert change.supposed is not None
    said, months = if_clause(ruleset, change.supposed), ""
    if isinstance(change.supposed, Number) and change.supposed.months:
        months = f" for {language.small(change.supposed.months)} months running"
    return f"{said}{facts.side_words(change.side)}{months}"


def if_clause(ruleset: RuleSet, what: Supposed) -> str:
    """What follows "if": "you banned bullying in your terms", "it had livestreams"."""
    match what:
        case Answered(name, value):
            return supposed(facts.statement(ruleset.facts[name], value))
        case Members(name, values, more):
            return _members(ruleset, ruleset.facts[name], values, more=more)
        case Number(test, met, months):
            verb = "had been" if months else "were"
            return f"{facts.noun(ruleset.facts[test.fact])} {verb} {_wanted(ruleset, test, met)}"
        case Level(test, met):
            kind = conditions.kind_words(ruleset, test.family, test.kind)
            return f"the risk of {kind} were {facts.level_words(test.at_least, met=met)}"
        case Count():
            return _count(ruleset, what)
        case OnRegister(categories, put):
            named = language.either([f"Category {each}" for each in categories])
            if put:
                return f"Ofcom put it on its register in {named}"
            return f"it were not on Ofcom's register in {named}"
        case ChildAccessDecided():
            return "Ofcom decided that children are likely to access it"
        case NeverLeft():
            return "it had not left the scope of the Act"


def _distance(ruleset: RuleSet, change: Change) -> str:
    """How far: "more than 7 million monthly UK users; you have 6.4 million".

    Money stands before its limit: "worldwide revenue of at least £250 million; you have £1,200".
    """
    if change.now is None:
        return ""
    value = change.now.value
    match change.supposed:
        case Number(test, met, _):
            far = conditions.asked(ruleset, test, negated=not met)
            unit = ruleset.facts[test.fact].unit
            return f"{far}; you have {facts.value_words(value, unit)}"
        case Level(test, met):
            kind = conditions.kind_words(ruleset, test.family, test.kind)
            return f"{facts.level_words(test.at_least, met=met)} risk of {kind}; you have {value}"
        case _:
            return f"you have {value} such kinds"


def supposed(clause: str) -> str:
    """A present clause as one that is only supposed: "it has a feed" -> "it had a feed"."""
    return _VERB.sub(lambda found: _SUPPOSED[found[1]], clause, count=1)


def _members(ruleset: RuleSet, fact: Fact, values: tuple[str, ...], *, more: bool) -> str:
    """A set supposed to hold these values too, or no longer."""
    chosen = sorted(values)
    if more and len(chosen) == 1 and chosen[0] in (whole := fact.wholly_supposed):
        return whole[chosen[0]]
    named = [_member(ruleset, fact, each) for each in chosen]
    clause = fact.supposed
    if clause is None:
        listed = language.either(named)
        return f"{facts.noun(fact)} {'included' if more else 'did not include'} {listed}"
    if more:
        return clause.more.format(language.either(named))
    return clause.less.format(language.listed(named))


def _member(ruleset: RuleSet, fact: Fact, member: str) -> str:
    """A member of a set as one would say it, with what a bare number of the law stands for."""
    meant = facts.choice_titles(fact).get(member)
    if meant is not None:
        return f"{member} ({language.within(meant)})"
    if member in ruleset.kinds["children"]:
        return conditions.kind_words(ruleset, "children", member)
    return language.plain(member)


def _wanted(ruleset: RuleSet, test: Compare, met: bool) -> str:
    """What a number would be, to meet a test or not to: "more than 7 million"."""
    unit = ruleset.facts[test.fact].unit
    return facts.comparison_words(test.op, test.limit, unit, met=met)


def _count(ruleset: RuleSet, count: Count) -> str:
    """More kinds, or no more than so many, supposed to be at a level."""
    harm = "illegal harm" if count.family == "illegal" else "content harmful to children"
    reach = facts.level_words(count.level)
    if count.more:
        kinds = [conditions.kind_words(ruleset, count.family, each) for each in count.kinds]
        number = "one more kind" if len(kinds) == 1 else f"{language.small(len(kinds))} more kinds"
        return f"{number} of {harm} were at {reach} risk ({language.listed(kinds)}, say)"
    left = count.left
    kept = (
        f"no more than {language.small(left)} kind{'s' if left > 1 else ''}" if left else "no kind"
    )
    return f"{kept} of {harm} were at {reach} risk"
