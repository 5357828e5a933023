"""The words on screen for what the code calls by shorter names: pages and exports share them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from obligations.calendar import ranges

STRENGTHS = {
    "must": "You must",
    "recommended": "Recommended to you",
    "should": "You should",
    "information": "For information",
}
ANSWERS = {
    "applies": "Applies",
    "applies_from": "Applies from a date",
    "waits": "Waits",
    "stands_by": "Stands by",
    "not_known": "Not known yet",
    "may_apply_later": "Not in force; may apply later",
    "does_not_apply": "Does not apply",
    "proposed": "Proposed",
}
SUSPENDED = {True: "yes", False: "no", None: "unclear"}
"""Whether an appeal against the register suspends an answer (OSA 2023 s 167), as filters say it."""
VERIFICATIONS = {
    "verified": "Checked on the official site",
    "compared": "Compared with the official text",
    "changed": "Compared with the official text; changed since",
    "seen": "Read in a source, not yet compared with the official text",
    "recalled": "From memory, not checked",
    "contested": "Sources disagree",
}
KINDS = {
    "duty": "Duty",
    "measure": "Code measure",
    "expectation": "Guidance",
    "offence": "Offence",
    "power": "Power",
}
SIDES = {
    "u2u": "User-to-user side",
    "search": "Search side",
    "platform": "Whole service",
    "provider": "Provider",
}
STATUSES = {
    "in_force": "In force",
    "laid": "Laid before Parliament",
    "consulted": "Consulted on",
    "draft": "Draft",
    "contested": "Sources disagree",
    "not_yet": "Not yet in force",
    "proposed": "Proposed",
    "ended": "No longer in force",
    "withdrawn": "Withdrawn",
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
PLACES = {
    "theirs_only": "On Ofcom's list only",
    "ours_only": "On ours only",
    "code_not_listed": "From a Code the list has nothing of",
    "apart": "Not on the list, and nothing is missing today",
    "agreed": "Agreed",
    "disputed": "Number and title disagree",
    "unknown_code": "A code we do not know",
    "not_understood": "Not understood",
}
ISO_DAY = re.compile(r"(?<![-\w])\d{4}-\d\d-\d\d(?![-\w])")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
CODES = {"csea": "CSEA", "terrorism": "terrorism", "other": "other duties"}
INSTRUMENT_KINDS = {"act": "Act", "si": "Statutory instrument", "code": "Code of practice"}


ACRONYMS = {
    "csea": "CSEA", "csam": "CSAM", "urls": "URLs", "uk": "UK", "ai": "AI", "ofcom": "Ofcom",
    "ofcom's": "Ofcom's", "id": "id", "gbp": "in pounds", "api": "API",
}  # fmt: skip


CASE_STATUSES = {
    "closed_geoblocked": "Closed: it shut visitors from the UK out",
    "closed_no_findings": "Closed without findings",
    "open_when_last_seen": "Open when last seen",
    "penalty_imposed": "Penalty imposed",
    "penalty_imposed_court_action": "Penalty imposed; court action",
    "penalty_imposed_open": "Penalty imposed; still open",
    "remediated": "Put right",
}
DESCRIBED = re.compile(r"(\d+ )?[a-z][a-z ()]*")
"""A service that is described and not named: `18 adult sites`."""


def sentence_case(name: str) -> str:
    """`age-assurance` or `in_force` as words: Age assurance, In force."""
    words = name.replace("-", " ").replace("_", " ").split()
    text = " ".join(ACRONYMS.get(word, word) for word in words)
    return text[:1].upper() + text[1:]


def _named(names: dict[str, str], value: Any) -> str:
    key = str(value)
    return names.get(key) or sentence_case(key)


def strength(value: Any) -> str:
    return _named(STRENGTHS, value)


def answer(value: Any) -> str:
    return _named(ANSWERS, value)


def verification(value: Any) -> str:
    return _named(VERIFICATIONS, value)


def kind(value: Any) -> str:
    return _named(KINDS, value)


def side(value: Any) -> str:
    return _named(SIDES, value)


def status(value: Any) -> str:
    return _named(STATUSES, value)


def theme(value: Any) -> str:
    return _named(THEMES, value)


def plain(value: Any) -> str:
    """A code name as words."""
    return sentence_case(str(value))


def audience(value: Any) -> str:
    return _named(AUDIENCES, value)


def instrument_kind(value: Any) -> str:
    return _named(INSTRUMENT_KINDS, value)


def person(value: Any) -> str:
    """Whom a requirement binds; `provider` is the rule and is said plainly."""
    text = str(value)
    return text[:1].upper() + text[1:]


def codes(values: list[str]) -> str:
    """The volumes of a Code that a measure is in: CSEA, terrorism and other duties."""
    return listed([CODES.get(value, value) for value in values])


def section(value: Any) -> str:
    return _named(SECTIONS, value)


def number(count: int) -> str:
    """Small numbers as words."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def long_day(value: dt.date | None) -> str:
    """21 November 2026; nothing for no day."""
    return f"{value.day} {value:%B %Y}" if value else ""


