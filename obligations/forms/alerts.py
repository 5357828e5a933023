"""The one field of an alert."""

from __future__ import annotations

from django import forms

from obligations.forms.base import WorkForm

WRONG = "Write one e-mail address, such as name@example.org."


class AddressForm(WorkForm):
    """Where to be told."""

    address = forms.EmailField(
        label="Your e-mail address",
        help_text="We send a link to confirm it. Unconfirmed, it is deleted after seven days.",
        max_length=254,
        error_messages={"required": WRONG, "invalid": WRONG, "max_length": WRONG},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
