"""What the law data calls its records, by kind, theme, status and audience."""

from __future__ import annotations

from functools import partial
from typing import Any

from obligations import language
from obligations.words.names import named

KINDS = {
    "duty": "Duty",
    "measure": "Code measure",
    "expectation": "Guidance",
    "offence": "Offence",
    "power": "Power",
}
STATUSES = {
    "in_force": "In force",
    "laid": "Laid before Parliament",
    "consulted": "Consulted on",
    "draft": "Draft",
    "contested": "Sources disagree",
    "not_yet": "Not yet in force",
    "proposed": "Proposed",
    "unpublished": "Not made public yet",
    "ended": "No longer in force",
    "withdrawn": "Withdrawn",
}
OUTCOMES = {
    "delivered": "Delivered",
    "awaited": "Enacted, not in force",
    "not_delivered": "Not delivered",
    "not_planned": "No longer planned",
    "none": "No promise to deliver",
}
THEMES = {
    "csea-reporting": "Reporting child sexual abuse content",
    "deceased-children": "Information about children who have died",
    "freedom-privacy": "Freedom of expression and privacy",
    "reporting-complaints": "Reporting and complaints",
    "settings-defaults": "Settings and defaults",
    "publicly-available-statement": "Public statement (search)",
    "recommender": "Recommender systems",
    "terms-of-service": "Terms of service",
    "user-access": "Users' access",
    "user-controls": "User controls",
    "information": "Information and Ofcom's powers",
}
AUDIENCES = {
    "services": "Services that meet a condition",
    "ofcom": "Ofcom",
    "secretary_of_state": "The Secretary of State",
    "individuals": "Individuals",
    "other_bodies": "Other bodies",
}
SECTIONS = {
    "gates": "Scope tests",
    "facts": "Facts that conditions read",
    "exclusions": "Answers that exclude each other",
    "records": "What written records hold",
    "format_rules": "How records are kept",
    "designations": "Register, as reported",
    "enforcement": "Enforcement, as reported",
    "risk_assessment": "How risk assessments are done",
    "checker": "The order of questions",
}
CODES = {"csea": "CSEA", "terrorism": "terrorism", "other": "other duties"}
INSTRUMENT_KINDS = {"act": "Act", "si": "Statutory instrument", "code": "Code of practice"}

kind = partial(named, KINDS)
theme = partial(named, THEMES)
section = partial(named, SECTIONS)
instrument_kind = partial(named, INSTRUMENT_KINDS)
status = partial(named, STATUSES)
outcome = partial(named, OUTCOMES)
audience = partial(named, AUDIENCES)


def codes(values: list[str]) -> str:
    """The volumes of a Code that a measure is in: CSEA, terrorism and other duties."""
    return language.listed([CODES.get(value, value) for value in values])


def person(value: Any) -> str:
    """Whom a requirement binds; `provider` is the rule and is said plainly."""
    return language.capital(str(value))
