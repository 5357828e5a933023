"""How a requirement stands on a day, and whom it binds, told in sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from obligations import language, words
from obligations.filters.law import PROPOSED
from obligations.models import Requirement, RequirementVersion

IMPERATIVES = frozenset({
    "Apply", "Assess", "Carry", "Co-operate", "Comply", "Consider", "Cover", "Do", "Explain",
    "Find", "Give", "Inform", "Judge", "Keep", "Let", "Look", "Make", "Meet", "Notify",
    "Offer", "Operate", "Pay", "Permit", "Produce", "Provide", "Publish", "Put", "Rate",
    "Reassess", "Report", "Respond", "Reverse", "Review", "Run", "Set", "State", "Submit",
    "Summarise", "Support", "Take", "Use",
})  # fmt: skip
NAMES = ("Ofcom", "Category", "Parliament", "Part", "Schedule", "English", "Welsh", "Cross")

SUBJECTS = {
    "u2u": "user-to-user services",
    "search": "search services",
}
GATED = {
    "part3_scope": "user-to-user and search services",
    "part5_scope": "services on which they publish pornographic content",
    "regulated_scope": "regulated services",
    "none": "internet services, regulated or not",
}


BEGINNINGS = {
    "service_start_date": ("then running", "the first day for new ones"),
    "treated_as_child_accessed_from": (
        "then treated as likely to be accessed by children",
        "the first such day for others",
    ),
}
"""Where a clock of months begins: who had a day of Ofcom's instead, and whose day it is then."""


@dataclass(frozen=True)
class Standing:
    """How a requirement stands on a day: the state, its words, and the version they tell of."""

    name: str
    words: str
    version: RequirementVersion | None


def standing(requirement: Requirement, as_at: dt.date) -> Standing:
    """How it stands, from its prefetched versions and the `standing` that filters annotate."""
    name: str = requirement.standing  # type: ignore[attr-defined]  # annotated by with_standing
    versions = sorted(
        requirement.versions.all(),
        key=lambda v: (v.period is None, v.period.lower if v.period else dt.date.max),
    )
    now = next((v for v in versions if v.period and as_at in v.period), None)
    later = next((v for v in versions if v.period and v.period.lower > as_at), None)
    undated = next((v for v in versions if v.period is None), None)
    past = next((v for v in reversed(versions) if v.period and v.period.upper), None)
    match name:
        case "in_force" | "contested" if now:
            if name == "contested" and (ways := _two_ways(now, as_at)):
                return Standing(name, ways, now)
            end = words.days.last_day(now.period)
            since = f"since {language.day(_since(versions, now))}"
            until = f", until {language.day(end)}" if end else ""
            doubt = f". {_disagreement(now)}" if name == "contested" else ""
            return Standing(name, f"In force {since}{until}{doubt}", now)
        case "contested":
            return Standing(name, _disagreement(undated), undated)
        case "not_yet" if later:
            return Standing(name, f"In force from {language.day(later.period.lower)}", later)
        case "not_yet":
            return Standing(name, "Not in force: no day is set", undated)
        case "proposed":
            proposal = next((v for v in versions if v.status in PROPOSED), None)
            lead = words.records.status(proposal.status) if proposal else "Proposed"
            return Standing(name, f"{lead}, not in force", proposal)
        case "unpublished":
            return Standing(name, "A proposal that was made public later", None)
        case "withdrawn":
            return Standing(name, "No longer in the law data", versions[-1] if versions else None)
        case _:
            day = language.day(words.days.last_day(past.period)) if past else ""
            return Standing(name, f"Ended on {day}" if day else "No longer in force", past)


def _disagreement(version: RequirementVersion | None) -> str:
    """What the readings differ about: whether it is in force, from when, or whom it concerns."""
    readings = version.candidates if version else []
    if {reading.get("status") for reading in readings} == {"in_force"}:
        if len({reading.get("from") for reading in readings}) > 1:
            return "The law can be read in two ways on when it begins to bind"
        return "Sources disagree on whom it concerns"
    return "Sources disagree whether it is in force"


