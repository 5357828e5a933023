"""`manage.py administrator`: make an account an administrator, or end that."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from obligations.actions import audit
from obligations.models import User


class Command(BaseCommand):
    """The only way to make an administrator: the site's own login may not."""

    help = "Make an account an administrator, who sees every provider; --withdraw ends that."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of an account that there is")
        parser.add_argument("--withdraw", action="store_true", help="no administrator any more")

    @transaction.atomic
    def handle(self, *args: Any, email: str, withdraw: bool, **rest: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(
                f"there is no account {email}. Make one: manage.py createsuperuser --email {email}"
            )
        user.is_staff = user.is_superuser = not withdraw
        user.save(update_fields=["is_staff", "is_superuser"])
        is_now = "is no administrator any more" if withdraw else "is an administrator"
        audit.record(
            provider=None, by=None, subject=user, action="account.changed",
            sentence=f"The account {user.email} {is_now}.",
            data={"is_staff": user.is_staff, "is_superuser": user.is_superuser},
        )  # fmt: skip
        self.stdout.write(f"{user.email} {is_now}.")
