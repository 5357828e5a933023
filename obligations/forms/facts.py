"""The form of a service's facts: one question for each fact that concerns it, grouped by topic.

"Don't know yet" is an answer. A field that was not sent is left alone: the form returns only what
was sent and differs from what is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from obligations import words
from obligations.actions.permissions import Refused
from obligations.fields import Count, DateField, Line, Paragraphs
from obligations.forms.base import dress
from obligations.rules import RuleSet
from obligations.rules.clauses import choice_words
from obligations.rules.records import Example, Fact, Kind, Topic
from obligations.rules.words import SIDE_WORDS

STATED = Topic(
    "stated", "Stated outright",
    "Usually worked out from other answers. They were given directly for this service.", "service",
)  # fmt: skip
UNKNOWN, NONE = "unknown", "none"
YES_NO = [("yes", "Yes"), ("no", "No"), (UNKNOWN, "Don’t know yet")]
LEVELS = [("negligible", "Negligible"), ("low", "Low"), ("medium", "Medium"), ("high", "High")]
FAMILY_KEYS = {"illegal": "risk", "children": "children_risk"}
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


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
                return words.listed(named.get(each, each) for each in self.current) or "none"
            case int() | float():
                return f"{self.current:,}"
            case dt.date():
                return words.long_day(self.current)
            case other if self.type == "date":
                return words.iso_day(str(other))
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
        return words.typographic(self.topic.about)

    @property
    def answered(self) -> int:
        return len(self.asked) - self.unknown

    @property
    def unknown(self) -> int:
        """How many of its questions have no answer yet."""
        return sum(1 for each in self.asked if each.current is None)


def sides_of(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The sides a service has by its answers; while that is not known, the user-to-user side."""
    has = {
        "u2u": facts.get("has_user_to_user_part"),
        "search": facts.get("has_public_search_engine"),
    }
    chosen = tuple(side for side, answer in has.items() if answer is True)
    if chosen:
        return chosen
    unknown = all(answer is None for answer in has.values())
    return ("u2u",) if unknown else ()


def sections_for(
    ruleset: RuleSet, situation: Mapping[str, Any], as_at: dt.date
) -> tuple[Section, ...]:
    """Every topic that concerns the service, with what is recorded. Shape: Platform.situation."""
    facts: Mapping[str, Any] = situation.get("facts", {})
    of_side: Mapping[str, Mapping[str, Any]] = facts.get("sides", {})
    sides = sides_of(facts)
    found = [
        Section(topic.id, topic, "", tuple(_questions(ruleset, topic, "", facts, as_at)))
        for topic in ruleset.topics_of("service")
    ]
    for side in sides:
        # A side's own answer comes first; on a one-sided service it may stand among the others.
        recorded = {**facts, **of_side.get(side, {})}
        for topic in ruleset.topics_of("side"):
            asked = tuple(_questions(ruleset, topic, side, recorded, as_at))
            which = SIDE_WORDS[side] if len(sides) > 1 else ""
            found.append(Section(f"{topic.id}-{side}", topic, which, asked))
    stated = tuple(_stated(ruleset, facts, of_side, sides))
    found.append(Section(STATED.id, STATED, "", stated))
    return tuple(section for section in found if section.asked)


def _questions(
    ruleset: RuleSet, topic: Topic, side: str, recorded: Mapping[str, Any], as_at: dt.date
) -> Iterator[Asked]:
    for name in topic.facts:
        fact = ruleset.facts.get(name)
        if fact and fact.asked and not fact.for_proposals_only and (not side or side in fact.sides):
            yield _asked(ruleset, fact, side, recorded.get(name))
    if topic.levels:
        levels = recorded.get(FAMILY_KEYS[topic.levels], {})
        for kind in ruleset.kinds[topic.levels].values():
            if side in kind.sides and any(span.holds(as_at) for span in kind.versions):
                yield _level(kind, side, levels.get(kind.name))


