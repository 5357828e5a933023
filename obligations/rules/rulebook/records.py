"""The records of the law as conditions read them: facts, kinds, events, gates, requirements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from obligations.rules.conditions.efforts import Effort
from obligations.rules.conditions.grammar import Compare, Condition, Family, Risk, leaves
from obligations.rules.rulebook.trust import Trust

SIDES = ("u2u", "search")
CATEGORY_SIDES = {"1": "u2u", "2A": "search", "2B": "u2u"}
CHILD_ACCESS = "likely_accessed_by_children"
DESIGNATED = "designated"
DETERMINED_KINDS = ("duty", "measure", "expectation")
IN_FORCE, CONTESTED = "in_force", "contested"
SIDE_GATES = {"u2u": "side_u2u", "search": "side_search"}
SIDE_FACTS = {"u2u": "has_user_to_user_part", "search": "has_public_search_engine"}


@dataclass(frozen=True, slots=True)
class GateRule:
    """The fact holds where a gate's condition does."""

    gate: str


@dataclass(frozen=True, slots=True)
class KindsAtLevel:
    """At least so many kinds, of those that count for multi-risk, are at a level."""

    family: Family
    level: str
    at_least: int


@dataclass(frozen=True, slots=True)
class CountListed:
    """How many of the listed kinds are at a level."""

    family: Family
    level: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule that only code can state: designations_on_day, child_access_state, and so on."""

    name: str


@dataclass(frozen=True, slots=True)
class SettledBy:
    """Yes where `yes` holds, no where `no` does; else only who provides the service can tell.

    `no_counts_if`: what must hold for a no that was told to count; else it is not known.
    """

    yes: Condition
    no: Condition
    no_counts_if: Condition | None = None

    @property
    def tests(self) -> tuple[Condition, ...]:
        """The conditions that it is settled by."""
        return tuple(each for each in (self.yes, self.no, self.no_counts_if) if each is not None)


@dataclass(frozen=True, slots=True)
class StaysOver:
    """Over a figure now, or last over it in a month since which six months have not run.

    `over` is the test of today's figure; `last` the fact that holds a day of the last month over.
    """

    over: Compare
    last: str


Derivation = StaysOver | Condition | GateRule | KindsAtLevel | CountListed | NamedRule | SettledBy
NAMED_RULES = frozenset(
    {
        "service_kind",
        "designations_on_day",
        "child_access_state",
        "child_access_from",
        "access_assessment_missed",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: the official document, or a third party's page about it."""

    url: str
    where: str | None
    third_party: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A case of practice and how a question is answered for it: yes, no or depends."""

    case: str
    answer: str
    why: str
    where: str


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """What a choice that is a bare number of the law stands for, and how its "if" reads."""

    choice: str
    title: str
    supposed: str | None = None


@dataclass(frozen=True, slots=True)
class Supposed:
    """How an "if" reads for a set with a member more, and with one less; {} is the member."""

    more: str
    less: str


@dataclass(frozen=True, slots=True)
class FactWords:
    """How a fact is spoken of. "It" is the service.

    `if_so`, `if_not`: what is so when a yes-or-no fact is yes, and when it is no. `noun`: what a
    number, day, choice or set is called. `choices` stand in the order of what can be done about
    them. `advises`: its help speaks to whoever would change the answer too.
    """

    if_so: str | None = None
    if_not: str | None = None
    noun: str | None = None
    supposed: Supposed | None = None
    choices: tuple[ChoiceWords, ...] = ()
    advises: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions that are asked together, in this order; `of` is service or side.

    `levels`: the family of kinds whose levels of risk it asks for. `once_true`: it makes sense only
    where this fact is known to be so.
    """

    id: str
    title: str
    about: str
    of: str
    facts: tuple[str, ...] = ()
    levels: Family | None = None
    once_true: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that conditions read; `sides` is empty unless `level` is side.

    `may_be_told`: the values of a derived fact that count when they are told; empty: any.
    `effort`: what changing it asks of the provider.
    """

    name: str
    level: str
    sides: tuple[str, ...]
    type: str
    unit: str | None
    choices: tuple[str, ...]
    question: str | None
    help: str | None
    meaning: str
    derived_from: Derivation | None
    derivation_text: str | None
    may_be_told: tuple[bool | str, ...]
    asked: bool
    aliases: tuple[str, ...]
    note: str | None
    for_proposals_only: bool
    verification: str
    sources: tuple[Source, ...]

    def counts(self, told: object) -> bool:
        """Whether this value counts when it is told."""
        return not self.may_be_told or told in self.may_be_told

    examples: tuple[Example, ...] = ()
    words: FactWords = FactWords()
    effort: Effort = Effort.NATURE


@dataclass(frozen=True, slots=True)
class Span:
    """Days from and to, both included; None is open."""

    first: dt.date | None
    last: dt.date | None

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in the span."""
        begun = self.first is None or self.first <= day
        return begun and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of illegal harm, or of content harmful to children, and when the list held it.

    `counts` is None where it is not known whether the Code's multi-risk count includes it, which
    may be so from a day on only (`counts_open_from`).
    `answered_by` names a kind whose level stands for this one where it is not rated by itself;
    `named_if` a yes-or-no fact without which the assessment names no such kind. `title`: what it is
    called among the choices of a fact, where that is not its label.
    """

    name: str
    label: str
    family: Family
    sides: tuple[str, ...]
    counts: bool | None
    versions: tuple[Span, ...]
    part_of: str | None
    merges: tuple[str, ...]
    answered_by: str | None = None
    named_if: str | None = None
    counts_open_from: dt.date | None = None
    title: str | None = None

    def as_at(self, day: dt.date) -> Kind:
        """The kind as it counts on a day."""
        opened = self.counts_open_from is not None and self.counts_open_from <= day
        return replace(self, counts=None) if opened else self


@dataclass(frozen=True, slots=True)
class Event:
    """What duties stand by or wait for; `occurred` is set for dated events of the law itself."""

    id: str
    title: str
    about: str
    holder: str | None
    occurred: dt.date | None


@dataclass(frozen=True, slots=True)
class Gate:
    """A scope test that comes before every condition."""

    id: str
    title: str
    definition: str
    condition: Condition
    sources: tuple[Source, ...]
    if_so: str | None = None
    if_not: str | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two tests of facts that exclude each other; `sentence` says why, `section` where it stands.

    `on_every_side`: only where both are true on each side that the service has.
    """

    id: str
    one: Condition
    other: Condition
    section: str
    sentence: str
    on_every_side: bool

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that the tests read, in reading order."""
        both = (*leaves(self.one), *leaves(self.other))
        return tuple(dict.fromkeys(leaf.fact for leaf in both if not isinstance(leaf, Risk)))


@dataclass(frozen=True, slots=True)
class Reading:
    """One text of a requirement, in force (or proposed) from a day to a day.

    `condition` None means that its scope is not known; ALWAYS binds all within the gate.
    `needs_child_access`: it can hold only where the side is treated as child-accessed.
    `commenced`: the day it was switched on, where it binds only after what it waits for. `id`,
    `why` and `waits_for` (beyond what the requirement waits for) belong to the readings of a
    contested text.
    """

    status: str
    span: Span
    by: str | None
    condition: Condition | None
    needs_child_access: bool
    bites_only_if: Condition | None
    why: str | None
    candidates: tuple[Reading, ...] = ()
    id: str = ""
    waits_for: WaitFor | None = None
    commenced: dt.date | None = None

    @property
    def proposed(self) -> bool:
        """Draft, laid or consulted text: never in force."""
        return self.status not in (IN_FORCE, CONTESTED)


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Events that must have happened: one event, or all or any of several."""

    event: str | None = None
    category: str | None = None
    all: tuple[WaitFor, ...] = ()
    any: tuple[WaitFor, ...] = ()


@dataclass(frozen=True, slots=True)
class Former:
    """A reference as editions up to `until` used it; since the edition `since` it is not.

    `title` and `why` tell of what is gone; of what bears another id now they are None.
    """

    id: str
    ref: str
    until: str
    since: str
    title: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A duty, measure or expectation; offences and powers are library records only.

    `was`: the ids that it bore in earlier editions.
    """

    id: str
    ref: str
    kind: str
    strength: str
    side: str
    level: str
    title: str
    theme: str
    gate: str | None
    categories: tuple[str, ...]
    instrument: str | None
    part_of: str | None
    optional: bool
    triggered_by: str | None
    waits_for: WaitFor | None
    readings: tuple[Reading, ...]
    trust: Trust
    sources: tuple[Source, ...]
    was: tuple[str, ...] = ()

    @property
    def verification(self) -> str:
        """How far it was checked, as one mark of `obligations.rules.rulebook.trust.SURENESS`."""
        return self.trust.mark

    @property
    def turns_on(self) -> tuple[object, ...]:
        """Everything in it that its answer turns on: where all this is equal, so is the answer."""
        return (
            self.gate,
            self.side,
            self.categories,
            self.triggered_by,
            self.waits_for,
            self.readings,
        )