def _two_ways(version: RequirementVersion, as_at: dt.date) -> str:
    """How it stands in each reading, where they differ on when it begins to bind; else nothing.

    `The law can be read in two ways: in force since 29 June 2026, or waiting for a Code`.
    """
    begins = [(reading.get("from"), reading.get("waits_for")) for reading in version.candidates]
    ways = [way for first, event in begins if (way := _begins(first, event, as_at))]
    if len(ways) < 2 or len(set(ways)) < len(ways):
        return ""
    ways.sort(key=lambda way: not way.startswith("in force since"))
    return f"The law can be read in {language.small(len(ways))} ways: {', or '.join(ways)}"


def _begins(first: str | None, waits_for: Any, as_at: dt.date) -> str:
    if first:
        begun = dt.date.fromisoformat(first) <= as_at
        return f"in force {'since' if begun else 'from'} {language.iso_day(first)}"
    return waiting_words(waits_for)


def waiting_words(waits_for: Any) -> str:
    """What a reading waits for, in a word or two; nothing where it waits for nothing."""
    if not waits_for:
        return ""
    return f"waiting for {'a Code' if 'first_code' in str(waits_for) else 'an event'}"


def _since(versions: list[RequirementVersion], now: RequirementVersion) -> dt.date:
    """The first day of the unbroken run of versions that ends in `now`."""
    start: dt.date = now.period.lower
    for version in sorted(
        (v for v in versions if v.period), key=lambda v: v.period.lower, reverse=True
    ):
        if version.period.upper == start and version.status == now.status:
            start = version.period.lower
    return start


def first_due(requirement: Requirement) -> str:
    """When it was first due: Ofcom's day for services then running, the rule for later ones."""
    rules = requirement.clock.get("rules", ())
    fixed = next((rule for rule in rules if isinstance(rule.get("due"), str)), None)
    counted = next((rule for rule in rules if _beginning(rule.get("due")) in BEGINNINGS), None)
    if fixed is None or counted is None:
        return ""
    then, later = BEGINNINGS[_beginning(counted["due"])]
    doubt = " (from memory, not checked)" if "recalled" in fixed["text"] else ""
    months = counted["due"]["add"]["months"]
    return (
        f"first due {language.iso_day(fixed['due'])}{doubt} for services {then}, "
        f"{language.small(months)} months from {later}"
    )


def _beginning(due: Any) -> str:
    """The fact from which a clock counts its months, if it does."""
    counts = isinstance(due, dict) and (due.get("add") or {}).get("months")
    return str(due.get("from", "")) if counts else ""


def subject(requirement: Requirement) -> str:
    """Whom it binds, as the subject of a sentence."""
    person = requirement.person.partition(";")[0]
    if person and person != "provider":
        return person[:1].upper() + person[1:]
    services = SUBJECTS.get(requirement.side) or GATED.get(requirement.gate, "regulated services")
    if requirement.categories:
        services = f"Category {language.either(requirement.categories)} {services}"
    return f"Providers of {services}"


def beside(requirement: Requirement) -> str:
    """Who else is bound or is not, where the law data says so after a semicolon."""
    return requirement.person.partition(";")[2].strip()


def _continue(text: str) -> str:
    """A sentence as the second half of another one."""
    first = text.split(" ", 1)[0]
    keep = first.rstrip("'s,").rstrip("’") in NAMES or (first.isupper() and len(first) > 1)
    return text if keep else text[:1].lower() + text[1:]


def sentence(requirement: Requirement) -> str:
    """Who must, is recommended to, or should do what."""
    text = requirement.summary.strip()
    who = subject(requirement)
    first = text.split(" ", 1)[0]
    addressed = who if who.startswith("Providers") else who[:1].lower() + who[1:]
    match requirement.kind:
        case "offence":
            return f"Offence ({_continue(who)}): {_continue(text)}"
        case "power":
            return f"A power, no duty of a provider: {_continue(text)}"
        case "duty" if first in IMPERATIVES:
            return f"{who} must {_continue(text)}"
        case "duty":
            return f"A duty of {_continue(addressed)}: {_continue(text)}"
        case "measure":
            return f"Recommended to {_continue(addressed)}: {_continue(text)}"
        case _:
            return f"{who} should, says Ofcom’s guidance: {_continue(text)}"
