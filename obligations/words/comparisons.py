"""What a comparison with the list of Ofcom's tool comes to, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from obligations import language
from obligations.rules.ofcom.attribution import Known
from obligations.rules.ofcom.comparison import Comparison, Place, Row
from obligations.rules.ofcom.pasted_list import (
    Disputed,
    Left,
    Note,
    RangeRead,
    Repeated,
    TitleRead,
    Unknown,
    UnreadableList,
)
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.rulebook.tool import NOT_ASKED, PARTLY, NotAsked
from obligations.rules.verdict.answers import Settler, Verdict
from obligations.rules.verdict.predicates import is_unverified
from obligations.words import flips, formerly, reasons
from obligations.words.answers import headline
from obligations.words.determinations import what_it_is
from obligations.words.facts import asserted, noun
from obligations.words.names import named

PLACES = {
    "theirs_only": "On Ofcom's list only",
    "ours_only": "On ours only",
    "code_not_listed": "From a Code the list has nothing of",
    "apart": "Not on the list, and nothing is missing today",
    "agreed": "Agreed",
    "disputed": "Number and title disagree",
    "unknown_code": "A code we do not know",
    "not_understood": "Not understood",
}
DUTIES_TOO = "Only Code measures are compared, not the duties of the Act that they serve."
ITS_LISTS = (
    "Ofcom's tool asks about illegal content, about children, and for each side of a combined "
    "service, one after the other, and lists the measures of each."
)

SETTLERS = {
    Settler.YOU: "You can settle it: answer what is not known.",
    Settler.LAW: "The law has not settled it.",
    Settler.OFCOM: "Ofcom has not said.",
}
EVERY = "It concerns every service of this kind."
NOT_BINDING_YET = (
    Verdict.PROPOSED,
    Verdict.MAY_APPLY_LATER,
    Verdict.WAITS,
    Verdict.STANDS_BY,
)

LEFT_TO_YOU = "It lists such a measure with its condition and leaves that to you."
OURS_FOLLOWS = "Ours follows from your answer to that."
LOOK = "Nothing we know of the tool explains it: see whether you answered the same there."

place = partial(named, PLACES)


def sentence(comparison: Comparison) -> str:
    """How far the two agree, on what day, in one sentence."""
    return "".join(text for text, _ in pieces(comparison))


def pieces(comparison: Comparison) -> list[tuple[str, Place | None]]:
    """The sentence in pieces, so that a page can lead from each number to its list."""
    agreed, ours, theirs = (
        len(comparison.at(each)) for each in (Place.AGREED, Place.OURS, Place.THEIRS)
    )
    every = agreed + ours + theirs
    head = f"On {language.day(comparison.determination.as_at)} Ofcom's list and ours agree on "
    if agreed == every:
        what = "the one measure" if every == 1 else f"all {every} measures"
        return [(head, None), (what, Place.AGREED), (".", None)]
    of = f"{agreed} of {every} measures", Place.AGREED if agreed else None
    apart = (theirs, "Ofcom's", Place.THEIRS), (ours, "ours", Place.OURS)
    parts = [
        (language.counted(count, f"is on {whose} only", f"are on {whose} only"), place)
        for count, whose, place in apart
        if count
    ]
    joined = [parts[0], *((" and ", None), parts[1])] if len(parts) > 1 else parts
    return [(head, None), of, ("; ", None), *joined, (".", None)]


def leaves_out(comparison: Comparison) -> str:
    """What is known to be missing from all that the tool gives, beyond measures."""
    found = comparison.determination.situation.ruleset.tool.leaves_out
    return f"{DUTIES_TOO} {found}" if found else DUTIES_TOO


def more(comparison: Comparison) -> Iterator[str]:
    """What else the comparison comes to, each in a sentence."""
    determination, listed = comparison.determination, comparison.listed
    if determination.scope["regulated_scope"] is not True:
        yield f"{what_it_is(determination)} No Code measure is known to be recommended to it."
    for each in comparison.missing:
        measures = language.counted(len(each.rows), "measure that is", "measures that are")
        yield f"The list has nothing of the {each.code}, with {measures} recommended to you."
    if comparison.missing:
        yield ITS_LISTS
    number_and_title = "the number of one measure and the title of another; neither is counted"
    counts = (
        (sum(row.answer.optional for row in comparison.at(Place.AGREED)),
         "measure agreed on is a permission, which nobody need use",
         "measures agreed on are permissions, which nobody need use"),
        (len(listed.disputed), f"line has {number_and_title}", f"lines have {number_and_title}"),
        (len(listed.unknown), "code is in no Code that we know",
         "codes are in no Code that we know"),
        (len(listed.left), "line names no measure", "lines name no measure"),
        (sum(is_unverified(row.answer) for row in comparison.rows),
         "measure below rests on memory, or on sources that disagree",
         "measures below rest on memory, or on sources that disagree"),
    )  # fmt: skip
    yield from (f"{language.counted(*each)}." for each in counts if each[0])


def record(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON."""
    listed = comparison.listed
    return {
        "platform": comparison.determination.platform,
        "as_at": comparison.determination.as_at.isoformat(),
        "release": comparison.determination.release,
        "sentence": sentence(comparison),
        "more": list(more(comparison)),
        "leaves_out": leaves_out(comparison),
        "counts": {str(place): len(comparison.at(place)) for place in Place},
        "rows": [_row(row) for row in comparison.rows],
        "unknown_codes": [
            {"written": one.written, "line": one.line, "nearest": one.nearest}
            for one in listed.unknown
        ],
        "not_understood": [
            {"line": one.line, "text": one.text, "hint": hint(one)} for one in listed.left
        ],
        "number_and_title_disagree": [
            {
                "line": one.line,
                "text": one.text,
                "number": one.by_number.ref,
                "title": one.by_title.ref,
            }
            for one in listed.disputed
        ],
        "notes": [note(each) for each in listed.notes],
    }


