"""A determination beside the list that Ofcom's tool gave: agreed, ours only, theirs only, and why.

Only Code measures are compared: the tool lists nothing else. What is said of the tool is what the
law data knows of it (`rules.ofcom.tool`), each time with how far that can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from obligations.rules.answer.determination import Answer, Determination
from obligations.rules.conditions.natural import natural_key
from obligations.rules.flips.search import Flip
from obligations.rules.ofcom.attribution import ToolSays, of_idle, of_ours, of_theirs
from obligations.rules.ofcom.pasted_list import Listed
from obligations.rules.rulebook.requirements import Requirement
from obligations.rules.verdict.answers import UNSETTLED, ActsOn, Verdict
from obligations.rules.why.fact_dependencies import nothing_to_act_on
from obligations.rules.why.reasons import Told


class Place(StrEnum):
    """Where a measure stands in the comparison.

    `code_not_listed`: recommended to you, in a Code of which the list has nothing. `apart`: not on
    the list and not recommended today, so that nothing is missing: later, open, or a permission.
    """

    AGREED = "agreed"
    OURS = "ours_only"
    THEIRS = "theirs_only"
    CODE_NOT_LISTED = "code_not_listed"
    APART = "apart"


@dataclass(frozen=True)
class Row:
    """One measure: our answer, the lines of the list that name it, and what the tool does.

    `idle`: why there is nothing to act on today, where what applies has nothing; else None.
    """

    place: Place
    answer: Answer
    code: str
    lines: tuple[int, ...]
    idle: tuple[Told, ...] | None
    tool: ToolSays

    @cached_property
    def flip(self) -> Flip | None:
        """The nearest change that would bring ours to theirs, of a measure on their list only."""
        if self.place is not Place.THEIRS or self.answer.answer is not Verdict.DOES_NOT_APPLY:
            return None
        return next(iter(self.answer.flips), None)


@dataclass(frozen=True)
class Missing:
    """A Code of which the list has nothing, with what it recommends to the service."""

    code: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """Two lists side by side, measure by measure in natural order."""

    determination: Determination
    listed: Listed
    rows: tuple[Row, ...]

    def at(self, place: Place) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.place is place)

    @property
    def agreed(self) -> tuple[Row, ...]:
        return self.at(Place.AGREED)

    @property
    def ours_only(self) -> tuple[Row, ...]:
        return self.at(Place.OURS)

    @property
    def theirs_only(self) -> tuple[Row, ...]:
        return self.at(Place.THEIRS)

    @property
    def apart(self) -> tuple[Row, ...]:
        return self.at(Place.APART)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What is recommended from Codes of which the list has nothing."""
        rows = self.at(Place.CODE_NOT_LISTED)
        codes = dict.fromkeys(row.code for row in rows)
        return tuple(Missing(code, tuple(r for r in rows if r.code == code)) for code in codes)


def compare(determination: Determination, listed: Listed) -> Comparison:
    """Put a list beside our answers.

    The determination must answer proposals, too: a tool may list what is not law yet.
    """
    lines = {each.id: each.lines for each in listed.measures}
    pairs = [(one.by_number, one.by_title) for one in listed.disputed]
    disputed = {each.id: each.ref for pair in pairs for each in pair}
    named = [each.ref for each in listed.measures]
    families = {_family(ref) for ref in (*named, *disputed.values())}
    rows = []
    for answer in _measures(determination):
        if answer.id in disputed and answer.id not in lines:
            continue  # Whether it is on the list is for a person to say.
        place = _place(answer, answer.id in lines, _family(answer.ref) in families)
        if place is not None:
            rows.append(_row(determination, answer, place, lines.get(answer.id, ())))
    return Comparison(determination, listed, tuple(rows))


def _family(ref: str) -> str:
    """The first word of a reference, which names the Code."""
    return ref.partition(" ")[0]


def _measures(determination: Determination) -> Iterator[Answer]:
    """One answer for each measure; of two, the one on the law as it stands."""
    for answer in sorted(determination.answers, key=lambda each: natural_key(each.ref)):
        if answer.kind == "measure" and determination.answer(answer.id) is answer:
            yield answer


NOT_BINDING_YET = (
    Verdict.PROPOSED,
    Verdict.MAY_APPLY_LATER,
    Verdict.WAITS,
    Verdict.STANDS_BY,
)


def _place(answer: Answer, is_listed: bool, code_is_listed: bool) -> Place | None:
    """Where a measure stands; None where neither list has anything to say of it."""
    if answer.answer is Verdict.APPLIES and is_listed:
        return Place.AGREED
    if is_listed:
        return Place.THEIRS
    match answer.answer:
        case Verdict.APPLIES if answer.optional:
            return Place.APART
        case Verdict.APPLIES:
            return Place.OURS if code_is_listed else Place.CODE_NOT_LISTED
        case Verdict.DOES_NOT_APPLY | Verdict.PROPOSED:
            return None
        case _:
            return Place.APART


def _row(determination: Determination, answer: Answer, place: Place, lines: tuple[int, ...]) -> Row:
    ruleset = determination.situation.ruleset
    requirement = ruleset.by_ref[answer.id.casefold()]
    return Row(
        place=place,
        answer=answer,
        code=ruleset.instruments.get(requirement.instrument or "", requirement.instrument or ""),
        lines=lines,
        idle=_idle(determination, requirement, answer),
        tool=_tool(determination, requirement, answer, place),
    )


def _idle(
    determination: Determination, requirement: Requirement, answer: Answer
) -> tuple[Told, ...] | None:
    if answer.answer is not Verdict.APPLIES or answer.acts_on is not ActsOn.NOTHING:
        return None
    return nothing_to_act_on(determination.situation, requirement)


def _tool(
    determination: Determination, requirement: Requirement, answer: Answer, place: Place
) -> ToolSays:
    situation = determination.situation
    if place is Place.AGREED and answer.acts_on is ActsOn.NOTHING:
        return of_idle(situation, requirement)
    if place is Place.THEIRS and answer.answer in (Verdict.DOES_NOT_APPLY, *UNSETTLED):
        return of_theirs(situation, requirement)
    return of_ours(situation, requirement) if place is Place.OURS else ToolSays()
