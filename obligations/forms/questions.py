"""The questions about a service: one for each fact that concerns it, grouped by topic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from obligations import language
from obligations.rules import RuleSet
from obligations.rules.conditions.levels import LEVELS, is_span
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.kinds import Kind
from obligations.rules.rulebook.record import Source
from obligations.rules.rulebook.terms import Term, terms_in
from obligations.rules.rulebook.vocabulary import Example, Fact, Topic
from obligations.words.conditions import choice_words
from obligations.words.facts import SIDE_WORDS

STATED = Topic(
    id="stated", title="Stated outright", of="service",
    about="Usually worked out from other answers. They were given directly for this service.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a question comes from: what the fact means in law, and the official places."""

    meaning: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact as it is asked: its type, its choices, what is recorded now.

    `key` is the name of the form field and what `facts.record_many` calls the answer:
    `name`, `name@side` or `risk:kind@side`. `whole` is the key of the kind that a kind is part of;
    `follows` that of the question after whose yes it is asked. `left_open`: it was asked before,
    and nobody knew. `leads`: what the answers lead to, where that is said once for all services.
    `terms` are the words of the law that it uses.
    """

    key: str
    name: str
    type: str
    label: str
    help: str
    unit: str
    choices: tuple[tuple[str, str], ...]
    current: Any
    examples: tuple[Example, ...] = ()
    whole: str = ""
    follows: str = ""
    left_open: bool = False
    leads: str = ""
    terms: tuple[Term, ...] = ()
    origin: Origin | None = None

    @property
    def told(self) -> str:
        """What is recorded now, in words: `Yes`, `60 to 120`, `not known yet`."""
        named = dict(self.choices)
        match self.current:
            case None:
                return "not known yet"
            case bool():
                return "Yes" if self.current else "No"
            case {"low": low, "high": int() | float() as high}:
                return f"{low:,} to {high:,}"
            case {"low": low}:
                return f"{low:,} or more"
            case list() | tuple() | set() | frozenset():
                return language.listed(named.get(each, each) for each in self.current) or "none"
            case int() | float():
                return f"{self.current:,}"
            case dt.date():
                return language.day(self.current)
            case other if self.type == "date":
                return language.iso_day(str(other))
            case other:
                return named.get(other, str(other))


@dataclass(frozen=True)
class Section:
    """A topic as it stands on the page; `side_words` where the service has two sides."""

    anchor: str
    topic: Topic
    side_words: str
    asked: tuple[Asked, ...]

    @property
    def title(self) -> str:
        return self.topic.title

    @property
    def about(self) -> str:
        return language.typographic(self.topic.about)

    @property
    def answered(self) -> int:
        return len(self.asked) - self.unknown

    @property
    def unknown(self) -> int:
        """How many of its questions have no answer yet."""
        told = {each.key for each in self.asked if each.current}
        return sum(
            each.current is None and (not each.follows or each.follows in told)
            for each in self.asked
        )


def sections_for(ruleset: RuleSet, told: FactSet, as_at: dt.date) -> tuple[Section, ...]:
    """Every topic that concerns the service, with what is told of it."""
    sides = told.sides()
    found = [
        Section(topic.id, topic, "", tuple(_questions(ruleset, topic, None, told, as_at)))
        for topic in ruleset.topics_of("service")
    ]
    for side in sides:
        for topic in ruleset.topics_of("side"):
            asked = tuple(_questions(ruleset, topic, side, told, as_at))
            which = SIDE_WORDS[side] if len(sides) > 1 else ""
            if len(sides) == 1:
                asked = tuple(_of_the_only_side(each) for each in asked)
            found.append(Section(f"{topic.id}-{side}", topic, which, asked))
    stated = tuple(_stated(ruleset, told, sides))
    found.append(Section(STATED.id, STATED, "", stated))
    return tuple(section for section in found if section.asked)


def _questions(
    ruleset: RuleSet, topic: Topic, side: Side, told: FactSet, as_at: dt.date
) -> Iterator[Asked]:
    for name in topic.facts:
        fact = ruleset.facts.get(name)
        if fact and fact.asked and not fact.for_proposals_only and (not side or side in fact.sides):
            yield _asked(ruleset, fact, Key(name, side), told)
    if topic.levels:
        for kind in ruleset.kinds[topic.levels].values():
            if side in kind.sides and any(span.holds(as_at) for span in kind.versions):
                yield _level(kind, Key.of_level(kind.family, kind.name, side), told)


def _of_the_only_side(asked: Asked) -> Asked:
    """A service of one side is not told of sides."""
    label, help_ = (text.replace("this side", "the service") for text in (asked.label, asked.help))
    return replace(asked, label=label, help=help_)


def _stated(ruleset: RuleSet, told: FactSet, sides: tuple[str, ...]) -> Iterator[Asked]:
    """Facts that are never asked but were given outright, so that they can be taken back."""
    for side in (None, *sides):
        for key in told.known():
            fact = ruleset.facts.get(key.name)
            if key.side == side and fact and not fact.asked:
                yield _asked(ruleset, fact, key, told)


def _asked(ruleset: RuleSet, fact: Fact, key: Key, told: FactSet) -> Asked:
    text = f"{fact.question or fact.meaning} {fact.help or ''} {fact.leads or ''}"
    return Asked(
        key=str(key),
        name=fact.name,
        type=fact.type,
        label=language.typographic(fact.question or fact.meaning),
        help=language.typographic(fact.help or ""),
        unit=fact.unit or "",
        choices=tuple(
            (choice, language.typographic(choice_words(ruleset, fact, choice)))
            for choice in fact.choices
        ),
        current=told.told(key),
        left_open=key in told and told[key] is None,
        examples=fact.examples,
        follows=str(Key(fact.follows, key.side)) if fact.follows else "",
        leads=language.typographic(fact.leads or ""),
        terms=terms_in(ruleset.terms, text),
        origin=Origin(
            language.typographic(fact.meaning),
            tuple(each for each in fact.sources if not each.third_party),
        ),
    )


def _level(kind: Kind, key: Key, told: FactSet) -> Asked:
    current = told.told(key)
    offered = (*LEVELS, current) if is_span(current) else LEVELS
    return Asked(
        key=str(key),
        name=kind.name,
        type="level",
        label=kind.label[:1].upper() + kind.label[1:],
        help="",
        unit="",
        choices=tuple((each, each.capitalize()) for each in offered),
        current=current,
        left_open=key in told and told[key] is None,
        whole=str(Key.of_level(kind.family, kind.part_of, key.side)) if kind.part_of else "",
    )
