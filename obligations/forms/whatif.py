"""The forms of a what-if: the answers of a service to tell otherwise, and what is kept of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms

from obligations import documents
from obligations.fields import DateField, Line, Paragraphs
from obligations.forms.base import WorkForm
from obligations.forms.facts import NONE, UNKNOWN, FactsForm
from obligations.forms.meanwhile import EditForm
from obligations.forms.questions import Asked, Section, sections_for
from obligations.law.told_subject import read_subject
from obligations.rules import RuleSet, Situation, SubjectError
from obligations.rules.facts.fact_set import FactSet
from obligations.rules.whatif.edits import read_edits


class TryForm(FactsForm):
    """The answers of a service, as they are or as they were changed so far."""

    effective_from = None  # type: ignore[assignment]  # a what-if records nothing
    how_known = None  # type: ignore[assignment]
    note = None  # type: ignore[assignment]
    on = DateField(
        label="The day of the change",
        required=False,
        help_text="Empty: as if it were made today.",
    )
    find = Line(label="Find an answer", required=False, max_length=100)

    def _check_set(self, each: Asked, cleaned: dict[str, Any]) -> None:
        """What is ticked anew counts: "none", ticked beforehand, gives way to a choice."""
        chosen = list(cleaned.get(each.key) or ())
        before = {NONE} if each.current == [] else set(each.current or ())
        anew = [choice for choice in chosen if choice not in before]
        alone = next((choice for choice in anew if choice in {NONE, UNKNOWN}), None)
        if alone is not None:
            cleaned[each.key] = [alone]
        elif anew:
            cleaned[each.key] = [each for each in chosen if each not in {NONE, UNKNOWN}]


@dataclass(frozen=True)
class Trying:
    """What somebody tries: the service as a facts file, changes by key, the day, what they seek."""

    ruleset: RuleSet
    file: Mapping[str, Any]
    as_at: dt.date
    changes: Mapping[str, Any]
    on: dt.date | None = None
    find: str = ""

    @property
    def changes_text(self) -> str:
        """The changes as the next form carries them."""
        return json.dumps(self.changes, sort_keys=True)

    def faults(self) -> list[str]:
        """Why the changes cannot be tried on this service, if they cannot."""
        try:
            subject, _notes = read_subject(self.file, self.ruleset)
            read_edits(Situation(self.ruleset, subject, self.as_at), self.changes)
        except SubjectError as error:
            return list(error.errors)
        return []

    def sections(self) -> tuple[Section, ...]:
        """The topics of the service as changed, its answers as changed."""
        new = FactSet.from_form(self.changes, self.ruleset)
        return sections_for(self.ruleset, self.as_it_is().changed(new), self.as_at)

    def as_it_is(self) -> FactSet:
        """The answers of the service as they are."""
        return FactSet.from_file(self.file, self.ruleset)

    def form(self) -> TryForm:
        """The form to fill in: what is changed stands changed; only what is sought is asked."""
        form = TryForm(tuple(_sought(self.sections(), self.find)))
        form.initial = {"on": self.on, "find": self.find}
        return form

    def sent(self, data: Any) -> TryForm:
        """The form that was sent, with the questions that were on it.

        An answer counts as changed where it is not what is recorded.
        """
        known = sections_for(self.ruleset, self.as_it_is(), self.as_at)
        recorded = {each.key: each.current for section in known for each in section.asked}
        asked = tuple(
            replace(
                section,
                asked=tuple(
                    replace(one, current=recorded.get(one.key))
                    for one in section.asked
                    if one.key in data or f"{one.key}-low" in data
                ),
            )
            for section in self.sections()
        )
        return TryForm(tuple(section for section in asked if section.asked), data)

    def told(self, form: TryForm) -> Trying:
        """The same with what a valid form says; what was not on its page is left as it was."""
        sent = form.sent()
        kept = {key: value for key, value in self.changes.items() if key not in sent}
        said = form.cleaned_data
        return replace(self, changes={**kept, **form.answers()}, on=said["on"], find=said["find"])


def _sought(sections: Iterable[Section], find: str) -> Iterable[Section]:
    """The sections with those questions that hold every word sought."""
    words = find.casefold().split()
    for section in sections:
        asked = tuple(
            each for each in section.asked if all(word in _text_of(each, section) for word in words)
        )
        if asked:
            yield replace(section, asked=asked)


def _text_of(each: Asked, section: Section) -> str:
    """What a search looks through: the question, its name and choices, its topic."""
    choices = " ".join(words for _name, words in each.choices if each.type != "level")
    return f"{each.label} {each.name} {each.help} {choices} {section.title}".casefold()


def changes_in(text: str) -> dict[str, Any] | None:
    """The changes that a form carried; None for anything else."""
    if len(text) > documents.LARGEST:
        return None
    try:
        found = documents.parsed_json(text or "{}")
    except documents.Unreadable:
        return None
    return found if isinstance(found, dict) else None


class ScenarioForm(EditForm):
    """Keep what was tried."""

    action = "scenario.changed"

    name = Line(label="Name of the scenario", max_length=120)
    scenario_note = Paragraphs(label="Note", required=False)
    shared = forms.BooleanField(
        label="Share it inside the provider",
        required=False,
        help_text="Otherwise only you see it.",
    )

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"note": said.pop("scenario_note"), **said}


class DecisionForm(WorkForm):
    """Whether a change is a significant one."""

    what = Line(label="What changes, in a sentence", max_length=300)
    planned_for = DateField(label="Planned for", required=False)
    significant = forms.TypedChoiceField(
        label="Is it a significant change?",
        choices=[
            ("yes", "Significant: the assessments come first"),
            ("no", "Not significant, because …"),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    because = Paragraphs(
        label="Because",
        required=False,
        rows=3,
        help_text="Needed where it is not significant. It is kept with your name and the day.",
    )


class LaunchForm(WorkForm):
    """The day of launch, and when each assessment that comes first was carried out."""

    on = DateField(label="Day of the launch")
    anyway = Paragraphs(
        label="Launch all the same, because …",
        required=False,
        help_text="Only where an assessment was not carried out first. The log and the page of the "
        "scenario say so from then on.",
    )

    def __init__(self, first: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        """`first` holds each assessment's requirement and its words."""
        super().__init__(*args, **options)
        self.first = tuple(first)
        for requirement, text in self.first:
            self.fields[f"done:{requirement}"] = DateField(
                label=f"{text}: carried out on", required=False
            )
        self.order_fields(["on", *(f"done:{requirement}" for requirement, _text in self.first)])
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")

    def values(self) -> dict[str, Any]:
        """Among them when each was carried out, by requirement."""
        said = self.cleaned_data
        days = {each: said.get(f"done:{each}") for each, _text in self.first}
        done = {each: day for each, day in days.items() if day is not None}
        return {"on": said["on"], "anyway": said["anyway"], "done": done}

    def first_fields(self) -> list[Any]:
        """The fields of the assessments, for the page."""
        return [self[f"done:{each}"] for each, _text in self.first]
