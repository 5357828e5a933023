"""`manage.py demo`: invented providers and services to look around in, and two log-ins."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from obligations.actions import demo
from obligations.models import Release, User
from tracker import clock

DEMO = "demo@example.org"
ADMINISTRATOR = "admin@example.org"


class Command(BaseCommand):
    """Makes what is missing of the demo; what is there is left as it is."""

    help = "Make the demo: invented providers and services, and log-ins kept in var/demo-login.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        if Release.objects.in_use() is None:
            raise CommandError("There is no law data yet: run manage.py load_law first.")
        folder = settings.BASE_DIR / "fixtures" / "demo"
        passwords = _passwords()
        owner = _account(DEMO, passwords[DEMO], name="Demo")
        _account(ADMINISTRATOR, passwords[ADMINISTRATOR], name="Administrator", is_admin=True)
        if not demo.is_made(demo.sha256(folder)):
            made = demo.make(folder=folder, owner=owner, as_at=clock.today())
            for platform in made:
                self.stdout.write(f"  {platform} ({platform.provider})")
        for email, password in passwords.items():
            self.stdout.write(f"{email}  {password}")
        self.stdout.write(f"Kept in {_file()}")


def _file() -> Path:
    return settings.VAR / "demo-login.txt"


def _passwords() -> dict[str, str]:
    """The passwords of this clone: as kept, else new and random; only their owner can read them."""
    kept = dict(re.findall(r"^(\S+@\S+)  (\S+)$", _kept(), re.MULTILINE))
    found = {email: kept.get(email) or secrets.token_urlsafe(12) for email in (DEMO, ADMINISTRATOR)}
    if found != kept:
        lines = "".join(f"{email}  {password}\n" for email, password in found.items())
        _file().parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"The demo of this clone. Nobody else has these passwords.\n{lines}")
    return found


def _kept() -> str:
    return _file().read_text(errors="replace") if _file().exists() else ""


def _account(email: str, password: str, *, name: str, is_admin: bool = False) -> User:
    """The account with this password and a confirmed address."""
    user = User.objects.filter(email=email).first()
    if user is None:
        make = User.objects.create_superuser if is_admin else User.objects.create_user
        user = make(email, password, name=name)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return user
