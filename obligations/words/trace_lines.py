"""The long reason: the whole tree behind an answer, from scope to dates."""

from __future__ import annotations

from collections.abc import Iterable

from obligations import language
from obligations.rules.answer.answer import Decision
from obligations.rules.conditions.grammar import ALWAYS, Condition
from obligations.rules.conditions.truth import Truth
from obligations.rules.rulebook.citations import citation
from obligations.rules.rulebook.names import CATEGORY_SIDES, SIDE_FACTS
from obligations.rules.rulebook.requirements import Text
from obligations.rules.verdict.answers import Verdict
from obligations.rules.verdict.appeals import SECTION
from obligations.rules.verdict.context import Inquiry
from obligations.rules.verdict.decision import condition_truth, gates_of
from obligations.rules.verdict.situation import Found, Situation
from obligations.rules.why.because import appeal_reasons, date_reasons, standing
from obligations.rules.why.reasons import Reason, Standing
from obligations.words import facts, reasons
from obligations.words.reasons import OF_CATEGORIES, SCOPE_UNKNOWN
from obligations.words.trace import OWN, Line
from obligations.words.trace_builder import explainer_of

THRESHOLDS = "SI 2025/226"
_LINES = Found[int, tuple[Decision, tuple[Line, ...]]]()
_GATE_LINES = Found[tuple[str, bool], Line]()
_ANSWERS: dict[Truth, str] = {True: "Yes.", False: "No.", None: "Not known."}


def lines_of(decision: Decision) -> tuple[Line, ...]:
    """Scope, side, category, condition, dates: built once for all requirements that are alike."""
    # Each decision is kept, so that its id() is not used again.
    known = _LINES.of(decision.inquiry.situation)
    if id(decision) not in known:
        known[id(decision)] = decision, _build_lines(decision.inquiry)
    return known[id(decision)][1]


def _build_lines(inquiry: Inquiry) -> tuple[Line, ...]:
    whole, differ = inquiry.outcome, inquiry.finding.readings_differ
    situation, requirement = inquiry.situation, inquiry.requirement
    lines = []
    for name in gates_of(requirement):
        truth = situation.holds_on_a_side(situation.ruleset.gates[name].condition)
        lines.append(_gate_line(situation, name, truth, not differ and truth is whole))
    if requirement.categories:
        truth = inquiry.category.truth
        lines.append(_category_line(inquiry, truth, not differ and truth is whole))
    for text in inquiry.texts:
        truth = condition_truth(situation, requirement, text.condition)
        lines.append(_condition_line(inquiry, text, truth, differ or truth is whole))
    lines += _date_lines(inquiry)
    truth = None if inquiry.finding.suspended is None else True
    lines += [Line(text, truth, True, SECTION) for text in _said(inquiry, appeal_reasons(inquiry))]
    if inquiry.reading.bites_only_if is not None and whole is not False:
        lines.append(_bites_line(inquiry, inquiry.reading.bites_only_if))
    return tuple(lines)


def _gate_line(situation: Situation, name: str, truth: Truth, decides: bool) -> Line:
    """The same for every requirement behind the gate, so built once for a situation."""
    known = _GATE_LINES.of(situation)
    if (name, decides) not in known:
        known[name, decides] = _build_gate_line(situation, name, truth, decides)
    return known[name, decides]


def _build_gate_line(situation: Situation, name: str, truth: Truth, decides: bool) -> Line:
    gate = situation.ruleset.gates[name]
    text = f"{language.capital(gate.if_so or gate.title).rstrip('.')}? {_ANSWERS[truth]}"
    provision = citation(gate.sources)
    explainer = explainer_of(situation, provision)
    tree = explainer.tree(gate.condition, None, decides)
    return Line(text, truth, decides, provision, (tree,))


