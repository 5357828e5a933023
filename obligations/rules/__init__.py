"""Which requirements bind a platform on a day, and why: pure Python, no Django, no clock.

ruleset = RuleSet.from_payload(payload)           # compile the law of a release, once
subject, notes = read_subject(mapping, ruleset)   # the shape of a fact file
determination = determine(ruleset, subject, as_at)
"""

from obligations.rules.answers import UNSETTLED, ActsOn, Settler, Verdict, Would
from obligations.rules.clauses import describe
from obligations.rules.compiling import RuleSetError
from obligations.rules.conditions import Condition, ConditionError, parse, to_json
from obligations.rules.conflicts import conflict_words, find_conflicts
from obligations.rules.contradictions import Conflict
from obligations.rules.determination import Answer, Determination, determine
from obligations.rules.flips.trying import Flip
from obligations.rules.natural import natural_key
from obligations.rules.reading import SubjectError, read_recorded, read_subject
from obligations.rules.ruleset import RuleSet
from obligations.rules.situation import Situation
from obligations.rules.subject import Subject
from obligations.rules.why.trace import Trace

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
    "Trace",
    "Verdict",
    "Would",
    "conflict_words",
    "describe",
    "determine",
    "find_conflicts",
    "natural_key",
    "parse",
    "read_recorded",
    "read_subject",
    "to_json",
]
