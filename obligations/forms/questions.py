"""The questions about a service: one for each fact that concerns it, grouped by topic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from obligations import language
from obligations.rules import RuleSet
from obligations.rules.conditions.levels import LEVELS, is_span
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.facts.key import Key
from obligations.rules.facts.subject import Side
from obligations.rules.rulebook.kinds import Kind
from obligations.rules.rulebook.vocabulary import Example, Fact, Topic
from obligations.words.conditions import choice_words
from obligations.words.facts import SIDE_WORDS

STATED = Topic(
    id="stated", title="Stated outright", of="service",
    about="Usually worked out from other answers. They were given directly for this service.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact as it is asked: its type, its choices, what is recorded now.

    `key` is the name of the form field and what `facts.record_many` calls the answer:
    `name`, `name@side` or `risk:kind@side`. `whole` is the key of the kind that a kind is part of.
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
        return sum(1 for each in self.asked if each.current is None)


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


def _stated(ruleset: RuleSet, told: FactSet, sides: tuple[str, ...]) -> Iterator[Asked]:
    """Facts that are never asked but were given outright, so that they can be taken back."""
    for side in (None, *sides):
        for key in told.known():
            fact = ruleset.facts.get(key.name)
            if key.side == side and fact and not fact.asked:
                yield _asked(ruleset, fact, key, told)


def _asked(ruleset: RuleSet, fact: Fact, key: Key, told: FactSet) -> Asked:
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
        examples=fact.examples,
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
        whole=str(Key.of_level(kind.family, kind.part_of, key.side)) if kind.part_of else "",
    )
