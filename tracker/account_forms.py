"""The forms of allauth in the words of this site: labels, help, and no words inside the fields."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.forms import BaseForm

from obligations.forms.base import dress

GOOD_ONE = (
    "At least 8 characters; not digits alone, not a common password, nothing like your address."
)
WORDS = {
    "login": ("E-mail address", None),
    "email": ("E-mail address", None),
    "password": ("Password", None),
    "remember": ("Stay logged in on this device", ""),
    "oldpassword": ("Your password now", ""),
    "password1": ("New password", GOOD_ONE),
    "password2": ("The same password again", ""),
    "code": ("Code", ""),
}
"""Label and help of each field; None leaves allauth's help."""


class _InOurWords(BaseForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            label, help_text = WORDS[name]
            field.label = label
            field.help_text = field.help_text if help_text is None else help_text
            field.widget.attrs.pop("placeholder", None)
        dress(self)


class Login(_InOurWords, account.LoginForm):
    pass


class SignUp(_InOurWords, account.SignupForm):
    pass


class AddAddress(_InOurWords, account.AddEmailForm):
    pass


class ChangePassword(_InOurWords, account.ChangePasswordForm):
    pass


class SetPassword(_InOurWords, account.SetPasswordForm):
    pass


class AskForPassword(_InOurWords, account.ResetPasswordForm):
    pass


class ChoosePassword(_InOurWords, account.ResetPasswordKeyForm):
    pass


class SayItIsYou(_InOurWords, account.ReauthenticateForm):
    pass


class GiveCode(_InOurWords, mfa.AuthenticateForm):
    pass


class GiveCodeAgain(_InOurWords, mfa.ReauthenticateForm):
    pass


class SwitchOn(_InOurWords, ActivateTOTPForm):
    pass
