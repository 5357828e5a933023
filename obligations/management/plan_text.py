"""A plan as plain text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from obligations import language
from obligations.management.determination_text import answer_line, foot, scope_reasons
from obligations.rules.plan.plan import Bundle, Card, Plan
from obligations.words.determinations import opening

WIDTH = 96


def plan_lines(plan: Plan) -> Iterator[str]:
    """The opening sentence, the jobs in the order of work, then what is no task yet."""
    determination = plan.determination
    yield opening(determination)
    if determination.scope["regulated_scope"] is not True:
        yield from ("", *(f"  {each}" for each in scope_reasons(determination)))
    if plan.cards:
        yield f"That is {language.counted(len(plan.cards), 'job')}, in the order to do them:"
    for card in plan.cards:
        yield from _card(card, plan)
    if plan.besides.to_do:
        yield from ("", "Besides, settled by no job:")
        yield from _answers(plan.besides, plan)
    yield from _later(plan)
    yield ""
    yield f"{plan.not_concerned} others do not apply."
    if plan.unverified:
        yield (
            f"{plan.unverified} of the {plan.to_do} things to do "
            f"{'rests' if plan.unverified == 1 else 'rest'} on memory or on sources that disagree."
        )
    yield "Jobs bundle what the law asks; the law knows none. Times are estimates."
    yield from foot(determination)


def _card(card: Card, plan: Plan) -> Iterator[str]:
    yield ""
    yield f"{card.number:>2}. {card.job.title} ({card.job.takes.words})"
    yield from textwrap.wrap(card.job.what, WIDTH, initial_indent="    ", subsequent_indent="    ")
    after = language.listed([f"job {number}" for number, _ in card.after])
    yield f"    Comes out of it: {card.job.gives}{f' After {after}.' if after else ''}"
    if card.ahead:
        yield from textwrap.wrap(
            card.job.ahead or "", WIDTH, initial_indent="    ", subsequent_indent="    "
        )
    yield from _answers(card.bundle, plan)


def _answers(bundle: Bundle, plan: Plan) -> Iterator[str]:
    ruleset = plan.determination.situation.ruleset
    yield from (f"      {answer_line(line.answer, ruleset)}" for line in bundle.to_do)


def _later(plan: Plan) -> Iterator[str]:
    """What is no task yet, by job: how many are not known, wait and stand by."""
    for state, heading in (
        ("unclear", "Not known yet"),
        ("may_come", "Not in force yet; may apply later"), ("waits", "Waits for an event"),
        ("stands_by", "Stands by until an event"),
    ):  # fmt: skip
        counted = [(bundle.title, len(dict(bundle.states)[state])) for bundle in plan.bundles]
        if any(count for _, count in counted):
            yield from ("", heading)
            yield from (f"  {count:>3}  {title}" for title, count in counted if count)
