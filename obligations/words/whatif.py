"""What a supposition comes to, in sentences: the opening, its groups, and what stays as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from obligations import language
from obligations.rules.facts.key import Key
from obligations.rules.flips.changes import DESIGNATIONS
from obligations.rules.flips.changes import Difference as Retold
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.vocabulary import Fact
from obligations.rules.verdict.answers import UNSETTLED, Verdict
from obligations.rules.verdict.predicates import binds, is_headline
from obligations.rules.whatif.difference import Group, Row
from obligations.rules.whatif.supposition import Supposition
from obligations.words import answers, conditions, facts
from obligations.words.effects import counted, counted_rows
from obligations.words.reasons import OF_CATEGORIES

TITLES = {
    Group.GAINED: "Gained",
    Group.LOST: "Lost",
    Group.REDATED: "Re-dated",
    Group.BEGINS: "Begun by then",
    Group.ACTS: "Something to act on now",
    Group.RESTS: "Nothing certain to act on any more",
    Group.PAUSED: "Need not be complied with while an appeal is pending",
    Group.RESUMED: "To be complied with: no appeal is pending any more",
    Group.WAITS: "Would wait",
    Group.STANDS_BY: "Would stand by",
    Group.UNCLEAR: "Would be unclear",
    Group.CLEARED: "Would clearly not concern it",
    Group.PROPOSED: "Proposed texts that would come out otherwise",
}


def opening(supposition: Supposition) -> str:
    """The sentence that could stand alone: "With these two changes Demo Forum would gain ..."."""
    found, name = supposition.difference, supposition.after.platform
    parts = [f"gain {counted_rows(found.gained)}", f"lose {counted_rows(found.lost)}"]
    rest = []
    if moved := len(found.redated):
        rest.append(f"{moved} would bind from another day")
    if unsure := sum(_is_unsure(row) for row in found.lost):
        rest.append(f"{unsure} of what it would lose would be not known, not gone")
    if softer := len(found.softer):
        rest.append(f"{softer} other {'answer' if softer == 1 else 'answers'} would change")
    text = f"{_with(supposition)}{name} would {' and '.join(parts)}"
    if not found:
        text = f"{_with(supposition)}nothing would begin or cease to bind {name}"
    return "; ".join((text, *rest)) + "."


def _is_unsure(row: Row) -> bool:
    return row.counts and row.after is not None and row.after.answer in UNSETTLED


def _with(supposition: Supposition) -> str:
    count = len(supposition.told)
    moved = supposition.after.as_at != supposition.before.as_at
    day = f"on {language.day(supposition.after.as_at)}" if moved else ""
    if not count:
        return f"As it is, {day} " if moved else "With no change, "
    changes = "this change" if count == 1 else f"these {language.small(count)} changes"
    return f"With {changes} {day + ', ' if day else ''}"


def heading(group: Group, rows: tuple[Row, ...]) -> str:
    """A group's title with its number."""
    return f"{TITLES[group]} ({len(rows)})"


def left_out(rows: tuple[Row, ...]) -> str:
    """How many of a group the headline figures leave out, as a sentence; empty where none."""
    count = sum(not row.counts for row in rows)
    what = "part of another duty, a permission, or without anything to act on"
    return f"{count} of them {'is' if count == 1 else 'are'} {what}." if count else ""


def then_words(row: Row) -> str:
    """What the answer would then be; what binds anew at once binds from the change."""
    if row.group is Group.GAINED and row.after is not None:
        return "at once" if row.after.answer is Verdict.APPLIES else answers.state(row.after)
    return answers.state(row.after)


def unchanged(supposition: Supposition) -> str:
    """What else binds and stays, in one sentence."""
    moved = {(row.shown.id, row.shown.side) for row in supposition.difference.rows}
    stays = [
        answer
        for answer in supposition.after.answers
        if binds(answer) and (answer.id, answer.side) not in moved
    ]
    said = counted(each.kind for each in stays if is_headline(each))
    return f"No change to the {said} that bind it or will." if said else "Nothing else binds it."


def retold_words(ruleset: RuleSet, one: Retold, *, now: bool = True) -> str:
    """An answer told otherwise as a clause: "it has direct messages (now: it has none)".

    What is so now stands in the words of what would be: a bare yes or no could be read either way.
    """
    where = facts.side_words(one.side) if one.side == "search" else ""
    rated = Key(one.name).level
    said, told = (_value_words(ruleset, one.name, each) for each in (one.after, one.before))
    if one.name == DESIGNATIONS:
        said = f"Ofcom's register: {said}"
    elif rated is not None:
        said = f"risk of {conditions.kind_words(ruleset, *rated[:2])}{where}: {said}"
    elif isinstance(one.after, bool) or isinstance(one.before, bool):
        fact = ruleset.facts[one.name]
        said, told = (_statement(fact, each, where) for each in (one.after, one.before))
        told = "not known" if one.before is None else told
    else:
        said = f"{facts.noun(ruleset.facts[one.name])}{where}: {said}"
    return f"{said} (now: {told})" if now else said


def _statement(fact: Fact, value: bool | None, where: str) -> str:
    if value is None:
        return f"not known whether {facts.asserted(fact)}{where}"
    return f"{facts.statement(fact, value)}{where}"


def _value_words(ruleset: RuleSet, name: str, value: Any) -> str:
    if name == DESIGNATIONS:
        held = [each.category for each in value or () if each.to is None]
        return language.listed([OF_CATEGORIES[each] for each in held]) or "not on it"
    if name in ruleset.months and isinstance(value, dt.date):
        return language.month(value)
    fact = ruleset.facts.get(name)
    return facts.value_words(value, fact.unit if fact else None)
