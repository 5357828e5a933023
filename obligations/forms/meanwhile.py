"""Forms over what somebody else may change while they are open.

The page carries in `seen` a fingerprint of what it showed. Where something else is recorded by the
time the form is sent, and what was sent differs from it, the form raises ChangedMeanwhile: the page
that is shown then carries the new fingerprint, so that sending it again is a decision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import Model

from obligations import language
from obligations.forms.base import WorkForm
from obligations.models import Event

SEEN = "seen"


@dataclass(frozen=True)
class Difference:
    """What is recorded by now, in words, who said so, and what was sent: a field or a question."""

    label: str
    now: str
    who: Event | None
    inputs: tuple[str, ...]
    field: forms.BoundField | None = None
    question: Any = None


class ChangedMeanwhile(Exception):
    """What was sent would replace something that its author has not seen. Nothing was written.

    `seen` is the fingerprint of what is recorded now.
    """

    def __init__(self, differences: Iterable[Difference], seen: str) -> None:
        self.differences, self.seen = tuple(differences), seen
        super().__init__(", ".join(each.label for each in self.differences))


def fingerprint(value: Any) -> str:
    """A short hash of what a page shows."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


class EditForm(WorkForm):
    """A form whose `initial` is what is recorded of `row` now, also when it was sent.

    `action` is what the log calls a change made by it; `watched` are the fields that count, all
    where it is empty. Without a row (something new) nothing is compared.
    """

    action: ClassVar[str] = ""
    watched: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, row: Model | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.row = row

    @property
    def seen(self) -> str:
        """What the page carries; empty where there is nothing to compare."""
        return fingerprint(self._recorded()) if self.row is not None else ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        carried = self.data.get(SEEN)
        if self.row is None or not carried or carried == self.seen:
            return cleaned
        sent = {**{name: self.data.get(name) for name in self._names()}, **cleaned}
        other = [n for n, now in self._recorded().items() if now != _plain(sent.get(n))]
        if other:
            who = self._last_change(self.row)
            raise ChangedMeanwhile((self._difference(name, who) for name in other), self.seen)
        return cleaned

    def _names(self) -> Iterable[str]:
        return self.watched or self.fields

    def _recorded(self) -> dict[str, str]:
        return {
            name: _plain(self.get_initial_for_field(self.fields[name], name))
            for name in self._names()
        }

    def _difference(self, name: str, who: Event | None) -> Difference:
        field = self.fields[name]
        value = self.get_initial_for_field(field, name)
        named = {str(key): str(label) for key, label in getattr(field, "choices", ())}
        if isinstance(value, dt.date):
            said = language.day(value)
        elif isinstance(field, forms.BooleanField):
            said = "Yes" if value else "No"
        else:
            said = named.get(_plain(value), _plain(value))
        return Difference(str(field.label), said or "nothing", who, (name,), self[name])

    def _last_change(self, row: Model) -> Event | None:
        told = Event.objects.filter(action=self.action, subject=f"{row._meta.model_name} {row.pk}")
        return told.order_by("-number").first()


def _plain(value: Any) -> str:
    """A value as recorded, or as sent, so that the two can be compared."""
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    return str(value).replace("\r\n", "\n").strip()
