"""What an e-mail address is, asked alike at every door."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage

from obligations import addresses
from obligations.forms.alerts import AddressForm
from obligations.forms.work import MemberForm
from obligations.models import LawAlert, User
from tracker.accounts import AccountAdapter

POISON = f"a@{'ü' * 60}.com"


@pytest.mark.parametrize("address", [POISON, "", "a", "a@b", "a@b.c\nBcc: x@y.com", "ü@a.com"])
def test_poison_is_no_address(address: str) -> None:
    with pytest.raises(ValidationError, match="Write one e-mail address"):
        addresses.check(address)


@pytest.mark.parametrize("address", ["name@example.org", "name@müller.de", "n+1@例え.jp"])
def test_what_is_an_address_can_be_written_to(address: str) -> None:
    addresses.check(address)
    EmailMessage("subject", "body", to=[address]).message()


def test_poison_is_refused_with_words_at_every_form() -> None:
    for form in (AddressForm({"address": POISON}), MemberForm({"email": POISON, "role": "reader"})):
        assert [*form.errors.values()] == [[addresses.WRONG]]
    with pytest.raises(ValidationError, match="Write one e-mail address"):
        AccountAdapter().clean_email(POISON)
    for model, field in ((User, "email"), (LawAlert, "address")):
        with pytest.raises(ValidationError, match="Write one e-mail address"):
            model._meta.get_field(field).run_validators(POISON)
