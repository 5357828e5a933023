"""How assessments are done and what written records must hold."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from obligations.rules.conditions.levels import Level
from obligations.rules.rulebook.record import (
    Address,
    Checked,
    Many,
    OfAnyEdition,
    Readings,
    Sourced,
    Sources,
    Strict,
)

Need = Literal["must", "should", "information"]
"""must: an Act or regulation says so; should: guidance or a template; information: nothing owed."""


class FormatRule(Sourced):
    """How a record must or should be kept. `duties`: the duties behind a must."""

    id: str
    rule: str
    requirement: Need
    legal_ref: str
    guidance_ref: str
    note: str | None = None
    duties: Many[str] = ()


class RecordField(Sourced):
    """One field of a written record."""

    id: str
    label: str
    requirement: Need
    kind: Literal["text", "choice", "date", "person", "list", "level"]
    choices: Many[str] = ()
    legal_ref: str
    guidance_ref: str
    note: str | None = None
    duties: Many[str] = ()


class WrittenRecord(Checked):
    """A written record and its fields, which say of themselves how far they were checked."""

    ours: ClassVar[frozenset[str]] = frozenset({"fields"})

    id: str
    title: str
    legal_ref: str
    guidance_ref: str
    fields: Many[RecordField]


class Records(Strict):
    """What the written records of the Act must or should hold."""

    about: str
    format_rules: Many[FormatRule]
    records: Many[WrittenRecord]
    note: str


class GuidanceRef(Strict):
    """The guidance a method comes from. `date` as printed on it."""

    title: str
    date: str
    url: Address


class Step(Sourced):
    """One step of Ofcom's four-step method."""

    step: int
    title: str
    does: Many[str]
    record: Many[str]
    note: str | None = None


class AssessedKind(Sourced):
    """A kind of illegal harm with the risk factors seen for it (complete only if it says so)."""

    name: str
    number: str | None
    label: str
    applies_to: Many[Literal["user_to_user", "search"]]
    risk_factors: Many[str]
    risk_factors_complete: bool
    level_table: str
    note: str | None = None


class RiskFactor(Sourced):
    """A risk factor of the Risk Profiles and the kinds it was seen to raise."""

    id: str
    code: str | None = None
    label: str | None = None
    group: str | None = None
    kinds: Many[str] = ()
    service_fact: str | None = None
    note: str | None = None


class IllegalMethod(Strict):
    """The illegal content risk assessment (ss 9 and 26)."""

    guidance: GuidanceRef
    legal_ref: str
    must_cover: Many[str]
    must_cover_sources: Sources
    steps: Many[Step]
    kinds: Many[AssessedKind]
    risk_factors: Many[RiskFactor]
    search_risk_factors: Many[RiskFactor]
    numbering_note: str
    numbering_sources: Sources


class ChildrenAssessedKind(Sourced):
    """A kind of content harmful to children, as the assessment takes it."""

    name: str
    label: str
    tier: Literal["primary_priority", "priority", "non_designated"]


class AgeGroups(Sourced):
    """The age groups an assessment looks at apart."""

    list_: Many[str] = Field(alias="list")
    note: str


class Noted(Sourced):
    """A note with its sources."""

    note: str


class Ruled(Sourced):
    """A rule with its sources."""

    rule: str
    guidance_ref: str | None = None


class ChildrensMethod(Strict):
    """The children's risk assessment (ss 11 and 28)."""

    guidance: GuidanceRef
    legal_ref: str
    steps_same_as_illegal: bool
    kinds: Many[ChildrenAssessedKind]
    merge_to_condition_facts: dict[str, Many[str]]
    merge_note: str
    risk_factors: Many[RiskFactor]
    risk_factors_complete: bool
    extra: Many[str]
    age_groups: AgeGroups
    number_of_children: Noted
    non_designated_test: Many[str]
    non_designated_sources: Sources
    terms_do_not_lower_risk: Ruled


class LevelAdvice(Sourced):
    """When to choose a level of risk, and what does not justify it."""

    means: str
    choose_when: str
    do_not_choose_because: Many[str]


class UserNumberBand(Checked):
    """What a number of users says about impact."""

    band: str
    label: str
    impact_indicator: str
    readings: Annotated[Readings, Field(min_length=1)]


class LevelTable(Sourced):
    """One of the guidance's tables for choosing a level."""

    id: str
    guidance_ref: str
    rule: str | None = None
    gate: str | None = None
    user_numbers: Many[UserNumberBand] = ()
    factors: Many[str] = ()
    high_when: Many[str] = ()
    medium_when: str | None = None
    low_when: str | None = None
    negligible_when: str | None = None
    examples: Many[str] = ()
    note: str | None = None


class EvidenceInput(Sourced):
    """A kind of evidence for an assessment."""

    id: str
    label: str
    note: str | None = None


class Evidence(OfAnyEdition):
    """Core inputs for everyone, enhanced inputs where more is expected."""

    core: Many[EvidenceInput]
    enhanced: Many[EvidenceInput]
    when_enhanced: str
    when_enhanced_readings: Annotated[Readings, Field(min_length=1)]
    no_evidence_rule: str
    sources: Sources


class Confirmation(Strict):
    """Who is named, approves and reports."""

    id: str
    rule: str
    requirement: Literal["should", "allowed"]


class ReviewTrigger(Sourced):
    """What makes an assessment due for review."""

    id: str
    rule: str
    legal_ref: str


class StageOne(Sourced):
    """Stage 1 of the children's access assessment."""

    question: str
    legal_ref: str
    answer_no_only_if: str
    not_enough: Many[str]
    record: str


class Limb(Strict):
    """One limb of the child user condition."""

    id: str
    test: str
    legal_ref: str


class Labelled(Strict):
    """A factor to weigh."""

    id: str
    label: str


class StageTwo(Sourced):
    """Stage 2 of the children's access assessment."""

    question: str
    legal_ref: str
    limbs: Many[Limb]
    factors: Many[Labelled]
    rules: Many[str]


class Consequence(Strict):
    """What follows from an assessment."""

    if_: str = Field(alias="if")
    then: str


class Repeat(Strict):
    """When the assessment is repeated."""

    trigger: str
    legal_ref: str


class AccessAssessment(Sourced):
    """The children's access assessment (ss 35 to 37)."""

    stage_1: StageOne
    stage_2: StageTwo
    consequence: Many[Consequence]
    repeat: Many[Repeat]
    templates: Many[str]


class SignificantChange(Strict):
    """A kind of change that guidance gives as an example of a significant one.

    `facts` are the answers that it tells otherwise, where the vocabulary has them.
    """

    text: str
    change: Literal["begins", "either_way"]
    facts: Many[str]


class RiskAssessment(Strict):
    """How risk assessments are done."""

    about: str
    illegal_content: IllegalMethod
    childrens: ChildrensMethod
    levels: dict[Level, LevelAdvice]
    level_tables: Many[LevelTable]
    tie_break: Ruled
    controls_rule: Ruled
    evidence: Evidence
    confirmation: Many[Confirmation]
    confirmation_sources: Sources
    review_triggers: Many[ReviewTrigger]
    significant_change_examples: Many[SignificantChange]
    significant_change_note: str
    significant_change_sources: Sources
    access_assessment: AccessAssessment
