"""What conditions speak of: facts with their words, topics, events, gates, exclusions."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, PlainSerializer

from obligations.rules.conditions.efforts import EFFORTS, Effort
from obligations.rules.conditions.grammar import Family, Risk, leaves
from obligations.rules.rulebook.derivations import Derivation, Rule
from obligations.rules.rulebook.names import Side
from obligations.rules.rulebook.record import Condition, Day, Many, Sourced, Strict


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


NOT_ASSESSED, ALL_LOW, HIGHER = "not_assessed", "low", "higher"
"""What an assessment of risks came to, as the facts that `assessed_by` names tell it."""


class Topic(Strict):
    """Questions that are asked together, in this order, once for the service or for each side.

    `levels`: the family of kinds whose levels of risk it asks for, `assessed_by`: the fact that
    tells what their assessment came to, if there was one: they are asked for where it found more
    than low risks. `once_true`, `once_false`: it makes sense only where this fact is known to be
    so, or not to be so.
    """

    id: str
    title: str
    about: str
    of: Literal["service", "side"]
    facts: Many[str] = ()
    levels: Family | None = None
    once_true: str | None = None
    once_false: str | None = None
    assessed_by: str | None = None

    @property
    def waits_for(self) -> tuple[str, bool | str] | None:
        """The fact that has to be known before it makes sense, and what it must be."""
        if self.assessed_by:
            return self.assessed_by, HIGHER
        if self.once_true:
            return self.once_true, True
        return (self.once_false, False) if self.once_false else None


Choices = Annotated[
    Many[str],
    BeforeValidator(lambda value: () if value is None else value),
    PlainSerializer(lambda value: list(value) or None),
]
"""The choices of a fact that has some, else null."""


class Fact(Sourced):
    """Something true of a provider, a platform or a side, which conditions read.

    `derived_from` is a condition or a named rule explained in words. A derived fact is never asked,
    but for one that others settle only sometimes (`settled_by`).
    `may_be_told` (empty: anything): what counts when it is told of a derived fact; another answer
    follows only from what the fact is derived from. `aliases` are old spellings, accepted on input.
    `for_proposals_only` facts are never asked. How it is spoken of: `if_so`, `if_not`, `noun`,
    `supposed`, `choice_words`; what changing it asks: `effort` (head of vocabulary.yaml).
    `leads`: what its answers lead to, where trying each alone cannot tell. `follows`: the
    yes-or-no fact of the same topic after whose yes it is asked. `for_dates`: days that are owed
    are counted from it, so it is asked of every service in scope.
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
            "leads",
            "follows",
            "for_dates",
        }
    )

    name: str
    level: Literal["provider", "platform", "side"]
    sides: Many[Side] = ()
    type: Literal["boolean", "number", "interval", "choice", "set", "date", "level"]
    unit: str | None = None
    choices: Choices = ()
    question: str | None = None
    help: str | None = None
    meaning: str
    examples: Many[Example] = ()
    derived_from: Derivation | None = None
    may_be_told: Many[bool | str] = ()
    asked: bool
    aliases: Many[str] = ()
    note: str | None = None
    for_proposals_only: bool = False
    if_so: str | None = None
    if_not: str | None = None
    noun: str | None = None
    effort: Literal[EFFORTS] | None = None  # type: ignore[valid-type]  # one list of efforts
    help_tells_who_would_change_it: bool = False
    supposed: Supposed | None = None
    choice_words: Many[ChoiceWords] = ()
    leads: str | None = None
    follows: str | None = None
    for_dates: bool = False

    def counts(self, told: object) -> bool:
        """Whether this value counts when it is told."""
        return not self.may_be_told or told in self.may_be_told

    @property
    def wholly_supposed(self) -> dict[str, str]:
        """The choices whose "if" is a clause of its own, in the order of what can be done of it."""
        return {each.choice: each.supposed for each in self.choice_words if each.supposed}

    @property
    def derivation_text(self) -> str | None:
        """A named rule in words."""
        return self.derived_from.text if isinstance(self.derived_from, Rule) else None

    @property
    def asks(self) -> Effort:
        """What changing it asks; functions of a side, unless it is said, are features."""
        if self.for_proposals_only:
            return Effort.OTHERS
        if self.effort:
            return Effort[self.effort.upper()]
        return Effort.FEATURE if self.level == "side" else Effort.NATURE


class Event(Sourced):
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

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that the tests read, in reading order."""
        both = (*leaves(self.one), *leaves(self.other))
        return tuple(dict.fromkeys(leaf.fact for leaf in both if not isinstance(leaf, Risk)))
