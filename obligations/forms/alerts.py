"""The one field of an alert."""

from __future__ import annotations

from django import forms

from obligations.forms.base import AddressField, WorkForm


class AddressForm(WorkForm):
    """Where to be told."""

    address = AddressField(
        label="Your e-mail address",
        help_text="We send a link to confirm it. Unconfirmed, it is deleted after seven days.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
