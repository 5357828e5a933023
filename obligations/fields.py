"""Form fields that read with `intake`: text on one line or several, whole numbers, days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from obligations import intake


class DateInput(forms.DateInput):
    """A day as browsers pick it and as ISO writes it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day from `earliest` to `latest`; the error says how to write one."""

    widget = DateInput

    def __init__(
        self,
        *,
        earliest: dt.date = intake.EARLIEST,
        latest: dt.date = intake.LATEST,
        **options: Any,
    ) -> None:
        options.setdefault("error_messages", {"invalid": "Write the day as 2026-11-21."})
        self.earliest, self.latest = earliest, latest
        super().__init__(**options)

    def to_python(self, value: Any) -> dt.date | None:
        found = super().to_python(value)
        if found is None:
            return None
        try:
            return intake.day(found, earliest=self.earliest, latest=self.latest)
        except intake.Refused as refused:
            raise refusal(refused) from None


class Line(forms.CharField):
    """Text on one line."""

    lines = False

    def __init__(self, *, max_length: int = intake.LONGEST_LINE, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        try:
            return intake.text(
                super().to_python(value), longest=self.max_length or 0, lines=self.lines
            )
        except intake.Refused as refused:
            raise refusal(refused) from None


class Paragraphs(Line):
    """Text of several lines, in a box of so many rows."""

    lines = True

    def __init__(
        self, *, rows: int = 2, max_length: int = intake.LONGEST_TEXT, **options: Any
    ) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **options)


class Count(forms.IntegerField):
    """A whole number of people or of pounds."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "error_messages", {"invalid": "Write a whole number, without commas or words."}
        )
        super().__init__(min_value=0, max_value=intake.MOST, **options)


def refusal(refused: intake.Refused) -> ValidationError:
    """What `intake` refused, as a sentence beside the field."""
    words = str(refused)
    return ValidationError(f"{words[:1].upper()}{words[1:]}.")