def _category_line(inquiry: Inquiry, truth: Truth, decides: bool) -> Line:
    situation = inquiry.situation
    explainer = explainer_of(situation, THRESHOLDS)
    children = []
    for category in inquiry.requirement.categories:
        side = CATEGORY_SIDES[category]
        rule = situation.ruleset.facts[f"meets_category_{category.lower()}_threshold"].derived_from
        if isinstance(rule, Condition) and situation.value(SIDE_FACTS[side]) is not False:
            tree = explainer.tree(rule, side, decides)
            title = f"Threshold of {OF_CATEGORIES[category]}:"
            children.append(Line(title, tree.outcome, False, tree.provision, (tree,)))
    return Line(
        _category_words(standing(inquiry)), truth, decides, "OSA 2023 s 95", tuple(children)
    )


def _category_words(found: Standing) -> str:
    """Whether the service is on the register in one of the categories, or meets a threshold."""
    names, state = language.either([OF_CATEGORIES[each] for each in found.categories]), found.state
    asks = f"On Ofcom's register in {names}, or over a threshold of it?"
    if state.waits:
        return f"{asks} Yes: over the threshold, and its entry is awaited."
    if state.lapsed_on is not None:
        return f"{asks} No: it was on it until {language.day(state.lapsed_on)}."
    return f"{asks} {_ANSWERS[state.truth]}"


def _condition_line(inquiry: Inquiry, text: Text, truth: Truth, decides: bool) -> Line:
    head = "" if text.why is None else f"{text.why.rstrip('.')}: "
    if text.condition is None:
        return Line(f"{head}{SCOPE_UNKNOWN}", None, decides, OWN)
    if text.condition == ALWAYS:
        return Line(f"{head}{language.sentence(facts.EVERY)}", True, decides, OWN)
    trees = _trees(inquiry, text.condition, decides)
    return Line(
        f"{head}Among those whom this concerns? {_ANSWERS[truth]}", truth, decides, OWN, trees
    )


def _trees(inquiry: Inquiry, condition: Condition, decides: bool) -> tuple[Line, ...]:
    """The condition on each side that it is read on, the side named where there are two."""
    explainer = explainer_of(inquiry.situation, OWN)
    sides = inquiry.sides_read(condition)
    trees = [explainer.tree(condition, side, decides) for side in sides]
    if len(sides) < 2:
        return tuple(trees)
    return tuple(
        tree._replace(sentence=f"On the {facts.SIDE_WORDS[side]}: {tree.sentence}")
        for side, tree in zip(sides, trees, strict=True)
        if side is not None
    )


def _date_lines(inquiry: Inquiry) -> list[Line]:
    """From when the text is in force, and what else sets the first or last day."""
    finding, reading = inquiry.finding, inquiry.reading
    if finding.verdict in (Verdict.NOT_KNOWN, Verdict.PROPOSED):
        return []
    first = reading.from_
    source = inquiry.ruleset.instruments.get(reading.by, reading.by) if reading.by else None
    if first is None:
        text = "No day is set for it to come into force."
    else:
        begun = first <= inquiry.situation.as_at
        earlier = finding.starts_on is not None and finding.starts_on < first
        what = "In these words" if earlier else "In force"
        text = f"{what} {'since' if begun else 'from'} {language.day(first)}."
    decides = finding.verdict is not Verdict.DOES_NOT_APPLY
    lines = [Line(text, True, decides, source)]
    if finding.starts_on != first:
        said = _said(inquiry, date_reasons(inquiry))
        lines += [Line(text, True, True, source) for text in said]
    return lines


def _bites_line(inquiry: Inquiry, condition: Condition) -> Line:
    """Whether there is anything to act on; it decides nothing about the answer itself."""
    truth = condition_truth(inquiry.situation, inquiry.requirement, condition)
    return Line(
        f"Something to act on today? {_ANSWERS[truth]}",
        truth,
        False,
        OWN,
        _trees(inquiry, condition, False),
    )


def _said(inquiry: Inquiry, found: Iterable[Reason]) -> list[str]:
    return reasons.sentences(inquiry.situation, found)