def iso_day(value: str) -> str:
    """A day of the law data, written 2026-11-21, as 21 November 2026."""
    return long_day(dt.date.fromisoformat(value))


def screen_level(value: Any) -> str:
    """The level a thing is told of: what the code calls a platform is a service on screen."""
    return "service" if str(value) == "platform" else str(value)


def last_day(period: Any) -> dt.date | None:
    """The last day inside a half-open range; None where it does not end."""
    return period.upper - dt.timedelta(days=1) if period and period.upper else None


def period(days: Any) -> str:
    """A half-open range of days, told with its last day: `from 1 May 2025 to 3 June 2026`."""
    if not days:
        return "no day set"
    end = last_day(days)
    if days.lower is None:
        return f"until {long_day(end)}" if end else "always"
    if end is None:
        return f"since {long_day(days.lower)}"
    if end == days.lower:
        return f"on {long_day(end)}"
    return f"from {long_day(days.lower)} to {long_day(end)}"


def milestone_day(milestone: Any) -> str:
    """The date of a milestone, no more exact than it is: `March 2026`, `autumn 2026`, `2027`."""
    if not milestone.period:
        return "no date"
    stretch = ranges.DayRange(milestone.period.lower, milestone.period.upper - dt.timedelta(days=1))
    return ranges.words(stretch, ranges.Precision(milestone.precision))


def place(value: Any) -> str:
    """Where a measure stands between Ofcom's list and ours."""
    return _named(PLACES, value)


def typographic(text: str) -> str:
    """Apostrophes as pages set them: the law data and the command line have plain ones."""
    return text.replace("'", "’")


def listed(values: Any, joiner: str = "and") -> str:
    """`a, b and c`."""
    words = [str(value) for value in values]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


def case_status(value: Any) -> str:
    """How one of Ofcom's cases stood when it was last seen."""
    return _named(CASE_STATUSES, value)


def case(found: Any) -> str:
    """The same with what was fined: `Penalty imposed, £20,000; still open`."""
    said = case_status(found.status)
    if not found.total_fines_gbp:
        return said
    fine = pounds(found.total_fines_gbp)
    head, _, rest = said.partition(";")
    if head == CASE_STATUSES["penalty_imposed"]:
        return f"{head}, {fine}{';' if rest else ''}{rest}"
    return f"{said}; fined {fine}"


def case_name(service: str, provider: str) -> str:
    """The service of a case; one that is only described is told by its provider's name."""
    if provider and DESCRIBED.fullmatch(service):
        service = f"{service} of {provider}"
    plain_word = re.match(r"[a-z]+ ", service)  # and no address of a site
    return service[:1].upper() + service[1:] if plain_word else service


def told_days(text: str | None) -> str:
    """Prose of the law data, in which days stand as 2026-11-21, with days as people write them."""
    return ISO_DAY.sub(_as_written, text or "")


def _as_written(found: re.Match[str]) -> str:
    try:
        return iso_day(found[0])
    except ValueError:  # digits that are no day
        return found[0]


def pounds(value: int) -> str:
    """£18 million, £1.05 million, £20,000."""
    if value >= 1_000_000:
        millions = f"{value / 1_000_000:.2f}".rstrip("0").rstrip(".")
        return f"£{millions} million"
    return f"£{value:,}"