def _stated(
    ruleset: RuleSet,
    facts: Mapping[str, Any],
    of_side: Mapping[str, Mapping[str, Any]],
    sides: tuple[str, ...],
) -> Iterator[Asked]:
    """Facts that are never asked but were given outright, so that they can be taken back."""
    places = [("", facts), *((side, of_side.get(side, {})) for side in sides)]
    for side, recorded in places:
        for name, value in recorded.items():
            fact = ruleset.facts.get(name)
            if fact and not fact.asked and value is not None:
                yield _asked(ruleset, fact, side, value)


def _asked(ruleset: RuleSet, fact: Fact, side: str, current: Any) -> Asked:
    return Asked(
        key=f"{fact.name}@{side}" if side else fact.name,
        name=fact.name,
        type=fact.type,
        label=words.typographic(fact.question or fact.meaning),
        help=words.typographic(fact.help or ""),
        unit=fact.unit or "",
        choices=tuple(
            (choice, words.typographic(choice_words(ruleset, fact, choice)))
            for choice in fact.choices
        ),
        current=current,
        examples=fact.examples,
    )


def _level(kind: Kind, side: str, current: Any) -> Asked:
    group = FAMILY_KEYS[kind.family]
    return Asked(
        key=f"{group}:{kind.name}@{side}",
        name=kind.name,
        type="level",
        label=kind.label[:1].upper() + kind.label[1:],
        help="",
        unit="",
        choices=tuple(LEVELS),
        current=current,
        whole=f"{group}:{kind.part_of}@{side}" if kind.part_of else "",
    )


@dataclass(frozen=True)
class Question:
    """A question with its bound fields: one, or two for a range."""

    asked: Asked
    field: Any
    high: Any = None
    open_ended: bool = False


