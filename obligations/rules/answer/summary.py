"""How many of each a determination holds, as its opening sentence counts them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from obligations.rules.answer.determination import Answer, Determination
from obligations.rules.rulebook.trust import CHECKED
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.predicates import is_counted, is_unverified, stands_alone


@dataclass(frozen=True, slots=True)
class Summary:
    """How many of each, as the opening sentence counts them.

    `duties` apply and have something to act on, parts of other duties not counted; `measures`
    apply, permissions not counted. Those left out are counted apart. Parts are not counted among
    what starts later or waits either. `suspended`: duties and measures that bind and need not be
    complied with while an appeal is pending; they are no others. `unverified`: how many of the
    duties and measures counted rest on law recalled from memory or contested; `compared`: how many
    somebody compared with the official text, `changed` those among them whose law changed since.
    """

    duties: int
    measures: int
    expectations: int
    applies_from: int
    stands_by: int
    waits: int
    not_known: int
    may_apply_later: int
    parts: int
    nothing_to_act_on: int
    permissions: int
    unverified: int
    suspended: int = 0
    compared: int = 0
    changed: int = 0


def summarise(determination: Determination) -> Summary:
    """Count the answers of a determination."""
    answers = determination.answers
    bound = [each for each in answers if each.answer is Verdict.APPLIES and not each.suspended]
    duties = [each for each in bound if each.kind == "duty"]
    wholes = [each for each in duties if stands_alone(each)]
    met, taken = to_meet(determination), recommended(determination)
    measures = [each for each in bound if each.kind == "measure"]
    counted = (*met, *taken)
    marks = [each.verification for each in counted]
    return Summary(
        duties=len(met),
        measures=len(taken),
        expectations=sum(each.kind == "expectation" for each in bound),
        applies_from=_count(answers, Verdict.APPLIES_FROM, stands_alone),
        stands_by=_count(answers, Verdict.STANDS_BY),
        waits=_count(answers, Verdict.WAITS, stands_alone),
        not_known=_count(answers, Verdict.NOT_KNOWN),
        may_apply_later=_count(answers, Verdict.MAY_APPLY_LATER),
        parts=len(duties) - len(wholes),
        nothing_to_act_on=len(wholes) - len(met),
        permissions=len(measures) - len(taken),
        unverified=sum(map(is_unverified, counted)),
        suspended=len(_suspended(determination)),
        compared=sum(mark in CHECKED for mark in marks),
        changed=marks.count("changed"),
    )


def to_meet(determination: Determination) -> list[Answer]:
    """The duties that apply, stand alone and have something to act on."""
    return [each for each in _to_comply_with(determination) if each.kind == "duty"]


def recommended(determination: Determination) -> list[Answer]:
    """The measures that apply, permissions left out."""
    return [each for each in _to_comply_with(determination) if each.kind == "measure"]


def _to_comply_with(determination: Determination) -> list[Answer]:
    return [each for each in _applying(determination) if not each.suspended]


def _suspended(determination: Determination) -> list[Answer]:
    """The duties and measures that an appeal suspends, those left out that are not counted."""
    return [each for each in _applying(determination) if each.suspended]


def _applying(determination: Determination) -> list[Answer]:
    return [
        each for each in determination.answers
        if each.answer is Verdict.APPLIES and is_counted(each)
    ]  # fmt: skip


def _count(
    answers: tuple[Answer, ...],
    verdict: Verdict,
    wanted: Callable[[Answer], bool] = lambda each: True,
) -> int:
    return sum(each.answer is verdict and wanted(each) for each in answers)
