"""What a determination comes to, in one sentence: the opening, and what changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from obligations import language
from obligations.rules.answer.determination import Answer, Determination
from obligations.rules.answer.settled import Settled
from obligations.rules.answer.summary import Summary, recommended, summarise, to_meet
from obligations.rules.conditions.periods import Period
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.predicates import IN_VIEW

ON_ASSESSMENT = " on your assessment"
READ_TWO_WAYS = " on how the law is read"
SERVICE_KINDS = {
    "user_to_user": "a regulated user-to-user service",
    "search": "a regulated search service",
    "combined": "a regulated service with a user-to-user side and a search side",
    "provider_pornography": "a regulated service that publishes its own pornographic content",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the opening sentence; `counts` names the answers that its number counts."""

    text: str
    counts: Mapping[str, str] | None = None


def opening(determination: Determination) -> str:
    """The sentence that could stand alone: what the service is, and what binds it that day."""
    return "".join(piece.text for piece in opening_pieces(determination))


def opening_pieces(determination: Determination) -> tuple[Piece, ...]:
    """The opening sentence in pieces, so that a page can lead from each number to its list."""
    counts = summarise(determination)
    binding = {"answer": "applies"} | ({"suspended": "no"} if counts.suspended else {})
    duties = _counted(counts.duties, "duty", "duties", **binding, kind="duty")
    measures = _counted(counts.measures, "Code measure is", "Code measures are",
                        **binding, kind="measure")  # fmt: skip
    parts = _bound(determination, counts, duties, measures)
    if counts.stands_by:
        parts.append([_counted(counts.stands_by, "duty stands by", "duties stand by",
                               answer="stands_by")])  # fmt: skip
    if counts.suspended:
        paused = _counted(counts.suspended, "requirement", "requirements",
                          answer="applies", suspended="yes")  # fmt: skip
        parts.append([paused, Piece(" need not be complied with while an appeal is pending")])
    later, waits, unknown = counts.applies_from, counts.waits, counts.not_known
    if later:
        parts.append([_counted(later, "requirement starts later",
                               "requirements start later", answer="applies_from")])  # fmt: skip
    if waits:
        parts.append([_counted(waits, "requirement waits for an event",
                               "requirements wait for an event", answer="waits")])  # fmt: skip
    if unknown:
        parts.append(_unknown(unknown, determination))
    elif determination.scope["regulated_scope"] is not None:
        parts.append([Piece("nothing is unknown")])
    if may := counts.may_apply_later:
        then = "not in force and may apply later"
        parts.append([_counted(may, f"requirement is {then}", f"requirements are {then}",
                               answer="may_apply_later")])  # fmt: skip
    pieces = [Piece(_head(determination))]
    for number, part in enumerate(parts):
        pieces += [*([Piece("; ")] if number else []), *part]
    return tuple(one for piece in (*pieces, Piece(".")) for one in _number_and_rest(piece))


def _number_and_rest(piece: Piece) -> tuple[Piece, ...]:
    """A counting piece as its number with the noun, which leads to the list, and the rest."""
    found = re.match(r"\d+ (?:Code )?\w+", piece.text)
    if piece.counts is None or found is None or found[0] == piece.text:
        return (piece,)
    return Piece(found[0], piece.counts), Piece(piece.text[found.end() :])


def _bound(
    determination: Determination, counts: Summary, duties: Piece, measures: Piece
) -> list[list[Piece]]:
    """The duties and measures that bind, or that there are none."""
    regulated = determination.scope["regulated_scope"]
    recommended = [measures, Piece(" recommended to it")]
    if _is_gone(determination) and determination.situation.period.before is None:
        to_meet = [duties, Piece(" to meet")] if counts.duties else [Piece("no duty to meet")]
        return [to_meet, *([recommended] if counts.measures else [])]
    no_duty = "no duty binds it" if regulated is False else "no duty binds it yet"
    no_measure = "no Code measure is recommended to it"
    if regulated is None or (regulated and counts.not_known):
        no_measure += " yet"
    return [
        [Piece("it must meet "), duties] if counts.duties else [Piece(no_duty)],
        recommended if counts.measures else [Piece(no_measure)],
    ]


def _is_gone(determination: Determination) -> bool:
    """Whether a regulated service has left the scope of the Act and not come back."""
    return determination.situation.has_left and determination.scope["regulated_scope"] is True


def _head(determination: Determination) -> str:
    """What it is, up to what is counted; of a service that left, that the rest is what remains."""
    what, day = what_it_is(determination), language.day(determination.as_at)
    if _is_gone(determination) and determination.situation.period.before is None:
        return f"{what.removesuffix('.')}; what remains on {day}: "
    return f"{what} On {day} "


