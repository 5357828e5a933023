"""The long reason: the whole tree behind an answer, from scope to dates."""

from __future__ import annotations

from dataclasses import replace

from obligations.rules import labels, words
from obligations.rules.answers import Verdict
from obligations.rules.because import date_sentences
from obligations.rules.conditions import ALWAYS, Condition
from obligations.rules.deciding import condition_truth, gates_of
from obligations.rules.inquiry import (
    OF_CATEGORIES,
    SCOPE_UNKNOWN,
    Inquiry,
    category_sentence,
    headline,
)
from obligations.rules.records import CATEGORY_SIDES, SIDE_FACTS, Reading
from obligations.rules.situation import Situation
from obligations.rules.trace import Explainer, Trace
from obligations.rules.truth import Truth

_CONCERNS: dict[Truth, str] = {
    True: "It is among those whom this concerns.",
    False: "It is not among those whom this concerns.",
    None: "Not known whether it is among those whom this concerns.",
}
_ACTS_ON: dict[Truth, str] = {
    True: "It has something to act on.",
    False: "It has nothing to act on today.",
    None: "Not known whether it has anything to act on.",
}


def explain(inquiry: Inquiry) -> Trace:
    """The whole explanation as a tree: scope, side, category, condition, dates."""
    requirement = inquiry.requirement
    explainer = Explainer(inquiry.situation, requirement.ref)
    lines = [_gate_line(inquiry.situation, name) for name in gates_of(requirement)]
    if requirement.categories:
        lines.append(_category_line(inquiry))
    texts = [_condition_line(inquiry, explainer, each) for each in inquiry.texts]
    dates = _date_lines(inquiry)
    whole = inquiry.outcome
    if inquiry.finding.readings_differ:
        decide = texts
    else:
        decide = [line for line in (*lines, *texts) if line.outcome is whole]
    shown = [*lines, *texts, *dates]
    chosen = {id(line) for line in (*decide, *dates)}
    marked = [line if id(line) in chosen else _unmarked(line) for line in shown]
    if inquiry.reading.bites_only_if is not None:
        marked.append(_bites_line(inquiry, explainer, inquiry.reading.bites_only_if))
    return Trace(headline(inquiry), whole, True, requirement.ref, tuple(marked))


def _gate_line(situation: Situation, name: str) -> Trace:
    """The same for every requirement behind the gate, so built once for a situation."""
    if name not in situation.gate_lines:
        situation.gate_lines[name] = _build_gate_line(situation, name)
    return situation.gate_lines[name]


def _build_gate_line(situation: Situation, name: str) -> Trace:
    gate = situation.ruleset.gates[name]
    truth = situation.holds_on_a_side(gate.condition)
    pair = labels.GATES.get(name)
    if pair is None:
        text = words.sentence(gate.title)
    elif truth is None:
        text = f"Not known whether {pair[0]}."
    else:
        text = words.sentence(pair[0] if truth else pair[1])
    provision = words.citation(gate.sources)
    tree = Explainer(situation, provision).tree(gate.condition, None)
    return Trace(text, truth, True, provision, (tree,))


def _category_line(inquiry: Inquiry) -> Trace:
    situation = inquiry.situation
    explainer = Explainer(situation, "SI 2025/226")
    children = []
    for category in inquiry.requirement.categories:
        side = CATEGORY_SIDES[category]
        rule = situation.ruleset.facts[f"meets_category_{category.lower()}_threshold"].derived_from
        if isinstance(rule, Condition) and situation.value(SIDE_FACTS[side]) is not False:
            tree = explainer.tree(rule, side)
            title = f"Threshold of {OF_CATEGORIES[category]}:"
            children.append(Trace(title, tree.outcome, False, tree.provision, (tree,)))
    truth = inquiry.category.truth
    return Trace(category_sentence(inquiry), truth, True, "OSA 2023 s 95", tuple(children))


def _condition_line(inquiry: Inquiry, explainer: Explainer, text: Reading) -> Trace:
    ref = inquiry.requirement.ref
    head = "" if text.why is None else f"{text.why.rstrip('.')}: "
    if text.condition is None:
        return Trace(f"{head}{SCOPE_UNKNOWN}", None, True, ref)
    if text.condition == ALWAYS:
        return Trace(f"{head}{words.sentence(words.EVERY)}", True, True, ref)
    truth = condition_truth(inquiry.situation, inquiry.requirement, text.condition)
    trees = _trees(inquiry, explainer, text.condition)
    return Trace(f"{head}{_CONCERNS[truth]}", truth, True, ref, trees)


def _trees(inquiry: Inquiry, explainer: Explainer, condition: Condition) -> tuple[Trace, ...]:
    """The condition on each side that it is read on, the side named where there are two."""
    sides = inquiry.sides_read(condition)
    trees = [explainer.tree(condition, side) for side in sides]
    if len(sides) < 2:
        return tuple(trees)
    return tuple(
        replace(tree, sentence=f"On the {labels.SIDES[side]}: {tree.sentence}")
        for side, tree in zip(sides, trees, strict=True)
        if side is not None
    )


def _date_lines(inquiry: Inquiry) -> list[Trace]:
    """From when the text is in force, and what else sets the first or last day."""
    finding, reading = inquiry.finding, inquiry.reading
    if finding.verdict in (Verdict.NOT_KNOWN, Verdict.PROPOSED):
        return []
    first = reading.span.first
    source = inquiry.ruleset.instruments.get(reading.by, reading.by) if reading.by else None
    if first is None:
        text = "No day is set for it to come into force."
    else:
        begun = first <= inquiry.situation.as_at
        text = f"In force {'since' if begun else 'from'} {words.day(first)}."
    decides = finding.verdict is not Verdict.DOES_NOT_APPLY
    lines = [Trace(text, True, decides, source)]
    if finding.starts_on != first:
        lines += [Trace(each, True, True, source) for each in date_sentences(inquiry)]
    return lines


def _bites_line(inquiry: Inquiry, explainer: Explainer, condition: Condition) -> Trace:
    """Whether there is anything to act on; it decides nothing about the answer itself."""
    truth = condition_truth(inquiry.situation, inquiry.requirement, condition)
    trees = _trees(inquiry, explainer, condition)
    return _unmarked(Trace(_ACTS_ON[truth], truth, False, inquiry.requirement.ref, trees))


def _unmarked(line: Trace) -> Trace:
    """The same lines, none of them deciding."""
    children = tuple(_unmarked(child) for child in line.children)
    return replace(line, deciding=False, children=children)
