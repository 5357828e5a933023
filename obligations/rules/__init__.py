"""Which requirements bind a platform on a day, and why: pure Python, no Django, no clock.

ruleset = RuleSet.from_payload(payload)           # compile the law of a release, once
subject, notes = read_subject(mapping, ruleset)   # the shape of a fact file (law.told_subject)
determination = determine(ruleset, subject, as_at)
"""

from obligations.rules.answer.determination import Answer, Determination, determine
from obligations.rules.conditions.grammar import Condition, ConditionError, parse, to_json
from obligations.rules.conditions.natural import natural_key
from obligations.rules.facts.file_shapes import SubjectError
from obligations.rules.facts.subject import Subject
from obligations.rules.flips.search import Flip
from obligations.rules.rulebook.ruleset import RuleSet, RuleSetError
from obligations.rules.verdict.answers import UNSETTLED, ActsOn, Settler, Verdict, Would
from obligations.rules.verdict.conflicts import find_conflicts
from obligations.rules.verdict.contradictions import Conflict
from obligations.rules.verdict.situation import Situation

__all__ = [
    "UNSETTLED",
    "ActsOn",
    "Answer",
    "Condition",
    "ConditionError",
    "Conflict",
    "Determination",
    "Flip",
    "RuleSet",
    "RuleSetError",
    "Settler",
    "Situation",
    "Subject",
    "SubjectError",
    "Verdict",
    "Would",
    "determine",
    "find_conflicts",
    "natural_key",
    "parse",
    "to_json",
]
