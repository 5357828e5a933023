"""Answers as JSON: as they are kept, and as files and the command line give them.

What is kept says in its own sentences what it said on its day: words that are changed later, or
law data that is no longer here, leave it as it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from obligations.rules.answer.answer import Answer
from obligations.rules.answer.determination import Determination
from obligations.rules.verdict.predicates import is_counted, is_unverified
from obligations.rules.whatif.difference import Difference, Group, Row
from obligations.words import answers, checks, flips, formerly, outlook, reasons, unknowns


def determination(found: Determination) -> dict[str, Any]:
    """A determination as JSON."""
    return _head(found) | {"requirements": [answer(each) for each in found.answers]}


def kept(found: Determination) -> dict[str, Any]:
    """A determination as it is stored: with what statements in SQL ask of each answer."""
    return _head(found) | {"requirements": [kept_answer(each) for each in found.answers]}


def _head(found: Determination) -> dict[str, Any]:
    return {
        "platform": found.platform,
        "as_at": found.as_at.isoformat(),
        "release": found.release,
        "scope": dict(found.scope),
    }


def kept_answer(one: Answer) -> dict[str, Any]:
    """An answer as it is stored."""
    counts = {"is_counted": is_counted(one), "is_unverified": is_unverified(one)}
    return answer(one) | counts


def answer(one: Answer) -> dict[str, Any]:
    """An answer as JSON."""
    requirement, finding = one.requirement, one.decision.finding
    whom = one.settled_by_whom
    return {
        "ref": requirement.ref,
        "id": requirement.id,
        "kind": requirement.kind,
        "strength": requirement.strength,
        "side": requirement.side,
        "level": requirement.level,
        "title": requirement.title,
        "theme": requirement.theme,
        "part_of": requirement.part_of,
        "answer": str(finding.verdict),
        "would": None if finding.would is None else str(finding.would),
        "from": _iso(finding.starts_on),
        "ended_on": _iso(finding.ends_on),
        "until_event": finding.until_event,
        "suspended": finding.suspended,
        "optional": requirement.optional,
        "acts_on": str(one.acts_on),
        "verification": one.verification,
        "checked": checks.how_far(one.trust),
        "because": reasons.because(one),
        "settled_by": list(one.settled_by),
        "settled_by_whom": None if whom is None else str(whom),
    }


def explained(one: Answer) -> dict[str, Any]:
    """An answer as JSON with its whole reasoning: tree, flips, what would settle it."""
    return answer(one) | {
        "trace": answers.trace(one).to_dict(),
        "flips": [flips.record(each) for each in one.flips],
        "to_act_on": [flips.record(each) for each in one.to_act_on],
        "doubt": answers.doubt(one),
        "formerly": formerly.of_answer(one),
        "no_help": flips.no_help(one.no_help),
        "outlook": outlook.sentences(one),
        "unknowns": [unknowns.record(one.inquiry.ruleset, each) for each in one.unknowns],
    }


def difference(found: Difference) -> dict[str, Any]:
    """A difference as JSON: a list for each group, empty ones too."""
    return {str(group): [row(each) for each in found.of(group)] for group in Group}


def row(found: Row) -> dict[str, Any]:
    """One answer that differs, as JSON."""
    one = found.shown
    return {
        "group": str(found.group),
        "ref": one.ref,
        "id": one.id,
        "kind": one.kind,
        "strength": one.strength,
        "side": one.side,
        "title": one.title,
        "theme": one.theme,
        "part_of": one.part_of,
        "optional": one.optional,
        "counts": found.counts,
        "anyway": found.anyway,
        "before": _state(found.before),
        "after": _state(found.after),
        "because": reasons.of_row(found),
        "verification": one.verification,
    }


def _state(one: Answer | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "answer": str(one.answer),
        "from": _iso(one.starts_on),
        "until_event": one.until_event,
        "acts_on": str(one.acts_on),
        "would": None if one.would is None else str(one.would),
    }


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
