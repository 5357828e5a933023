"""Instruments, milestones, what was said, who is on the register, how the law was enforced."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from obligations.rules.rulebook.record import (
    Address,
    Checked,
    Condition,
    Day,
    Many,
    Readings,
    Sourced,
    Sources,
    Strict,
)
from obligations.rules.rulebook.requirements import CategoryName

PUBLIC_AUDIENCES = ("ofcom", "secretary_of_state", "individuals", "other_bodies")
"""Audiences that are shown on the timeline and flagged to nobody."""


class Instrument(Sourced):
    """An Act, statutory instrument, code, amendment, guidance, statement or consultation."""

    ours: ClassVar[frozenset[str]] = frozenset({"url"})

    id: str
    kind: Literal[
        "act", "statutory_instrument", "code_of_practice", "amendment", "guidance", "statement",
        "consultation",
    ]  # fmt: skip
    title: str
    citation: str | None
    issuer: str
    made: Day | None
    laid: Day | None
    in_force: Day | None
    in_force_to: Day | None = None
    url: Address | None
    status: Literal["in_force", "revoked", "laid", "consulted", "draft"]
    amends: Many[str]
    note: str
    date_note: str | None = None


class ProvisionRef(Strict):
    """A provision that is no duty of a provider: the regulator's duty, a power, or other text."""

    regulator_duty: str | None = None
    power: str | None = None
    provision: str | None = None


class Milestone(Sourced):
    """A dated event of the regime.

    Unless the precision is a day, `date` is the end of the period, for sorting only. `supersedes`
    names the promise that slipped. `audience` is a condition (flag those services) or one of
    `PUBLIC_AUDIENCES`.
    """

    ours: ClassVar[frozenset[str]] = frozenset(
        {"track", "opens", "audience_printed", "printed_refs"}
    )

    id: str
    date: Day | None
    date_precision: Literal["day", "month", "quarter", "season", "year"]
    date_note: str | None = None
    title: str
    summary: str
    kind: Literal[
        "in_force", "consultation", "publication", "report", "deadline", "review",
        "reported_expectation",
    ]  # fmt: skip
    status: Literal["past", "slipped", "estimated", "planned"]
    supersedes: str | None
    track: str | None = None
    recurrence: str | None = None
    audience: str | Condition
    audience_printed: str
    audience_note: str | None = None
    duty_refs: Many[str | ProvisionRef]
    measure_refs: Many[str] = ()
    printed_refs: Many[str]
    opens: str | None = None
    note: str | None = None


class Person(Strict):
    """Somebody who spoke or wrote."""

    name: str
    party: str | None = None
    constituency: str | None = None
    role: str


class About(Strict):
    """What a statement is about, by the names of the law data."""

    themes: Many[str] = ()
    kinds: Many[str] = ()
    children_kinds: Many[str] = ()
    facts: Many[str] = ()
    categories: Many[CategoryName] = ()
    duties: Many[str] = ()
    measures: Many[str] = ()
    powers: Many[str] = ()
    individual_offences: Many[str] = ()
    question: str | None = None


class Outcome(Strict):
    """What became of what was said. `by`: the duties and measures that deliver it, or should.

    delivered: the law asks it; awaited: it is enacted and no day is set; not_delivered: it could
    be done and was not; not_planned: given up; none: nothing was promised that could be delivered.
    """

    status: Literal["delivered", "awaited", "not_delivered", "not_planned", "none"]
    by: Many[str] = ()
    instrument: str | None = None
    note: str | None = None


class Statement(Checked):
    """One thing that was said, in our own words. `where`: its place in the document.

    `quote`: a few of its own words, where a copy of the document was at hand.
    """

    id: str
    speaker: str | None = None
    gist: str
    where: str | None = None
    quote: Annotated[str, Field(max_length=200)] | None = None
    about: About
    outcome: Outcome | None = None
    figures: dict[str, int] = Field(default_factory=dict)


class PolicyDocument(Checked):
    """A debate or article whose statements are tied to duties, measures and powers.

    `citation`: how it is cited, as far as is known; `citation_note`: what of that is not known.
    """

    id: str
    kind: Literal["parliamentary_debate", "newspaper_article"]
    title: str
    date: Day
    date_note: str | None = None
    publisher: str | None = None
    licence: str | None = None
    citation: str | None = None
    citation_note: str | None = None
    sources: Sources = ()
    author: Person | None = None
    participants: Many[Person] = ()
    statements: Many[Statement]


class Register(Sourced):
    """Ofcom's register of categorised services: where it is and what it lists."""

    url: Address
    legal_ref: str
    first_published: Day
    first_published_note: str
    lists: Many[str]


class ThresholdWords(Sourced):
    """A category's threshold as reported."""

    category: CategoryName
    test: str
    instrument: str


class ExpectedNumbers(Sourced):
    """How many services were expected on the register."""

    category_1: str
    all_categories: str


class RegisterEntry(Sourced):
    """A service reported to be on the register; `to` is the day on which it was taken off."""

    service: str
    provider: str | None
    category: CategoryName
    from_: Day = Field(alias="from")
    to: Day | None
    note: str | None = None


class DatedNote(Strict):
    """Something that happened on a day, or on no day that was seen."""

    date: Day | None
    event: str
    date_note: str | None = None


class Designations(Strict):
    """The register of categorised services as reported; never complete unless it says so."""

    about: str
    register_: Register = Field(alias="register")
    thresholds: Many[ThresholdWords]
    expected_numbers: ExpectedNumbers
    services_complete: bool
    services_note: str
    services: Many[RegisterEntry]
    open_points: Many[str]
    history: Many[DatedNote]
    history_sources: Sources


class CaseEvent(DatedNote):
    """A step in a case. Amounts in pounds; `daily_gbp` is a daily penalty rate."""

    amount_gbp: int | None = None
    daily_gbp: int | None = None
    note: str | None = None


class Case(Sourced):
    """An enforcement programme or case as reported."""

    ours: ClassVar[frozenset[str]] = frozenset({"sections_printed", "official_url"})

    id: str
    service: str
    provider: str | None
    kind: str
    opened: Day | None
    opened_note: str | None = None
    duties: Many[str]
    sections_printed: Many[str]
    status: str
    status_readings: Readings = ()
    events: Many[CaseEvent]
    total_fines_gbp: int
    official_url: Address | None = None
    note: str | None = None


class Total(Strict):
    """A total that Ofcom or the press reported on a day."""

    as_of: Day
    text: str
    sources: Sources


class OfcomCount(Strict):
    """How many providers Ofcom itself said it had fined under the Act by a day, and how much."""

    as_of: Day
    providers_fined: int
    fines_over_gbp: int
    where: str


class Coverage(Strict):
    """How much of the reported record this file holds, beside what Ofcom counted."""

    fines_in_this_file_gbp: int
    providers_fined_in_this_file: int
    ofcom_count: OfcomCount | None = None
    missing: str


class NamedDomains(Sourced):
    """Services named by Ofcom of which nothing more was read."""

    note: str
    domains: Many[str]


class Enforcement(Strict):
    """Ofcom's enforcement record as reported."""

    about: str
    totals: Many[Total]
    coverage: Coverage
    patterns: Many[str]
    programmes: Many[Case]
    cases: Many[Case]
    earlier_regime: Many[Case]
    named_but_not_detailed: NamedDomains


class Edition(Strict):
    """Which edition of the law data this is, and the day it speaks of."""

    version: str
    law_date: Day
    title: str
    note: str
    licence: str
