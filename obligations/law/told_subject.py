"""A subject as a fact file or a recorded situation tells it; what contradicts itself is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from obligations import language
from obligations.rules.facts.fact_file import read_file
from obligations.rules.facts.file_shapes import SubjectError
from obligations.rules.facts.subject import Subject
from obligations.rules.rulebook.derivations import KindsAtLevel, NamedRule
from obligations.rules.rulebook.ruleset import RuleSet
from obligations.rules.verdict.conflicts import find_conflicts
from obligations.rules.verdict.situation import LEFT, STARTED, Situation
from obligations.words.conflicts import conflict_words


def read_subject(mapping: Mapping[str, Any], ruleset: RuleSet) -> tuple[Subject, list[str]]:
    """The subject that a fact file describes, with notes (old spellings that were understood).

    Raises SubjectError with all faults at once: unknown names with the nearest right one, values
    out of range with what is allowed, facts that contradict each other with both values.
    """
    subject, notes = read_file(mapping, ruleset)
    if faults := _contradictions(ruleset, subject):
        raise SubjectError(faults)
    return subject, notes + _periods(subject)


def read_recorded(mapping: Mapping[str, Any], ruleset: RuleSet) -> Subject:
    """The same of what was recorded before: what contradicts itself by now is the determination's
    to show, because it was taken when the law data did not say so yet."""
    return read_file(mapping, ruleset)[0]


def _periods(subject: Subject) -> list[str]:
    """That a first day after the last one was read as coming back, where that is so."""
    first, last = (subject.facts.get((name, None)) for name in (STARTED, LEFT))
    if not isinstance(first, dt.date) or not isinstance(last, dt.date) or first <= last:
        return []
    days = f"({language.day(last)}) comes before the first ({language.day(first)})"
    text = f"the last day in scope {days}"
    return [f"{text}: read as two periods in scope"]


def _contradictions(ruleset: RuleSet, subject: Subject) -> list[str]:
    """Contradictions that hold on every day; those of one day are the determination's to show."""
    situation = Situation(ruleset, subject, dt.date.fromisoformat(ruleset.law_date))
    timeless = [
        each
        for each in find_conflicts(situation)
        if not any(name in ruleset.facts and _depends_on_day(ruleset, name) for name in each.facts)
    ]
    return [conflict_words(ruleset, each) for each in timeless]


def _depends_on_day(ruleset: RuleSet, name: str) -> bool:
    fact = ruleset.facts[name]
    if name == "first_access_assessment_done":
        return True
    if isinstance(fact.derived_from, KindsAtLevel):
        return True
    if isinstance(fact.derived_from, NamedRule) and fact.derived_from.rule != "service_kind":
        return True
    return any(_depends_on_day(ruleset, each) for each in ruleset.inputs(fact))
