"""The short forms: providers, services, members, the register, events, numbers, tasks, dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q

from obligations import intake, words
from obligations.fields import Count, DateField, Line, Paragraphs
from obligations.forms.base import AddressField, WorkForm
from obligations.forms.meanwhile import EditForm
from obligations.models import (
    PROGRESS_TRANSITIONS,
    DatesByMail,
    Membership,
    Obligation,
    Progress,
    Provider,
    Result,
    Role,
    User,
)
from obligations.rules.rulebook.names import SIDES
from tracker.clock import LONDON

NATIONS = [(value, str(label)) for value, label in Provider._meta.get_field("nation").flatchoices]
CATEGORIES = [("1", "Category 1"), ("2A", "Category 2A"), ("2B", "Category 2B")]


class ProviderForm(WorkForm):
    """Found a provider."""

    name = Line(
        label="Name of the provider",
        max_length=200,
        help_text="Whoever has control over who can use the service: a company, charity or person.",
    )
    nation = forms.ChoiceField(
        label="Bank holidays of",
        choices=NATIONS,
        initial="england-and-wales",
        help_text="They count when a rule speaks of working days.",
    )


class PlatformForm(EditForm):
    """Add or describe a service."""

    action = "platform.changed"

    name = Line(label="Name of the service", max_length=200)
    description = Paragraphs(
        label="What it is, in a sentence",
        required=False,
    )
    url = forms.URLField(label="Its address on the web", max_length=200, required=False)


class MemberForm(WorkForm):
    """Give somebody a place at the provider."""

    email = AddressField(label="E-mail address")
    role = forms.ChoiceField(label="Role", choices=Role.choices, initial=Role.READER)


class RoleForm(WorkForm):
    """Give a member another role."""

    role = forms.ChoiceField(label="Role", choices=Role.choices)


class HandOverForm(WorkForm):
    """Whose the tasks are of somebody who leaves, or works on tasks no longer."""

    owner = forms.ModelChoiceField(
        label="Their tasks go to", queryset=User.objects.none(), required=False,
        empty_label="Nobody yet",
    )  # fmt: skip

    def __init__(self, membership: Membership, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = membership.provider.workers().exclude(pk=membership.user_id)


class MessagesForm(WorkForm):
    """A person's name, and of what they are written to."""

    name = Line(
        label="Your name",
        required=False,
        max_length=150,
        help_text="What colleagues see beside your work. Without one they see your address.",
    )
    work_by_mail = forms.BooleanField(label="When work is given to me", required=False)
    dates_by_mail = forms.ChoiceField(
        label="Dates that come near or have passed",
        choices=DatesByMail.choices,
        widget=forms.RadioSelect,
    )


class DesignationForm(WorkForm):
    """An entry on Ofcom's register, or that there is none."""

    category = forms.ChoiceField(label="Part of the register", choices=CATEGORIES)
    since = DateField(label="From")
    last_day = DateField(
        label="Last day",
        required=False,
        help_text="Leave empty while it is on the register.",
    )
    note = Line(label="Note", required=False)


class EndDesignationForm(EditForm):
    """The day on which an entry on the register ended."""

    action = "designation.ended"

    last_day = DateField(label="Last day on the register")


class AppealForm(EditForm):
    """An appeal against an entry on the register; both days empty: there is none."""

    action = "designation.appealed"

    appealed_on = DateField(label="Day of the appeal to the Upper Tribunal", required=False)
    ended_on = DateField(label="Day it was determined or withdrawn", required=False)


