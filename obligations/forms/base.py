"""What the forms share: their dress, and how an action's refusal comes back beside the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms

from obligations import addresses
from obligations.actions.permissions import Refused


def dress(form: forms.BaseForm) -> None:
    """Give each input its class."""
    for field in form.fields.values():
        widget = field.widget
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            continue
        name = "form-select" if isinstance(widget, forms.Select) else "form-control"
        if isinstance(widget, forms.CheckboxInput):
            name = "form-check-input"
        widget.attrs.setdefault("class", name)


class AddressField(forms.EmailField):
    """An e-mail address that mail can be sent to."""

    default_validators = [addresses.check]
    default_error_messages: ClassVar = dict.fromkeys(
        ("required", "invalid", "max_length"), addresses.WRONG
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254, **options})


class WorkForm(forms.Form):
    """A form whose fields look alike and which can show what an action refused."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        dress(self)

    made: Any = None
    """What the action made of the values."""

    def values(self) -> dict[str, Any]:
        """What an action takes of a valid form."""
        return self.cleaned_data

    def done(self, action: Callable[..., Any], **named: Any) -> bool:
        """Was it done? Where a value or the action forbids it, the form says why."""
        if not self.is_valid():
            return False
        try:
            self.made = action(**self.values(), **named)
        except Refused as refused:
            self.show_refusal(refused)
            return False
        return True

    def show_refusal(self, refused: Refused) -> None:
        """Put each reason beside its field; what fits no field goes above the form."""
        for field, reasons in refused.errors.items():
            place = field if field in self.fields else None
            for reason in reasons:
                self.add_error(place, reason)
