"""The form of a service's facts, over its questions.

"Don't know yet" is an answer. A field that was not sent is left alone: the form returns only what
was sent and differs from what is recorded.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django import forms

from obligations.actions.facts import Grounds
from obligations.actions.permissions import Refused
from obligations.fields import Count, DateField, Line, Paragraphs
from obligations.forms.base import dress
from obligations.forms.meanwhile import SEEN, ChangedMeanwhile, Difference, fingerprint
from obligations.forms.questions import Asked, Section
from obligations.models import Event
from obligations.rules.facts.values import plain_value
from obligations.words.questions import Lead

UNKNOWN, NONE = "unknown", "none"
YES_NO = [("yes", "Yes"), ("no", "No"), (UNKNOWN, "Don’t know yet")]
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2100, 1, 1)


@dataclass(frozen=True)
class Question:
    """A question with its bound fields: one, or two for a range."""

    asked: Asked
    field: Any
    high: Any = None
    open_ended: bool = False
    leads: tuple[Lead, ...] = ()
    tried: bool = False


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

    def __init__(
        self,
        sections: tuple[Section, ...],
        data: Any = None,
        last: Callable[[str], Event | None] = lambda key: None,
    ) -> None:
        """`last` finds what the log says of the last answer of a key."""
        super().__init__(data)
        self.sections, self.last = sections, last
        self.leads: Mapping[str, tuple[Lead, ...]] = {}
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
            found = self.leads.get(each.key)
            return Question(each, self[each.key], leads=found or (), tried=found is not None)
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
        self._check_meanwhile()
        return cleaned

    @property
    def seen(self) -> str:
        """What the page carries: a fingerprint of each answer that it showed when it was opened."""
        now = {key: fingerprint(plain_value(each.current)) for key, each in self.asked.items()}
        return json.dumps({**now, **self._carried()})

    def _carried(self) -> dict[str, str]:
        try:
            carried = json.loads(self.data.get(SEEN) or "{}")
        except ValueError:
            return {}
        return carried if isinstance(carried, dict) else {}

    def _check_meanwhile(self) -> None:
        """Raise ChangedMeanwhile where an answer was given that would replace an unseen one."""
        unseen = {
            key: each for key, each in self.asked.items()
            if self._replaces_unseen(each) and self._value(each) != plain_value(each.current)
        }  # fmt: skip
        if unseen:
            now = {key: fingerprint(plain_value(each.current)) for key, each in unseen.items()}
            raise ChangedMeanwhile(
                (self._difference(each) for each in unseen.values()),
                json.dumps({**self._carried(), **now}),
            )

    def _replaces_unseen(self, each: Asked) -> bool:
        """Was it answered otherwise than the page showed, when that is no longer recorded?"""
        shown = self._carried().get(each.key)
        if shown is None or not self._sent(each) or any(n in self.errors for n in _inputs(each)):
            return False
        return fingerprint(plain_value(each.current)) != shown != fingerprint(self._value(each))

    def _left_alone(self, each: Asked) -> bool:
        """Was it sent as the page showed it? Then whatever is recorded by now stays."""
        return self._carried().get(each.key) == fingerprint(self._value(each))

    def _difference(self, each: Asked) -> Difference:
        return Difference(
            each.label, each.told, self.last(each.key), (*_inputs(each), f"{each.key}-open"),
            question=self._question(each),
        )  # fmt: skip

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
            if not self._sent(each) or self._left_alone(each):
                continue
            if (value := self._value(each)) != plain_value(each.current):
                found[each.key] = value
        return found

    def grounds(self) -> Grounds:
        """Since when the answers hold, and how that is known. Call it after is_valid()."""
        return Grounds(**{each.name: self.cleaned_data[each.name] for each in fields(Grounds)})

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
        return any(name in self.data for name in _inputs(each))

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


def _inputs(each: Asked) -> tuple[str, ...]:
    """The names that the inputs of a question may have."""
    return each.key, f"{each.key}-low", f"{each.key}-high"


def _fields(each: Asked) -> dict[str, forms.Field]:
    """The form fields of one question, with what is recorded in them."""
    shared: dict[str, Any] = {"label": each.label, "required": False}
    match each.type:
        case "boolean":
            initial = {True: "yes", False: "no"}.get(each.current, _unchosen(each))
            field: forms.Field = _choice(YES_NO, initial, shared)
        case "set":
            options = [*each.choices, (NONE, "None of these"), (UNKNOWN, "Don’t know yet")]
            left_open = [UNKNOWN] if each.left_open else []
            now = left_open if each.current is None else list(each.current) or [NONE]
            field = forms.MultipleChoiceField(
                choices=options, initial=now, widget=forms.CheckboxSelectMultiple, **shared
            )
        case "choice" | "level":
            unknown = "Not rated" if each.type == "level" else "Don’t know yet"
            options = [*each.choices, (UNKNOWN, unknown)]
            field = _choice(options, each.current or _unchosen(each), shared)
        case "date":
            field = DateField(initial=each.current, earliest=EARLIEST, latest=LATEST, **shared)
        case "interval":
            return _range_fields(each)
        case _:
            field = _number(each.label, each.current)
    return {each.key: field}


def _unchosen(each: Asked) -> str:
    """What is chosen where nothing is known: "don't know" where that was the answer, else none."""
    return UNKNOWN if each.left_open else ""


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
