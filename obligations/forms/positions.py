"""The forms of positions: taking one beside an answer, withdrawing it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from obligations.calendar.days import anniversary
from obligations.fields import DateField, Line, Paragraphs
from obligations.forms.base import WorkForm
from obligations.forms.meanwhile import EditForm
from obligations.law.positions import Computed
from obligations.models import AnswerKind, Position
from obligations.rules import UNSETTLED, Answer
from obligations.words.answers import within
from obligations.words.reasons import sentence


class PositionForm(EditForm):
    """What the provider takes an answer to be, and why. What kind of position it is follows."""

    action = "position.taken"
    watched = ("reading", "applies_from", "reason", "privileged")

    reading = forms.ChoiceField(
        label="What you take it to be",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    applies_from = DateField(
        label="From which day it applies",
        required=False,
        help_text="Only where you take it to apply, and from a day of its own.",
    )
    reason = Paragraphs(
        label="Why",
        max_length=20_000,
        rows=5,
        help_text="What a colleague, or Ofcom, would have to know to follow it.",
        error_messages={"required": "Say why: a position needs a reason."},
    )
    privileged = forms.BooleanField(
        label="This is legal advice and privileged",
        required=False,
        help_text="The reason is then shown to its author and to people who take positions, and "
        "is left out of every file, report and print. That the position is held is shown.",
    )
    review_on = DateField(
        label="Look at it again by",
        help_text="It comes onto your dates. This day is yours, not the law's.",
    )

    def __init__(self, answer: Answer, computed: Computed, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.computed = computed
        rules = answer.inquiry.ruleset
        self.readings = [one.id for one in answer.readings]
        field = self.fields["reading"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *(
                (
                    one.id,
                    f"{sentence(rules, one.why)} Read so, it {within(one.answer, one.starts_on)}.",
                )
                for one in answer.readings
            ),
            *(
                (str(value), f"It {within(value)}")
                for value in (AnswerKind.APPLIES, AnswerKind.DOES_NOT_APPLY)
                if value != computed.answer or value == AnswerKind.APPLIES
            ),
        ]

    def values(self) -> dict[str, Any]:
        """With what it does: choose a reading, settle what is not known, or disagree."""
        return {**self.cleaned_data, "kind": self._kind()}

    def _kind(self) -> str:
        if self.cleaned_data["reading"] in self.readings:
            return Position.Kind.CHOOSES
        unknown = self.computed.answer in UNSETTLED
        return Position.Kind.SETTLES if unknown else Position.Kind.DISAGREES


class WithdrawForm(WorkForm):
    """Why a position is no longer held."""

    why = Line(
        label="Why it is withdrawn",
        max_length=2_000,
        error_messages={"required": "Say why it is withdrawn."},
    )


def first_values(position: Position | None, today: dt.date) -> dict[str, Any]:
    """What the form holds before anybody writes: the standing position, a review in a year."""
    first: dict[str, Any] = {"review_on": anniversary(today, 1)}
    if position is not None:
        own = position.kind != Position.Kind.CHOOSES
        first |= {
            "reading": position.takes if own else position.reading, "reason": position.reason,
            "applies_from": position.applies_from if own else None,
            "privileged": position.privileged,
        }  # fmt: skip
    return first