class EventForm(WorkForm):
    """Something that happened: a notice, a change, content found."""

    event = forms.ChoiceField(label="What happened", widget=forms.RadioSelect)
    happened_on = DateField(label="Day")
    happened_at = forms.TimeField(
        label="Time",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text="Only where a clock runs in hours, as with reports of intimate images.",
    )
    due_on = DateField(
        label="Day by which it asks for an answer",
        required=False,
        help_text="Where a notice sets one.",
    )
    note = Paragraphs(label="Note", required=False)

    def __init__(self, kinds: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["event"]
        assert isinstance(field, forms.ChoiceField)
        self.kinds = list(kinds)
        field.choices = self.kinds

    def values(self) -> dict[str, Any]:
        """With the moment, where a time was told."""
        said = dict(self.cleaned_data)
        time, day = said.pop("happened_at"), said["happened_on"]
        return {**said, "happened_at": dt.datetime.combine(day, time, LONDON) if time else None}


class MonthlyUsersForm(WorkForm):
    """UK users in one month on one side: a number or a range, and how it was counted."""

    side = forms.ChoiceField(
        label="Side", choices=[(side, words.answers.SIDES[side]) for side in SIDES]
    )
    month = Line(
        label="Month",
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"}),
        help_text="Write it as 2026-10.",
    )
    low = Count(label="From")
    high = Count(
        label="To",
        required=False,
        help_text="Empty: exactly that number.",
    )
    open_ended = forms.BooleanField(label="or more: no upper end known", required=False)
    method = Line(
        label="How it was counted",
        max_length=300,
        help_text="For example: unique logged-in accounts with a UK address.",
    )
    note = Line(label="Note", required=False)

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        low, high, open_ended = (said.pop(name) for name in ("low", "high", "open_ended"))
        ends = (low, None if open_ended else low if high is None else high)
        return {"months": {said.pop("month"): ends}, **said}

    def clean_month(self) -> dt.date:
        """The first day of the month written."""
        try:
            return intake.month(self.cleaned_data["month"])
        except intake.Refused:
            raise forms.ValidationError("Write the month as 2026-10.") from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        low, high = cleaned.get("low"), cleaned.get("high")
        if low is not None and high is not None and high < low:
            self.add_error("high", "The high end is below the low end.")
        return cleaned


class ProgressForm(EditForm):
    """How far the work is; only the steps that can follow."""

    action = "obligation.progress_changed"

    progress = forms.ChoiceField(label="Progress", choices=Progress.choices)


def next_steps(obligation: Obligation) -> list[tuple[str, str]]:
    """The steps that may follow, in the order of work, with names; done has a form."""
    allowed = PROGRESS_TRANSITIONS[obligation.progress] - {Progress.DONE}
    return [(value, str(label)) for value, label in Progress.choices if value in allowed]


class CompleteForm(EditForm):
    """That the work is done: the day, how that was checked, and what is missing all the same."""

    action = "obligation.completed"
    watched = ("done_on", "how_checked")

    done_on = DateField(label="Done on")
    how_checked = Line(
        label="How it was checked",
        max_length=500,
        help_text="For example: the board approved the record; read the live terms.",
    )
    all_covered = forms.BooleanField(label="Everything it must contain is covered", required=False)
    despite = Line(
        label="Or why it is done although something is missing", required=False, max_length=500
    )

    def __init__(self, *args: Any, missing: int = 0, **options: Any) -> None:
        super().__init__(*args, **options)
        if not missing:
            del self.fields["all_covered"], self.fields["despite"]


class AssessForm(EditForm):
    """What the work came to. In place needs the day and how it was checked."""

    action = "obligation.assessed"

    result = forms.ChoiceField(label="Result", choices=Result.choices, widget=forms.RadioSelect)
    assessed_on = DateField(label="Checked on", required=False)
    how_checked = Line(
        label="How it was checked",
        required=False,
        max_length=500,
        help_text="For example: read the live terms; sent a test report and timed the answer.",
    )


class OwnerForm(EditForm):
    """Who does it."""

    action = "obligation.assigned"

    owner = forms.ModelChoiceField(
        label="Owner", queryset=User.objects.none(), required=False, empty_label="Nobody yet"
    )

    def __init__(self, task: Obligation, *args: Any, **options: Any) -> None:
        super().__init__(*args, row=task, initial={"owner": task.owner_id}, **options)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        can = Q(pk__in=task.provider.workers())
        field.queryset = User.objects.filter(can | Q(pk=task.owner_id)).order_by("email")


class NoteForm(EditForm):
    """What a colleague should know."""

    action = "obligation.note_written"

    note = Paragraphs(label="Note", required=False, max_length=10_000, rows=4)


class CloseDeadlineForm(WorkForm):
    """Say that what was owed has been done."""

    done_on = DateField(label="Done on")
    note = Line(
        label="What was done", required=False, max_length=2_000,
        help_text="Where the record of it is, for whoever asks later.",
    )  # fmt: skip
