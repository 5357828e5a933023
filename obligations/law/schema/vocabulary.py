"""What conditions speak of: facts, kinds of harm, events, gates, definitions, categories."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from obligations.law.schema.base import (
    Checked,
    Condition,
    Day,
    Level,
    Side,
    Sourced,
    Sources,
    Strict,
)
from obligations.rules.conditions.efforts import EFFORTS


class Theme(Strict):
    """A subject under which requirements are grouped."""

    name: str
    title: str


class Example(Strict):
    """A case of practice and how it is answered: `depends` says on what, where the law leaves it.

    `where` is the provision, or Ofcom's word, that the answer rests on.
    """

    case: str
    answer: Literal["yes", "no", "depends"]
    why: str
    where: str


class ChoiceWords(Strict):
    """What a choice that is a bare number of the law stands for, and how its "if" reads."""

    choice: str
    title: str
    supposed: str | None = None


class Supposed(Strict):
    """How an "if" reads for a set with a member more, and with one less; {} is the member."""

    more: str
    less: str


class Topic(Strict):
    """Questions that are asked together, in this order, once for the service or for each side.

    `levels`: the family of kinds whose levels of risk it asks for. `once_true`: it makes sense only
    where this fact is known to be so.
    """

    id: str
    title: str
    about: str
    of: Literal["service", "side"]
    facts: list[str] = Field(default_factory=list)
    levels: Literal["illegal", "children"] | None = None
    once_true: str | None = None


class Fact(Sourced):
    """Something true of a provider, a platform or a side, which conditions read.

    `derived_from` is a condition or a named rule explained in words. A derived fact is never asked,
    but for one that others settle only sometimes (`settled_by`).
    `may_be_told` (empty: anything): what counts when it is told of a derived fact; another answer
    follows only from what the fact is derived from. `aliases` are old spellings, accepted on input.
    `for_proposals_only` facts are never asked. How it is spoken of: `if_so`, `if_not`, `noun`,
    `supposed`, `choice_words`; what changing it asks: `effort` (head of vocabulary.yaml).
    """

    ours: ClassVar[frozenset[str]] = frozenset(
        {
            "name",
            "question",
            "help",
            "examples",
            "asked",
            "aliases",
            "if_so",
            "if_not",
            "noun",
            "effort",
            "help_tells_who_would_change_it",
            "supposed",
            "choice_words",
        }
    )

    name: str
    level: Literal["provider", "platform", "side"]
    sides: list[Side] = Field(default_factory=list)
    type: Literal["boolean", "number", "interval", "choice", "set", "date", "level"]
    unit: str | None = None
    choices: list[str] | None = None
    question: str | None = None
    help: str | None = None
    meaning: str
    examples: list[Example] = Field(default_factory=list)
    derived_from: dict[str, Any] | None = None
    may_be_told: list[bool | str] = Field(default_factory=list)
    asked: bool
    aliases: list[str] = Field(default_factory=list)
    note: str | None = None
    for_proposals_only: bool = False
    if_so: str | None = None
    if_not: str | None = None
    noun: str | None = None
    effort: Literal[EFFORTS] | None = None  # type: ignore[valid-type]  # one list of efforts
    help_tells_who_would_change_it: bool = False
    supposed: Supposed | None = None
    choice_words: list[ChoiceWords] = Field(default_factory=list)


class KindVersion(Strict):
    """The days on which a kind is in its list; `to` is the last of them."""

    from_: Day = Field(alias="from")
    to: Day | None
    meaning: str | None = None


class ExplainedRule(Strict):
    """A named rule with its words."""

    rule: str
    text: str


class IllegalKind(Sourced):
    """A kind of illegal harm. A sub-kind is rated apart; a kind never counts on top of its parts.

    `number`: its row in Table C of the illegal content Codes. `counts_open_from`: the day from
    which it is not known whether it counts for multi-risk. `label`: where its name needs more than
    a capital to be read.
    """

    ours: ClassVar[frozenset[str]] = frozenset({"label"})

    name: str
    label: str | None = None
    number: str | None
    meaning: str
    sides: list[Side]
    sub_kind_of: str | None = None
    counts_for_multi_risk: bool | None
    counts_open_from: Day | None = None
    versions: list[KindVersion]
    derived_from: ExplainedRule | None = None
    note: str | None = None


class ChildrenKind(Sourced):
    """A kind of content harmful to children (OSA 2023 ss 60-62).

    `answered_by`: another kind whose level answers for this one where it is not rated by itself.
    `named_if`: a fact; where it is no, the assessment names no such kind. `title`: what it is
    called among the choices of a fact, where that is not its label.
    """

    ours: ClassVar[frozenset[str]] = frozenset({"title"})

    name: str
    label: str
    title: str | None = None
    group: Literal["primary_priority", "priority", "non_designated"]
    meaning: str
    legal_ref: str
    sides: list[Side]
    counts_for_multi_risk: bool | None
    merged_into: str | None = None
    answered_by: str | None = None
    named_if: str | None = None
    versions: list[KindVersion]
    note: str | None = None


class MergedKind(Sourced):
    """Kinds that conditions take together."""

    name: str
    label: str
    group: Literal["primary_priority", "priority", "non_designated"]
    merges: list[str]
    meaning: str
    rule: str


class LevelMeaning(Sourced):
    """What a level of risk means."""

    level: Level
    meaning: str


class Levels(Strict):
    """The scale of risk levels and how they compare."""

    order: list[Level]
    at_least_rule: str
    tie_break: str
    tie_break_sources: Sources
    levels: list[LevelMeaning]


class KindCount(Strict):
    """How many kinds of priority illegal content there were in a period."""

    from_: Day = Field(alias="from")
    to: Day | None
    kinds_of_priority_illegal_content: int


class Kinds(Strict):
    """All kinds of harm to which a level of risk is given."""

    about: str
    counts: list[KindCount]
    count_note: str
    levels: Levels
    illegal: list[IllegalKind]
    children: list[ChildrenKind]
    children_merged: list[MergedKind]
    children_merged_note: str


class EventKind(Sourced):
    """What duties stand by for or wait for. `occurred` is for events of the law itself."""

    ours: ClassVar[frozenset[str]] = frozenset({"recorded_by"})

    id: str
    title: str
    about: Literal["platform", "provider", "law"]
    recorded_by: str
    meaning: str
    occurred: Day | None
    holder: str | None = None
    note: str | None = None


class Gate(Sourced):
    """A scope test that requirements name: it comes before their own condition.

    `if_so`, `if_not`: what is so where it is met, and where it is not. "It" is the service.
    """

    ours: ClassVar[frozenset[str]] = frozenset({"if_so", "if_not"})

    id: str
    title: str
    if_so: str | None = None
    if_not: str | None = None
    definition: str
    condition: Condition
    note: str | None = None


class Exclusion(Sourced):
    """Two tests of facts that cannot both be true in law: answers that meet both are refused.

    `sentence` says why, `section` where it stands. `on_every_side`: only where both are true on
    each side that the service has.
    """

    id: str
    one: Condition
    other: Condition
    section: str
    sentence: str
    on_every_side: bool = False


class DefinitionItem(Strict):
    """One line of a definition's list."""

    number: int | None = None
    para: str | None = None
    ref: str | None = None
    kind: str | None = None
    assessment: str | None = None
    due: Day | None = None
    rule: str | None = None
    note: str | None = None


class CountSince(Strict):
    """A count and the day from which it holds."""

    from_: Day = Field(alias="from")
    count: int


class Definition(Sourced):
    """A term, test, threshold, exemption, deadline or penalty of the law, in our own words."""

    id: str
    kind: str
    title: str
    definition: str
    side: Side | None = None
    condition: Condition | None = None
    in_force: Day | None = None
    value_gbp: int | None = None
    formula: str | None = None
    count: int | None = None
    items: list[str | DefinitionItem] = Field(default_factory=list)
    history: list[CountSince] = Field(default_factory=list)
    note: str | None = None


class Category(Checked):
    """A category of service (s 95): its threshold's definition, and the fact that computes it."""

    id: Literal["1", "2A", "2B"]
    title: str
    side: Side
    instrument: str
    definition: str
    fact: str