def changed_words(before: Determination, after: Determination) -> str:
    """What binds now and did not before: "12 duties now apply and 3 answers are not known yet."."""
    duties = _new(to_meet(before), to_meet(after))
    measures = _new(recommended(before), recommended(after))
    bound = {each.id for each in before.answers if each.answer in IN_VIEW}
    ended = sum(each.id in bound for each in after.answers if each.answer is Verdict.DOES_NOT_APPLY)
    unknown = summarise(after).not_known
    parts = []
    if duties:
        parts.append(language.counted(duties, "duty now applies", "duties now apply"))
    if measures:
        what = language.counted(measures, "Code measure is", "Code measures are")
        parts.append(f"{what} now recommended")
    if ended:
        parts.append(
            language.counted(ended, "requirement no longer applies", "requirements no longer apply")
        )
    if unknown:
        parts.append(
            language.counted(unknown, "answer is not known yet", "answers are not known yet")
        )
    if not (duties or measures or ended):
        parts.insert(0, "nothing that binds it changed")
    return language.sentence(language.listed(parts))


def _new(before: list[Answer], after: list[Answer]) -> int:
    """How many of these are there now and were not."""
    return len({each.id for each in after} - {each.id for each in before})


def _depends(answer: Answer) -> bool:
    """Whether an assessment that nobody made yet will tell."""
    return answer.answer is Verdict.NOT_KNOWN and bool(answer.awaits_assessment)


def _disputed(answer: Answer) -> bool:
    """Whether only how the law is read leaves it open."""
    return answer.decision.finding.readings_differ and answer.answer is Verdict.NOT_KNOWN


def _unknown(count: int, determination: Determination) -> list[Piece]:
    """How many are not known, how many of them an assessment will tell, and how many no fact."""
    for whole, one, many, rest in (
        (_depends, "answer depends", "answers depend", ON_ASSESSMENT),
        (_disputed, "answer turns", "answers turn", READ_TWO_WAYS),
    ):
        some = sum(whole(each) for each in determination.answers)
        if some == count:
            return [_counted(count, one, many, answer="not_known"), Piece(rest)]
    pieces = [_counted(count, "answer is not known", "answers are not known", answer="not_known")]
    for of_which, one, many, rest in (
        (_depends, "of which depends", "of which depend", ON_ASSESSMENT),
        (_disputed, "of which turns", "of which turn", READ_TWO_WAYS),
    ):
        if some := sum(of_which(each) for each in determination.answers):
            pieces.append(Piece(f", {language.counted(some, one, many)}{rest}"))
    return pieces


def _counted(count: int, one: str, many: str, **counts: str) -> Piece:
    return Piece(language.counted(count, one, many), counts)


def what_it_is(determination: Determination) -> str:
    """Whether the service is regulated, as a sentence."""
    scope, name = determination.scope["regulated_scope"], determination.platform
    if scope is None:
        return f"Whether {name} is a regulated service is not known yet."
    situation = determination.situation
    if _is_gone(determination):
        return _left(name, situation.period)
    kind = situation.value("service_kind")
    own = determination.scope["part5_scope"] and not determination.scope["part3_scope"]
    if not scope:
        return f"{name} is not a regulated service."
    if own:
        kind = "provider_pornography"
    return f"{name} is {SERVICE_KINDS.get(str(kind), 'a regulated service')}."


def _left(name: str, period: Period) -> str:
    """That a service left the scope of the Act, and when it comes back, if it does."""
    last = period.before or period.last
    assert last is not None
    text = f"{name} left the scope of the Act on {language.day(last)}"
    if period.before is None or period.first is None:
        return f"{text}."
    return f"{text} and comes back on {language.day(period.first)}."


def settled(found: Settled) -> str:
    """What the last answers settled, as it is said above the next screen."""
    count = len(found.bind) + len(found.other)
    if not count and not found.opened and not found.told:
        return "Nothing settled; these questions stay open."
    if not count and not found.opened:
        return "That settled nothing by itself; it narrows what is still open."
    parts = []
    if count:
        what = "one requirement" if count == 1 else f"{count} requirements"
        parts.append(f"That settled {what}: {_split(len(found.bind), len(found.other))}.")
    if found.opened:
        again = "One is" if found.opened == 1 else f"{found.opened} are"
        parts.append(f"{again} open again.")
    return " ".join(parts)


def _split(bind: int, other: int) -> str:
    if not other:
        return "it concerns you" if bind == 1 else f"all {bind} concern you"
    if not bind:
        return "it does not concern you" if other == 1 else f"none of the {other} concerns you"
    return f"{language.counted(bind, 'concerns', 'concern')} you, {other} " + (
        "does not" if other == 1 else "do not"
    )