def _row(row: Row) -> dict[str, Any]:
    """The row as JSON."""
    answer = row.answer
    return {
        "place": str(row.place),
        "ref": answer.ref,
        "id": answer.id,
        "title": answer.title,
        "code": row.code,
        "lines": list(row.lines),
        "answer": str(answer.answer),
        "from": None if answer.starts_on is None else answer.starts_on.isoformat(),
        "optional": answer.optional,
        "acts_on": str(answer.acts_on),
        "because": list(because(row)),
        "remarks": remarks(row),
        "tool": tool(row),
        "tool_verification": row.tool.verification,
        "nearest_change": None if row.flip is None else flips.sentence(row.flip),
        "settled_by": list(answer.settled_by),
        "verification": answer.verification,
    }


def because(row: Row) -> Iterator[str]:
    """Why our answer is what it is."""
    answer = row.answer
    if answer.answer in NOT_BINDING_YET:
        yield headline(answer)
    yield from reasons.because(answer) or [EVERY]
    if answer.settled_by_whom is not None:
        yield SETTLERS[answer.settled_by_whom]


def remarks(row: Row) -> list[str]:
    """What else is to be known before the two are called different."""
    found = []
    if row.answer.optional:
        found.append("A permission: nothing is missing where it is not used.")
    if row.idle is not None:
        why = reasons.sentences(row.answer.inquiry.situation, row.idle)
        found.append(" ".join(("Nothing to act on today.", *why)))
    return found


def tool(row: Row) -> list[str]:
    """What is known of the tool that bears on the difference."""
    ruleset, says = row.answer.inquiry.ruleset, row.tool
    unasked = [_unasked(ruleset, each) for each in says.unasked]
    match says.known:
        case Known.NOTHING:
            return []
        case Known.UNEXPLAINED:
            return [LOOK]
        case Known.LEFT_TO_YOU:
            return [*unasked, LEFT_TO_YOU]
        case Known.OURS_FOLLOWS:
            return [*unasked, OURS_FOLLOWS]
        case Known.NEWER:
            seen = language.day(ruleset.tool.last_seen)
            since = f"In force since {language.day(says.begun)}"
            return [f"{since}: the tool's use was last reported by {seen}."]


def _unasked(ruleset: RuleSet, one: NotAsked) -> str:
    """What the tool does about a fact, with what is known of how."""
    fact = ruleset.facts[one.fact]
    boolean = fact.type == "boolean"
    what = f"whether {asserted(fact)}" if boolean else f"for the {noun(fact)}"
    if one.why.casefold().startswith(NOT_ASKED):
        asks, how = "does not ask", one.why[len(NOT_ASKED) :].strip(" ,;:")
    else:
        asks, how = "asks only in part", "" if one.why.casefold() == PARTLY else one.why
    return f"Ofcom's tool {asks} {what}{f' ({language.within(how)})' if how else ''}."


# What of a list was not understood, or could have been meant otherwise.


def unknown_codes(comparison: Comparison) -> list[str]:
    """The codes on a list that are of no measure, each in a sentence."""
    ruleset = comparison.determination.situation.ruleset
    return [unknown(ruleset, each) for each in comparison.listed.unknown]


def unknown(ruleset: RuleSet, one: Unknown) -> str:
    """That a code is of no measure, and what it became or which is the nearest."""
    none = f"{one.written} (line {one.line}) is no measure of this law data"
    if one.formerly:
        became = " ".join(formerly.sentence(ruleset, each) for each in one.formerly)
        return f"{none}. {became}"
    if one.nearest is None:
        return f"{none}."
    return f"{none}; the nearest is {one.nearest}, “{one.nearest_title}”."


def disputed(one: Disputed) -> str:
    """That number and title of a line disagree."""
    number, title = one.by_number, one.by_title
    return (
        f"Line {one.line}: number and title disagree. {number.ref} is “{number.title}”; the "
        f"words are those of {title.ref}, “{title.title}”. {formerly.numbered(title, one.formerly)}"
    ).rstrip()


def hint(one: Left) -> str:
    """What would make a line understood, where that can be said."""
    if one.may_be:
        return f"It may be {language.either(one.may_be)}: write its code beside it."
    return "A code without its Code: write ICU, ICS, PCU or PCS before it." if one.bare else ""


def note(one: Note) -> str:
    """How a part of a list was read that could have been meant otherwise."""
    match one:
        case RangeRead(line, first, last, between):
            how = "two codes" if between is None else f"a range, with {between} between"
            return f"Line {line}: {first} to {last} was read as {how}."
        case TitleRead(line, ref):
            return f"Line {line} was read as {ref}, by its title."
        case Repeated(refs):
            return f"On more than one line, and counted once: {language.listed(refs)}."


def unreadable(ruleset: RuleSet, error: UnreadableList) -> str:
    """Why a list could not be read, with the codes on it that are of no measure."""
    return " ".join((str(error), *(unknown(ruleset, each) for each in error.unknown)))