class FactsForm(forms.Form):
    """The questions of some sections, with when the answers became true and how they are known."""

    effective_from = DateField(
        label="True from",
        required=False,
        help_text="Leave empty where it has been so for as long as the service has run.",
    )
    how_known = Line(
        label="How you know",
        required=False,
        max_length=300,
        help_text="For example: analytics report of October 2026, or terms of 3 May 2026.",
    )
    note = Paragraphs(label="Note", required=False)

    def __init__(self, sections: tuple[Section, ...], data: Any = None) -> None:
        super().__init__(data)
        self.sections = sections
        self.asked = {each.key: each for section in sections for each in section.asked}
        for each in self.asked.values():
            self.fields.update(_fields(each))
        dress(self)

    def shown(self) -> list[tuple[Section, list[Question]]]:
        """The sections with their questions, as the page draws them."""
        return [
            (section, [self._question(each) for each in section.asked]) for section in self.sections
        ]

    def _question(self, each: Asked) -> Question:
        if each.type != "interval":
            return Question(each, self[each.key])
        known = isinstance(each.current, Mapping) and each.current.get("high") is None
        sent = self.data.get(f"{each.key}-open") == "on"
        return Question(
            each, self[f"{each.key}-low"], self[f"{each.key}-high"],
            sent if self.is_bound else known,
        )  # fmt: skip

    def problems(self) -> list[tuple[str, str]]:
        """Every refusal, with the field it stands beside, for the list above the form."""
        return [
            (name if name in self.fields else "", str(reason))
            for name, reasons in self.errors.items()
            for reason in reasons
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for each in self.asked.values():
            if each.type == "set":
                self._check_set(each, cleaned)
            elif each.type == "interval":
                self._check_range(each, cleaned)
        return cleaned

    def _check_set(self, each: Asked, cleaned: dict[str, Any]) -> None:
        chosen = set(cleaned.get(each.key) or ())
        if len(chosen) > 1 and chosen & {NONE, UNKNOWN}:
            self.add_error(
                each.key, "Choose either “none of these”, “don’t know yet”, or the ones that fit."
            )

    def _check_range(self, each: Asked, cleaned: dict[str, Any]) -> None:
        low, high = cleaned.get(f"{each.key}-low"), cleaned.get(f"{each.key}-high")
        if low is None and high is not None:
            self.add_error(f"{each.key}-low", "Give the low end as well; it may be 0.")
        elif low is not None and high is not None and high < low:
            self.add_error(f"{each.key}-high", "The high end is below the low end.")

    def answers(self) -> dict[str, Any]:
        """What was sent and is not what is recorded, by key; None for not known.

        Call it after is_valid().
        """
        found = {}
        for each in self.asked.values():
            if self._sent(each) and (value := self._value(each)) != _plain(each.current):
                found[each.key] = value
        return found

    def sent(self) -> set[str]:
        """The keys of the questions that were on the page that was sent."""
        return {key for key, each in self.asked.items() if self._sent(each)}

    def show_refusal(self, refused: Refused) -> None:
        """Put each reason beside its question; what fits none goes above the form."""
        for key, reasons in refused.errors.items():
            place = next((name for name in (key, f"{key}-low") if name in self.fields), None)
            for reason in reasons:
                self.add_error(place, reason)

    def _sent(self, each: Asked) -> bool:
        keys = [each.key, f"{each.key}-low", f"{each.key}-high"]
        return any(key in self.data for key in keys)

    def _value(self, each: Asked) -> Any:
        """The answer as the facts file writes it; None for not known."""
        sent = self.cleaned_data.get(each.key)
        match each.type:
            case "boolean":
                return {"yes": True, "no": False}.get(sent or "")
            case "set":
                chosen = [choice for choice in sent or () if choice not in {NONE, UNKNOWN}]
                return None if UNKNOWN in (sent or ()) else sorted(chosen)
            case "interval":
                return self._interval(each.key)
            case "date":
                return sent.isoformat() if sent else None
            case _:
                return None if sent in {"", UNKNOWN, None} else sent

    def _interval(self, key: str) -> Any:
        low, high = self.cleaned_data.get(f"{key}-low"), self.cleaned_data.get(f"{key}-high")
        if low is None:
            return None
        open_ended = self.data.get(f"{key}-open") == "on"
        if high is None and not open_ended:
            return low
        return low if high == low else {"low": low, "high": None if open_ended else high}


def _plain(value: Any) -> Any:
    """A recorded value in the shape the form gives it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping) and value.get("low") == value.get("high"):
        return value.get("low")
    return value


def _fields(each: Asked) -> dict[str, forms.Field]:
    """The form fields of one question, with what is recorded in them."""
    shared: dict[str, Any] = {"label": each.label, "required": False}
    match each.type:
        case "boolean":
            initial = {True: "yes", False: "no"}.get(each.current, UNKNOWN)
            field: forms.Field = _choice(YES_NO, initial, shared)
        case "set":
            options = [*each.choices, (NONE, "None of these"), (UNKNOWN, "Don’t know yet")]
            # Nothing is ticked beforehand: somebody who ticks "none" should not have to untick.
            now = [] if each.current is None else list(each.current) or [NONE]
            field = forms.MultipleChoiceField(
                choices=options, initial=now, widget=forms.CheckboxSelectMultiple, **shared
            )
        case "choice" | "level":
            unknown = "Not rated" if each.type == "level" else "Don’t know yet"
            options = [*each.choices, (UNKNOWN, unknown)]
            field = _choice(options, each.current or UNKNOWN, shared)
        case "date":
            field = DateField(initial=each.current, earliest=EARLIEST, latest=LATEST, **shared)
        case "interval":
            return _range_fields(each)
        case _:
            field = _number(each.label, each.current)
    return {each.key: field}


def _choice(options: list[tuple[str, str]], initial: str, shared: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=options, initial=initial, widget=forms.RadioSelect, **shared)


def _number(label: str, current: Any) -> forms.IntegerField:
    return Count(label=label, required=False, initial=current)


def _range_fields(each: Asked) -> dict[str, forms.Field]:
    low, high = (
        (each.current.get("low"), each.current.get("high"))
        if isinstance(each.current, Mapping)
        else (each.current, each.current)
    )
    return {
        f"{each.key}-low": _number("From", low),
        f"{each.key}-high": _number("To", high),
    }
