"""A determination as plain text for a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from obligations import language, words
from obligations.law.answer_rows import event_words, question_text
from obligations.rules import (
    UNSETTLED,
    ActsOn,
    Answer,
    Determination,
    Flip,
    RuleSet,
    Verdict,
)
from obligations.rules.answer.summary import summarise
from obligations.rules.facts.key import Key
from obligations.rules.rulebook.trust import CHECKED
from obligations.rules.verdict.predicates import is_unverified
from obligations.rules.why.deciding_tests import deciding_tests
from obligations.rules.why.who_settles import SCOPE_GATES
from obligations.words.conditions import kind_words
from obligations.words.determinations import opening
from obligations.words.facts import noun, statement
from obligations.words.trace import Trace

SUPPOSED = {
    "must": "It would be a duty",
    "recommended": "It would be recommended to you",
    "should": "It would be guidance to you",
    "information": "For information",
}
"""The strength of what does not bind, or is not known to."""
NOT_BINDING = (Verdict.DOES_NOT_APPLY, *UNSETTLED, Verdict.PROPOSED)
HEADINGS = {
    Verdict.APPLIES: "Applies",
    Verdict.APPLIES_FROM: "Applies from a later day",
    Verdict.WAITS: "Waits for an event",
    Verdict.NOT_KNOWN: "Not known yet",
    Verdict.MAY_APPLY_LATER: "Not in force on the day; may apply later",
    Verdict.STANDS_BY: "Stands by until an event",
    Verdict.PROPOSED: "Proposed, not law",
}
UNTIL = {Verdict.STANDS_BY: "if", Verdict.WAITS: "for", Verdict.MAY_APPLY_LATER: "after"}
OUTCOMES = {True: "met", False: "not met", None: "not known"}
SETTLERS = {"you": "tell us", "law": "the law has not settled this", "ofcom": "Ofcom has not said"}
FROM_MEMORY = "from memory, not checked"


def lines_of(determination: Determination) -> Iterator[str]:
    """The opening sentence, then the answers grouped by answer and theme, then the foot."""
    yield opening(determination)
    yield from _counts(determination)
    if determination.scope["regulated_scope"] is not True:
        yield ""
        yield from (f"  {each}" for each in scope_reasons(determination))
    ruleset = determination.situation.ruleset
    for verdict, heading in HEADINGS.items():
        chosen = [each for each in determination.answers if each.answer is verdict]
        if not chosen:
            continue
        yield ""
        yield f"{heading} ({len(chosen)})"
        for theme, answers in _by_theme(chosen):
            yield f"  {words.records.theme(theme)}"
            yield from (f"    {answer_line(each, ruleset)}" for each in answers)
    out = sum(each.answer is Verdict.DOES_NOT_APPLY for each in determination.answers)
    yield ""
    yield f"{out} others do not apply; --why REF says why."
    yield from foot(determination)


def _by_theme(answers: Iterable[Answer]) -> Iterator[tuple[str, Iterator[Answer]]]:
    # The sort is stable: within a theme the natural order of refs stays.
    return groupby(sorted(answers, key=lambda each: each.theme), key=lambda each: each.theme)


def scope_reasons(determination: Determination) -> list[str]:
    """Why the service is not, or not known to be, in scope."""
    situation = determination.situation
    gates = (situation.ruleset.gates[name].condition for name in SCOPE_GATES)
    found = dict.fromkeys(test for each in gates for test in deciding_tests(situation, each))
    return words.reasons.sentences(situation, found)


def _counts(determination: Determination) -> Iterator[str]:
    counts = summarise(determination)
    left_out = [
        (counts.parts, "part of another duty", "parts of other duties"),
        (counts.nothing_to_act_on, "duty with nothing to act on today",
         "duties with nothing to act on today"),
        (counts.permissions, "permission", "permissions"),
    ]  # fmt: skip
    said = [language.counted(number, one, many) for number, one, many in left_out if number]
    if said:
        yield f"Not counted: {', '.join(said)}."
    if bound := counts.duties + counts.measures:
        since = f", {counts.changed} changed since" if counts.changed else ""
        yield f"{counts.compared} of the {bound} compared with the official text{since}."
    if counts.unverified:
        rest = "rests" if counts.unverified == 1 else "rest"
        yield (
            f"{counts.unverified} of those that apply {rest} on memory or on sources that disagree."
        )


def answer_line(answer: Answer, ruleset: RuleSet) -> str:
    """An answer as a line: strength, reference, title, and what else there is to know of it."""
    marks = [mark for mark in _marks(answer, ruleset) if mark]
    strength = words.answers.STRENGTHS[answer.strength]
    tail = f" ({'; '.join(marks)})" if marks else ""
    return f"{strength:19} {answer.ref}: {answer.title}{tail}"


def _marks(answer: Answer, ruleset: RuleSet) -> Iterator[str]:
    dated = (Verdict.APPLIES_FROM, Verdict.WAITS, Verdict.MAY_APPLY_LATER)
    if answer.answer in dated and answer.starts_on is not None:
        yield f"from {language.day(answer.starts_on)}"
    if answer.answer in UNSETTLED and answer.settled_by_whom is not None:
        names = [_fact_words(name, ruleset) for name in answer.settled_by[:3]]
        more = len(answer.settled_by) - len(names)
        listed = ", ".join(names) + (f" and {more} more" if more else "")
        settler = SETTLERS[answer.settled_by_whom]
        yield f"{settler}: {listed}" if listed else settler
    if answer.answer is Verdict.PROPOSED and answer.would is not None:
        yield words.answers.WOULD[answer.would]
    if answer.until_event is not None:
        yield f"{UNTIL[answer.answer]}: {event_words(answer, ruleset)}"
    if answer.suspended:
        yield words.reasons.NOT_NOW
    if answer.part_of is not None:
        yield "a part of another duty"
    if answer.optional:
        yield "a permission"
    if answer.acts_on is ActsOn.NOTHING:
        yield "nothing to act on today"
    if is_unverified(answer):
        yield FROM_MEMORY if answer.verification == "recalled" else "sources disagree"


def _fact_words(name: str, ruleset: RuleSet) -> str:
    """A fact that is missing, in short: "risk of hate", "whether it has direct messages"."""
    level = Key(name).level
    fact = ruleset.facts.get(name)
    if fact is not None:
        return f"whether {statement(fact, True)}" if fact.type == "boolean" else noun(fact)
    if level is None:
        return language.plain(name)
    return f"risk of {kind_words(ruleset, *level[:2])}"


def why_lines(answer: Answer, determination: Determination) -> Iterator[str]:
    """One answer in a sentence, the facts that decide it, and the whole tree."""
    yield f"{words.answers.headline(answer)} {answer.title}."
    strength = (SUPPOSED if answer.answer in NOT_BINDING else words.answers.STRENGTHS)[
        answer.strength
    ]
    yield f"{strength}. {' '.join(words.reasons.reasons(answer))}".rstrip()
    if answer.settled_by_whom == "you":
        yield "You can settle it: the questions stand below."
    elif answer.settled_by_whom is not None:
        yield f"Who can settle it: {SETTLERS[answer.settled_by_whom]}."
    if (doubt := words.answers.doubt(answer)) is not None:
        yield doubt
    if answer.verification in CHECKED:
        yield f"{words.checks.how_far(answer.trust)}."
    if is_unverified(answer):
        yield (
            f"This record is {FROM_MEMORY}."
            if answer.verification == "recalled"
            else "Sources disagree about this record; each reading stands below."
        )
    yield from words.formerly.of_answer(answer)
    yield from _outlook(answer, determination)
    yield from _flips(answer)
    yield ""
    yield "The whole of it (> marks what decides):"
    for child in words.answers.trace(answer).children:
        yield from _tree(child, 1)
    yield from foot(determination)


def _outlook(answer: Answer, determination: Determination) -> Iterator[str]:
    """What will start it, or what would settle it."""
    if answer.outlook:
        yield ""
        yield "What will start it:"
        yield from (f"  {each}" for each in words.outlook.sentences(answer))
    if answer.unknowns:
        yield ""
        yield "What would settle it (most decisive first):"
    for each in answer.unknowns:
        ruleset = determination.situation.ruleset
        text = question_text(each.name, ruleset)
        yield f"  {text} {words.unknowns.sentence(ruleset, each)}".rstrip()
    if answer.unknowns and not answer.unknowns[0].settles:
        yield "  No single answer settles it; each narrows it."


def _flips(answer: Answer) -> Iterator[str]:
    """What would change it, by effort, and what would not."""
    lines = [line for flip, notes in answer.noted_flips for line in _flip(flip, notes)]
    far = words.answers.far(answer)
    lines += [] if far is None else [f"  {far}"]
    if lines:
        yield ""
        yield "What would change it (least effort first):"
        yield from lines
    if answer.no_help:
        yield f"What would not: {words.flips.no_help(answer.no_help)}"


def _flip(flip: Flip, notes: list[str]) -> Iterator[str]:
    yield f"  {words.flips.sentence(flip)}"
    yield f"      {'; '.join((words.flips.takes(flip.effort), *flip.provisions))}"
    yield from (f"      {each}" for each in (*words.flips.distances(flip), *notes))


def _tree(line: Trace, depth: int) -> Iterator[str]:
    mark = ">" if line.deciding else " "
    provision = f" [{line.provision}]" if line.provision and not line.children else ""
    group = f" {OUTCOMES[line.outcome]}" if line.sentence.endswith(":") else ""
    yield f"{mark} {'  ' * depth}{line.sentence}{group}{provision}"
    for child in line.children:
        yield from _tree(child, depth + 1)


def foot(determination: Determination) -> Iterator[str]:
    """The law date, the release, and what this is not."""
    ruleset = determination.situation.ruleset
    yield ""
    law_date = language.day(dt.date.fromisoformat(ruleset.law_date))
    yield f"Law data of {law_date}, release {determination.release}."
    yield "This is not legal advice."
