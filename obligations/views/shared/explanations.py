"""What a service's page adds to `obligations.law.answer_rows`: links, and traces for a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from obligations import words
from obligations.law.answer_rows import question_text
from obligations.rules import Answer, Determination, RuleSet
from obligations.words.determinations import opening_pieces
from obligations.words.facts import SIDE_WORDS
from obligations.words.trace import Trace

OUTCOMES = {True: "true", False: "false", None: "null"}


@dataclass(frozen=True)
class Piece:
    """A stretch of the opening sentence; a number links to the list that it counts."""

    text: str
    url: str = ""


def sentence(determination: Determination, url: str) -> list[Piece]:
    """The sentence that opens a service's page; `url` is the list of its answers."""
    kept = {"counted": "yes", "as_at": determination.as_at.isoformat()}
    return [
        Piece(one.text, f"{url}?{urlencode({**one.counts, **kept})}" if one.counts else "")
        for one in opening_pieces(determination)
    ]


@dataclass(frozen=True)
class Asked:
    """A question that would settle an answer, and what each reply to it would come to.

    `screen`, in a check: the screen that asks it.
    """

    name: str
    text: str
    sentence: str
    screen: str = ""


def asked(answer: Answer, ruleset: RuleSet) -> list[Asked]:
    """What would settle an answer that is not known, most decisive first."""
    return [
        Asked(
            each.name,
            question_text(each.name, ruleset) + side_note(each.side, answer.side),
            words.unknowns.sentence(ruleset, each),
        )
        for each in answer.unknowns
    ]


def side_note(side: str | None, own: str) -> str:
    """ " (search side)", where a question is asked of a side that the requirement leaves open."""
    return f" ({SIDE_WORDS[side]})" if side is not None and side != own else ""


def nodes(trace: Trace) -> list[dict[str, Any]]:
    """What lies under a trace's first line, in the shape of partials/_trace.html.

    The first line is the answer itself, which a page has said already. Of the lines that decide,
    those furthest down are marked, and the branches that lead to them stand open.
    """
    return [_node(line) for line in trace.children or (trace,)]


def _node(trace: Trace) -> dict[str, Any]:
    leads = trace.deciding and any(child.deciding for child in trace.children)
    return {
        "sentence": trace.sentence,
        "outcome": OUTCOMES[trace.outcome],
        "deciding": trace.deciding and not leads,
        "leads": leads,
        "provision": trace.provision,
        "children": [_node(child) for child in trace.children],
    }
